"""Batches of the encoder: every passage with questions that it answers, neighbours together."""

import json
import random
from itertools import islice
from pathlib import Path

from training.encoder_batches import piaf_batches, sheet_batches
from training.piaf import Paragraph, ReadingQuestion

PARAGRAPHS = {str(i): Paragraph(str(i), "T", f"Le nombre caché est {1000 + i}. Fin.") for i in range(50)}
QUESTIONS = [
    ReadingQuestion(f"q{i}-{n}", f"Quel est le nombre caché de {i} ?", str(i), ((20, 24),))
    for i in range(50)
    for n in range(5)
]
NEIGHBOURS = {q.question_id: [str((int(q.paragraph_id) + 1) % 50)] for q in QUESTIONS}


def test_every_paragraph_comes_once_with_questions_that_it_answers() -> None:
    batches = list(piaf_batches(QUESTIONS, PARAGRAPHS, NEIGHBOURS, random.Random(0)))
    passages = [passage for batch in batches for passage in batch.passages]
    assert sorted(passages) == sorted(paragraph.text for paragraph in PARAGRAPHS.values())
    for batch in batches:
        assert len(batch.questions) == len(batch.gold) == 3 * len(batch.passages)
        assert max(batch.gold) < len(batch.passages)


def test_a_passage_is_beside_one_it_is_confused_with() -> None:
    batch = next(piaf_batches(QUESTIONS, PARAGRAPHS, NEIGHBOURS, random.Random(0)))
    numbers = {int(passage[20:24]) - 1000 for passage in batch.passages}
    assert sum((number + 1) % 50 in numbers for number in numbers) >= len(numbers) - 2


def test_one_title_for_two_audiences_comes_once(tmp_path: Path) -> None:
    lines = [
        {
            "sheet": f"s{i}",
            "theme": f"Accueil > Thème > {i}",
            "passage": f"Texte {i}",
            "questions": [f"Titre {i // 2} ?"],
        }
        for i in range(40)
    ]
    path = tmp_path / "sheets.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    for batch in islice(sheet_batches(path, random.Random(0)), 4):
        assert batch.source == "sheets"
        assert len(set(batch.passages)) == len(batch.passages) == len(batch.questions)
        assert len(batch.passages) <= 11
