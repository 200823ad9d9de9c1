"""ODT files made with odfpy, or from raw XML, and what is read in them."""

import zipfile
from pathlib import Path

import pytest
from odf.dc import Title
from odf.meta import CreationDate, InitialCreator
from odf.opendocument import OpenDocumentText
from odf.text import H, List, ListItem, P, S, Tab

from ingest.document import BlockKind, Metadata, ParsedFile
from ingest.errors import NoTextError, ParseError
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


def test_document_of_odfpy(tmp_path: Path) -> None:
    made = OpenDocumentText()
    made.meta.addElement(Title(text="Le rapport"))
    made.meta.addElement(InitialCreator(text="Zoé Martin"))
    made.meta.addElement(CreationDate(text="2023-02-01T10:00:00"))
    made.text.addElement(H(outlinelevel=2, text="Contexte"))
    paragraph = P(text="Un")
    paragraph.addElement(S(c=3))
    paragraph.addText("deux")
    paragraph.addElement(Tab())
    paragraph.addText("trois")
    made.text.addElement(paragraph)
    listed = List()
    for text in ("pomme", "poire"):
        entry = ListItem()
        entry.addElement(P(text=text))
        listed.addElement(entry)
    made.text.addElement(listed)
    path = tmp_path / "a.odt"
    made.save(str(path))
    parsed = parse_odt(path)
    assert parsed.text == "Contexte\n\nUn deux trois\n\n• pomme\n• poire"
    assert [(block.kind, block.level) for block in parsed.blocks] == [
        (BlockKind.HEADING, 2),
        (BlockKind.PARAGRAPH, 0),
        (BlockKind.LIST_ITEM, 1),
        (BlockKind.LIST_ITEM, 1),
    ]
    assert parsed.metadata == Metadata("Le rapport", "Zoé Martin", "", "2023-02-01", "")


def test_headings_are_numbered_by_the_outline(tmp_path: Path) -> None:
    body = (
        '<text:p text:style-name="Title">Guide</text:p><text:p>19 mai 2024</text:p>'
        '<text:h text:outline-level="1">Un</text:h><text:h text:outline-level="2">Détail</text:h>'
        '<text:h text:outline-level="1">Deux</text:h><text:h text:outline-level="2">Suite</text:h>'
    )
    parsed = read(tmp_path, body)
    assert parsed.text == "Guide\n\n19 mai 2024\n\n1. Un\n\n1.1 Détail\n\n2. Deux\n\n2.1 Suite"
    assert [block.level for block in parsed.blocks] == [1, 0, 1, 2, 1, 2]
    assert parsed.metadata == Metadata(title="Guide", date="2024-05-19", language="fr")


def test_lists_nest_and_go_on(tmp_path: Path) -> None:
    body = (
        '<text:list text:style-name="L1"><text:list-item><text:p>un</text:p><text:p>suite</text:p>'
        f"<text:list>{items('a', 'b')}</text:list></text:list-item>{items('deux')}</text:list>"
        "<text:p>Entre</text:p>"
        f'<text:list text:style-name="L1" text:continue-numbering="true">{items("trois")}</text:list>'
        f'<text:list text:style-name="L1">{items("un")}</text:list>'
        f'<text:list text:style-name="L2">{items("puce")}</text:list>'
    )
    parsed = read(tmp_path, body)
    assert parsed.text == "1. un\nsuite\na) a\nb) b\n2. deux\n\nEntre\n\n3. trois\n\n1. un\n\n• puce"
    assert [block.level for block in parsed.blocks] == [1, 1, 2, 2, 1, 0, 1, 1, 1]


def test_notes_frames_changes_and_hidden_text(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>ôté</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:p>Texte<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>La note.</text:p></text:note-body></text:note> suivi"
        "<draw:frame><draw:text-box><text:p>Encadré</text:p></draw:text-box><svg:title>image</svg:title></draw:frame>"
        '<text:span text:style-name="Caché">invisible</text:span> de<text:line-break/>fin'
        "<office:annotation><text:p>commentaire</text:p></office:annotation>.</text:p>"
    )
    parsed = read(tmp_path, body)
    assert parsed.text == "Texte suivi de fin.\n\nLa note.\n\nEncadré"
    assert parsed.blocks[1].kind is BlockKind.FOOTNOTE


def test_tables_with_repeated_and_merged_cells(tmp_path: Path) -> None:
    def cell(text: str, attributes: str = "") -> str:
        return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"

    covered = "<table:covered-table-cell/>"
    body = (
        "<table:table><table:table-header-rows><table:table-row>"
        + cell("Lieu")
        + cell("Nombre", 'table:number-columns-spanned="2"')
        + covered
        + "</table:table-row></table:table-header-rows><table:table-row>"
        + cell("Nord", 'table:number-rows-spanned="2"')
        + cell("0", 'table:number-columns-repeated="2"')
        + "</table:table-row><table:table-row>"
        + covered
        + cell("3")
        + cell("4")
        + "</table:table-row></table:table>"
    )
    parsed = read(tmp_path, body)
    assert parsed.text == "Lieu | Nombre\nNord | 0 | 0\n3 | 4"
    assert [block.cells for block in parsed.blocks] == [
        (),
        (("Lieu", "Nord"), ("Nombre", "0"), ("Nombre", "0")),
        (("Lieu", "Nord"), ("Nombre", "3"), ("Nombre", "4")),
    ]


def test_a_row_in_the_head_style_is_a_head(tmp_path: Path) -> None:
    def row(style: str, *texts: str) -> str:
        cells = "".join(
            f'<table:table-cell><text:p text:style-name="{style}">{text}</text:p></table:table-cell>'
            for text in texts
        )
        return f"<table:table-row>{cells}</table:table-row>"

    body = f"<table:table>{row('P1', 'Sigle', 'Nom')}{row('', 'IA', 'Sens')}</table:table>"
    assert read(tmp_path, body).blocks[1].cells == (("Sigle", "IA"), ("Nom", "Sens"))


def test_table_of_contents_is_left_out_with_its_title(tmp_path: Path) -> None:
    body = (
        '<text:h text:outline-level="3">Table des matières</text:h>'
        "<text:table-of-content><text:index-body><text:p>Un 3</text:p></text:index-body></text:table-of-content>"
        "<text:p>Corps</text:p>"
    )
    assert read(tmp_path, body).text == "Corps"


def test_encrypted_and_empty_files(tmp_path: Path) -> None:
    path = tmp_path / "a.odt"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("content.xml", b"\x8a\x00chiffre")
        made.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    with pytest.raises(ParseError, match="mot de passe"):
        parse_odt(path)
    with pytest.raises(NoTextError):
        read(tmp_path, "<text:p/>")
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("content.xml", f"<office:document-content {SPACES}/>")
    with pytest.raises(ParseError, match="pas un document texte"):
        parse_odt(path)


def test_every_document_of_the_shared_folder_is_read() -> None:
    paths = sorted(Path("/work/shared/documents").glob("*.odt"))
    if not paths:
        pytest.skip("les documents partagés ne sont pas ici")
    assert all(parse_odt(path).blocks for path in paths)
