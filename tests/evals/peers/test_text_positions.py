import pytest

from evals.peers.interface import Passage
from evals.peers.text_positions import locate, split_passages

TEXT = "Un  titre\n\nLa radio. La radio.\nFin (100 %)."


def test_pieces_are_found_in_order_white_space_aside() -> None:
    spans = locate(["Un titre", "La radio.", "La radio.", "radio. Fin (100 %)."], TEXT)
    assert [TEXT[start:end] for start, end in spans] == [
        "Un  titre",
        "La radio.",
        "La radio.",
        "radio.\nFin (100 %).",
    ]
    assert spans[1] == (11, 20)
    assert spans[2] == (21, 30)  # the second one, not the first again


def test_pieces_may_overlap_the_one_before() -> None:
    assert locate(["La radio. La", "La radio.\nFin"], TEXT) == [(11, 23), (21, 34)]


@pytest.mark.parametrize("pieces", [["La télévision"], ["Fin", "Un titre"], [" \n "]])
def test_a_piece_that_is_not_there_is_an_error(pieces: list[str]) -> None:
    with pytest.raises(ValueError, match="not in the text"):
        locate(pieces, TEXT)


def test_pieces_keep_their_words_beside_their_place() -> None:
    assert split_passages({"a": "un deux", "b": "deux  trois"}, {"a": ["deux"], "b": ["deux trois"]}) == [
        (Passage("a", 3, 7), "deux"),
        (Passage("b", 0, 11), "deux trois"),
    ]
