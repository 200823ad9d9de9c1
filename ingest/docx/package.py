"""The parts of a DOCX that hold text, found through their relationships."""

from pathlib import PurePosixPath

from lxml import etree

from ingest.archive import Archive
from ingest.elements import attribute, local_name

_USUAL_MAIN = "word/document.xml"
_USUAL_CORE = "docProps/core.xml"


class Package:
    """Gives each part of an open archive by what it is to the document."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._of_package = self._related("", "")
        main = self._of_package.get("officeDocument", _USUAL_MAIN)
        self._main = main if main in archive else _USUAL_MAIN
        place = PurePosixPath(self._main)
        self._of_document = self._related(str(place.parent), place.name)

    def _related(self, folder: str, name: str) -> dict[str, str]:
        """Relationship kind → part name, for one part (or the package, both arguments empty)."""
        rels = str(PurePosixPath(folder, "_rels", f"{name}.rels"))
        if rels not in self._archive:
            return {}
        found: dict[str, str] = {}
        for relation in self._archive.read_xml(rels):
            target = attribute(relation, "Target")
            if attribute(relation, "TargetMode") != "External" and target:
                target = target if target.startswith("/") else str(PurePosixPath(folder, target))
                found.setdefault(attribute(relation, "Type").rpartition("/")[2], target.lstrip("/"))
        return found

    def document(self) -> etree._Element:
        """The root of the main part. Raises ParseError without one."""
        return self._archive.read_xml(self._main)

    def part(self, kind: str) -> etree._Element | None:
        """The root of a part of the document ("styles", "footnotes"…), None without it."""
        name = self._of_document.get(kind, "")
        return self._archive.read_xml(name) if name and name in self._archive else None

    def core_properties(self) -> dict[str, str]:
        """What the file says of itself, by name: "title", "creator", "created"…"""
        name = self._of_package.get("core-properties", _USUAL_CORE)
        if name not in self._archive:
            return {}
        return {local_name(item): (item.text or "").strip() for item in self._archive.read_xml(name)}
