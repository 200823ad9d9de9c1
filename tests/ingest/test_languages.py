"""Language tags."""

import pytest

from ingest.languages import language_code


@pytest.mark.parametrize(("tag", "code"), [("fr-FR", "fr"), ("fr_CA", "fr"), ("zxx", ""), ("", "")])
def test_language_code(tag: str, code: str) -> None:
    assert language_code(tag) == code
