"""What the walk through an ODT reads, and where it puts it."""

from pathlib import Path

from odt_builder import read

from ingest.document import BlockKind


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
