"""Bring an index in line with files: new ones read, changed ones read again, vanished ones forgotten."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.dense import DenseIndex
from index.embedding import Embedder, ModelDescription, TokenVectors
from index.generation import OpenedGeneration, open_generation, publish, require_model, write_lock
from index.late_interaction import TokenIndex
from index.lexical import LexicalIndex
from index.passage_text import text_in_context
from index.read_files import MAX_PASSAGE_TOKENS, Progress, ReadFile, read_files
from index.records import Document, find_document, load_documents, load_skipped, save_documents, save_skipped
from index.report import FileReport, IngestReport, Status
from ingest.collection import SourceFile, collect_files, folders_of
from ingest.errors import IndexFormatError, IndexNotFoundError
from ingest.formats import READABLE, file_format


@dataclass(frozen=True, slots=True)
class _State:
    """What an index holds: documents in order, the vectors of each of their passages, empty files known.

    ``vectors`` maps a passage id to the vector of the passage and those of its tokens.
    """

    documents: dict[str, Document]
    vectors: dict[str, tuple[NDArray[np.float32], TokenVectors]]
    skipped: dict[str, tuple[str, str]]


def ingest(
    index_dir: Path,
    paths: Sequence[str],
    *,
    model: ModelDescription,
    load_model: Callable[[], Embedder],
    progress: Progress = lambda stage, done, total: None,
) -> IngestReport:
    """Read ``paths`` (files and folders) into the index at ``index_dir``, made if absent.

    ``load_model`` is called only when there is something to embed. One bad file never stops the
    others. Raises IndexBusyError, IndexFormatError (another model), OSError (disk).
    """
    started = time.monotonic()
    with write_lock(index_dir):
        opened = _open_or_none(index_dir)
        if opened is not None:
            require_model(opened, model)
        before = _state(opened)
        files = collect_files(paths)
        present = {file.name for file in files if not file.problem}
        prefixes = folders_of(paths)
        gone = [
            name
            for name in [*before.documents, *before.skipped]
            if name not in present and (name.startswith(prefixes) or name in {file.name for file in files})
        ]
        to_read, reports = _plan(files, before, set(gone))
        embedder = load_model() if to_read else None
        read = read_files(to_read, embedder, progress) if embedder else {}
        replaced = {name for name, report in reports.items() if report.status == "duplicate"}
        documents = {
            name: doc for name, doc in before.documents.items() if name not in gone and name not in replaced
        }
        skipped = {name: known for name, known in before.skipped.items() if name not in gone}
        now = datetime.now(UTC).isoformat(timespec="seconds")
        for file in to_read:
            outcome = read[file.name]
            if isinstance(outcome, ReadFile):
                status: Status = "updated" if file.name in before.documents else "added"
                document = Document(file.name, file.sha256, now, outcome.parsed, outcome.passages)
                documents[file.name] = document
                skipped.pop(file.name, None)
                reports[file.name] = _reported(document, status, file.named)
            else:
                if outcome.status == "empty":
                    skipped[file.name] = (file.sha256, outcome.reason or "")
                if documents.pop(file.name, None) is not None:
                    outcome = replace(outcome, reason=f"{outcome.reason} L'ancienne version a été retirée.")
                reports[file.name] = outcome
        removed = [name for name in gone if name in before.documents]
        for name in removed:
            reason = reports[name].reason if name in reports else None
            reports[name] = FileReport(name, "removed", reason, sha256=before.documents[name].sha256)
        changed = (
            documents != before.documents or skipped != before.skipped or opened is None or opened.warning
        )
        if changed:
            after = _State(documents, dict(before.vectors), skipped)
            generation = _publish(index_dir, after, model, embedder, load_model, progress)
        else:
            assert opened is not None
            generation = opened.manifest.generation
    return IngestReport(generation, tuple(reports.values()), round(1000 * (time.monotonic() - started)))


def remove(index_dir: Path, names: Sequence[str], *, model: ModelDescription) -> str:
    """Forget documents; returns the new generation's name. Raises UsageError on an unknown name."""
    with write_lock(index_dir):
        opened = open_generation(index_dir)
        require_model(opened, model)
        before = _state(opened)
        for name in names:
            find_document(before.documents.values(), name)
        kept = {name: document for name, document in before.documents.items() if name not in names}
        return _publish(index_dir, replace(before, documents=kept), model, None, None, lambda *_: None)


def _open_or_none(index_dir: Path) -> OpenedGeneration | None:
    try:
        return open_generation(index_dir)
    except IndexNotFoundError:
        return None


def _state(opened: OpenedGeneration | None) -> _State:
    if opened is None:
        return _State({}, {}, {})
    documents = load_documents(opened.folder)
    tokens = TokenIndex.load(opened.folder)
    rows = enumerate(DenseIndex.load(opened.folder).vectors())
    ids = [passage.passage_id for document in documents for passage in document.passages]
    return _State(
        {document.name: document for document in documents},
        {name: (vector, tokens.tokens(row)) for name, (row, vector) in zip(ids, rows, strict=True)},
        load_skipped(opened.folder),
    )


def _plan(
    files: list[SourceFile], before: _State, gone: set[str]
) -> tuple[list[SourceFile], dict[str, FileReport]]:
    """The files to read, and a report for every file in the order they came (read ones: a stand-in)."""
    to_read: list[SourceFile] = []
    reports: dict[str, FileReport] = {}
    seen = {file.name: file.sha256 for file in files}
    owners = {
        doc.sha256: name
        for name, doc in before.documents.items()
        if name not in gone and seen.get(name, doc.sha256) == doc.sha256
    }
    for file in files:
        report = FileReport(file.name, "failed", sha256=file.sha256, named=file.named)
        indexed = before.documents.get(file.name)
        if file.problem:
            report = replace(report, reason=file.problem)
        elif file_format(file.path) is None:
            report = replace(
                report,
                status="unsupported",
                reason=f"Format non pris en charge : convertissez-le en {READABLE}.",
            )
        elif owners.get(file.sha256, file.name) != file.name:
            report = replace(report, status="duplicate", reason=f"Même contenu que {owners[file.sha256]}.")
        elif indexed is not None and indexed.sha256 == file.sha256:
            report = _reported(indexed, "unchanged", file.named)
        elif before.skipped.get(file.name, ("", ""))[0] == file.sha256:
            report = replace(report, status="empty", reason=before.skipped[file.name][1])
        else:
            to_read.append(file)
            owners[file.sha256] = file.name
        reports[file.name] = report
    return to_read, reports


def _reported(document: Document, status: Status, named: bool) -> FileReport:
    return FileReport(
        document.name,
        status,
        pages=len(document.parsed.pages) or None,
        passages=len(document.passages),
        sha256=document.sha256,
        named=named,
    )


def _publish(
    index_dir: Path,
    state: _State,
    model: ModelDescription,
    embedder: Embedder | None,
    load_model: Callable[[], Embedder] | None,
    progress: Progress,
) -> str:
    documents = list(state.documents.values())
    passages = [(document, passage) for document in documents for passage in document.passages]
    missing = [(doc, passage) for doc, passage in passages if passage.passage_id not in state.vectors]
    if missing:
        if embedder is None:
            assert load_model is not None
            embedder = load_model()
        done = 0

        def advance(count: int) -> None:
            nonlocal done
            done += count
            progress("vecteurs", done, len(missing))

        fresh = embedder.embed_passages([text_in_context(doc, p) for doc, p in missing], progress=advance)
        pairs = zip(fresh.vectors, fresh.tokens, strict=True)
        state.vectors.update(
            {passage.passage_id: pair for (_, passage), pair in zip(missing, pairs, strict=True)}
        )
    vectors = np.empty((len(passages), model.dimension), dtype=np.float32)
    tokens: list[TokenVectors] = []
    for row, (_, passage) in enumerate(passages):
        vectors[row], of_tokens = state.vectors[passage.passage_id]
        tokens.append(of_tokens)

    def write_files(folder: Path) -> None:
        save_documents(folder, documents)
        save_skipped(folder, state.skipped)
        DenseIndex(vectors).save(folder)
        TokenIndex.build(tokens).save(folder)
        LexicalIndex.build([text_in_context(doc, passage) for doc, passage in passages]).save(folder)

    try:
        manifest = publish(
            index_dir,
            write_files,
            model=model,
            max_passage_tokens=MAX_PASSAGE_TOKENS,
            num_documents=len(documents),
            num_passages=len(passages),
        )
    except OSError as error:
        raise IndexFormatError(
            f"L'index {index_dir} n'a pas pu être écrit ({error.strerror or error}) : libérez de la place ou"
            " vérifiez les droits, puis recommencez ; l'index précédent est intact."
        ) from error
    return manifest.generation
