"""The errors Sourcier raises on purpose.

SourcierError
├── ParseError                a file could not be read
│   ├── NoTextError           it was read, and holds no text (a scan, an empty file)
│   └── UnavailableError      it could not be read this time (no right, no time, changing)
├── IndexFormatError          an index is damaged, foreign, or made with another model
├── IndexNotFoundError        there is no index at this place
├── IndexBusyError            another process is writing to it
├── ModelError                the embedding model cannot be installed or loaded
└── UsageError                a request that cannot be carried out as it was asked

Every message is one French sentence that a user reads: what, where, and how to mend it.
"Nothing found" is never an error: it is an empty list or an abstention.
"""


class SourcierError(Exception):
    """Base of the family; ``str(error)`` is the French sentence shown to the user."""


class ParseError(SourcierError):
    """A file could not be read; the others go on."""


class NoTextError(ParseError):
    """The file was read and holds no text, as a scanned PDF does."""


class UnavailableError(ParseError):
    """The file could not be read this time, which says nothing of what it holds."""


class IndexFormatError(SourcierError):
    """The index is damaged, of another version, or made with another model."""


class IndexNotFoundError(SourcierError):
    """No index has been made in this folder."""


class IndexBusyError(SourcierError):
    """Another process holds the index's write lock."""


class ModelError(SourcierError):
    """The embedding model is missing, damaged or unsafe to load."""


class UsageError(SourcierError):
    """The request cannot be carried out as it was asked."""
