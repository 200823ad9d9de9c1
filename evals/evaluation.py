"""A reference set run through the assistant: what it answered, kept as JSON to be scored, compared and shown."""

import json
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from assistant.answers import Answer
from assistant.engine import Assistant
from assistant.payloads import answer_payload, claim_payload, search_payload
from evals.reference_set import ReferenceSet, document_named, problems
from ingest.errors import SourcierError, UsageError
from ingest.os_reasons import french_reason

NUM_RANKED = 10
# Rises when a run written before can no longer be read.
_FORMAT = 1

_Item = TypeVar("_Item")
_Parameters = ParamSpec("_Parameters")
Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """What came out, by id of the reference set; an item that failed holds ``{"error": sentence}``.

    ``answers`` (questions, and unanswerable ones), ``claims`` and ``turns`` are the JSON of the command line; beside
    it each citation has ``source``, the slice that it names of its document's text, and each answer ``words``, those
    that answer. ``ranked`` are the hits of ``search``, best first, for the questions with gold spans.
    ``passages``: id, start and end of each passage of the documents that have gold spans, by their names in the set.
    """

    set: str
    made: str
    model: str
    generation: str
    num_documents: int
    num_passages: int
    machine: str
    documents: dict[str, str]
    passages: dict[str, list[tuple[str, int, int]]]
    answers: dict[str, Line]
    ranked: dict[str, list[Line]]
    claims: dict[str, Line]
    turns: dict[str, Line]

    @property
    def results(self) -> dict[str, Line]:
        """Every result by id."""
        return self.answers | self.claims | self.turns


def texts_of(assistant: Assistant) -> dict[str, str]:
    """The text of each document, as ``sourcier text`` prints it, by name."""
    return {document.name: document.parsed.text for document in assistant.index.documents}


def require_documents(reference_set: ReferenceSet, texts: Mapping[str, str]) -> None:
    """Raise UsageError unless every gold span exists in ``texts`` and holds its facts."""
    found = problems(reference_set, texts)
    if found:
        named = {span.document for span in reference_set.spans}
        absent = sorted(name for name in named if document_named(name, texts) is None)
        if absent:
            raise UsageError(
                f"Le jeu « {reference_set.name} » porte sur des documents qui ne sont pas dans l'index, dont « {absent[0]} » :"
                " indexez-les (« sourcier ingest DOSSIER --index INDEX »), puis donnez cet index avec --index."
                f"{_example_hint(reference_set.name)}"
            )
        raise UsageError(
            f"Le jeu « {reference_set.name} » ne va pas avec ces documents ({len(found)} passages ou faits en cause) :"
            f" {found[0]} Corrigez le jeu, ou indexez les documents pour lesquels il est fait."
        )


def _example_hint(name: str) -> str:
    if not name.startswith("examples_"):
        return ""
    return (
        " Pour la collection d'exemple : « sourcier ingest evals/corpus --index .sourcier/demo »,"
        f" puis « sourcier eval evals/{name} --index .sourcier/demo »."
    )


def evaluate(
    reference_set: ReferenceSet,
    assistant: Assistant,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Run:
    """Put every item to ``assistant``; ``progress`` is told how many are done, of how many."""
    texts = texts_of(assistant)
    asked = [(each.id, each.text) for each in reference_set.questions]
    asked += [(each.id, each.text) for each in reference_set.unanswerable]
    total = len(asked) + len(reference_set.claims) + len(reference_set.dialogues)
    done = 0

    def shown(items: Iterable[_Item]) -> Iterable[_Item]:
        nonlocal done
        for item in items:
            yield item
            done += 1
            progress(done, total)

    answers: dict[str, Line] = {}
    ranked: dict[str, list[Line]] = {}
    gold = {question.id for question in reference_set.questions if question.alternatives}
    for identifier, text in shown(asked):
        answers[identifier] = _attempt(_ask, assistant, text, [], texts)
        if identifier in gold:
            # Nothing found is the right ranking of a search that fails.
            ranked[identifier] = _attempt(_search, assistant, text).get("hits", [])
    claims = {
        claim.id: _attempt(_check, assistant, claim.text, texts) for claim in shown(reference_set.claims)
    }
    turns: dict[str, Line] = {}
    for dialogue in shown(reference_set.dialogues):
        earlier: list[Answer] = []
        for turn in dialogue.turns:
            turns[turn.id] = _attempt(_ask, assistant, turn.text, earlier, texts)
    documents = {
        span.document: name
        for span in reference_set.spans
        if (name := document_named(span.document, texts)) is not None
    }
    passages = {document.name: document.passages for document in assistant.index.documents}
    return Run(
        set=reference_set.name,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        model=assistant.index.embedder.description.name,
        generation=assistant.index.manifest.generation,
        num_documents=len(texts),
        num_passages=len(assistant.index.passages),
        machine=f"{platform.machine()}, Python {platform.python_version()}",
        documents=documents,
        passages={
            alias: [(each.passage_id, each.start, each.end) for each in passages[name]]
            for alias, name in documents.items()
        },
        answers=answers,
        ranked=ranked,
        claims=claims,
        turns=turns,
    )


def save_run(run: Run, path: Path) -> None:
    """Write ``run`` as JSON."""
    text = json.dumps({"format": _FORMAT, **asdict(run)}, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def load_run(path: Path) -> Run:
    """Read what ``save_run`` wrote, from the file or the folder it lies in. Raises UsageError."""
    if path.is_dir():
        path /= "run.json"
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if values.pop("format") != _FORMAT:
            raise UsageError(
                f"Le résultat {path} vient d'une autre version de Sourcier : refaites-le avec « sourcier eval »."
            )
        return Run(**values)
    except OSError as error:
        raise UsageError(
            f"Le résultat {path} ne peut pas être lu ({french_reason(error)}) : vérifiez le chemin."
        ) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UsageError(
            f"{path} n'est pas un résultat de « sourcier eval » : donnez un run.json, ou son dossier."
        ) from error


def _attempt(
    what: Callable[_Parameters, Line], *given: _Parameters.args, **named: _Parameters.kwargs
) -> Line:
    try:
        return what(*given, **named)
    except SourcierError as error:
        return {"error": str(error)}


def _ask(assistant: Assistant, text: str, earlier: list[Answer], texts: Mapping[str, str]) -> Line:
    """The answer to ``text`` after ``earlier``, which it joins."""
    answer = assistant.ask(text, earlier=earlier)
    earlier.append(answer)
    return {**_sourced(answer_payload(answer), texts), "words": answer.words}


def _search(assistant: Assistant, text: str) -> Line:
    return search_payload(text, assistant.search(text, top_k=NUM_RANKED))


def _check(assistant: Assistant, text: str, texts: Mapping[str, str]) -> Line:
    return _sourced(claim_payload(assistant.check(text)), texts)


def _sourced(payload: Line, texts: Mapping[str, str]) -> Line:
    for key in ("citations", "nearest", "evidence"):
        citations: Sequence[Line] = payload.get(key, ())
        for citation in citations:
            citation["source"] = texts.get(citation["document"], "")[citation["start"] : citation["end"]]
    return payload
