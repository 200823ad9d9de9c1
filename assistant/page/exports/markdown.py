"""A conversation in Markdown."""

import re
from collections.abc import Sequence

from assistant.page.conversations import Conversation
from assistant.page.exports.transcript import transcript
from index.records import Document

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")


def as_markdown(conversation: Conversation, documents: Sequence[Document]) -> bytes:
    """A heading a question, its answer, its quotes as a list, and the bibliography at the end."""
    told = transcript(conversation, documents)
    lines = [f"# {_text(told.title)}", ""]
    for exchange in told.exchanges:
        lines += [f"## {_text(exchange.question)}", ""]
        if exchange.understood:
            lines += [f"*Question comprise : {_text(exchange.understood)}*", ""]
        lines += [_text(exchange.answer), ""]
        lines += [f"- \\[{marker}\\] {_text(quote)}" for marker, quote in exchange.quotes]
        lines += [""] if exchange.quotes else []
    if told.bibliography:
        lines += ["## Bibliographie", "", *(f"- {_text(each)}" for each in told.bibliography)]
    return ("\n".join(lines).rstrip("\n") + "\n").encode(errors="replace")


def _text(text: str) -> str:
    """``text`` on one line that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", re.sub(r"\s*\n\s*", " ", text).strip())
