"""Near-copies of sentences: the pairs that teach to compare before anything else.

A sentence of a passage, whole or without a detail, as it stands there or with words put for others of one sense
(supported), with a figure, a direction, a polarity or a group turned around (refuted), or taken out of the passage (open);
after Kryściński et al., EMNLP 2020.
"""

import random
import re
from collections.abc import Callable, Sequence

from assistant.inference.lexicon import word_pairs
from ingest.sentences import sentence_spans
from training.claims import VERDICTS, ClaimExample
from training.synonyms import Synonyms
from training.written import WrittenPassage

_LEAST, _MOST = 50, 260  # characters of a sentence that makes a claim
_SHORTENED = 0.4  # of the near-copies
_LONGEST_WINDOW, _BEFORE, _AFTER = 420, 250, 200  # characters of what a near-copy is read beside
_SUPPORTED, _REFUTED, _OPEN = range(len(VERDICTS))
_Way = Callable[[str, str, random.Random], str | None]

_OPPOSITE: dict[str, list[str]] = {}
for _left, _right in word_pairs():
    _OPPOSITE.setdefault(_left, []).append(_right)
    _OPPOSITE.setdefault(_right, []).append(_left)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NUMBER = re.compile(r"(?<![\w.,-])\d{1,3}(?:[ \u00a0\u202f]\d{3})*(?:,\d+)?(?![\w.,]*\d)")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_NEGATION = re.compile(r"\b(?:ne |n['’])(\w+)(?: (?:pas|plus|jamais))")
_POSITIVE_VERB = re.compile(
    r"\b(est|sont|a|ont|peut|peuvent|doit|doivent|fait|font|permet|permettent|souhaite|souhaitent|utilise|utilisent|"
    r"prévoit|prévoient|estime|estiment|juge|jugent|reste|restent|concerne|concernent|propose|proposent|demande|demandent|"
    r"était|étaient|avait|avaient|compte|comptent|déclare|déclarent|dispose|disposent|reçoit|reçoivent)\b"
)
# The end of a sentence that can be left out without its meaning another thing.
_DETAIL = re.compile(
    r",? (?:en (?:19|20)\d\d|en (?:France|Europe|moyenne|ligne)|depuis|selon|grâce à|en raison d|à cause d|faute d|afin d|"
    r"d'après|au cours d|à l'occasion d|lors d|pendant)\b[^,.;:]*(?=\.$)"
)
_ENUMERATED = re.compile(r"(?:chez |pour |parmi |de |les |des |par )?(?:les |des )?\b([a-zà-ÿ]{5,}s)\b")


def near_copies(passages: Sequence[WrittenPassage], rng: random.Random, count: int) -> list[ClaimExample]:
    """``count`` of each verdict: a sentence as its passage has it, turned around, or not there."""
    synonyms = Synonyms([passage.text for passage in passages])
    left = [count] * len(VERDICTS)
    examples = []
    while any(left):
        passage = rng.choice(passages)
        for example in _copies_of(passage, synonyms, rng):
            if left[example.verdict]:
                left[example.verdict] -= 1
                examples.append(example)
    return examples


def _copies_of(passage: WrittenPassage, synonyms: Synonyms, rng: random.Random) -> list[ClaimExample]:
    text = passage.text
    place = _sentence(text, rng)
    if place is None:
        return []
    sentence, window = text[slice(*place)], _around(text, place, rng)
    if len(window) > _LONGEST_WINDOW:
        return []
    # What is turned around may be what the passage says, or the claim, then with or without a detail.
    in_passage = rng.random() < 0.4
    claim = sentence if in_passage else _shortened(sentence, rng)
    turned = turned_around(claim, text, rng, synonyms)

    def again(said: str) -> str:
        return synonyms.reworded(said, rng, most=rng.choice((0, 1, 1, 2)))

    found = []
    if turned is not None and in_passage:
        said = window.replace(sentence, turned)
        found = [ClaimExample(again(turned), said, _SUPPORTED), ClaimExample(again(claim), said, _REFUTED)]
    elif turned is not None:
        found = [
            ClaimExample(again(claim), window, _SUPPORTED),
            ClaimExample(again(turned), window, _REFUTED),
        ]
    rest = f"{text[max(0, place[0] - _BEFORE) : place[0]]}{text[place[1] : place[1] + _AFTER]}".strip()
    if len(rest) > _LEAST:
        found.append(ClaimExample(again(claim), rest, _OPEN))
    return found


def _shortened(sentence: str, rng: random.Random) -> str:
    """The sentence, at times without its first or its last clause, or without a detail."""
    if rng.random() > _SHORTENED:
        return sentence
    bare = _DETAIL.sub("", sentence)
    if bare != sentence and rng.random() < 0.7:
        return bare
    clauses = sentence.split(", ")
    if len(clauses) == 1:
        return bare
    kept = ", ".join(clauses[:-1] if rng.random() < 0.5 else clauses[1:])
    return kept if len(kept) >= _LEAST else bare


def turned_around(
    sentence: str, passage: str, rng: random.Random, synonyms: Synonyms | None = None
) -> str | None:
    """``sentence`` made to say something else of the same subject; None where no way is found."""
    ways: list[_Way] = [_other_figure, _opposite, _denied, _other_group]
    if synonyms:
        ways.append(lambda said, _, drawn: synonyms.reworded(said, drawn, most=1, contrary=True))
    rng.shuffle(ways)
    for way in ways:
        turned = way(sentence, passage, rng)
        if turned and turned != sentence and turned not in passage:
            return turned
    return None


def _other_figure(sentence: str, passage: str, rng: random.Random) -> str | None:
    found = [match for match in _NUMBER.finditer(sentence) if not _YEAR.fullmatch(match.group())]
    if not found:
        return None
    match = rng.choice(found)
    said = match.group()
    others = [
        other
        for other in _NUMBER.findall(passage)
        if other != said and not _YEAR.fullmatch(other) and len(other) <= len(said) + 1
    ]
    if others and rng.random() < 0.6:
        instead = rng.choice(others)
    else:
        value = float(re.sub(r"\s", "", said).replace(",", "."))
        changed = value * rng.choice((0.4, 0.6, 0.75, 1.3, 1.6, 2.2)) + rng.choice((-1, 1))
        instead = f"{max(1, changed):.1f}".replace(".", ",") if "," in said else f"{max(1, round(changed))}"
    return None if instead == said else sentence[: match.start()] + instead + sentence[match.end() :]


def _opposite(sentence: str, passage: str, rng: random.Random) -> str | None:
    found = [match for match in _WORD.finditer(sentence) if match.group().lower() in _OPPOSITE]
    if not found:
        return None
    match = rng.choice(found)
    instead = rng.choice(_OPPOSITE[match.group().lower()])
    if match.group()[0].isupper():
        instead = instead.capitalize()
    return sentence[: match.start()] + instead + sentence[match.end() :]


def _denied(sentence: str, passage: str, rng: random.Random) -> str | None:
    denied = _NEGATION.search(sentence)
    if denied:
        return sentence[: denied.start()] + denied[1] + sentence[denied.end() :]
    said = _POSITIVE_VERB.search(sentence)
    if not said or sentence[: said.start()].rstrip().endswith((" ne", " se", " s", "qui", "'", "’")):
        return None
    ne = "n'" if said[1][0] in "aeéiouy" else "ne "
    return f"{sentence[: said.start()]}{ne}{said[1]} pas{sentence[said.end() :]}"


def _other_group(sentence: str, passage: str, rng: random.Random) -> str | None:
    ours = sorted({match[1] for match in _ENUMERATED.finditer(sentence)})
    theirs = sorted({match[1] for match in _ENUMERATED.finditer(passage)} - set(ours))
    if not ours or not theirs or not re.search(r"\d", sentence):
        return None
    return re.sub(rf"\b{rng.choice(ours)}\b", rng.choice(theirs), sentence, count=1)


def _sentence(text: str, rng: random.Random) -> tuple[int, int] | None:
    found = [
        (a, b)
        for a, b in sentence_spans(text, 0, len(text))
        if _LEAST <= b - a <= _MOST and "\n" not in text[a:b]
    ]
    return rng.choice(found) if found else None


def _around(text: str, sentence: tuple[int, int], rng: random.Random) -> str:
    """The sentence within one to five of its neighbours."""
    spans = sentence_spans(text, 0, len(text))
    place = spans.index(sentence)
    first, last = max(0, place - rng.randint(0, 3)), min(len(spans) - 1, place + rng.randint(0, 3))
    return text[spans[first][0] : spans[last][1]]
