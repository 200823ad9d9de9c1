"""Figures of a run over a reference set. Pure: the same set and run give the same figures.

Every judged item counts and a missing result counts as the worst; ties break by id. Each figure has n and a 95 %
interval by the bootstrap.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import isnan, nan
from typing import Any

import ir_measures
import numpy as np
from numpy.typing import NDArray
from scipy.stats import permutation_test

from assistant.answers import Verdict
from evals.evaluation import NUM_RANKED, Line, Run
from evals.judging import citation_precision, citation_recall, holds, is_right, overlaps
from evals.metrics import aurc, bootstrap, bootstrap_interval, ece, exact_match, macro_f1, span_f1
from evals.reference_set import ReferenceQuestion, ReferenceSet, Span, Turn, Unanswerable
from ingest.sentences import sentence_spans

CUTS = (1, 3, 5, 10)
THRESHOLDS = tuple(round(step / 20, 2) for step in range(21))
_MISSING: Line = {"error": "Sans résultat."}
# Combinations of variants tried for exact match and F1; more than two facts of many variants are rare.
_MAX_WORDINGS = 200


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` and its 95 % interval over ``n`` items; ``values`` by id where it is their mean.

    ``higher_is_better`` says which way is a loss. ``name`` is stable, ``label`` French.
    """

    name: str
    label: str
    value: float
    n: int
    low: float
    high: float
    higher_is_better: bool = True
    values: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one item came to. ``expected`` and ``type`` are for people; ``spans`` are the gold ones of all alternatives."""

    id: str
    text: str
    type: str
    right: bool
    result: Line
    expected: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Threshold:
    """If the assistant refused below ``threshold``: shares refused, of questions with an answer and of each kind without."""

    threshold: float
    false_abstention: float
    refused: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class AgainstFirstSentence:
    """How many questions of a type our answer gets right, and the first sentence of the first passage does."""

    type: str
    both: int
    only_ours: int
    only_first_sentence: int
    neither: int


@dataclass(frozen=True)
class Scores:
    """Every figure of a run. The groups map a type, level or kind to its figures."""

    figures: tuple[Figure, ...]
    by_type: Mapping[str, tuple[Figure, ...]]
    by_level: Mapping[str, tuple[Figure, ...]]
    refusals: tuple[Figure, ...]
    turns: tuple[Figure, ...]
    claims: tuple[Figure, ...]
    first_sentence: tuple[AgainstFirstSentence, ...]
    trade_off: tuple[Threshold, ...]
    # Confidence, whether the answer is right, and whether the documents answer, of each question; by id.
    confidences: tuple[float, ...]
    rights: tuple[float, ...]
    answerable: tuple[float, ...]
    # Milliseconds of each answer or refusal; words of each answer.
    latencies: tuple[int, ...]
    lengths: tuple[int, ...]
    outcomes: tuple[Outcome, ...]

    @cached_property
    def named(self) -> dict[str, Figure]:
        """Every figure over the whole set, by name."""
        return {each.name: each for each in (*self.figures, *self.refusals, *self.turns, *self.claims)}


@dataclass(frozen=True, slots=True)
class Paired:
    """A figure of this run less that of another over the ``n`` ids they share, its 95 % interval by the paired
    bootstrap, and the p-value of a two-sided permutation test."""

    figure: Figure
    other: float
    difference: float
    low: float
    high: float
    p_value: float
    n: int


def score(reference_set: ReferenceSet, run: Run) -> Scores:
    """The figures of ``run`` over ``reference_set``."""
    questions = sorted(reference_set.questions, key=lambda each: each.id)
    unanswerable = sorted(reference_set.unanswerable, key=lambda each: each.id)
    later = [turn for dialogue in reference_set.dialogues for turn in dialogue.turns[1:]]
    asked: list[ReferenceQuestion | Unanswerable] = sorted([*questions, *unanswerable], key=lambda q: q.id)
    judged = [each for each in asked if isinstance(each, Unanswerable) or each.answers]
    refusal = {each.id: float(_refused(_result(run.answers, each.id))) for each in unanswerable}
    confidences, rights, answerable = _confidences(judged, run)
    answered = [result for _, result in sorted(run.answers.items()) if "error" not in result]
    answering = [
        *_question_figures(questions, run),
        _mean("false_abstention", "abstentions à tort", _false_abstentions(questions, run), higher=False),
        *_abstention_figures(asked, run),
    ]
    by_confidence = [
        _resampled("aurc", "aire sous la courbe risque–couverture", aurc, confidences, rights, higher=False),
        _resampled(
            "ece_answerable",
            "écart de calibration, « les documents répondent »",
            ece,
            confidences,
            answerable,
            higher=False,
        ),
        _resampled("ece_right", "écart de calibration, « la réponse est juste »", ece, confidences, rights, higher=False),
    ]  # fmt: skip
    return Scores(
        figures=_kept([*answering, *_citation_figures(questions, run), *by_confidence]),
        by_type=_grouped(questions, lambda each: each.type, lambda group: _group_figures(group, run)),
        by_level=_grouped(questions, lambda each: each.level, lambda group: _group_figures(group, run)),
        refusals=_kinds("refusal", "refus", unanswerable, refusal)[1:],  # of all: abstention_recall
        turns=_kinds("later_turns", "suites justes", later, {t.id: float(_turn_right(t, run)) for t in later}),
        claims=_claim_figures(reference_set, run),
        first_sentence=_against_first_sentence(questions, run),
        trade_off=_trade_off(questions, unanswerable, run),
        confidences=confidences,
        rights=rights,
        answerable=answerable,
        latencies=tuple(result["elapsed_ms"] for result in answered),
        lengths=tuple(len(each["answer"].split()) for each in answered if each["status"] == "answered"),
        outcomes=_outcomes(reference_set, run),
    )  # fmt: skip


def compare(scores: Scores, other: Scores, shared: Iterable[str]) -> list[Paired]:
    """Each figure that is a mean over items, in both, over the items whose ids are ``shared``."""
    shared = set(shared)
    pairs = []
    for figure in scores.named.values():
        theirs = other.named.get(figure.name)
        ids = sorted(shared & figure.values.keys() & (theirs.values.keys() if theirs else set()))
        if not ids or theirs is None:
            continue
        ours_values = np.array([figure.values[id] for id in ids])
        their_values = np.array([theirs.values[id] for id in ids])
        differences = ours_values - their_values
        low, high = bootstrap_interval(differences.tolist())
        p_value = 1.0
        if differences.any():
            tested = permutation_test(
                (ours_values, their_values), _mean_difference, permutation_type="samples", vectorized=True, rng=0
            )  # fmt: skip
            p_value = float(tested.pvalue)
        pairs.append(
            Paired(
                figure, float(their_values.mean()), float(differences.mean()), low, high, p_value, len(ids)
            )
        )
    return pairs


def _mean_difference(x: NDArray[Any], y: NDArray[Any], axis: int) -> NDArray[Any]:
    difference: NDArray[Any] = np.mean(x - y, axis=axis)
    return difference


# --- questions -------------------------------------------------------------------------------------------


def _question_figures(questions: Sequence[ReferenceQuestion], run: Run) -> list[Figure]:
    told = [each for each in questions if each.answers]
    right = {each.id: float(is_right(_result(run.answers, each.id), each.answers)) for each in told}
    reading = {each.id: _reading(each, _result(run.answers, each.id)) for each in told}
    return [
        _mean("answer_accuracy", "réponses justes", right),
        _mean("exact_match", "mots de la réponse, exacts", {id: exact for id, (exact, _) in reading.items()}),
        _mean("token_f1", "mots de la réponse, F1", {id: f1 for id, (_, f1) in reading.items()}),
        *_retrieval_figures(questions, run),
    ]


def _group_figures(questions: Sequence[ReferenceQuestion], run: Run) -> tuple[Figure, ...]:
    wanted = ("answer_accuracy", "hit@1", "hit@5", "mrr@10", "citation_recall", "citation_precision")
    found = {
        figure.name: figure
        for figure in (*_question_figures(questions, run), *_citation_figures(questions, run))
    }
    false = _mean("false_abstention", "abstentions à tort", _false_abstentions(questions, run), higher=False)
    return _kept([*(found[name] for name in wanted if name in found), false])


def _reading(question: ReferenceQuestion, result: Line) -> tuple[float, float]:
    """Exact match and F1 of the words that answer, against the nearest wording of the facts."""
    if result.get("status") != "answered":
        return 0.0, 0.0
    said = result.get("words") or result["answer"]
    wordings = list(_first(product(*question.answers), _MAX_WORDINGS))
    return (
        max(exact_match(said, " ".join(wording)) for wording in wordings),
        max(span_f1(said, " ".join(wording)) for wording in wordings),
    )


def _first(items: Iterable[tuple[str, ...]], number: int) -> Iterable[tuple[str, ...]]:
    return (item for _, item in zip(range(number), items, strict=False))


def _false_abstentions(questions: Iterable[ReferenceQuestion], run: Run) -> dict[str, float]:
    return {each.id: float(_result(run.answers, each.id).get("status") != "answered") for each in questions}


def _against_first_sentence(
    questions: Sequence[ReferenceQuestion], run: Run
) -> tuple[AgainstFirstSentence, ...]:
    counts: dict[str, dict[tuple[bool, bool], int]] = {}
    for question in questions:
        if not question.answers or not question.alternatives:
            continue
        ours = is_right(_result(run.answers, question.id), question.answers)
        hits = run.ranked.get(question.id, [])
        text = hits[0]["text"] if hits else ""
        start, end = next(iter(sentence_spans(text)), (0, 0))
        first = bool(hits) and all(holds(text[start:end], fact) for fact in question.answers)
        of_type = counts.setdefault(question.type, {})
        of_type[ours, first] = of_type.get((ours, first), 0) + 1
    return tuple(
        AgainstFirstSentence(
            type_, *(of_type.get(each, 0) for each in ((True, True), (True, False), (False, True), (False, False)))
        )
        for type_, of_type in sorted(counts.items())
    )  # fmt: skip


# --- retrieval -------------------------------------------------------------------------------------------


def _retrieval_figures(questions: Sequence[ReferenceQuestion], run: Run) -> list[Figure]:
    """Over the questions with gold spans. A passage is relevant when it overlaps a span of one of the alternatives."""
    judged = [each for each in questions if each.alternatives]
    if not judged:
        return []
    qrels: list[ir_measures.Qrel] = []
    ranking: list[ir_measures.ScoredDoc] = []
    for question in judged:
        relevant = _relevant(question, run)
        # A gold span outside every passage: nothing can be found, which counts as 0.
        qrels += [ir_measures.Qrel(question.id, passage, 1) for passage in relevant or {"no passage"}]
        ranking += [
            ir_measures.ScoredDoc(question.id, hit["passage_id"], -position)
            for position, hit in enumerate(_distinct(run.ranked.get(question.id, ())))
        ]
    hits = {f"hit@{k}": ir_measures.Success @ k for k in CUTS}
    measures = {**hits, "mrr@10": ir_measures.RR @ NUM_RANKED, "ndcg@10": ir_measures.nDCG @ NUM_RANKED}
    values: dict[str, dict[str, float]] = {str(measure): {} for measure in measures.values()}
    for each in ir_measures.iter_calc(list(measures.values()), qrels, ranking):
        values[str(each.measure)][each.query_id] = each.value
    labels = {**{f"hit@{k}": f"succès@{k}" for k in CUTS}, "mrr@10": "MRR@10", "ndcg@10": "nDCG@10"}
    recalls = [
        _mean(f"recall@{k}", f"rappel@{k}", {each.id: _recall(each, run, k) for each in judged}) for k in CUTS
    ]
    ranked = [_mean(name, labels[name], values[str(measure)]) for name, measure in measures.items()]
    return [*recalls, *ranked]


def _distinct(hits: Iterable[Line]) -> list[Line]:
    return list({hit["passage_id"]: hit for hit in hits}.values())


def _relevant(question: ReferenceQuestion, run: Run) -> set[str]:
    """Ids of the passages that overlap a gold span."""
    return {
        passage
        for group in question.alternatives
        for span in group
        for passage, start, end in run.passages.get(span.document, ())
        if start < span.end and span.start < end
    }


def _recall(question: ReferenceQuestion, run: Run, k: int) -> float:
    """The share of its gold spans that the first ``k`` passages overlap, for the best of the alternatives."""
    hits = run.ranked.get(question.id, [])[:k]
    return max(
        sum(any(overlaps(hit, _places([span], run)) for hit in hits) for span in group) / len(group)
        for group in question.alternatives
    )


def _places(spans: Iterable[Span], run: Run) -> list[tuple[str, int, int]]:
    """Gold spans with the names that the run's index gives their documents."""
    return [(run.documents.get(span.document, span.document), span.start, span.end) for span in spans]


# --- citations -------------------------------------------------------------------------------------------


def _citation_figures(questions: Sequence[ReferenceQuestion], run: Run) -> list[Figure]:
    recalls, precisions, verbatim = {}, {}, {}
    for question in (each for each in questions if each.answers):
        result = _result(run.answers, question.id)
        gold = _places((span for group in question.alternatives for span in group), run)
        recalls[question.id] = citation_recall(result, question.answers)
        precision = 0.0 if "error" in result else citation_precision(result, question.answers, gold)
        if precision is not None:
            precisions[question.id] = precision
    for identifier, result in sorted(run.results.items()):
        for kind in ("citations", "nearest", "evidence"):
            for number, citation in enumerate(result.get(kind, ()), start=1):
                verbatim[f"{identifier} {kind} {number}"] = float(citation["quote"] == citation["source"])
    return [
        _mean("citation_recall", "rappel des citations", recalls),
        _mean("citation_precision", "précision des citations", precisions),
        _mean("quotes_verbatim", "citations au mot près", verbatim),
    ]


# --- abstention and confidence ---------------------------------------------------------------------------


def _refused(result: Line) -> bool:
    return bool(result.get("status") == "abstained")


def _abstention_figures(asked: Sequence[ReferenceQuestion | Unanswerable], run: Run) -> list[Figure]:
    without = np.array([isinstance(each, Unanswerable) for each in asked])
    refused = np.array([_refused(_result(run.answers, each.id)) for each in asked])
    refused_ids = {
        each.id: float(isinstance(each, Unanswerable))
        for each in asked
        if _refused(_result(run.answers, each.id))
    }
    recall = {
        each.id: float(_refused(_result(run.answers, each.id)))
        for each in asked
        if isinstance(each, Unanswerable)
    }
    if not without.any():
        return []
    precision = _mean("abstention_precision", "précision des abstentions", refused_ids)
    if refused_ids:
        # Which questions are refused is itself drawn: not the mean of fixed items.
        low, high = bootstrap(lambda picks: _share(without[picks], refused[picks]), len(asked))
        precision = Figure(precision.name, precision.label, precision.value, precision.n, low, high)
    return [precision, _mean("abstention_recall", "rappel des abstentions", recall)]


def _share(good: NDArray[np.bool_], among: NDArray[np.bool_]) -> float:
    return float(good[among].mean()) if among.any() else nan


def _confidences(
    asked: Sequence[ReferenceQuestion | Unanswerable], run: Run
) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    """Of every question: its confidence, whether its answer is right, whether the documents answer it.

    A refusal holds no right answer: it comes after the answers, as less sure, and counts as a risk taken if it
    were answered nevertheless.
    """
    results = [_result(run.answers, each.id) for each in asked]
    return (
        tuple(float(result.get("confidence", 0.0)) for result in results),
        tuple(
            float(isinstance(each, ReferenceQuestion) and is_right(result, each.answers))
            for each, result in zip(asked, results, strict=True)
        ),
        tuple(float(isinstance(each, ReferenceQuestion)) for each in asked),
    )


def _trade_off(
    questions: Sequence[ReferenceQuestion], unanswerable: Sequence[Unanswerable], run: Run
) -> tuple[Threshold, ...]:
    """For each of ``THRESHOLDS``; empty unless there are questions with an answer and without."""
    if not questions or not unanswerable:
        return ()
    kinds = sorted({each.kind for each in unanswerable})

    def refused(items: Iterable[ReferenceQuestion | Unanswerable], threshold: float) -> float:
        sure = [float(_result(run.answers, each.id).get("confidence", 0.0)) for each in items]
        return sum(each < threshold for each in sure) / len(sure)

    return tuple(
        Threshold(
            threshold,
            refused(questions, threshold),
            {kind: refused([each for each in unanswerable if each.kind == kind], threshold) for kind in kinds},
        )
        for threshold in THRESHOLDS
    )  # fmt: skip


# --- dialogues and claims --------------------------------------------------------------------------------


def _turn_right(turn: Turn, run: Run) -> bool:
    """A turn with facts has them, one without is refused, small talk is met without a search."""
    result = _result(run.turns, turn.id)
    if turn.answers:
        return is_right(result, turn.answers)
    if turn.kind == "small_talk":
        return bool(result.get("status") == "answered" and not result["citations"])
    return _refused(result)


def _claim_figures(reference_set: ReferenceSet, run: Run) -> tuple[Figure, ...]:
    claims = sorted(reference_set.claims, key=lambda each: each.id)
    if not claims:
        return ()
    said = {each.id: str(_result(run.claims, each.id).get("verdict", "")) for each in claims}
    right = {each.id: float(said[each.id] == each.verdict) for each in claims}
    grave = {
        each.id: float(said[each.id] in (Verdict.SUPPORTED, ""))
        for each in claims
        if each.verdict is Verdict.REFUTED
    }
    shown = {
        each.id: float(
            any(
                overlaps(citation, _places(each.evidence, run))
                for citation in _result(run.claims, each.id).get("evidence", ())
            )
        )
        for each in claims
        if each.evidence
    }
    verdicts = np.array([each.verdict.value for each in claims]), np.array(list(said.values()))
    low, high = bootstrap(
        lambda picks: macro_f1(*(column[picks].tolist() for column in verdicts)), len(claims)
    )
    value = macro_f1(*(column.tolist() for column in verdicts))
    return _kept(
        [
            _mean("claim_accuracy", "affirmations : verdicts justes", right),
            Figure("claim_macro_f1", "affirmations : macro-F1", value, len(claims), low, high),
            _mean(
                "claim_grave_error", "affirmations : contredites dites confirmées", grave, higher=False
            ),
            _mean("claim_evidence", "affirmations : preuve de référence montrée", shown),
            *_kinds("claim_accuracy", "verdicts justes", claims, right)[1:],
        ]
    )  # fmt: skip


# --- what each item came to ------------------------------------------------------------------------------


def _outcomes(reference_set: ReferenceSet, run: Run) -> tuple[Outcome, ...]:
    found = []
    for question in (each for each in reference_set.questions if each.answers):
        result = _result(run.answers, question.id)
        spans = tuple(span for group in question.alternatives for span in group)
        expected = " ; ".join(" ou ".join(dict.fromkeys(fact)) for fact in question.answers)
        right = is_right(result, question.answers)
        found.append(Outcome(question.id, question.text, question.type, right, result, expected, spans))
    for item in reference_set.unanswerable:
        result = _result(run.answers, item.id)
        found.append(Outcome(item.id, item.text, item.kind, _refused(result), result, f"Refus. {item.why}"))
    for dialogue in reference_set.dialogues:
        for turn in dialogue.turns[1:]:
            expected = " ; ".join(" ou ".join(dict.fromkeys(fact)) for fact in turn.answers)
            talk = "Réponse de politesse." if turn.kind == "small_talk" else "Refus."
            found.append(
                Outcome(turn.id, turn.text, turn.kind, _turn_right(turn, run), _result(run.turns, turn.id), expected or talk)
            )  # fmt: skip
    for claim in reference_set.claims:
        result = _result(run.claims, claim.id)
        right = result.get("verdict") == claim.verdict
        found.append(Outcome(claim.id, claim.text, claim.kind, right, result, claim.verdict, claim.evidence))
    return tuple(found)


# --- figures ---------------------------------------------------------------------------------------------


def _result(results: Mapping[str, Line], identifier: str) -> Line:
    return results.get(identifier, _MISSING)


def _mean(name: str, label: str, values: Mapping[str, float], *, higher: bool = True) -> Figure:
    if not values:
        return Figure(name, label, nan, 0, nan, nan, higher)
    ordered = dict(sorted(values.items()))
    low, high = bootstrap_interval(list(ordered.values()))
    return Figure(name, label, sum(ordered.values()) / len(ordered), len(ordered), low, high, higher, ordered)


def _resampled(
    name: str,
    label: str,
    statistic: Callable[[Any, Any], float],
    first: Sequence[float],
    second: Sequence[float],
    *,
    higher: bool,
) -> Figure:
    if not first:
        return Figure(name, label, nan, 0, nan, nan, higher)
    left, right = np.array(first), np.array(second)
    low, high = bootstrap(lambda picks: statistic(left[picks], right[picks]), len(first))
    return Figure(name, label, statistic(first, second), len(first), low, high, higher)


def _kinds(name: str, label: str, items: Sequence[Any], values: Mapping[str, float]) -> tuple[Figure, ...]:
    """The mean over all ``items``, then over each of their kinds."""
    kinds = sorted({each.kind for each in items})
    return _kept(
        [
            _mean(name, label, values),
            *(
                _mean(
                    f"{name}.{kind}",
                    f"{label}, {kind}",
                    {item.id: values[item.id] for item in items if item.kind == kind},
                )
                for kind in kinds
            ),
        ]
    )


def _grouped(
    questions: Sequence[ReferenceQuestion],
    key: Callable[[ReferenceQuestion], str],
    figures: Callable[[Sequence[ReferenceQuestion]], tuple[Figure, ...]],
) -> dict[str, tuple[Figure, ...]]:
    names = sorted({key(each) for each in questions})
    return {name: figures([each for each in questions if key(each) == name]) for name in names}


def _kept(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Those that something was measured for."""
    return tuple(figure for figure in figures if figure.n and not isnan(figure.value))
