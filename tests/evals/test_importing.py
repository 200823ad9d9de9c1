import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from evals.importing import export_beir, import_beir, import_squad
from evals.reference_set import ReferenceQuestion, ReferenceSet, Span, load_reference_set, problems
from index.search import Index
from ingest.errors import UsageError

CORPUS = [
    {"_id": "d1", "title": "Le casque", "text": "Il est fermé."},
    {"_id": "d2", "title": "", "text": "Il est ouvert."},
    {"_id": "d3", "text": "Il est ouvert."},
]
QUERIES = [{"_id": "q1", "text": "Quel casque ?"}, {"_id": "q2", "text": "Jugée sans gain."}]
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td3\t2\nq2\td1\t0\n"


def _dump(path: Path, lines: list[dict[str, Any]]) -> None:
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)
    _dump(folder / "corpus.jsonl", CORPUS)
    _dump(folder / "queries.jsonl", QUERIES)
    (folder / "qrels" / "test.tsv").write_text(QRELS, encoding="utf-8")
    return folder


def _texts(target: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in (target / "documents").iterdir()}


def test_a_beir_folder_becomes_documents_and_questions_judged_by_their_ranking(
    beir: Path, tmp_path: Path
) -> None:
    target = tmp_path / "jeu"
    assert import_beir(beir, target) == (2, 1)  # equal texts are one document; q2 has no relevant one
    texts = _texts(target)
    assert texts == {"000001.txt": "Le casque\n\nIl est fermé.", "000002.txt": "Il est ouvert."}
    reference_set = load_reference_set(target)
    (question,) = reference_set.questions
    assert question.alternatives == ((Span("000001.txt", 0, 24),), (Span("000002.txt", 0, 14),))
    assert question.answers == ()
    assert problems(reference_set, texts) == []


def test_a_squad_file_becomes_documents_questions_and_unanswerable_ones(tmp_path: Path) -> None:
    text = "Le casque fermé isole. Il pèse 300 g."
    answered = {"id": "a", "question": "Combien ?", "answers": [{"text": "300 g", "answer_start": 31}]}
    impossible = {"id": "b", "question": "Son prix ?", "is_impossible": True, "answers": []}
    paragraphs = [{"context": text, "qas": [answered]}, {"context": text, "qas": [impossible]}]
    source = tmp_path / "squad.json"
    source.write_text(json.dumps({"data": [{"title": "x", "paragraphs": paragraphs}]}), encoding="utf-8")
    target = tmp_path / "jeu"
    assert import_squad(source, target) == (1, 2)
    reference_set = load_reference_set(target)
    assert reference_set.questions[0].alternatives == ((Span("000001.txt", 31, 36),),)
    assert [each.id for each in reference_set.unanswerable] == ["b"]
    assert problems(reference_set, _texts(target)) == []


def test_passages_and_questions_are_exported_with_the_passages_that_overlap_gold(
    make_index: Callable[[Mapping[str, str]], Index], tmp_path: Path
) -> None:
    text = "# Un\n\nLe casque fermé isole.\n\n# Deux\n\nLe casque ouvert aère.\n"
    index = make_index({"note.md": text})
    start = text.index("Le casque ouvert")
    question = ReferenceQuestion(
        "q1", "Lequel aère ?", (("ouvert",),), ((Span("note.md", start, start + 10),),)
    )
    target = tmp_path / "beir"
    assert export_beir(ReferenceSet("x", (question,)), index.documents, target) == (2, 1)
    passages = [
        json.loads(line) for line in (target / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    rows = (target / "qrels" / "test.tsv").read_text(encoding="utf-8").splitlines()
    wanted = next(each["_id"] for each in passages if "ouvert" in each["text"])
    assert rows == ["query-id\tcorpus-id\tscore", f"q1\t{wanted}\t1"]
    # And what we write, we read.
    assert import_beir(target, tmp_path / "jeu") == (2, 1)


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("corpus.jsonl", '{"text": "sans identifiant"}\n', "corpus.jsonl, ligne 1"),
        ("queries.jsonl", "[\n", "queries.jsonl, ligne 1"),
        ("qrels/test.tsv", "a\tb\tc\nq1\td1\n", "test.tsv, ligne 2"),
        ("qrels/test.tsv", "a\tb\tc\nq9\td1\t1\n", "« q9 »"),
    ],
)
def test_a_beir_file_that_is_wrong_is_said(
    beir: Path, tmp_path: Path, file: str, text: str, said: str
) -> None:
    (beir / file).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        import_beir(beir, tmp_path / "jeu")


def test_what_is_missing_is_said_and_nothing_is_written_over(beir: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ne peut pas être lu"):
        import_beir(tmp_path, tmp_path / "jeu")
    (tmp_path / "squad.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="n'est pas un fichier SQuAD"):
        import_squad(tmp_path / "squad.json", tmp_path / "jeu")
    import_beir(beir, tmp_path / "jeu")
    with pytest.raises(UsageError, match="n'est pas vide"):
        import_beir(beir, tmp_path / "jeu")
