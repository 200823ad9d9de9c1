"""What part of a page is its content: the rest is the site around it, or hidden."""

import re
from collections.abc import Mapping

from ingest.html.notes import is_note, is_note_link
from ingest.html.page import Element, Page, is_hidden
from ingest.html.tags import NEVER

_CHROME_TAGS = {"nav", "form", "search", "aside"}
_CHROME_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog"}
_CHROME_NAME = re.compile(
    r"(^|[\s_-])(cookies?|gdpr|rgpd|tarteaucitron|didomi|axeptio|onetrust)([\s_-]|$)"
    r"|(^|\s)(toc|tableofcontents?|table-of-contents|breadcrumbs?|fil-ariane|fr-breadcrumb|skip-?links?"
    r"|fr-skiplinks|sr-only|visually-hidden|navbar|site-(header|footer|nav))(\s|$)",
    re.IGNORECASE,
)
_NAMED_TAGS = {"div", "section", "ul", "ol", "p", "a", "span", "details"}
_REMARK_ROLES = {"note", "doc-tip", "doc-notice"}
_CONTENT_SECTIONS = {"main", "article", "section", "blockquote", "figure"}


class Content:
    """Tells the content of one page from what is around it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._title = page.first("h1")
        body = page.first("body") or (page.elements[0] if page.elements else None)
        self._num_chars = body.num_chars if body else 0

    def ranges(self) -> list[tuple[int, int]]:
        """The half-open ranges of events to read, in order: a title that stands above, then the content."""
        root, title = self._root(), self._title
        if root is None:
            return [(0, len(self._page.events))]
        content = (root.start, root.end + 1)
        if title and not (root.start < title.start < root.end) and not self._has_h1(root):
            return [(title.start, title.end + 1), content]
        return [content]

    def _has_h1(self, root: Element) -> bool:
        return any(one.tag == "h1" and root.start < one.start < root.end for one in self._page.elements)

    def _root(self) -> Element | None:
        """The one element that holds the content, if the page marks it and most of the text is in it."""
        elements = self._page.elements
        mains = [one for one in elements if one.tag == "main" or one.says("role") == "main"]
        articles = [one for one in elements if one.tag == "article"]
        for candidates, share in ((mains, 3), (articles[:2], 2)):
            if len(candidates) == 1 and candidates[0].num_chars * share > self._num_chars:
                return candidates[0]
        return None

    def leaves_out(self, element: Element, num_open: Mapping[str, int]) -> bool:
        """Whether an element is no content; ``num_open`` counts the elements around it by tag."""
        if element.tag in NEVER or is_hidden(element) or is_note_link(element, self._page.events):
            return True
        # What holds more than half of the visible text is the content, whatever it is called.
        return element.num_chars * 2 <= self._num_chars and self._is_chrome(element, num_open)

    def _is_chrome(self, element: Element, num_open: Mapping[str, int]) -> bool:
        tag, role = element.tag, element.says("role").lower()
        if is_note(element) or role in _REMARK_ROLES:
            return False
        if tag in _CHROME_TAGS or role in _CHROME_ROLES:
            return True
        if tag in ("header", "footer"):
            inside = any(num_open.get(name) for name in _CONTENT_SECTIONS)
            title = self._title
            holds_title = title is not None and element.start < title.start < element.end
            return not inside and not holds_title
        if tag in _NAMED_TAGS:
            return bool(_CHROME_NAME.search(f"{element.says('class')} {element.says('id')}"))
        return False
