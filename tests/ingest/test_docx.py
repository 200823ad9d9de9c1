"""DOCX files made with python-docx, or from raw XML where it has no means, and what is read in them."""

import datetime
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.document import BlockKind, Metadata, ParsedFile
from ingest.docx import parse_docx
from ingest.errors import NoTextError, ParseError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="fr-FR"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/>
  <w:pPr><w:numPr><w:numId w:val="3"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Titre2"><w:name w:val="heading 2"/>
  <w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="MonTitre"><w:name w:val="Mon titre"/><w:basedOn w:val="Titre2"/>
  <w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Boucle"><w:name w:val="Boucle"/><w:basedOn w:val="Boucle"/></w:style>
<w:style w:type="paragraph" w:styleId="TM1"><w:name w:val="toc 1"/></w:style>
"""
LEVEL = '<w:lvl w:ilvl="{}"><w:start w:val="{}"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{LEVEL.format(0, 1, "bullet", "-")}{LEVEL.format(1, 1, "bullet", "o")}'
    "</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="1">{LEVEL.format(0, 1, "decimal", "%1.")}'
    f"{LEVEL.format(1, 1, 'lowerLetter', '%2)')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="2">{LEVEL.format(0, 1, "upperRoman", "%1.")}'
    f"{LEVEL.format(1, 1, 'decimal', '%1.%2')}</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="1"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)
NOTES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>trait</w:t></w:r></w:p></w:footnote>'
    '<w:footnote w:id="1"><w:p><w:r><w:t xml:space="preserve"> Première </w:t></w:r></w:p>'
    "<w:p><w:r><w:t>note.</w:t></w:r></w:p></w:footnote>"
)


def make_docx(path: Path, body: str, namespace: str = W) -> Path:
    def part(root: str, content: str) -> str:
        return (
            f'<w:{root} xmlns:w="{namespace}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
            f' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">{content}</w:{root}>'
        )

    def relations(targets: dict[str, str]) -> str:
        items = "".join(
            f'<Relationship Id="r{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>'
            for kind, target in targets.items()
        )
        return f'<Relationships xmlns="{RELS}">{items}</Relationships>'

    with zipfile.ZipFile(path, "w") as made:
        made.writestr("_rels/.rels", relations({"officeDocument": "/word/document.xml"}))
        made.writestr(
            "word/_rels/document.xml.rels",
            relations({"styles": "styles.xml", "numbering": "numbering.xml", "footnotes": "footnotes.xml"}),
        )
        made.writestr("word/styles.xml", part("styles", STYLES))
        made.writestr("word/numbering.xml", part("numbering", NUMBERING))
        made.writestr("word/footnotes.xml", part("footnotes", NOTES))
        made.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
    return path


def par(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def item(text: str, num_id: int, level: int = 0) -> str:
    return par(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>')


def styled(text: str, style: str) -> str:
    return par(text, f'<w:pStyle w:val="{style}"/>')


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{par(text)}</w:tc>"


def read(tmp_path: Path, body: str, namespace: str = W) -> ParsedFile:
    return parse_docx(make_docx(tmp_path / "a.docx", body, namespace))


def kinds(parsed: ParsedFile) -> list[tuple[str, int]]:
    return [(block.kind.value, block.level) for block in parsed.blocks]


def test_document_of_python_docx(tmp_path: Path) -> None:
    made = docx.Document()
    made.core_properties.title = "Microsoft Word - essai.docx"
    made.core_properties.author = "Zoé Martin"
    made.core_properties.created = datetime.datetime(2023, 2, 1)
    made.add_heading("Rapport sur les films", 0)
    made.add_paragraph("Paris, le 19 mai 2024")
    made.add_heading("Contexte", 1)
    made.add_paragraph("Premier\tpoint\nsuite.")
    made.add_paragraph("pomme", style="List Bullet")
    made.add_paragraph("poire", style="List Bullet 2")
    made.add_paragraph("un", style="List Number")
    made.add_paragraph("deux", style="List Number")
    table = made.add_table(rows=2, cols=2)
    for number, text in enumerate(("Année", "Films", "2023", "12")):
        table.cell(number // 2, number % 2).text = text
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    made.sections[0].header.paragraphs[0].text = "En-tête répété"
    path = tmp_path / "a.docx"
    made.save(str(path))
    parsed = parse_docx(path)
    assert parsed.text == (
        "Rapport sur les films\n\nParis, le 19 mai 2024\n\nContexte\n\nPremier point suite.\n\n"
        "• pomme\n• poire\n1. un\n2. deux\n\nAnnée | Films\n2023 | 12"
    )
    assert kinds(parsed) == [
        ("heading", 1),
        ("paragraph", 0),
        ("heading", 1),
        ("paragraph", 0),
        ("list_item", 1),
        ("list_item", 2),
        ("list_item", 1),
        ("list_item", 1),
        ("table_row", 0),
        ("table_row", 0),
    ]
    assert parsed.blocks[-2].cells == ()
    assert parsed.blocks[-1].cells == (("Année", "2023"), ("Films", "12"))
    assert parsed.metadata.title == "Rapport sur les films"
    assert (parsed.metadata.author, parsed.metadata.date) == ("Zoé Martin", "2024-05-19")


@pytest.mark.parametrize("namespace", [W, STRICT], ids=["transitional", "strict"])
def test_headings_take_level_and_number_from_styles(tmp_path: Path, namespace: str) -> None:
    body = (
        styled("Un", "Titre1")
        + styled("Détail", "Titre2")
        + styled("Deux", "Titre1")
        + styled("Suite", "Titre2")
        + styled("Libre", "MonTitre")
        + par("Direct", '<w:outlineLvl w:val="3"/>')
        + styled("Texte", "Boucle")
    )
    parsed = read(tmp_path, body, namespace)
    assert parsed.text == "I. Un\n\nI.1 Détail\n\nII. Deux\n\nII.1 Suite\n\nLibre\n\nDirect\n\nTexte"
    assert [level for _, level in kinds(parsed)] == [1, 2, 1, 2, 2, 4, 0]
    assert parsed.metadata == Metadata(title="I. Un", language="fr")


def test_lists_are_numbered_as_word_numbers_them(tmp_path: Path) -> None:
    body = (
        item("un", 2)
        + item("a", 2, 1)
        + item("b", 2, 1)
        + item("deux", 2)
        + item("a", 2, 1)
        + par("Ensuite")
        + item("trois", 2)
        + par("Nouvelle liste")
        + item("un", 4)
        + item("puce", 1)
    )
    assert read(tmp_path, body).text == (
        "1. un\na) a\nb) b\n2. deux\na) a\n\nEnsuite\n\n3. trois\n\nNouvelle liste\n\n1. un\n• puce"
    )


def test_footnotes_follow_the_paragraph_that_calls_them(tmp_path: Path) -> None:
    body = (
        '<w:p><w:r><w:t>Texte</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:t>.</w:t></w:r></w:p>'
        + par("Suite")
    )
    parsed = read(tmp_path, body)
    assert parsed.text == "Texte.\n\nPremière note.\n\nSuite"
    assert parsed.blocks[1].kind is BlockKind.FOOTNOTE


def test_changes_fields_and_symbols(tmp_path: Path) -> None:
    body = (
        "<w:p><w:del><w:r><w:delText>avant</w:delText></w:r></w:del><w:ins><w:r><w:t>après</w:t></w:r></w:ins>"
        '<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE \\@</w:instrText></w:r>'
        "<w:r><w:t>2024</w:t></w:r><w:hyperlink><w:r><w:t xml:space='preserve"
        "'> lien</w:t></w:r></w:hyperlink>"
        '<w:r><w:t xml:space="preserve"> </w:t><w:sym w:font="Wingdings" w:char="F0E0"/><w:br/>'
        "<w:t>porte</w:t><w:noBreakHyphen/><w:t>clé</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>caché</w:t></w:r>"
        "<w:moveFrom><w:r><w:t>ailleurs</w:t></w:r></w:moveFrom></w:p>"
    )
    assert read(tmp_path, body).text == "après 2024 lien → porte-clé"


def test_text_boxes_are_read_once_after_their_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{par('Encadré')}</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>"
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:t>Corps</w:t></w:r></w:p>"
    )
    assert read(tmp_path, body).text == "Corps\n\nEncadré"


def test_content_controls(tmp_path: Path) -> None:
    def control(properties: str, content: str) -> str:
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    contents = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    body = (
        par("Sommaire")
        + control(contents, par("Un....... 3"))
        + styled("Deux....... 4", "TM1")
        + control("", par("gardé"))
        + control("<w:showingPlcHdr/>", par("Cliquez ici"))
        + f"<w:tbl><w:tr>{cell('a')}{control('', cell('b'))}</w:tr></w:tbl>"
    )
    assert read(tmp_path, body).text == "gardé\n\na | b"


def test_merged_cells(tmp_path: Path) -> None:
    head, bold = "<w:trPr><w:tblHeader/></w:trPr>", '<w:gridSpan w:val="2"/>'
    start, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = (
        f"<w:tbl><w:tr>{head}{cell('Lieu')}{cell('Nombre', bold)}</w:tr>"
        f"<w:tr>{head}{cell('')}{cell('Films')}{cell('Salles')}</w:tr>"
        f"<w:tr>{cell('Nord', start)}{cell('1')}{cell('2')}</w:tr>"
        f"<w:tr>{cell('', go_on)}{cell('3')}{cell('4')}</w:tr></w:tbl>"
    )
    parsed = read(tmp_path, body)
    assert parsed.text == "Lieu | Nombre\n| Films | Salles\nNord | 1 | 2\n3 | 4"
    assert [block.cells for block in parsed.blocks[2:]] == [
        (("Lieu", "Nord"), ("Nombre / Films", "1"), ("Nombre / Salles", "2")),
        (("Lieu", "Nord"), ("Nombre / Films", "3"), ("Nombre / Salles", "4")),
    ]


def test_a_bold_or_shaded_first_row_is_a_head(tmp_path: Path) -> None:
    shade = '<w:shd w:fill="D9D9D9"/>'
    bold = "<w:tc><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Nom</w:t></w:r></w:p></w:tc>"
    body = f"<w:tbl><w:tr>{cell('Sigle', shade)}{bold}</w:tr><w:tr>{cell('IA')}{cell('Sens')}</w:tr></w:tbl>"
    assert read(tmp_path, body).blocks[1].cells == (("Sigle", "IA"), ("Nom", "Sens"))


def test_empty_document_has_no_text(tmp_path: Path) -> None:
    with pytest.raises(NoTextError):
        read(tmp_path, par(" "))


def test_other_formats_and_damage_are_parse_errors(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("word/document.xml", "<workbook/>")
    with pytest.raises(ParseError, match="pas un document Word"):
        parse_docx(path)
    with pytest.raises(ParseError, match="endommagé"):
        read(tmp_path, f"<w:tc>{par('x')}</w:tc>")  # a cell without a table


def test_every_document_of_the_shared_folder_is_read() -> None:
    folder = Path("/work/shared/documents")
    paths = sorted(folder.glob("*.docx"))
    if not paths:
        pytest.skip("les documents partagés ne sont pas ici")
    assert all(parse_docx(path).blocks for path in paths)
