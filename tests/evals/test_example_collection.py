"""The example collection: its formats and encodings, its sources named, its sentences its own."""

import html
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import docx
import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from ingest.formats import file_format, parser_for

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "evals" / "corpus"
SOURCES = ROOT / "evals" / "corpus_sources"
REPORTS = ROOT.parent / "shared" / "corpus"
DOCUMENTS = sorted(CORPUS.iterdir())
BUILT = ["diapositives-chiffres.pdf", "fiche-barometre-cnc.docx", "note-cinema-audiovisuel.pdf"]
BUILT += ["recommandations-choiseul.docx"]
BUILT_WITH = "5.1.0"
RUN = 8

# Titles and names, which must be given as they are, in words without accents lost nor case kept.
TITLES = """
l ia usages et impact dans les métiers du cinéma et de l audiovisuel
ia icc créer produire diffuser à l ère de l ia
centre national du cinéma et de l image animée
ia dans la culture une révolution de l industrie
création et ia de la prédation au partage de la valeur
création en r évolution les intelligences artificielles au service de la diversité culturelle
ai act et implications pour les secteurs culturels et créatifs
the use of artificial intelligence in the cultural and creative sectors
impacts de l intelligence artificielle dans les domaines de la création et de l information
la chaîne de valeur de l intelligence artificielle
la diversité culturelle à l ère numérique un pilier pour le développement
task force report on remuneration for cultural content used by ai systems
étude prospective sur les impacts de l ia sur les icc en occitanie
étude sur l ia dans la filière musicale
observatoire des métiers impact de l ia sur l emploi culturel
policy brief ai in the cultural and creative sectors
ai and music market evolution and impact on creators
ia l europe peut elle rattraper les états unis et la chine
l ia nouvel horizon de la création artistique
""".strip().splitlines()


def read(path: Path) -> str:
    """The words a reader sees, without the chrome of a web page."""
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    if path.suffix == ".docx":
        document = docx.Document(str(path))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)
    if path.suffix == ".html":
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")
        assert page.main is not None
        return page.main.get_text("\n")
    return path.read_bytes().decode("utf-8")


def test_every_format_has_its_share() -> None:
    counts = Counter(path.suffix for path in DOCUMENTS)
    assert counts == {".pdf": 2, ".docx": 2, ".html": 3, ".md": 4, ".txt": 2}


def test_collection_stays_light() -> None:
    assert sum(path.stat().st_size for path in DOCUMENTS) < 1_500_000


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_document_names_the_institution_its_facts_come_from(path: Path) -> None:
    assert re.search(r"\bCNC\b|Institut\sChoiseul", read(path))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_document_keeps_its_french_letters(path: Path) -> None:
    text = read(path)
    assert {"é", "è", "à"} <= set(text)
    assert "�" not in text
    assert unicodedata.is_normalized("NFC", text)


def test_one_plain_text_has_markdown_marks_and_narrow_spaces() -> None:
    text = (CORPUS / "chronologie.txt").read_bytes().decode("utf-8")
    assert text.startswith("# Chronologie")
    assert "27\u202f%" in text


def test_one_markdown_opens_with_front_matter() -> None:
    openings = {path.name for path in CORPUS.glob("*.md") if path.read_text(encoding="utf-8")[:4] == "---\n"}
    assert openings == {"tableau-de-bord-chiffres.md"}


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.html")), ids=lambda path: path.name)
def test_web_page_has_chrome_around_its_content(path: Path) -> None:
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")
    for name in ("header", "nav", "main", "footer"):
        assert page.find(name) is not None, name


def rebuild(folder: Path) -> dict[str, bytes]:
    pytest.importorskip("reportlab", reason="the PDF files are drawn with reportlab, a dev dependency")
    folder.mkdir()
    command = [sys.executable, "-m", "evals.corpus_sources.build_corpus", str(folder)]
    subprocess.run(command, check=True, cwd=ROOT)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    assert rebuild(tmp_path / "once") == rebuild(tmp_path / "again")


def test_rebuild_gives_the_files_of_the_collection(tmp_path: Path) -> None:
    built = rebuild(tmp_path / "built")
    if version("reportlab") != BUILT_WITH:
        pytest.skip(f"the files were built with reportlab {BUILT_WITH}, another may draw other bytes")
    assert sorted(built) == BUILT
    for name, content in built.items():
        assert content == (CORPUS / name).read_bytes(), name


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_document_gives_its_own_date_before_those_it_cites(path: Path) -> None:
    assert parser_for(file_format(path) or "")(path).metadata.date == "2026-11-22"


@pytest.mark.parametrize(
    "path",
    [path for path in DOCUMENTS if path.suffix in (".pdf", ".docx", ".html")],
    ids=lambda path: path.name,
)
def test_document_says_it_is_in_french(path: Path) -> None:
    assert parser_for(file_format(path) or "")(path).metadata.language == "fr"


def words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).lower())


def runs(text: str) -> set[str]:
    """Every ``RUN`` consecutive words of ``text`` that cross no line, cell or known title."""
    found: set[str] = set()
    for line in re.split(r"[\n|]", text):
        spaced = f" {' '.join(words(line))} "
        for title in TITLES:
            spaced = spaced.replace(f" {title} ", " | ")
        for part in spaced.split("|"):
            tokens = part.split()
            found |= {" ".join(tokens[at : at + RUN]) for at in range(len(tokens) - RUN + 1)}
    return found


@pytest.fixture(scope="module")
def report_runs() -> set[str]:
    if not REPORTS.is_dir():
        pytest.skip("the two reports, which are not ours to publish, are not beside the project")
    tokens = [words(path.read_text(encoding="utf-8")) for path in sorted(REPORTS.glob("*.txt"))]
    assert len(tokens) == 2
    return {" ".join(report[at : at + RUN]) for report in tokens for at in range(len(report) - RUN + 1)}


@pytest.mark.parametrize(
    "path", [*DOCUMENTS, *sorted(SOURCES.glob("*.md"))], ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_no_sentence_is_taken_from_the_reports(path: Path, report_runs: set[str]) -> None:
    text = html.unescape(read(path)).replace("¬", "")
    assert runs(text) & report_runs == set()
