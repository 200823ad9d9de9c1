"""Reference sets: questions with their gold spans, questions without an answer, claims and dialogues.

The format is documented in evals/README.md. A span counts Unicode code points of the text of a document, not
passages: another way of splitting does not void it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answers import Verdict
from evals.judging import holds
from ingest.errors import UsageError
from ingest.os_reasons import french_reason

Facts = tuple[tuple[str, ...], ...]

_Line = Mapping[str, Any]

FILES = ("questions", "unanswerable", "claims", "dialogues")


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]`` of a document, named as the index names it or by the end of that path."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReferenceQuestion:
    """A question that the documents answer.

    ``answers`` are its facts, each a tuple of accepted variants. Each of ``alternatives`` is a set of spans that
    answers by itself. It is judged by what it has: without answers by its ranking alone, without spans by its
    answer alone.
    """

    id: str
    text: str
    answers: Facts
    alternatives: tuple[tuple[Span, ...], ...] = ()
    type: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """A question that the documents do not answer, of a ``kind`` ("near_miss", "off_topic"…), and why."""

    id: str
    text: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class ReferenceClaim:
    """A claim with its verdict; ``evidence`` shows it, and is empty where the documents do not say."""

    id: str
    text: str
    verdict: Verdict
    kind: str = ""
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of a dialogue: without ``answers`` it is to be refused, or met as small talk if its kind says so."""

    id: str
    text: str
    kind: str
    answers: Facts


@dataclass(frozen=True, slots=True)
class Dialogue:
    """``turns`` in order; each is understood in the light of the ones before it."""

    id: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class ReferenceSet:
    """What a collection is evaluated by. ``name`` is that of its folder or file."""

    name: str
    questions: tuple[ReferenceQuestion, ...] = ()
    unanswerable: tuple[Unanswerable, ...] = ()
    claims: tuple[ReferenceClaim, ...] = ()
    dialogues: tuple[Dialogue, ...] = ()

    @property
    def spans(self) -> list[Span]:
        """Every gold span, of questions then of claims."""
        of_questions = [span for each in self.questions for group in each.alternatives for span in group]
        return of_questions + [span for claim in self.claims for span in claim.evidence]

    @property
    def texts(self) -> dict[str, str]:
        """What is asked, by id: questions, claims and turns."""
        return {
            **{each.id: each.text for each in self.questions},
            **{each.id: each.text for each in self.unanswerable},
            **{each.id: each.text for each in self.claims},
            **{turn.id: turn.text for dialogue in self.dialogues for turn in dialogue.turns},
        }


def load_reference_set(path: Path) -> ReferenceSet:
    """Read a folder with the files of ``FILES``, any of which may be missing, or one .jsonl of all kinds of lines.

    Raises UsageError, which names file and line.
    """
    if path.is_dir():
        files = [path / f"{name}.jsonl" for name in FILES if (path / f"{name}.jsonl").is_file()]
        if not files:
            names = ", ".join(f"{name}.jsonl" for name in FILES)
            raise UsageError(f"Le dossier {path} n'a aucun des fichiers d'un jeu de référence ({names}).")
    else:
        files = [path]
    read: list[ReferenceQuestion | Unanswerable | ReferenceClaim | Dialogue] = []
    where: dict[str, str] = {}
    for file in files:
        for number, line in _json_lines(file):
            place = f"{file}, ligne {number}"
            item = _item(line, place)
            if item.id in where:
                raise UsageError(
                    f"{place} : l'identifiant « {item.id} » est déjà pris ({where[item.id]}) : donnez-en un autre."
                )
            where[item.id] = place
            read.append(item)
    if not read:
        raise UsageError(f"Le jeu de référence {path} est vide : « sourcier eval init » en prépare un.")
    return ReferenceSet(
        path.resolve().stem,
        tuple(each for each in read if isinstance(each, ReferenceQuestion)),
        tuple(each for each in read if isinstance(each, Unanswerable)),
        tuple(each for each in read if isinstance(each, ReferenceClaim)),
        tuple(each for each in read if isinstance(each, Dialogue)),
    )


def document_named(name: str, names: Mapping[str, Any]) -> str | None:
    """The one of ``names`` that is ``name`` or ends with it as a path does; None if there is none, or several."""
    if name in names:
        return name
    found = [each for each in names if each.endswith(f"/{name}")]
    return found[0] if len(found) == 1 else None


def problems(reference_set: ReferenceSet, texts: Mapping[str, str]) -> list[str]:
    """What is wrong with ``reference_set`` over documents of these ``texts``, by name: one French sentence each.

    Every span must exist, the spans of a question together must hold each of its facts (or, without spans, some
    document), a decided claim must have evidence, and the facts of a turn must stand in some document.
    """
    found = []
    whole = "\n".join(texts.values())
    for question in reference_set.questions:
        spans = [span for group in question.alternatives for span in group]
        missing = [sentence for span in spans if (sentence := _missing(span, texts)) is not None]
        found += [f"{question.id} : {sentence}" for sentence in missing]
        if not missing:
            quotes = [_slice(span, texts) for span in spans] or [whole]
            found += [
                f"{question.id} : aucun passage de référence ne porte « {fact[0]} »."
                for fact in question.answers
                if not any(holds(quote, fact) for quote in quotes)
            ]
    for claim in reference_set.claims:
        missing = [sentence for span in claim.evidence if (sentence := _missing(span, texts)) is not None]
        if claim.verdict is not Verdict.NOT_ENOUGH_INFO and not claim.evidence:
            missing.append("le verdict n'a pas de passage qui le montre (« evidence »).")
        found += [f"{claim.id} : {sentence}" for sentence in missing]
    for dialogue in reference_set.dialogues:
        found += [
            f"{turn.id} : aucun document ne porte « {fact[0]} »."
            for turn in dialogue.turns
            for fact in turn.answers
            if not holds(whole, fact)
        ]
    return found


def _missing(span: Span, texts: Mapping[str, str]) -> str | None:
    name = document_named(span.document, texts)
    if name is None:
        return f"le document « {span.document} » n'est pas dans l'index, ou plusieurs portent ce nom."
    if span.end > len(texts[name]) or not _slice(span, texts).strip():
        return f"le passage {span.document} [{span.start}:{span.end}] n'existe pas."
    return None


def _slice(span: Span, texts: Mapping[str, str]) -> str:
    return texts[document_named(span.document, texts) or ""][span.start : span.end]


def _json_lines(path: Path) -> Iterator[tuple[int, _Line]]:
    try:
        # Not splitlines: texts hold U+2028, which JSON leaves as it is.
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if not line.strip():
                    continue
                try:
                    value = json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise UsageError(
                        f"{path}, ligne {number} : ce n'est pas du JSON valide ; vérifiez guillemets et accolades."
                    ) from error
                if not isinstance(value, dict):
                    raise UsageError(f"{path}, ligne {number} : un objet JSON est attendu, entre accolades.")
                yield number, value
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} n'est pas en UTF-8 : enregistrez-le de nouveau en UTF-8.") from error
    except OSError as error:
        raise UsageError(
            f"Le jeu de référence {path} ne peut pas être lu ({french_reason(error)}) : vérifiez le chemin."
        ) from error


def _item(line: _Line, place: str) -> ReferenceQuestion | Unanswerable | ReferenceClaim | Dialogue:
    """The item of a line, told apart by its keys."""
    identifier = _text(line, "id", place)
    if "turns" in line:
        turns = line["turns"]
        if not isinstance(turns, list) or not turns or not all(isinstance(turn, dict) for turn in turns):
            raise UsageError(f"{place} : « turns » doit être une liste de tours, des objets JSON.")
        return Dialogue(
            identifier,
            tuple(
                Turn(
                    f"{identifier}.{number}",
                    _text(turn, "question", place),
                    _text(turn, "kind", place, default="first" if number == 0 else "follow_up"),
                    _facts(turn, place),
                )
                for number, turn in enumerate(turns)
            ),
        )
    if "claim" in line:
        verdict = _text(line, "verdict", place)
        if verdict not in set(Verdict):
            raise UsageError(
                f"{place} : le verdict « {verdict} » n'existe pas ; écrivez {', '.join(Verdict)}."
            )
        kind, evidence = _text(line, "kind", place, default=""), _spans(line.get("evidence"), place)
        return ReferenceClaim(identifier, _text(line, "claim", place), Verdict(verdict), kind, evidence)
    if "question" not in line:
        raise UsageError(f"{place} : il manque « question », « claim » ou « turns ».")
    text, answers = _text(line, "question", place), _facts(line, place)
    if not answers and not line.get("evidence"):
        if "why" not in line:
            raise UsageError(
                f"{place} : une question a ses réponses (« answers ») ; sans réponse dans les documents, dites pourquoi (« why »)."
            )
        return Unanswerable(
            identifier, text, _text(line, "kind", place, default="near_miss"), _text(line, "why", place)
        )
    others = line.get("alternatives") or []
    if not isinstance(others, list):
        raise UsageError(f"{place} : « alternatives » doit être une liste de listes de passages.")
    groups = (_spans(group, place) for group in (line.get("evidence"), *others))
    type_, level = (_text(line, key, place, default="") for key in ("type", "level"))
    return ReferenceQuestion(
        identifier, text, answers, tuple(group for group in groups if group), type_, level
    )


def _text(line: _Line, key: str, place: str, *, default: str | None = None) -> str:
    value = line.get(key, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise UsageError(f"{place} : il manque le texte de « {key} ».")
    return value


def _facts(line: _Line, place: str) -> Facts:
    facts = line.get("answers") or []
    right = isinstance(facts, list) and all(
        isinstance(fact, list)
        and fact
        and all(isinstance(variant, str) and variant.strip() for variant in fact)
        for fact in facts
    )
    if not right:
        raise UsageError(
            f'{place} : « answers » est une liste de faits, chacun une liste de variantes : [["70 %", "sept sur dix"]].'
        )
    return tuple(tuple(fact) for fact in facts)


def _spans(values: Any, place: str) -> tuple[Span, ...]:
    values = values or []
    right = isinstance(values, list) and all(
        isinstance(each, dict)
        and isinstance(each.get("document"), str)
        and isinstance(each.get("start"), int)
        and isinstance(each.get("end"), int)
        and 0 <= each["start"] < each["end"]
        for each in values
    )
    if not right:
        raise UsageError(
            f'{place} : un passage s\'écrit {{"document": "note.md", "start": 0, "end": 12}}, la fin après le début.'
        )
    return tuple(Span(each["document"], each["start"], each["end"]) for each in values)
