"""Questions made from sentences, without a person: a figure, a year or a name becomes what is asked.

Unsupervised question answering by cloze translation (Lewis, Denoyer & Riedel, ACL 2019), in its simplest
form: a question word, then what is left of the sentence, some words dropped.
"""

import random
import re

from ingest.sentences import sentence_spans

_YEAR = re.compile(r"(?:\b[Ee]n |\b[Dd]epuis |\b[Dd]ès )((?:1\d|20)\d\d)\b")
_DATE = re.compile(
    r"\b(\d{1,2}(?:er)? (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
    r"(?: (?:1\d|20)\d\d)?)\b"
)
_AMOUNT = re.compile(
    r"\b(\d+(?:[  ]\d{3})*(?:,\d+)?(?:[  ](?:%|€|millions|milliards|euros|km²?|ans|mois|jours))?) ?([^\W\d_]{4,})?"
)
_NAME = re.compile(
    r"(?<=[a-zé,] )((?:[A-ZÉÈ][\w’'-]+)(?: (?:(?:de|du|des|la|le|von|van) )?[A-ZÉÈ][\w’'-]+)+)"
)
_PLACE = re.compile(r"\b(?:à|en|au|aux) ([A-ZÉÈ][\w-]{3,})\b")


def cloze_questions(text: str, rng: random.Random) -> list[tuple[str, tuple[int, int]]]:
    """Questions on ``text``, each with the half-open span that answers it; one a sentence at most."""
    made = []
    for start, end in sentence_spans(text, 0, len(text)):
        sentence = text[start:end]
        if not 40 <= len(sentence) <= 400:
            continue
        found = [
            (word, match.span(1))
            for words, pattern in (
                (("En quelle année", "Quand", "quand est-ce que"), _YEAR),
                (("Quand", "À quelle date"), _DATE),
                (("Combien", "Quel nombre", "Quelle part"), _AMOUNT),
                (("Qui", "Quel est le nom", "Comment s'appelle"), _NAME),
                (("Où", "Dans quel endroit"), _PLACE),
            )
            for match in pattern.finditer(sentence)
            for word in (rng.choice(words),)
        ]
        if found:
            word, (first, last) = rng.choice(found)
            made.append((_question(word, sentence, first, last, rng), (start + first, start + last)))
    return made


def _question(word: str, sentence: str, first: int, last: int, rng: random.Random) -> str:
    before = sentence[:first].split()[-rng.randint(4, 12) :]
    after = sentence[last:].split()[: rng.randint(3, 10)]
    kept = [each for each in before + after if rng.random() > 0.3]
    if rng.random() < 0.3:
        kept = [*kept[len(kept) // 2 :], *kept[: len(kept) // 2]]
    return f"{word} {' '.join(kept).strip(' ,.;:')} ?"
