"""The documents that answers cite, as references: ISO 690 in French, BibTeX, RIS and CSL-JSON."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from assistant.answers import Citation
from index.records import Document
from ingest.reading import plain

_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_BIBTEX_SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    each: f"\\{each}" for each in "{}$&#_%"
}


@dataclass(frozen=True, slots=True)
class Reference:
    """A cited document. ``key`` is unique in its bibliography; ``pages`` are those cited, as printed, in order.

    ``date`` is ISO 8601, as precise as it is known; any text may be empty.
    """

    key: str
    title: str
    author: str
    institution: str
    date: str
    language: str
    document: str
    pages: tuple[str, ...]


def cited_page(citation: Citation) -> str:
    """The page as a reader looks for it: the label printed on it, else its number; "" without pages."""
    return "" if citation.page is None else citation.page_label or str(citation.page)


def references(citations: Iterable[Citation], documents: Sequence[Document]) -> list[Reference]:
    """One reference a cited document, in the order of first citation.

    A document that is no longer among ``documents`` is told by what its citations say of it.
    """
    known = {document.name: document for document in documents}
    grouped: dict[str, list[Citation]] = {}
    for citation in citations:
        grouped.setdefault(citation.document, []).append(citation)
    taken: set[str] = set()
    return [_reference(known.get(name), cited, taken) for name, cited in grouped.items()]


def iso_690(reference: Reference) -> str:
    """« CNC. L'IA dans le cinéma. 19 mai 2024, p. 12. », whatever is not known left out."""
    creator = reference.author or reference.institution
    publisher = reference.institution if reference.author else ""
    published = ", ".join(part for part in (publisher, french_date(reference.date)) if part)
    pages = f"p.\u00a0{', '.join(reference.pages)}" if reference.pages else ""
    last = ", ".join(part for part in (published, pages) if part)
    parts = [part.rstrip(". ") for part in (creator, reference.title, last) if part]
    return f"{'. '.join(parts)}."


def quotation(citation: Citation, document: Document | None) -> str:
    """The quote between guillemets, then its document and page as an ISO 690 reference."""
    [reference] = references([citation], [document] if document else [])
    return f"«\u00a0{plain(citation.quote)}\u00a0» ({iso_690(reference)})"


def french_date(date: str) -> str:
    """« 2024-05-19 » as « 19 mai 2024 »; what is no such date is given back."""
    match = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?", date)
    if not match:
        return date
    year, month, day = match.groups()
    day = "1er" if day == "01" else (day or "").lstrip("0")
    return " ".join(part for part in (day, _MONTHS[int(month) - 1] if month else "", year) if part)


def as_bibtex(found: Sequence[Reference]) -> str:
    """BibTeX, in UTF-8: one ``@techreport`` a document where an institution is known, else ``@misc``."""
    return "\n".join(_bibtex(reference) for reference in found)


def as_ris(found: Sequence[Reference]) -> str:
    """RIS, which Zotero, EndNote and Mendeley import."""
    return "".join(_ris(reference) for reference in found)


def as_csl_json(found: Sequence[Reference]) -> str:
    """CSL-JSON, which Zotero and pandoc read."""
    return json.dumps([_csl(reference) for reference in found], ensure_ascii=False, indent=1) + "\n"


def _reference(document: Document | None, cited: Sequence[Citation], taken: set[str]) -> Reference:
    first = cited[0]
    author = language = ""
    title, institution, date = first.title, first.institution, first.date
    if document is not None:
        metadata = document.parsed.metadata
        title, author, institution, date, language = (
            document.title,
            metadata.author,
            metadata.institution,
            metadata.date,
            metadata.language,
        )
    pages = {citation.page: cited_page(citation) for citation in cited if citation.page is not None}
    key = _key(author or institution or title, date, taken)
    in_order = tuple(pages[page] for page in sorted(pages))
    return Reference(key, title, author, institution, date, language, first.document, in_order)


def _key(who: str, date: str, taken: set[str]) -> str:
    """« cnc2024 », then « cnc2024-2 »: letters and figures without accents."""
    letters = unicodedata.normalize("NFKD", who).encode("ascii", "ignore").decode().lower()
    word = next((word for word in re.findall(r"[a-z0-9]+", letters) if len(word) > 2), "source")
    base, number = f"{word}{date[:4]}", 1
    key = base
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    taken.add(key)
    return key


def _bibtex(reference: Reference) -> str:
    kind = "techreport" if reference.institution else "misc"
    author = reference.author or reference.institution
    fields = {
        # An institution is one name: its words must not be taken for a person's.
        "author": _tex(reference.author) or f"{{{_tex(author)}}}" if author else "",
        "title": f"{{{_tex(reference.title)}}}",
        "institution": _tex(reference.institution),
        "year": reference.date[:4],
        "month": str(int(reference.date[5:7])) if len(reference.date) >= 7 else "",
        "pages": _tex(", ".join(reference.pages)),
        "note": _tex(PurePosixPath(reference.document).name),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{kind}{{{reference.key},\n{lines}\n}}\n"


def _tex(text: str) -> str:
    return "".join(_BIBTEX_SPECIAL.get(character, character) for character in _line(text))


def _ris(reference: Reference) -> str:
    fields = [
        ("TY", "RPRT" if reference.institution else "GEN"),
        ("AU", reference.author or reference.institution),
        ("TI", reference.title),
        ("PB", reference.institution),
        ("PY", reference.date[:4]),
        ("DA", reference.date.replace("-", "/")),
        ("SP", ", ".join(reference.pages)),
        ("LA", reference.language),
        ("N1", PurePosixPath(reference.document).name),
        ("ID", reference.key),
    ]
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in fields if value) + "ER  - \r\n"


def _csl(reference: Reference) -> Mapping[str, Any]:
    creator = reference.author or reference.institution
    values: dict[str, Any] = {
        "id": reference.key,
        "type": "report" if reference.institution else "document",
        "title": reference.title,
        "author": [{"literal": creator}] if creator else None,
        "publisher": reference.institution,
        "issued": {"date-parts": [[int(part) for part in reference.date.split("-")]]}
        if re.fullmatch(r"\d{4}(-\d\d){0,2}", reference.date)
        else None,
        "page": ", ".join(reference.pages),
        "language": reference.language,
        "note": PurePosixPath(reference.document).name,
    }
    return {name: value for name, value in values.items() if value}


def _line(text: str) -> str:
    return " ".join(text.split())
