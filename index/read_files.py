"""Read files side by side, each in a parser's process, and split them into passages."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue

from index.embedding import Embedder
from index.records import document_id
from ingest.collection import SourceFile, sha256_of
from ingest.document import ParsedFile
from ingest.errors import NoTextError, ParseError, UnavailableError
from ingest.formats import file_format
from ingest.os_reasons import french_reason
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


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """Why a file gave nothing. ``is_empty``: it holds no text; ``is_passing``: another time may do."""

    reason: str
    is_empty: bool = False
    is_passing: bool = False


def read_files(
    files: Sequence[SourceFile], embedder: Embedder, progress: Progress
) -> dict[str, ReadFile | ReadFailure]:
    """Parse and split each file; a file that cannot be read gives why instead."""
    processes: SimpleQueue[ParserProcess] = SimpleQueue()
    for _ in range(min(_PARSERS, len(files))):
        processes.put(ParserProcess())

    def read(file: SourceFile) -> ParsedFile | ReadFailure:
        process = processes.get()
        try:
            parsed = process.parse(file.path, file_format(file.path) or "")
            if sha256_of(file.path) != file.sha256:
                raise UnavailableError("Le fichier a changé pendant sa lecture : relancez l'ingestion.")
            return parsed
        except NoTextError as error:
            return ReadFailure(str(error), is_empty=True)
        except UnavailableError as error:
            return ReadFailure(str(error), is_passing=True)
        except ParseError as error:
            return ReadFailure(str(error))
        except OSError as error:
            reason = f"Le fichier ne peut pas être lu ({french_reason(error)}) : vérifiez qu'il est là et ses droits."
            return ReadFailure(reason, is_passing=True)
        finally:
            processes.put(process)

    outcomes: dict[str, ReadFile | ReadFailure] = {}
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
