"""What a page says of itself: in its ``meta`` elements, its title, its first lines."""

from ingest.characters import clean
from ingest.dates import iso_date, printed_date
from ingest.document import Metadata, ParsedFile
from ingest.html.page import Page
from ingest.languages import language_code
from ingest.titles import first_title, plausible_title


def read_metadata(page: Page, parsed: ParsedFile) -> Metadata:
    """Title, author, institution, date and language; a field that nothing gives stays empty."""
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
