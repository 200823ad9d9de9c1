"""The reader of the package, for real."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from assistant.reader import Reader, load_reader
from assistant.reader.trained import TRAINED_READER, TrainedReader, _likeliest_overlap
from index.packed_weights import unpack
from ingest.errors import ModelError

pytestmark = pytest.mark.slow

PASSAGE = (
    "Marie Curie naît à Varsovie le 7 novembre 1867. Elle reçoit le prix Nobel de physique en 1903, puis celui "
    "de chimie en 1911. Son laboratoire se trouve rue d'Ulm, à Paris."
)
GARDEN = "Les poireaux se sèment en mars, sous abri. Les tomates aiment la chaleur et un sol riche."


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        pytest.param("Où est née Marie Curie ?", "Varsovie", id="place"),
        pytest.param("ou est nee marie curie", "Varsovie", id="without accents"),
        pytest.param("En quelle année a-t-elle reçu le prix Nobel de physique ?", "1903", id="year"),
    ],
)
def test_it_points_at_the_answer(reader: Reader, question: str, answer: str) -> None:
    (reading,) = reader.read(question, [PASSAGE])
    assert reading.span is not None
    assert answer in PASSAGE[reading.span[0] : reading.span[1]]
    place = PASSAGE.index(answer)
    assert reading.share_of(place, place + len(answer)) > 0.5


def test_it_tells_a_passage_that_answers_from_others(reader: Reader) -> None:
    answering, other = reader.read("Où est née Marie Curie ?", [PASSAGE, GARDEN])
    assert answering.answers > 0.5
    assert other.answers < 0.1


def test_readings_come_in_the_order_of_the_passages(reader: Reader) -> None:
    question = "Quand se sèment les poireaux ?"
    passages = [PASSAGE, GARDEN, f"{PASSAGE}\n{PASSAGE}", "Oui."]
    together = reader.read(question, passages)
    alone = [reader.read(question, [passage])[0] for passage in passages]
    assert [reading.answers for reading in together] == [reading.answers for reading in alone]
    assert together[1].span is not None
    assert "mars" in GARDEN[together[1].span[0] : together[1].span[1]]


def test_shares_sum_to_one_over_the_tokens_of_the_passage(reader: Reader) -> None:
    (reading,) = reader.read("Où ?", [PASSAGE])
    assert float(reading.shares.sum()) == pytest.approx(1, abs=1e-5)
    assert len(reading.shares) == len(reading.places)
    assert reading.places[:, 1].max() <= len(PASSAGE)


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        pytest.param("pourquoi " * 2_000, PASSAGE, id="endless question"),
        pytest.param("Où ?", PASSAGE * 50, id="endless passage"),
        pytest.param("Où ?", "", id="empty passage"),
        pytest.param("\ud800?", PASSAGE, id="lone surrogate"),
    ],
)
def test_odd_input_gives_a_probability(reader: Reader, question: str, passage: str) -> None:
    (reading,) = reader.read(question, [passage])
    assert 0 <= reading.answers <= 1


def test_nothing_to_read_gives_nothing(reader: Reader) -> None:
    assert reader.read("Où ?", []) == []


def test_shipped_weights_are_small_and_finite() -> None:
    assert TRAINED_READER.stat().st_size < 30_000_000
    assert all(np.isfinite(values).all() for values in unpack(TRAINED_READER).values())


@pytest.mark.parametrize("damage", ["cut", "uncalibrated", "of another network", "missing"])
def test_damaged_weights_are_refused_in_a_sentence(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "reader.safetensors"
    if damage != "missing":
        shutil.copy(TRAINED_READER, path)
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:1_000_000])
    if damage == "uncalibrated":
        save_file(load_file(path), path)
    if damage == "of another network":
        save_file({"autre": np.ones(3, np.float32)}, path, metadata={"calibration": json.dumps([1, 0, 0])})
    with pytest.raises(ModelError, match="réinstallez Sourcier"):
        TrainedReader(path)


def test_span_is_the_one_that_shares_most_with_the_likely_ones() -> None:
    scores = np.full((6, 6), -np.inf, np.float32)
    scores[0, 0], scores[3, 4], scores[3, 5] = np.log([0.4, 0.3, 0.3])
    # Alone, (0, 0) is likeliest; (3, 4) has .3 and four fifths of another .3.
    assert _likeliest_overlap(scores) == (3, 4)
    scores[0, 0] = np.log(0.9)
    assert _likeliest_overlap(scores) == (0, 0)
