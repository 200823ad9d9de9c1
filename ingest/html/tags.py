"""Kinds of HTML elements."""

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
BLOCKS = set(HEADINGS) | {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup",
    "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "search",
}  # fmt: skip
# What they hold is never the text of the page.
NEVER = {
    "annotation", "annotation-xml", "applet", "audio", "button", "canvas", "datalist", "del", "embed",
    "head", "iframe", "input", "map", "meter", "noscript", "object", "option", "progress", "rp", "rt",
    "script", "select", "style", "svg", "template", "textarea", "title", "video",
}  # fmt: skip
LISTS = {"ul", "ol", "menu", "dir", "dl"}
