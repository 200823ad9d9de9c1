"""A conversation as a page that stands alone: no script, no network."""

from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from assistant.page.conversations import Conversation
from assistant.page.exports.transcript import transcript
from index.records import Document


def as_html(conversation: Conversation, documents: Sequence[Document]) -> bytes:
    """One page, light or dark as the reader's system is; everything in it is escaped by jinja2."""
    return _template().render(told=transcript(conversation, documents)).encode(errors="replace")


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("assistant.page", "exports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("conversation.html.j2")
