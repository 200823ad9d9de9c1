"""What the walk through a page reads, and where it puts it."""

from pathlib import Path

from page_builder import kinds, read

from ingest.document import BlockKind


def test_structure(tmp_path: Path) -> None:
    page = """<body><h1>Le <em>titre</em></h1><p>Un
      paragraphe<br>coupé.<p>Un autre.<ul><li>a<ul><li>b</ul><li><p>c</p><p>suite</p></ul>
      <ol start=3 type=a><li>trois<li value=7>sept</ol>
      <blockquote>Cité</blockquote><figure><figcaption>Légende</figcaption></figure>
      <details><summary>Résumé</summary>Détail</details><pre>x = 1
  y = 2</pre>Libre"""
    parsed = read(tmp_path, page)
    assert parsed.text == (
        "Le titre\n\nUn paragraphe coupé.\n\nUn autre.\n\n• a\n• b\n• c\nsuite\n\nc. trois\ng. sept\n\n"
        "Cité\n\nLégende\n\nRésumé\n\nDétail\n\nx = 1\n\ny = 2\n\nLibre"
    )
    assert kinds(parsed)[:7] == [
        ("heading", 1),
        ("paragraph", 0),
        ("paragraph", 0),
        ("list_item", 1),
        ("list_item", 2),
        ("list_item", 1),
        ("list_item", 1),
    ]


def test_two_line_breaks_part_paragraphs(tmp_path: Path) -> None:
    assert read(tmp_path, "<p>Un<br><br/>\ndeux<br>trois").text == "Un\n\ndeux trois"


def test_definition_lists(tmp_path: Path) -> None:
    page = "<dl><dt>IA<dd>Intelligence<dd>Autre<dt>ICC :<dt>Culture<dd><p>Industries</p><dt>Seul</dl>"
    assert read(tmp_path, page).text == (
        "• IA\u00a0: Intelligence\n• Autre\n• ICC : / Culture\u00a0: Industries\n• Seul"
    )


def test_tables(tmp_path: Path) -> None:
    page = """<table><caption>Films</caption><thead><tr><th rowspan=2>Lieu<th colspan=2>Nombre
      <tr><th>2023<th>2024</thead><tr><th rowspan=0>Nord<td>1<td>2<tr><td>3<td></table>"""
    parsed = read(tmp_path, page)
    assert parsed.text == "Films\n\nLieu | Nombre\n2023 | 2024\nNord | 1 | 2\n3"
    assert [block.cells for block in parsed.blocks[3:]] == [
        (("Lieu", "Nord"), ("Nombre / 2023", "1"), ("Nombre / 2024", "2")),
        (("Lieu", "Nord"), ("Nombre / 2023", "3")),
    ]


def test_first_row_of_th_is_a_head_and_a_column_of_th_is_not(tmp_path: Path) -> None:
    page = "<table><tr><th>A<th>B<tr><th>x<td>1</table>"
    assert read(tmp_path, page).blocks[1].cells == (("A", "x"), ("B", "1"))


def test_tables_for_layout_are_ordinary_blocks(tmp_path: Path) -> None:
    page = "<table><tr><td><p>menu</p><td><h1>Titre</h1><table><tr><td>a<td>b</table></table>"
    parsed = read(tmp_path, page)
    assert parsed.text == "menu\n\nTitre\n\na | b"
    assert kinds(parsed) == [("paragraph", 0), ("heading", 1), ("table_row", 0)]


def test_superscripts_and_footnotes(tmp_path: Path) -> None:
    page = """<p>Le mot<sup><a href="#fn1" id="fnref1">1</a></sup> de 10 m<sup>2</sup>, au
      XIX<sup>e</sup> siècle<a href="#_ftn2">[2]</a>.</p><section class="footnotes"><ol>
      <li id="fn1"><p>La note. <a href="#fnref1" class="footnote-back">↩</a></p></li></ol></section>
      <p id="ftn2"><a href="#_ftnref2">[2]</a> Autre note.</p>"""
    parsed = read(tmp_path, page)
    assert parsed.text == "Le mot de 10 m², au XIXe siècle.\n\nLa note.\n\nAutre note."
    assert [block.kind for block in parsed.blocks[1:]] == [BlockKind.FOOTNOTE, BlockKind.FOOTNOTE]
