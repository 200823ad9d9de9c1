"""The reader: does this passage answer the question, and with which words?

torch takes seconds to import: it is imported by ``load_reader`` alone.
"""

from pathlib import Path

from assistant.reader.ranking import NUM_READ, read_hits, reordered, rerank
from assistant.reader.reading import Reader, Reading

__all__ = ["NUM_READ", "Reader", "Reading", "load_reader", "read_hits", "reordered", "rerank"]


def load_reader(folder: str | None = None, *, cache_dir: Path | None = None) -> Reader:
    """The reader of the package, or the sentence-transformers CrossEncoder in ``folder``. Raises ModelError."""
    if folder is not None:
        from assistant.reader.cross_encoder import CrossEncoderReader

        return CrossEncoderReader(Path(folder).expanduser())
    from assistant.reader.trained import TrainedReader

    return TrainedReader(cache_dir=cache_dir)
