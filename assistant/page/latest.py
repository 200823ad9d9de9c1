"""The assistant over what is indexed now: documents come and go while the page is open."""

import contextlib
import threading
from collections.abc import Sequence

from assistant.engine import Assistant
from index.records import Document
from ingest.errors import SourcierError


class Latest:
    """The latest assistant that can be opened; one for all sessions."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._lock = threading.Lock()

    def get(self) -> Assistant:
        """A new generation that cannot be opened leaves the one before answering."""
        with self._lock, contextlib.suppress(SourcierError):
            self._assistant = self._assistant.up_to_date()
        return self._assistant

    @property
    def documents(self) -> Sequence[Document]:
        """What is indexed now."""
        return self.get().index.documents
