"""What the walk through a DOCX reads, and where it puts it."""

from pathlib import Path

from docx_builder import cell, par, read, styled

from ingest.document import BlockKind


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
