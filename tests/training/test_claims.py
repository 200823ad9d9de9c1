"""The claims the checker learns from: what is written, and what is made from sentences."""

import json
import random
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from keyword_embedder import KeywordEmbedder
from rich.console import Console

from evals.ranking import open_index
from training.claims import (
    VERDICTS,
    ClaimExample,
    WrittenClaim,
    beside_windows,
    epoch_claims,
    load_claims,
    made_claims,
    turned_around,
)
from training.written import WrittenPassage, load_written, written_dataset

TRAINING = Path(__file__).parents[2] / "training"
FILES = sorted((TRAINING / "claims").glob("*.jsonl"))
PASSAGE = WrittenPassage(
    "Les libraires sont 46 % à utiliser l'outil chaque semaine, contre 12 % des éditeurs en 2023. "
    "La hausse est portée par les jeunes salariés, selon l'observatoire du livre de la région.",
    "livre",
    (),
)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_passage_has_its_claims(path: Path) -> None:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    passages = (TRAINING / "questions" / path.name.replace(".twins", "")).read_text(encoding="utf-8")
    assert [line["line"] for line in lines] == list(range(1, len(passages.splitlines()) + 1))
    verdicts = Counter(claim["verdict"] for line in lines for claim in line["claims"])
    assert set(verdicts) == set(VERDICTS)
    # No verdict is a good guess, whatever the claim.
    assert max(verdicts.values()) < 0.4 * verdicts.total()
    assert min(verdicts.values()) > 0.25 * verdicts.total()
    assert all(claim["claim"].strip() and claim["kind"] for line in lines for claim in line["claims"])


def test_claims_kept_apart_are_not_trained_on() -> None:
    train, apart = load_claims(), load_claims(dev=True)
    assert apart
    assert not {each.passage.text for each in train} & {each.passage.text for each in apart}


@pytest.mark.parametrize("seed", range(20))
def test_a_sentence_turned_around_says_something_else(seed: int) -> None:
    rng = random.Random(seed)
    sentence = PASSAGE.text.split(". ")[0] + "."
    turned = turned_around(sentence, PASSAGE.text, rng)
    assert turned is not None
    assert turned != sentence
    assert turned not in PASSAGE.text
    assert "2023" in turned  # another year would be another fact


def test_made_claims_are_said_denied_or_left_open_by_their_passage() -> None:
    beside = WrittenPassage(
        "Les bibliothèques municipales de la région ouvrent aussi le dimanche matin.", "livre", ()
    )
    verdicts: Counter[str] = Counter()
    for seed in range(30):
        for example in made_claims(PASSAGE, beside, random.Random(seed)):
            verdicts[VERDICTS[example.verdict]] += 1
            said = example.claim in example.text
            assert said is (example.verdict == 0)
    assert set(verdicts) == set(VERDICTS)


def test_an_epoch_holds_every_claim_and_some_beside_other_texts_of_the_document() -> None:
    passages = [WrittenPassage(f"Passage {number}.", "document", ()) for number in range(3)]
    claims = [
        ClaimExample(f"Affirmation {number}.", passages[number % 3].text, number % 3, "document")
        for number in range(60)
    ]
    examples = epoch_claims(claims, passages, random.Random(0), num_made=0)
    decided = [each for each in examples if each.verdict != 2]
    assert len(decided) == 40
    # The other twenty leave open, and so does any other text of the document.
    assert 20 + 3 < len(examples) - len(decided) < 20 + 20


def test_a_claim_stands_beside_the_sentences_that_fit_it(tmp_path: Path) -> None:
    passages = [
        WrittenPassage(
            "Le pont ouvre en 1889. Il mène au marché. La foire dure un mois. Le maire la ferme.", "ponts", ()
        ),
        WrittenPassage("Les poireaux se sèment en mars.", "jardins", ()),
    ]
    index = open_index(written_dataset(passages), tmp_path, KeywordEmbedder(), Console(file=StringIO()))
    (example,) = beside_windows([WrittenClaim("Le pont ouvre en 1950.", passages[0], 1)], index)
    assert example == ClaimExample(
        "Le pont ouvre en 1950.", "Le pont ouvre en 1889. Il mène au marché.", 1, "ponts"
    )


def test_every_claim_is_about_a_passage_of_the_training() -> None:
    texts = {passage.text for passage in load_written()}
    assert all(each.passage.text in texts for each in load_claims())
