"""Conversations kept on disk: a folder an owner, a JSON Lines file a conversation.

The first line of a file gives its title, each other line a turn. A file is replaced whole, by an atomic rename:
a crash leaves the old one or the new one. Owners are told apart by the hash of who they are; none sees another's.
"""

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from pydantic import TypeAdapter

from assistant.answers import Answer
from index.analysis import fold
from ingest.errors import UsageError
from ingest.os_reasons import french_reason

_LONGEST_TITLE = 120
_IDENTIFIER = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Turn:
    """An answer and what the person made of it: ``liked`` is None until they say."""

    answer: Answer
    liked: bool | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a list of conversations shows. ``updated`` is an ISO 8601 UTC time."""

    id: str
    title: str
    updated: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation; without a title of its own, it goes by its first question."""

    id: str
    title: str = ""
    turns: tuple[Turn, ...] = ()

    @property
    def answers(self) -> list[Answer]:
        """Its answers, oldest first."""
        return [turn.answer for turn in self.turns]

    @property
    def shown_title(self) -> str:
        """What it goes by."""
        first = self.turns[0].answer.question if self.turns else ""
        title = " ".join((self.title or first).split())
        return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1] + "…"


_HEADING = TypeAdapter(Heading)
_TURN = TypeAdapter(Turn)


def new_conversation() -> Conversation:
    """An empty one, with an id of its own."""
    return Conversation(uuid4().hex)


class KeptConversations:
    """The conversations of every owner, in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, owner: str, conversation: Conversation) -> None:
        """Keep ``conversation`` as it now is. Raises UsageError where it cannot be written."""
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        heading = Heading(conversation.id, conversation.shown_title, now)
        lines = [_HEADING.dump_json(heading), *map(_TURN.dump_json, conversation.turns)]
        path = self._path(owner, conversation.id)
        beside = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
                beside = Path(file.name)
                file.write(b"\n".join(lines) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except OSError as error:
            raise UsageError(
                f"La conversation n’a pas pu être gardée ({french_reason(error)}) : libérez de la place ou vérifiez vos droits."
            ) from error
        finally:
            if beside is not None:
                beside.unlink(missing_ok=True)

    def load(self, owner: str, identifier: str) -> Conversation:
        """The conversation of that id. Raises UsageError where ``owner`` has none, or it cannot be read."""
        path = self._path(owner, identifier)
        try:
            first, *rest = path.read_bytes().splitlines()
            heading = _HEADING.validate_json(first)
            untitled = Conversation(heading.id, turns=tuple(map(_TURN.validate_json, rest)))
            # The title of a conversation without its own follows its first question.
            return (
                untitled if heading.title == untitled.shown_title else replace(untitled, title=heading.title)
            )
        except (OSError, ValueError) as error:  # ValidationError is a ValueError
            raise UsageError(
                "Cette conversation n’est plus là ou n’est pas lisible : choisissez-en une autre."
            ) from error

    def headings(self, owner: str, search: str = "") -> list[Heading]:
        """Those of ``owner``, latest first; with ``search``, those that hold these words, accents and case aside."""
        words = fold(search).split()
        found = []
        for path in self._of(owner).glob("*.jsonl"):
            try:
                with path.open("rb") as file:
                    heading = _HEADING.validate_json(file.readline())
                    answers = [_TURN.validate_json(line).answer for line in file] if words else []
            except (OSError, ValueError):  # one that cannot be read hides no other
                continue
            text = fold(" ".join([heading.title, *(f"{each.question} {each.text}" for each in answers)]))
            if all(word in text for word in words):
                found.append(heading)
        return sorted(found, key=lambda heading: heading.updated, reverse=True)

    def rename(self, owner: str, identifier: str, title: str) -> Conversation:
        """The conversation under its new title; an empty one is refused with UsageError."""
        title = " ".join(title.split())[:_LONGEST_TITLE]
        if not title:
            raise UsageError("Le titre est vide : écrivez au moins un mot.")
        renamed = replace(self.load(owner, identifier), title=title)
        self.save(owner, renamed)
        return renamed

    def delete(self, owner: str, identifier: str) -> None:
        """Forget a conversation for good."""
        self._path(owner, identifier).unlink(missing_ok=True)

    def _of(self, owner: str) -> Path:
        return self._folder / hashlib.sha256(owner.encode()).hexdigest()[:32]

    def _path(self, owner: str, identifier: str) -> Path:
        if not _IDENTIFIER.fullmatch(identifier):
            raise UsageError("Cette conversation n’existe pas : choisissez-en une dans la liste.")
        return self._of(owner) / f"{identifier}.jsonl"
