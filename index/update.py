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
from index.read_files import MAX_PASSAGE_TOKENS, Progress, ReadFailure, ReadFile, read_files
from index.records import Document, find_document, load_documents, load_skipped, save_documents, save_skipped
from index.report import FileReport, IngestReport, Status
from ingest.collection import SourceFile, collect_files, folders_of
from ingest.errors import IndexFormatError, IndexNotFoundError
from ingest.formats import READABLE, file_format
from ingest.os_reasons import french_reason

_KEPT = " L'ancienne version répond toujours."


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
        gone = _vanished(before, files, folders_of(paths))
        to_read, reports = _plan(files, before, gone)
        embedder = load_model() if to_read else None
        read = _read_with_twins(to_read, files, reports, embedder, progress) if embedder else {}
        replaced = {name for name, report in reports.items() if report.status == "duplicate"} - read.keys()
        documents = {
            name: doc for name, doc in before.documents.items() if name not in gone and name not in replaced
        }
        skipped = {name: known for name, known in before.skipped.items() if name not in gone}
        now = datetime.now(UTC).isoformat(timespec="seconds")
        for file in files:
            outcome = read.get(file.name)
            if isinstance(outcome, ReadFile):
                status: Status = "updated" if file.name in before.documents else "added"
                document = Document(file.name, file.sha256, now, outcome.parsed, outcome.passages)
                documents[file.name] = document
                skipped.pop(file.name, None)
                reports[file.name] = _reported(document, status, file.named)
            elif outcome is not None:
                reason = outcome.reason
                if outcome.is_empty:
                    skipped[file.name] = (file.sha256, reason)
                if outcome.is_passing and file.name in documents:
                    reason += _KEPT
                elif documents.pop(file.name, None) is not None:
                    reason += " L'ancienne version a été retirée."
                reports[file.name] = FileReport(
                    file.name,
                    "empty" if outcome.is_empty else "failed",
                    reason,
                    sha256=file.sha256,
                    named=file.named,
                )
        for name in gone & before.documents.keys():
            why = reports[name].reason if name in reports else None
            reports[name] = FileReport(name, "removed", why, sha256=before.documents[name].sha256)
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


def _vanished(before: _State, files: Sequence[SourceFile], folders: tuple[str, ...]) -> set[str]:
    """The known names whose file is no longer there: a file that cannot be opened now is not one."""
    there = {file.name for file in files if file.is_there}
    asked = {file.name for file in files}
    # Nothing is known of what a folder that cannot be listed holds.
    closed = tuple(f"{file.name}/" for file in files if file.problem and file.is_there)
    return {
        name
        for name in (*before.documents, *before.skipped)
        if name not in there
        and (name in asked or name.startswith(folders))
        and not (closed and name.startswith(closed))
    }


def _read_with_twins(
    to_read: Sequence[SourceFile],
    files: Sequence[SourceFile],
    reports: dict[str, FileReport],
    embedder: Embedder,
    progress: Progress,
) -> dict[str, ReadFile | ReadFailure]:
    """Read ``to_read``; where a file gives nothing, read the next one with the same bytes in its place."""
    twins: dict[str, list[SourceFile]] = {}
    for file in files:
        if reports[file.name].status == "duplicate":
            twins.setdefault(file.sha256, []).append(file)
    read: dict[str, ReadFile | ReadFailure] = {}
    pending = list(to_read)
    while pending:
        read.update(read_files(pending, embedder, progress))
        failed = [file.sha256 for file in pending if isinstance(read[file.name], ReadFailure)]
        pending = [twins[sha256].pop(0) for sha256 in failed if twins.get(sha256)]
    return read


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
            kept = _KEPT if indexed is not None and file.name not in gone else ""
            status: Status = "failed" if file.named or file.is_there else "unsupported"
            report = replace(report, status=status, reason=file.problem + kept)
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
            f"L'index {index_dir} n'a pas pu être écrit ({french_reason(error)}) : libérez de la place ou"
            " vérifiez les droits, puis recommencez ; l'index précédent est intact."
        ) from error
    return manifest.generation
