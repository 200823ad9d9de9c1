"""What people make of answers, kept as a reference set to be completed: ``sourcier eval`` reads the file.

A good answer gives its passages as evidence; a good refusal, a question without an answer. A bad one gives a
question whose answer is to be written: until then ``sourcier eval`` says which line lacks it, and measures nothing.
"""

import json
import threading
from pathlib import Path
from typing import Any

from assistant.answers import Answer, Status
from ingest.errors import UsageError
from ingest.os_reasons import french_reason

TO_COMPLETE = "à compléter"


class FeedbackFile:
    """The file at ``path``: JSON Lines, one line an answer, the last word of a person kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def record(self, identifier: str, answer: Answer, *, liked: bool, comment: str = "") -> None:
        """Keep what was said of ``answer``, in place of what was said of it before.

        ``identifier`` tells the answer. Raises UsageError where the file cannot be read or written.
        """
        line = json.dumps(feedback_line(identifier, answer, liked=liked, comment=comment), ensure_ascii=False)
        with self._lock:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                kept = self._path.read_text(encoding="utf-8").split("\n") if self._path.exists() else []
                others = [each for each in kept if each.strip() and _id_of(each) != identifier]
                beside = self._path.with_suffix(".tmp")
                beside.write_text("\n".join([*others, line, ""]), encoding="utf-8")
                beside.replace(self._path)
            except OSError as error:
                raise UsageError(
                    f"L’avis n’a pas pu être gardé ({french_reason(error)}) : libérez de la place ou vérifiez vos droits."
                ) from error


def feedback_line(identifier: str, answer: Answer, *, liked: bool, comment: str = "") -> dict[str, Any]:
    """The line of a reference set (evals/README.md) for one opinion."""
    line: dict[str, Any] = {"id": identifier, "question": answer.standalone_question}
    if not liked:
        line["answers"] = [[TO_COMPLETE]]
    elif answer.status is Status.ABSTAINED:
        line["why"] = comment or "Le refus a été jugé juste."
    else:
        line["evidence"] = [
            {"document": each.document, "start": each.start, "end": each.end} for each in answer.citations
        ]
    opinion = "bonne" if liked else "mauvaise"
    return line | {"note": f"à relire ; réponse jugée {opinion}", "comment": comment, "answer": answer.text}


def _id_of(line: str) -> str | None:
    try:
        value = json.loads(line)
        return str(value["id"])
    except (ValueError, KeyError, TypeError):
        return None  # a line that a person is writing: left as it is
