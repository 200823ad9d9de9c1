"""A small reference set and a run over it, written by hand, whose figures can be worked out on paper."""

from dataclasses import replace
from typing import Any

from assistant.answers import Verdict
from evals.evaluation import Run
from evals.reference_set import (
    Dialogue,
    ReferenceClaim,
    ReferenceQuestion,
    ReferenceSet,
    Span,
    Turn,
    Unanswerable,
)

TEXTS = {
    "docs/a.md": "Ils sont 70 %. Le vote eut lieu le 3 mai. Marie Curie l'a dit.",
    "docs/b.md": "Rien du tout.",
}

# Passages of docs/a.md: [0:14], [15:41], [42:62].
REFERENCE_SET = ReferenceSet(
    "petit",
    questions=(
        ReferenceQuestion("q1", "Combien ?", (("70 %", "70%"),), ((Span("a.md", 0, 14),),), "figure", "lexical"),
        ReferenceQuestion(
            "q2", "Quand, et qui ?", (("3 mai",), ("Curie",)), ((Span("a.md", 15, 41), Span("a.md", 42, 62)),), "date", "inference"
        ),
        ReferenceQuestion("q3", "Qui ?", (("Curie",),), ((Span("a.md", 42, 62),),), "person", "lexical"),
        ReferenceQuestion("q4", "Sans place ?", (("70 %",),), (), "person", "lexical"),
    ),
    unanswerable=(
        Unanswerable("u1", "Combien en 1900 ?", "near_miss", "Année absente."),
        Unanswerable("u2", "La recette ?", "off_topic", "Rien à voir."),
    ),
    claims=(
        ReferenceClaim("c1", "Ils sont 70 %.", Verdict.SUPPORTED, "figure", (Span("a.md", 0, 14),)),
        ReferenceClaim("c2", "Ils sont 30 %.", Verdict.REFUTED, "figure", (Span("a.md", 0, 14),)),
        ReferenceClaim("c3", "Il pleuvait.", Verdict.NOT_ENOUGH_INFO, "detail"),
    ),
    dialogues=(
        Dialogue(
            "d1",
            (
                Turn("d1.0", "Combien ?", "first", (("70 %",),)),
                Turn("d1.1", "et qui ?", "other_group", (("Curie",),)),
                Turn("d1.2", "merci", "small_talk", ()),
                Turn("d1.3", "et en 1900 ?", "unanswerable", ()),
            ),
        ),
    ),
)  # fmt: skip

_TEXT = TEXTS["docs/a.md"]


def quoted(start: int, end: int, document: str = "docs/a.md") -> dict[str, Any]:
    """A citation as a run keeps it."""
    quote = TEXTS[document][start:end]
    return {
        "marker": 1,
        "document": document,
        "page": None,
        "start": start,
        "end": end,
        "quote": quote,
        "source": quote,
    }


def _answer(text: str, confidence: float, *citations: dict[str, Any], words: str = "") -> dict[str, Any]:
    return {
        "standalone_question": "?",
        "status": "answered",
        "answer": text,
        "confidence": confidence,
        "citations": list(citations),
        "nearest": [],
        "elapsed_ms": 100,
        "words": words,
    }


def _refusal(confidence: float) -> dict[str, Any]:
    return {**_answer("Non.", confidence), "status": "abstained"}


def _hits(*starts: int) -> list[dict[str, Any]]:
    ends = {0: 14, 15: 41, 42: 62}
    return [
        {"passage_id": f"a:{start}", "document": "docs/a.md", "start": start, "end": ends[start], "text": _TEXT[start : ends[start]]}
        for start in starts
    ]  # fmt: skip


def _verdict(verdict: str, *evidence: dict[str, Any]) -> dict[str, Any]:
    return {
        "verdict": verdict,
        "confidence": 0.5,
        "explanation": "Ainsi.",
        "evidence": list(evidence),
        "elapsed_ms": 5,
    }


RUN = Run(
    set="petit",
    made="2026-01-01T00:00:00+00:00",
    model="modèle",
    generation="gen-1",
    num_documents=2,
    num_passages=4,
    machine="machine",
    documents={"a.md": "docs/a.md"},
    passages={"a.md": [("a:0", 0, 14), ("a:15", 15, 41), ("a:42", 42, 62)]},
    answers={
        # Right, exact; its second quote is beside the point.
        "q1": _answer("Ils sont 70 % [1].", 0.9, quoted(0, 14), quoted(0, 13, "docs/b.md"), words="70 %"),
        # Half of the facts: wrong.
        "q2": _answer("Le vote eut lieu le 3 mai [1].", 0.8, quoted(15, 41), words="le 3 mai"),
        # Refused though the documents answer.
        "q3": _refusal(0.2),
        # q4 has no result.
        "u1": _answer("Ils sont 70 % [1].", 0.6, quoted(0, 14)),
        "u2": _refusal(0.1),
    },
    ranked={"q1": _hits(15, 0), "q2": _hits(15, 0, 42), "q3": []},
    claims={
        "c1": _verdict("supported", quoted(0, 14)),
        "c2": _verdict("supported", quoted(15, 41)),
        "c3": _verdict("not_enough_info"),
    },
    turns={
        "d1.0": _answer("Ils sont 70 % [1].", 0.9, quoted(0, 14)),
        "d1.1": _answer("Ils sont 70 % [1].", 0.9, quoted(0, 14)),
        "d1.2": _answer("Je vous en prie.", 1.0),
        "d1.3": _refusal(0.1),
    },
)


def spoilt(**fields: Any) -> Run:
    """The run with some of its fields replaced."""
    return replace(RUN, **fields)
