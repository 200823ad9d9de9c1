"""The assistant: understand, retrieve, read, compose, verify."""

import time
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.answers import Answer, CheckedClaim, Citation, Status, Verdict
from assistant.checking import check_claim
from assistant.citing import cite
from assistant.composing import compose
from assistant.confidence import SURE_OF_DEFINITION, calibration_for, confidence, is_definition, signals
from assistant.conversation import standalone_question
from assistant.evidence import NUM_PASSAGES, fitting_sentences, gather
from assistant.inference import Inference
from assistant.reader import NUM_READ, Reader, rerank
from assistant.small_talk import small_talk_reply
from assistant.source_named import source_named, without_source
from index.analysis import INVISIBLE
from index.embedding import Embedder
from index.generation import current_generation
from index.scope import Scope
from index.search import EVERYWHERE, Hit, Index
from ingest.errors import UsageError

MAX_QUESTION_CHARACTERS = 10_000
NUM_NEAREST = 3
NO_ANSWER = "Les documents ne répondent pas à cette question."
EMPTY_INDEX = "L'index ne contient aucun document : ajoutez-en avec « sourcier ingest DOSSIER »."


class Assistant:
    """Answers questions and checks claims over one index."""

    def __init__(
        self,
        index: Index,
        index_dir: Path | None = None,
        *,
        reader: Reader | None = None,
        inference: Inference | None = None,
    ) -> None:
        self.index = index
        self._index_dir = index_dir
        self._reader = reader
        self._inference = inference
        self._calibration = calibration_for(index.embedder.description.name)

    @classmethod
    def open(
        cls,
        index_dir: Path,
        embedder: Embedder,
        *,
        reader: Reader | None = None,
        inference: Inference | None = None,
    ) -> "Assistant":
        """Open the index at ``index_dir``; see ``Index.open`` for its errors.

        Without ``reader``, passages are judged by their vectors and words alone; without ``inference``, claims by words
        and figures alone.
        """
        return cls(Index.open(index_dir, embedder), index_dir, reader=reader, inference=inference)

    def up_to_date(self) -> "Assistant":
        """This assistant, or one over what has been ingested since. Raises as ``open`` does."""
        if self._index_dir is None or current_generation(self._index_dir) == self.index.manifest.generation:
            return self
        return Assistant.open(
            self._index_dir, self.index.embedder, reader=self._reader, inference=self._inference
        )

    def search(self, query: str, *, top_k: int = 10, scope: Scope = EVERYWHERE) -> list[Hit]:
        """The ``top_k`` passages of the documents in ``scope`` that fit ``query`` best, best first."""
        query = self.index.speller.repair(_required(query, "La requête"))
        hits = self.index.search(query, max(top_k, NUM_READ), scope)
        return rerank(self._reader, query, hits)[:top_k]

    def ask(self, question: str, *, earlier: Sequence[Answer] = (), scope: Scope = EVERYWHERE) -> Answer:
        """Answer ``question`` from the documents in ``scope``, or abstain.

        ``earlier`` are the turns of the conversation so far. A question that names its source
        (« selon le CNC ») is asked of that source first, then of all.
        Raises UsageError on an empty or overlong question, or a scope without documents.
        """
        started = time.monotonic()
        question = _required(question, "La question")
        reply = small_talk_reply(question)
        if reply is not None:
            answer = Answer(question, question, Status.ANSWERED, reply, 1.0)
        else:
            standalone = self.index.speller.repair(standalone_question(question, earlier, self._closest))
            answer = self._answer(question, standalone, scope)
        return replace(answer, elapsed_ms=_elapsed(started))

    def chat(self, turns: Sequence[str], *, scope: Scope = EVERYWHERE) -> list[Answer]:
        """Answer each of ``turns`` in the light of the ones before it."""
        answers: list[Answer] = []
        for turn in turns:
            answers.append(self.ask(turn, earlier=answers, scope=scope))
        return answers

    def check(self, claim: str, *, scope: Scope = EVERYWHERE) -> CheckedClaim:
        """The verdict of the documents in ``scope`` on ``claim``.

        A claim that names its source (« selon le CNC ») is checked against that source first, then against all.
        Raises UsageError on an empty or overlong claim, or a scope without documents.
        """
        started = time.monotonic()
        claim = _required(claim, "L'affirmation")
        named = None if scope else source_named(claim, self.index.documents)
        checked = None if named is None else self._check_within(without_source(claim), named)
        if checked is None or checked.verdict is Verdict.NOT_ENOUGH_INFO:
            checked = self._check_within(claim, scope)
        return replace(checked, claim=claim, elapsed_ms=_elapsed(started))

    def _check_within(self, claim: str, scope: Scope) -> CheckedClaim:
        return check_claim(self.index, self._inference, claim, fitting_sentences(self.index, claim, scope))

    def _several_sources(self) -> bool:
        metadata = [document.parsed.metadata for document in self.index.documents]
        return len({(each.institution, each.date[:4]) for each in metadata}) > 1

    def _closest(self, phrase: str, others: Sequence[str]) -> int:
        """Which of ``others`` (not empty) means most nearly what ``phrase`` does, by its vector."""
        vectors = self.index.embedder.embed_queries([phrase, *others]).vectors
        return int((vectors[1:] @ vectors[0]).argmax())

    def _answer(self, question: str, standalone: str, scope: Scope) -> Answer:
        named = None if scope else source_named(standalone, self.index.documents)
        if named is not None:
            answer = self._answer_within(question, standalone, named)
            if answer.status is Status.ANSWERED:
                return answer
        return self._answer_within(question, standalone, scope)

    def _answer_within(self, question: str, standalone: str, scope: Scope) -> Answer:
        found = gather(
            self.index, self._reader, standalone, self.index.search(standalone, NUM_PASSAGES, scope)
        )
        if not found.sentences:
            text = NO_ANSWER if self.index.passages else EMPTY_INDEX
            return Answer(question, standalone, Status.ABSTAINED, text, 0.0, nearest=_nearest(found.hits))
        sure = confidence(signals(found), self._calibration) if found.relevant else 0.0
        if found.relevant and is_definition(found):
            sure = max(sure, SURE_OF_DEFINITION)
        if sure < self._calibration.threshold:
            text = f"{NO_ANSWER} Les passages les plus proches sont indiqués, sans y répondre."
            return Answer(
                question, standalone, Status.ABSTAINED, text, round(sure, 3), nearest=_nearest(found.hits)
            )
        text, citations = compose(found, say_who=self._several_sources())
        return Answer(
            question,
            standalone,
            Status.ANSWERED,
            text,
            round(sure, 3),
            citations=citations,
            words=found.relevant[0].words,
        )


def _nearest(hits: Sequence[Hit]) -> tuple[Citation, ...]:
    return tuple(
        cite(hit, hit.passage.start, hit.passage.end, marker=number, score=hit.score)
        for number, hit in enumerate(hits[:NUM_NEAREST], start=1)
    )


def _required(text: str, what: str) -> str:
    # Composed letters and nothing invisible: places in the folded text are then places in the text.
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text)).strip()
    if not text:
        raise UsageError(f"{what} est vide : écrivez au moins quelques mots.")
    if len(text) > MAX_QUESTION_CHARACTERS:
        raise UsageError(
            f"{what} est trop longue ({len(text)} caractères, {MAX_QUESTION_CHARACTERS} au plus) : raccourcissez-la."
        )
    return text


def _elapsed(started: float) -> int:
    return round(1000 * (time.monotonic() - started))
