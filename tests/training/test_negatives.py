"""What the reader is given as passages that do not answer."""

from pathlib import Path

import pytest

from index.embedding import describe_model, load_embedder
from index.search import Index
from index.update import ingest
from training.negatives import confused_by_search, confused_by_words
from training.piaf import Paragraph, ReadingQuestion

TEXTS = {
    "pont": "Le pont de la rivière fut ouvert en 1889 par le maire.",
    "ouverture": "L'ouverture du pont de la rivière eut lieu en 1889, dit-on.",
    "tunnel": "Le tunnel sous la rivière fut ouvert par le maire.",
    "jardin": "Les poireaux se sèment en mars.",
}
PARAGRAPHS = {pid: Paragraph(pid, pid, text) for pid, text in TEXTS.items()}
START = TEXTS["pont"].index("1889")
QUESTION = ReadingQuestion("q", "Quand le pont de la rivière fut-il ouvert ?", "pont", ((START, START + 4),))


def test_words_confuse_the_nearest_first_and_never_what_holds_the_answer() -> None:
    assert confused_by_words([QUESTION], PARAGRAPHS) == {"q": ["tunnel", "jardin"]}


@pytest.mark.slow
def test_search_confuses_the_same_and_only_paragraphs_that_are_given(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for pid, text in TEXTS.items():
        (folder / f"{pid}.txt").write_text(text, encoding="utf-8")
    ingest(tmp_path / "index", [str(folder)], model=describe_model(), load_model=load_embedder)
    index = Index.open(tmp_path / "index", load_embedder())
    assert confused_by_search([QUESTION], PARAGRAPHS, index) == {"q": ["tunnel", "jardin"]}
    known = {pid: paragraph for pid, paragraph in PARAGRAPHS.items() if pid != "tunnel"}
    assert confused_by_search([QUESTION], known, index) == {"q": ["jardin"]}
