"""Read files side by side, each in a parser's process, and split them into passages."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue

from index.embedding import Embedder
from index.records import document_id
from index.report import FileReport
from ingest.collection import SourceFile, sha256_of
from ingest.document import ParsedFile
from ingest.errors import NoTextError, ParseError
from ingest.formats import file_format
from ingest.sandbox import ParserProcess
from ingest.splitting import Passage, split_passages

# Tokens of a passage's reading; chosen on PIAF train questions (docs/experiments.md).
MAX_PASSAGE_TOKENS = 256
_PARSERS = 2

# (stage, done, total): stage is "lecture" (files) or "vecteurs" (passages).
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file holds."""

    parsed: ParsedFile
    passages: tuple[Passage, ...]


def read_files(
    files: Sequence[SourceFile], embedder: Embedder, progress: Progress
) -> dict[str, ReadFile | FileReport]:
    """Parse and split each file; a file that cannot be read gives its report instead."""
    processes: SimpleQueue[ParserProcess] = SimpleQueue()
    for _ in range(min(_PARSERS, len(files))):
        processes.put(ParserProcess())

    def read(file: SourceFile) -> ParsedFile | FileReport:
        process = processes.get()
        try:
            parsed = process.parse(file.path, file_format(file.path) or "")
            if sha256_of(file.path) != file.sha256:
                raise ParseError("Le fichier a changé pendant sa lecture : relancez l'ingestion.")
            return parsed
        except NoTextError as error:
            return FileReport(file.name, "empty", str(error), sha256=file.sha256, named=file.named)
        except (ParseError, OSError) as error:
            return FileReport(file.name, "failed", str(error), sha256=file.sha256, named=file.named)
        finally:
            processes.put(process)

    outcomes: dict[str, ReadFile | FileReport] = {}
    try:
        with ThreadPoolExecutor(_PARSERS) as pool:
            for done, (file, result) in enumerate(zip(files, pool.map(read, files), strict=True), start=1):
                if isinstance(result, ParsedFile):
                    passages = split_passages(
                        result,
                        document_id(file.sha256),
                        embedder.count_tokens,
                        max_tokens=min(MAX_PASSAGE_TOKENS, embedder.max_tokens),
                    )
                    outcomes[file.name] = ReadFile(result, tuple(passages))
                else:
                    outcomes[file.name] = result
                progress("lecture", done, len(files))
    finally:
        while not processes.empty():
            processes.get().close()
    return outcomes
