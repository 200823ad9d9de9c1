"""What the claim checker learns from: claims beside what a passage says, and the verdict of a careful reader.

``training/claims/NAME.jsonl`` holds claims and yes/no questions about the passages of
``training/questions/NAME.jsonl``, a line each: {"line": 1, "claims": [{"claim", "verdict", "kind"}, …]};
``NAME.twins.jsonl``, where it is there, more of them, by threes that differ by few words and by their verdict.
Beside them, claims made from sentences of passages: as they are (supported), with a figure, a direction, a polarity
or a group turned around (refuted; after Kryściński et al., EMNLP 2020), or from a passage beside (not enough).
"""

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.checking.windows import windows
from assistant.evidence import read_passages
from assistant.inference.opposites import PAIRS
from assistant.question import understand
from evals.datasets import read_json_lines
from evals.ranking import id_of
from index.search import Hit, Index
from ingest.sentences import sentence_spans
from training.clumsy import clumsy
from training.written import WRITTEN, WrittenPassage, load_passages, passage_id

CLAIMS = Path(__file__).with_name("claims")
VERDICTS = ("supported", "refuted", "not_enough_info")
_OPEN = VERDICTS.index("not_enough_info")
_DEV, _TWINS = ".dev.jsonl", ".twins"
_LEAST, _MOST = 50, 260  # characters of a sentence that makes a claim
_TYPED_FAST = 0.2  # of the claims
_BESIDE = 0.25  # of the claims that are decided, read beside another text of the document as well
_MAX_SIBLINGS = 10  # passages of a whole file speak of one field, but may decide each other's claims

_OPPOSITE: dict[str, list[str]] = {}
for _left, _right in PAIRS:
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
_ENUMERATED = re.compile(r"(?:chez |pour |parmi |de |les |des |par )?(?:les |des )?\b([a-zà-ÿ]{5,}s)\b")


@dataclass(frozen=True, slots=True)
class WrittenClaim:
    """``verdict``, a place in VERDICTS, is what ``passage`` makes of ``claim``."""

    claim: str
    passage: WrittenPassage
    verdict: int


@dataclass(frozen=True, slots=True)
class ClaimExample:
    """What the network reads: a claim beside ``text``. ``document`` is that of the text, "" for what was made."""

    claim: str
    text: str
    verdict: int
    document: str = ""


def load_claims(*, dev: bool = False, written: Path = WRITTEN, claims: Path = CLAIMS) -> list[WrittenClaim]:
    """Every claim to train on, or those kept apart."""
    found = []
    for path in sorted(claims.glob("*.jsonl")):
        if path.name.endswith(_DEV) is not dev:
            continue
        passages = load_passages(written / path.name.replace(_TWINS, ""))
        for line in read_json_lines(path):
            for each in line["claims"]:
                passage = passages[line["line"] - 1]
                found.append(WrittenClaim(each["claim"], passage, VERDICTS.index(each["verdict"])))
    return found


def beside_windows(claims: Iterable[WrittenClaim], index: Index) -> list[ClaimExample]:
    """Each claim beside the sentence of its passage that fits it best and its neighbours, as it will be checked.

    ``index`` is that of ``written_dataset``, the passages of the claims among its documents.
    """
    places: dict[str, list[Hit]] = {}
    for position, (document, passage) in enumerate(index.passages):
        hit = Hit(passage, document, score=1.0, rank=1, cosine=1.0, bm25=0.0, maxsim=None, position=position)
        places.setdefault(id_of(document), []).append(hit)
    examples = []
    for each in claims:
        hits = places[passage_id(each.passage)]
        sentences = read_passages(index, understand(index, each.claim), hits, {})
        text = windows(sentences, 1)[0][1] if sentences else each.passage.text
        examples.append(ClaimExample(each.claim, text, each.verdict, each.passage.document))
    return examples


def epoch_claims(
    claims: Sequence[ClaimExample], passages: Sequence[WrittenPassage], rng: random.Random, *, num_made: int
) -> list[ClaimExample]:
    """Every claim once, some typed fast, some beside another text of the document as well, which leaves them open.

    And ``num_made`` of each verdict made from sentences of ``passages``.
    """
    texts: dict[str, list[str]] = {}
    for each in claims:
        texts.setdefault(each.document, []).append(each.text)
    by_document: dict[str, list[WrittenPassage]] = {}
    for passage in passages:
        by_document.setdefault(passage.document, []).append(passage)
    examples = []
    for each in claims:
        claim = clumsy(each.claim, rng) if rng.random() < _TYPED_FAST else each.claim
        examples.append(replace(each, claim=claim))
        small = len(by_document.get(each.document, ())) <= _MAX_SIBLINGS
        others = [text for text in texts[each.document] if text != each.text] if small else []
        if each.verdict != _OPEN and others and rng.random() < _BESIDE:
            examples.append(ClaimExample(claim, rng.choice(others), _OPEN))
    counts = [0, 0, 0]
    for _ in range(20 * num_made):
        if min(counts) >= num_made:
            break
        passage = rng.choice(passages)
        for example in made_claims(passage, rng.choice(by_document[passage.document]), rng):
            if counts[example.verdict] < num_made:
                counts[example.verdict] += 1
                examples.append(example)
    return examples


def made_claims(passage: WrittenPassage, beside: WrittenPassage, rng: random.Random) -> list[ClaimExample]:
    """One sentence of ``passage`` as it is and turned around; and one of ``beside``, of the same document."""
    sentence = _sentence(passage.text, rng)
    if sentence is None:
        return []
    window = _around(passage.text, sentence, rng)
    claim = passage.text[slice(*sentence)]
    made = [ClaimExample(claim, window, 0)]
    turned = turned_around(claim, passage.text, rng)
    if turned:
        made.append(ClaimExample(turned, window, 1))
        # What was turned around may be what the passage says: the claim as it was then goes against it.
        if rng.random() < 0.25:
            made.append(ClaimExample(claim, window.replace(claim, turned), 1))
    if beside is not passage:
        other = _sentence(beside.text, rng)
        if other is not None:
            made.append(ClaimExample(beside.text[slice(*other)], window, _OPEN))
    return made


def turned_around(sentence: str, passage: str, rng: random.Random) -> str | None:
    """``sentence`` made to say something else of the same subject; None where no way is found."""
    ways = [_other_figure, _opposite, _denied, _other_group]
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
    if not said or sentence[: said.start()].rstrip().endswith((" ne", " se", " s", "qui")):
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
