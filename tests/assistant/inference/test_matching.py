"""How the words of two texts meet."""

import pytest
from tokenizers import Encoding
from transformers import AutoTokenizer

from assistant.inference.matching import Match, matches, token_matches
from index.model_folder import find_model


def _met(text: str, other: str) -> dict[str, Match]:
    return {text[start:end]: match for start, end, match in matches(text, other)}


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        ("Les ventes progressent.", "La vente a progressé.", {"ventes": Match.SAME_WORD, "Les": Match.FUNCTION_WORD}),
        ("Les ventes progressent.", "Les ventes reculent.", {"progressent": Match.OPPOSITE}),
        ("Les ventes progressent.", "Le vent se lève.", {"progressent": Match.OTHER_WORD}),
        ("Elle n'ouvre pas.", "Elle ouvre.", {"n": Match.NEGATION, "pas": Match.NEGATION, "ouvre": Match.SAME_WORD}),
        ("près d'un tiers des salles", "31 % des salles", {"un tiers": Match.SAME_FIGURE}),
        ("31 % des salles", "près d'un tiers des salles", {"31 %": Match.SAME_FIGURE}),
        ("12 % des salles", "21 % des salles", {"12 %": Match.OTHER_FIGURE}),
        ("En 2023, 1 619 réponses", "1 619 réponses en 2024", {"2023": Match.OTHER_FIGURE, "1 619": Match.SAME_FIGURE}),
        ("Les ventes progressent.", "Le commerce grimpe.", {"progressent": Match.SAME_SENSE}),
        ("Les ventes progressent.", "Le commerce fléchit.", {"progressent": Match.OPPOSITE}),
        ("l'œuvre", "des ŒUVRES", {"œuvre": Match.SAME_WORD}),
    ],
)  # fmt: skip
def test_words_and_figures_meet(text: str, other: str, expected: dict[str, Match]) -> None:
    met = _met(text, other)
    assert {word: met[word] for word in expected} == expected


def test_nothing_meets_an_empty_text() -> None:
    assert matches("", "Les ventes progressent.") == []
    assert _met("ventes", "") == {"ventes": Match.OTHER_WORD}


def test_each_token_has_the_match_of_its_word() -> None:
    _, folder = find_model(None, None)
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    claim, passage = "Les ventes progressent de 12 %.", "Les ventes reculent de 21 %."
    encoding: Encoding = tokenizer([claim], [passage]).encodings[0]
    found = token_matches(claim, passage, encoding)
    assert len(found) == len(encoding.ids)
    told = {
        (which, text[start:end].strip()): match
        for match, which, (start, end) in zip(found, encoding.sequence_ids, encoding.offsets, strict=True)
        if which is not None
        for text in ((claim, passage)[which],)
    }
    assert told[0, "12"] == told[1, "21"] == Match.OTHER_FIGURE
    assert told[0, "%."] == Match.NO_WORD
    assert Match.OPPOSITE in found
    assert found[0] == Match.NO_WORD
