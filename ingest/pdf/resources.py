"""What a page refers to by name: its fonts, forms and marked properties."""

from typing import Any

from pypdf import PageObject
from pypdf.generic import DictionaryObject, IndirectObject

from ingest.pdf.fonts import TextFont


class FontCache:
    """The fonts met so far, by their place in the file, so that each is read once."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[int, int], TextFont] = {}
        self._missing = TextFont(None)

    def find(self, resources: Any, name: Any) -> TextFont:
        fonts = find_table(resources, "/Font")
        if not isinstance(fonts, DictionaryObject) or name not in fonts:
            return self._missing
        raw = fonts.raw_get(name)
        key = (raw.idnum, raw.generation) if isinstance(raw, IndirectObject) else (-1, id(raw))
        font = self._fonts.get(key)
        if font is None:
            resource = resolve(raw)
            font = TextFont(resource if isinstance(resource, DictionaryObject) else None)
            self._fonts[key] = font
        return font


def resolve(value: Any) -> Any:
    return value.get_object() if value is not None else None


def find_table(resources: Any, name: str) -> Any:
    return resolve(resources.get(name)) if isinstance(resources, DictionaryObject) else None


def inherited_resources(page: PageObject) -> Any:
    node: Any = page
    for _ in range(32):
        resources = resolve(node.get("/Resources"))
        if isinstance(resources, DictionaryObject):
            return resources
        node = resolve(node.get("/Parent"))
        if not isinstance(node, DictionaryObject):
            break
    return DictionaryObject()
