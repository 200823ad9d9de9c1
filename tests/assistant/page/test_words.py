"""Everything that the page says of itself has its English, and keeps its places to fill in."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.draft.exports import FORMATS as REPORTS
from assistant.page import rendering, source_panel, sources
from assistant.page.exports import FORMATS as EXPORTS
from assistant.page.words import _ENGLISH, english, french

PAGE = Path(rendering.__file__).parent


def _said() -> Iterator[str]:
    """The sentences given to ``say`` where they stand, and those of the tables that go through it."""
    for path in PAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) == "say"
            ):
                for part in ast.walk(node.args[0]):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield part.value
    yield from (*REPORTS.values(), *EXPORTS.values(), *source_panel._FILE_NOTES.values(), rendering._WELCOME)
    yield from (word for _, word in rendering._SURENESS)
    yield from (words for _, words in (*sources._STATES.values(), *sources._UPLOADS.values()))


@pytest.mark.parametrize("sentence", sorted(set(_said())))
def test_every_sentence_has_its_english(sentence: str) -> None:
    assert sentence in _ENGLISH
    assert sorted(re.findall(r"{\w+}", sentence)) == sorted(re.findall(r"{\w+}", english(sentence)))
    assert french(sentence) == sentence


def test_what_is_said_elsewhere_stays_as_it_is() -> None:
    assert english("Une erreur en français.") == "Une erreur en français."
