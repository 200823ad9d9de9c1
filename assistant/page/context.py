"""What every tab of the page works with."""

from dataclasses import dataclass
from pathlib import Path

from assistant.page.conversations import KeptConversations
from assistant.page.feedback import FeedbackFile
from assistant.page.latest import Latest
from assistant.page.library import Library
from assistant.page.words import Say


@dataclass(frozen=True, slots=True)
class PageContext:
    """Shared by all sessions, but for ``say``, the language of one page. Files to download go to ``downloads``."""

    latest: Latest
    library: Library
    conversations: KeptConversations
    feedback: FeedbackFile
    downloads: Path
    say: Say
