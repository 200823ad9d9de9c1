"""Reads HTML into text and blocks: the content of the page, without the site around it.

lxml's parser is used as an event source, not as a tree builder: libxml2 tokenises as HTML5 does and
closes what the author left open, but its trees stop at 256 nested tags (2,048 with ``huge_tree``)
and silently lose the rest, while its events go on at any depth. trafilatura was compared on a
long guide of the CNIL: it lost 24 of its 18,626 words, this walk none.
"""

import codecs
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from ingest.builder import (
    BULLET,
    TextBuilder,
    clean,
    first_title,
    format_number,
    iso_date,
    language_code,
    plausible_title,
    printed_date,
)
from ingest.decoding import decode_text
from ingest.document import Metadata, ParsedFile
from ingest.errors import ParseError

MAX_BYTES = 64 * 1024 * 1024

_BROKEN = "Le fichier HTML est illisible : ouvrez-le dans un navigateur et enregistrez-le de nouveau."
_TOO_BIG = "Le fichier HTML dépasse 64 Mo : découpez-le en plusieurs pages."

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BLOCKS = set(_HEADINGS) | {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup",
    "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "search",
}  # fmt: skip
_NEVER = {
    "annotation", "annotation-xml", "applet", "audio", "button", "canvas", "datalist", "del", "embed",
    "head", "iframe", "input", "map", "meter", "noscript", "object", "option", "progress", "rp", "rt",
    "script", "select", "style", "svg", "template", "textarea", "title", "video",
}  # fmt: skip
_CHROME_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog"}
_CHROME_NAME = re.compile(
    r"(^|[\s_-])(cookies?|gdpr|rgpd|tarteaucitron|didomi|axeptio|onetrust)([\s_-]|$)"
    r"|(^|\s)(toc|tableofcontents?|table-of-contents|breadcrumbs?|fil-ariane|fr-breadcrumb|skip-?links?"
    r"|fr-skiplinks|sr-only|visually-hidden|navbar|site-(header|footer|nav))(\s|$)",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CONTENT_SECTIONS = {"main", "article", "section", "blockquote", "figure"}
_NOTE_NAME = re.compile(r"(^|\s)(footnotes?|endnotes?|references|notes-de-bas-de-page)(\s|$)", re.IGNORECASE)
_NOTE_ID = re.compile(
    r"(_?ftn|fn|footnote|cite_note|sdfootnote|sdendnote|_?edn|endnote)[-_:]?\d+", re.IGNORECASE
)
_NOTE_ROLES = {"doc-endnotes", "doc-endnote", "doc-footnote", "doc-footnotes"}
_CALL_LINK = re.compile(
    r"#(_?ftn|fn|footnote|cite_note|sdfootnote|sdendnote|_?edn|endnote|nb|note)(?!ref)", re.I
)
_CALL_TEXT = re.compile(r"\W*(\d{1,4}|[a-z*†‡])?\W*", re.IGNORECASE)
_BACK_LINK = re.compile(
    r"#(_?ftn-?ref|fn-?ref|footnote-?ref|cite_ref|note-?ref|sd\w+anc$|_?edn-?ref|nh\d)", re.I
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # UTF-32's opens as UTF-16's
_SUPERSCRIPT = "<sup>"  # among the parts of a text: where a superscript number starts, until its end
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def parse_html(path: Path) -> ParsedFile:
    """Read an HTML file. Raises ParseError or NoTextError, and nothing else."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ParseError(_TOO_BIG)
        page = _read_page(decode_html(path.read_bytes()))
        walker = _Walker(page)
        walker.walk()
        parsed = walker.builder.build()
        return replace(parsed, metadata=_metadata(page, parsed))
    except ParseError:
        raise
    except Exception as error:  # whatever a hostile file provokes, memory exhaustion included
        raise ParseError(_BROKEN) from error


def decode_html(data: bytes) -> str:
    """The text of an HTML file: by its byte order mark, its declared encoding, else as any text file.

    UTF-8 that decodes strictly wins over a declared one-byte encoding, under which any bytes decode.
    """
    if not data.startswith(_MARKS) and b"\0" not in data[:4096]:
        for name in _declared_encodings(data):
            try:
                return data.decode(name)
            except (UnicodeDecodeError, LookupError):
                continue
    return decode_text(data)


def _declared_encodings(data: bytes) -> list[str]:
    match = _DECLARED.search(data[:4096])
    if not match:
        return []
    name = match[1].decode("ascii").lower()
    try:
        codec = codecs.lookup(name).name
        "".encode(codec)  # refuses the codecs that are not text encodings
    except (LookupError, TypeError, UnicodeError):
        return []
    if codec.startswith(("utf-16", "utf-32")) or codec in ("utf-8", "idna", "punycode", "unicode_escape"):
        return []  # the declaration was read as ASCII, so it is not UTF-16
    if codec in ("iso8859-1", "ascii"):
        codec = "cp1252"  # as browsers do
    return ["utf-8", codec] if codec.startswith(("cp12", "iso8859", "mac")) else [codec]


@dataclass(slots=True)
class _Element:
    """An element of the page: its place among the events and the visible characters in it."""

    tag: str
    attributes: dict[str, str]
    start: int
    end: int = -1  # the event that closes it
    num_chars: int = 0
    text: str = ""  # of the few kinds whose text is looked at ahead

    def says(self, name: str) -> str:
        return self.attributes.get(name, "")


@dataclass(slots=True)
class _Page:
    """The page as a list of events: an element opens, an element closes (None), or text."""

    events: list["_Element | str | None"] = field(default_factory=list)
    elements: list[_Element] = field(default_factory=list)


_KEEP_TEXT = {"a", "sup", "title"}
_KEPT_CHARS = 300


class _Events:
    """lxml parser target: records events, and how much visible text each element holds."""

    def __init__(self) -> None:
        self.page = _Page()
        self._open: list[_Element] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        element = _Element(
            tag, {str(k).lower(): str(v) for k, v in attributes.items()}, len(self.page.events)
        )
        self.page.events.append(element)
        self.page.elements.append(element)
        self._open.append(element)

    def end(self, tag: str) -> None:
        if not self._open or self._open[-1].tag != tag:
            return
        element = self._open.pop()
        element.end = len(self.page.events)
        self.page.events.append(None)
        if self._open and tag not in _NEVER and not _is_hidden(element):
            self._open[-1].num_chars += element.num_chars
            if self._open[-1].tag in _KEEP_TEXT:
                self._open[-1].text += element.text[:_KEPT_CHARS]

    def data(self, text: str) -> None:
        self.page.events.append(text)
        if self._open:
            element = self._open[-1]
            element.num_chars += len(text.strip())
            if len(element.text) < _KEPT_CHARS:
                element.text += text[:_KEPT_CHARS]

    def comment(self, text: str) -> None:
        """Comments are not text."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Nor are processing instructions."""

    def close(self) -> _Page:
        while self._open:
            self.end(self._open[-1].tag)
        return self.page


def _read_page(text: str) -> _Page:
    target = _Events()
    parser = etree.HTMLParser(target=target, encoding="utf-8", no_network=True)
    # Fed as UTF-8, so that a false declaration in the page cannot change what was decoded.
    data = text.replace("\0", "").encode("utf-8", "replace")
    try:
        parser.feed(data)
        page = parser.close()
    except etree.LxmlError:
        page = target.close()  # nothing that looks like a tag, or a page cut short: keep what was read
    return page if isinstance(page, _Page) else target.close()


def _is_hidden(element: _Element) -> bool:
    attributes = element.attributes
    if not attributes:
        return element.tag == "dialog"
    if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
        return True
    if _HIDDEN_STYLE.search(attributes.get("style", "")):
        return True
    if element.tag == "dialog":
        return "open" not in attributes
    # Blocks marked aria-hidden are often real content behind a closed menu; inline ones are icons.
    return attributes.get("aria-hidden", "").lower() == "true" and element.tag not in _BLOCKS


def _is_note(element: _Element) -> bool:
    return (
        element.says("role") in _NOTE_ROLES
        or bool(_NOTE_NAME.search(element.says("class")))
        or (element.tag in _BLOCKS and bool(_NOTE_ID.fullmatch(element.says("id"))))
    )


@dataclass(slots=True)
class _List:
    ordered: bool
    style: str = "1"
    count: int = 0
    mark: str = ""  # of the open item, "" once written
    terms: list[str] = field(default_factory=list)  # of a definition list, waiting for their definition


class _Walker:
    """Walks the events of a page and pushes what it reads to a TextBuilder."""

    def __init__(self, page: _Page) -> None:
        self.builder = TextBuilder()
        self._events = page.events
        self._elements = page.elements
        self._open: list[_Element] = []
        self._parts: list[str] = []
        self._lists: list[_List] = []
        self._outer_lists: list[list[_List]] = []
        self._num_open: dict[str, int] = {}
        self._num_notes = 0
        self._first_h1 = next((one for one in self._elements if one.tag == "h1"), None)

    # --- which part of the page ----------------------------------------------------------------

    def walk(self) -> None:
        body = next((one for one in self._elements if one.tag == "body"), None)
        if body is None and self._elements:
            body = self._elements[0]
        self._total = body.num_chars if body else 0
        root = self._content_root()
        first, last = (root.start, root.end + 1) if root else (0, len(self._events))
        title = self._first_h1
        if root and title and not (root.start < title.start < root.end) and not self._has_h1(root):
            self._walk_range(title.start, title.end + 1)
        self._walk_range(first, last)
        self._flush()

    def _has_h1(self, root: _Element) -> bool:
        return any(one.tag == "h1" and root.start < one.start < root.end for one in self._elements)

    def _content_root(self) -> _Element | None:
        """The one element that holds the content, if the page marks it and most of the text is in it."""
        mains = [one for one in self._elements if one.tag == "main" or one.says("role") == "main"]
        articles = [one for one in self._elements if one.tag == "article"]
        for candidates, share in ((mains, 3), (articles[:2], 2)):
            if len(candidates) == 1 and candidates[0].num_chars * share > self._total:
                return candidates[0]
        return None

    def _is_dropped(self, element: _Element) -> bool:
        if element.tag in _NEVER or _is_hidden(element) or self._is_note_link(element):
            return True
        # What holds more than half of the visible text is the content, whatever it is called.
        return element.num_chars * 2 <= self._total and self._is_chrome(element)

    def _is_chrome(self, element: _Element) -> bool:
        tag, role = element.tag, element.says("role").lower()
        if _is_note(element) or role in ("note", "doc-tip", "doc-notice"):
            return False
        if tag in ("nav", "form", "search", "aside") or role in _CHROME_ROLES:
            return True
        if tag in ("header", "footer"):
            inside = any(self._num_open.get(name) for name in _CONTENT_SECTIONS)
            title = self._first_h1
            holds_title = title is not None and element.start < title.start < element.end
            return not inside and not holds_title
        if tag in ("div", "section", "ul", "ol", "p", "a", "span", "details"):
            return bool(_CHROME_NAME.search(f"{element.says('class')} {element.says('id')}"))
        return False

    def _is_note_link(self, element: _Element) -> bool:
        """A footnote's call in the text, or the link that leads back to it from the note."""
        if element.tag == "sup":
            return self._holds_call(element)
        if element.tag != "a":
            return False
        href, role, css = element.says("href"), element.says("role"), element.says("class")
        if role in ("doc-noteref", "doc-backlink") or "footnote-back" in css or _BACK_LINK.match(href):
            return True
        return bool(_CALL_LINK.match(href) and _CALL_TEXT.fullmatch(element.text.strip()))

    def _holds_call(self, sup: _Element) -> bool:
        if sup.num_chars > 8:
            return False
        inner = (one for one in self._events[sup.start + 1 : sup.start + 8] if isinstance(one, _Element))
        return any(one.tag == "a" and "#" in one.says("href") and one.start < sup.end for one in inner)

    # --- events --------------------------------------------------------------------------------

    def _walk_range(self, index: int, last: int) -> None:
        while index < last:
            event = self._events[index]
            if isinstance(event, str):
                self._parts.append(event if self._num_open.get("pre") else event.replace("\n", " "))
            elif event is None:
                self._end(self._open.pop())
            elif self._is_dropped(event):
                if event.tag in _BLOCKS:
                    self._flush()
                index = event.end
            else:
                self._open.append(event)
                self._start(event)
            index += 1

    def _start(self, element: _Element) -> None:
        tag = element.tag
        if tag == "br":
            self._parts.append("\n")
        elif tag == "sup" and element.text.strip().isdecimal():
            self._parts.append(_SUPERSCRIPT)
        if tag not in _BLOCKS:
            return
        # libxml2 leaves a term open when another follows it.
        self._flush(term=tag in ("dt", "dd") and bool(self._num_open.get("dt")))
        self._num_open[tag] = self._num_open.get(tag, 0) + 1
        self._num_notes += _is_note(element)
        if tag in ("ul", "ol", "menu", "dir", "dl"):
            if not self._lists:
                self.builder.start_apart()
            start = element.says("start")
            count = int(start) - 1 if re.fullmatch(r"-?\d{1,6}", start) else 0
            self._lists.append(_List(tag == "ol", element.says("type") or "1", count))
        elif tag in ("li", "dd") and self._lists:
            self._start_item(element)
        elif tag == "table":
            self.builder.open_table()
        elif tag == "caption" and self._num_open.get("table"):
            self._set_lists_aside()
        elif tag == "tr" and self._num_open.get("table"):
            self.builder.open_row(is_head=bool(self._num_open.get("thead")))
        elif tag in ("td", "th") and self._num_open.get("table"):
            self._set_lists_aside()
            row_span = _span(element.says("rowspan"))
            self.builder.open_cell(
                col_span=_span(element.says("colspan")) or 1,
                row_span=65_534 if row_span == 0 else row_span,  # 0: down to the table's end
                is_head=tag == "th",
            )

    def _set_lists_aside(self) -> None:
        self._outer_lists.append(self._lists)
        self._lists = []

    def _start_item(self, element: _Element) -> None:
        innermost = self._lists[-1]
        value = element.says("value")
        innermost.count = int(value) if re.fullmatch(r"-?\d{1,6}", value) else innermost.count + 1
        innermost.mark = BULLET
        if innermost.ordered and element.tag == "li":
            innermost.mark = f"{format_number(innermost.count, innermost.style)}. "

    def _end(self, element: _Element) -> None:
        tag = element.tag
        if tag == "sup" and _SUPERSCRIPT in self._parts[-8:]:
            self._end_superscript()
        if tag not in _BLOCKS:
            return
        self._flush(term=tag == "dt")
        self._num_open[tag] -= 1
        self._num_notes -= _is_note(element)
        if tag in ("ul", "ol", "menu", "dir", "dl"):
            self._flush_terms()
            self._lists.pop()
            if not self._lists:
                self.builder.start_apart()
        elif tag == "li" and self._lists:
            self._lists[-1].mark = ""
        elif tag == "table":
            self.builder.close_table()
        elif tag == "caption" and self._num_open.get("table"):
            self._lists = self._outer_lists.pop()
        elif tag in ("td", "th") and self._num_open.get("table"):
            self._lists = self._outer_lists.pop()
            self.builder.close_cell()

    def _end_superscript(self) -> None:
        digits = ""
        while (part := self._parts.pop()) != _SUPERSCRIPT:
            digits = part.strip() + digits
        self._parts.append(digits.translate(_SUPERSCRIPTS))

    # --- text ----------------------------------------------------------------------------------

    def _flush(self, *, term: bool = False) -> None:
        """Push the text read since the last block edge, as what it stands in says it is."""
        if not self._parts:
            return
        text = "".join(self._parts)
        self._parts.clear()
        if not text.strip():
            return
        if term and self._lists:
            self._lists[-1].terms.append(clean(text))
            return
        in_pre = bool(self._num_open.get("pre"))
        for part in text.splitlines() if in_pre else re.split(r"\n\s*\n", text):
            self._push(part)

    def _push(self, text: str) -> None:
        if not text.strip():
            return
        level = next((level for tag, level in _HEADINGS.items() if self._num_open.get(tag)), 0)
        if self._num_notes and not level:
            self.builder.footnote(text)
        elif level:
            self.builder.heading(text, level)
        elif self._lists:
            innermost = self._lists[-1]
            if innermost.terms:
                term = " / ".join(innermost.terms).removesuffix(":").rstrip()
                text = f"{term}\u00a0: {text}"
                innermost.terms = []
            self.builder.list_item(text, len(self._lists), innermost.mark)
            innermost.mark = ""
        else:
            self.builder.paragraph(text)

    def _flush_terms(self) -> None:
        innermost = self._lists[-1]
        if innermost.terms:
            text = " / ".join(innermost.terms)
            innermost.terms = []
            self.builder.list_item(text, len(self._lists), BULLET)


def _span(text: str) -> int:
    return min(int(text), 65_534) if re.fullmatch(r"\d{1,9}", text.strip()) else 1


def _metadata(page: _Page, parsed: ParsedFile) -> Metadata:
    said: dict[str, str] = {}
    for element in page.elements:
        if element.tag == "meta":
            name = element.says("name") or element.says("property") or element.says("http-equiv")
            if content := clean(element.says("content")):
                said.setdefault(name.lower().replace("dcterms.", "dc."), content)
        elif element.tag == "title":
            said.setdefault("<title>", clean(element.text))
        elif element.tag == "html":
            said.setdefault("lang", element.says("lang") or element.says("xml:lang"))
        elif element.tag == "time" and iso_date(element.says("datetime")):
            said.setdefault("<time>", element.says("datetime"))

    def first(*names: str) -> str:
        return next((said[name] for name in names if said.get(name)), "")

    site = first("og:site_name")
    title = plausible_title(first("citation_title", "dc.title", "og:title", "<title>"))
    for separator in (" | ", " - ", " – ", " — "):
        title = title.removesuffix(f"{separator}{site}") if site else title
    author = first("citation_author", "author", "dc.creator", "article:author")
    date = first(
        "article:published_time", "citation_publication_date", "citation_date", "dc.date.issued", "dc.issued",
        "dc.date.created", "dc.created", "dc.date", "date", "<time>",
    )  # fmt: skip
    return Metadata(
        title=title or first_title(parsed),
        author="" if author.startswith(("http:", "https:")) else author,
        institution=first("citation_publisher", "dc.publisher", "publisher", "og:site_name"),
        date=iso_date(date.replace("/", "-"))
        or printed_date(parsed)
        or iso_date(first("article:modified_time")),
        language=language_code(first("lang", "content-language", "dc.language", "og:locale")),
    )
