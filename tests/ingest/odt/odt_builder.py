"""ODT files made from raw XML, with a few styles and lists."""

import zipfile
from pathlib import Path

from ingest.document import ParsedFile
from ingest.odt import parse_odt

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
        ("meta", "meta"),
    )
)
AUTOMATIC = """
<text:list-style style:name="L1">
  <text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
  <text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>
</text:list-style>
<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="-"/></text:list-style>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Table_20_Heading"/>
<style:style style:name="Caché" style:family="text"><style:text-properties text:display="none"/></style:style>
"""
STYLES = """
<style:default-style style:family="paragraph"><style:text-properties fo:language="fr"/></style:default-style>
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="Table_20_Heading" style:family="paragraph"/>
<text:outline-style style:name="Outline">
  <text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/>
  <text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>
</text:outline-style>
"""


def make_odt(path: Path, body: str) -> Path:
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{AUTOMATIC}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        made.writestr("content.xml", content)
        made.writestr(
            "styles.xml",
            f"<office:document-styles {SPACES}><office:styles>{STYLES}</office:styles></office:document-styles>",
        )
    return path


def read(tmp_path: Path, body: str) -> ParsedFile:
    return parse_odt(make_odt(tmp_path / "a.odt", body))


def items(*texts: str) -> str:
    return "".join(f"<text:list-item><text:p>{text}</text:p></text:list-item>" for text in texts)
