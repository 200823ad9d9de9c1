import errno

from ingest.os_reasons import french_reason


def test_common_refusals_are_said_in_french() -> None:
    assert french_reason(OSError(errno.EACCES, "Permission denied")) == "accès refusé"
    assert french_reason(OSError(errno.ENOSPC, "No space left on device")) == "disque plein"


def test_a_rare_refusal_keeps_the_words_of_the_system() -> None:
    assert french_reason(OSError(errno.ECHILD, "No child processes")) == "No child processes"
    assert french_reason(OSError("write failed")) == "write failed"
