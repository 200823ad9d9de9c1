"""HTML pages and what is read in them."""

import time
from pathlib import Path

import pytest

from ingest.document import BlockKind, Metadata, ParsedFile
from ingest.errors import NoTextError, ParseError
from ingest.html import decode_html, parse_html


def read(tmp_path: Path, page: str | bytes) -> ParsedFile:
    path = tmp_path / "page.html"
    path.write_bytes(page.encode() if isinstance(page, str) else page)
    return parse_html(path)


def kinds(parsed: ParsedFile) -> list[tuple[str, int]]:
    return [(block.kind.value, block.level) for block in parsed.blocks]


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


LONG = "Une phrase du corps de la page, assez longue pour en faire le contenu. " * 3


@pytest.mark.parametrize(
    "chrome",
    [
        "<nav>Menu</nav>",
        "<header>Site</header>",
        "<footer>Mentions</footer>",
        "<aside>À voir</aside>",
        "<form>Chercher <button>ok</button></form>",
        "<div class='cookie-banner'>Accepter</div>",
        "<div role=navigation>Menu</div>",
        "<div id=toc>Sommaire</div>",
        "<script>var a = '<p>x</p>'</script><style>p{}</style><noscript>JS</noscript>",
        "<p hidden>Caché</p><p style='display: none'>Caché</p><span aria-hidden=true>¶</span>",
        "<template><p>x</p></template><dialog>x</dialog><svg><text>x</text></svg>",
    ],
)
def test_chrome_and_hidden_elements_are_left_out(tmp_path: Path, chrome: str) -> None:
    assert read(tmp_path, f"<body>{chrome}<p>{LONG}</p></body>").text == LONG.strip()


@pytest.mark.parametrize("tag", ["nav", "form", "aside", "header", "div class=cookies"])
def test_what_holds_most_of_the_text_is_the_content(tmp_path: Path, tag: str) -> None:
    page = f"<body><{tag}><p>{LONG}</p></{tag.split()[0]}><p>Fin</p></body>"
    assert read(tmp_path, page).text == f"{LONG.strip()}\n\nFin"


def test_main_is_preferred_and_the_title_above_it_kept(tmp_path: Path) -> None:
    page = f"<header><a>Site</a><h1>Titre</h1></header><div>Ailleurs</div><main><header>Chapeau</header>{LONG}</main>"
    assert read(tmp_path, page).text == f"Titre\n\nChapeau\n\n{LONG.strip()}"


def test_a_small_main_does_not_hide_the_rest(tmp_path: Path) -> None:
    assert read(tmp_path, f"<main>Peu</main><p>{LONG}</p>").text == f"Peu\n\n{LONG.strip()}"


def test_superscripts_and_footnotes(tmp_path: Path) -> None:
    page = """<p>Le mot<sup><a href="#fn1" id="fnref1">1</a></sup> de 10 m<sup>2</sup>, au
      XIX<sup>e</sup> siècle<a href="#_ftn2">[2]</a>.</p><section class="footnotes"><ol>
      <li id="fn1"><p>La note. <a href="#fnref1" class="footnote-back">↩</a></p></li></ol></section>
      <p id="ftn2"><a href="#_ftnref2">[2]</a> Autre note.</p>"""
    parsed = read(tmp_path, page)
    assert parsed.text == "Le mot de 10 m², au XIXe siècle.\n\nLa note.\n\nAutre note."
    assert [block.kind for block in parsed.blocks[1:]] == [BlockKind.FOOTNOTE, BlockKind.FOOTNOTE]


def test_metadata(tmp_path: Path) -> None:
    page = """<html lang=fr-FR><head><title>Le rapport | CNC</title><meta property="og:site_name" content="CNC">
      <meta name=author content="Zoé Martin"><meta property="article:published_time" content="2024-05-19T08:00">
      </head><body><p>Texte"""
    assert read(tmp_path, page).metadata == Metadata("Le rapport", "Zoé Martin", "CNC", "2024-05-19", "fr")


def test_metadata_from_the_page_itself(tmp_path: Path) -> None:
    page = "<title></title><h1>Guide</h1><p>Publié le <time datetime=2023-01-02>2 janvier</time>"
    assert read(tmp_path, page).metadata == Metadata(title="Guide", date="2023-01-02")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("\ufeffété".encode(), "été"),
        ("été œuf".encode("utf-16"), "été œuf"),
        ("<p>d'été</p>".encode("utf-16-le"), "<p>d'été</p>"),
        ('<meta charset="iso-8859-1">l’été'.encode("cp1252"), '<meta charset="iso-8859-1">l’été'),
        ('<meta charset="iso-8859-1">été'.encode(), '<meta charset="iso-8859-1">été'),
        ('<meta charset="utf-8">été'.encode("cp1252"), '<meta charset="utf-8">été'),
        (
            '<?xml version="1.0" encoding="cp1251"?>да'.encode("cp1251"),
            '<?xml version="1.0" encoding="cp1251"?>да',
        ),
        ('<meta charset="base64">été'.encode(), '<meta charset="base64">été'),
        ("l’été".encode("cp1252"), "l’été"),
    ],
    ids=["bom", "utf16-bom", "utf16", "declared", "false-latin1", "false-utf8", "xml", "codec", "cp1252"],
)
def test_decoding(data: bytes, text: str) -> None:
    assert decode_html(data) == text


@pytest.mark.parametrize(
    "page", ["", "<html><head><title>x</title></head><body></body>", "<script>x</script>"]
)
def test_pages_without_text(tmp_path: Path, page: str) -> None:
    with pytest.raises(NoTextError):
        read(tmp_path, page)


def test_missing_page(tmp_path: Path) -> None:
    with pytest.raises(ParseError):
        parse_html(tmp_path / "absent.html")


@pytest.mark.parametrize(
    "tags", ["<div>", "<ul><li>a", "<table><tr><td>a", "<blockquote>", "<b>", "<dl><dd>a"]
)
def test_deep_nesting_is_read_to_its_end(tmp_path: Path, tags: str) -> None:
    start = time.monotonic()
    assert read(tmp_path, tags * 10_000 + "<p>FIN").text.endswith("FIN")
    assert time.monotonic() - start < 5  # about 0.3 s; a quadratic walk takes minutes


def test_the_long_guide_loses_no_word() -> None:
    path = Path("/work/shared/documents/index.html")
    if not path.exists():
        pytest.skip("les documents partagés ne sont pas ici")
    parsed = parse_html(path)
    assert parsed.metadata.title == "Guide RGPD de l'équipe de développement"
    assert len(parsed.text.split()) > 18_000
