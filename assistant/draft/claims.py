"""From a draft to its claims: which sentences say something that documents can confirm, and which do not, and why."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assistant.draft.clauses import clause_spans, lead_of
from assistant.draft.reading import Draft, Part, Role, is_reference
from assistant.draft.subjects import LEAD, Subject, resolved, subject_of
from assistant.draft.verbs import finite_verbs, is_infinitive
from assistant.quantities import find_quantities
from index.analysis import analyse, fold
from ingest.reading import plain
from ingest.sentences import sentence_spans

_LONGEST = 1_500  # characters; no sentence is longer
_FEWEST_TERMS = 2
_LONGEST_INTRODUCTION = 150  # characters of what introduces a list


class Left(StrEnum):
    """Why a sentence is not checked, as its reader is told."""

    QUESTION = "question"
    OPINION = "avis"
    HYPOTHESIS = "hypothèse"
    INSTRUCTION = "consigne"
    ANNOUNCEMENT = "annonce"
    HEADING = "titre"
    CAPTION = "légende"
    TABLE = "ligne de tableau"
    REFERENCE = "référence"
    CODE = "code ou métadonnées"
    NO_FACT = "phrase sans fait"
    TOO_LONG = "texte trop long pour une phrase"


_OF_ROLE = {
    Role.HEADING: Left.HEADING,
    Role.CAPTION: Left.CAPTION,
    Role.TABLE_ROW: Left.TABLE,
    Role.REFERENCE: Left.REFERENCE,
    Role.CODE: Left.CODE,
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A span of a draft: a claim to check, or what is left out.

    ``searched`` is the claim made self-contained, "" where ``left`` says why it is not one. ``references`` are
    those that the draft gives in the sentence, as they are written there.
    """

    start: int
    end: int
    searched: str = ""
    left: Left | None = None
    references: tuple[str, ...] = ()


# A bullet, a number, a footnote's mark before what the block says; Markdown's own marks of a heading or quotation.
_MARK = re.compile(
    r"(?:(?:[-*+>•■▪●◦‣►➢✓✔–—·]|\(?\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2}){2,}|[a-z]\)|\[\^?\w+\]:|<sup>\d+</sup>)\s+)+"
)
_REFERENCE = re.compile(
    r"\s*(?:\[\^[^\[\]]+\](?!:)|<sup>\s*\d+\s*</sup>|\[\d+(?:\s*[,;–-]\s*\d+)*(?:,?\s*p\.\s*\d+)?\](?!\()|\[-?@[^\[\]]+\]"
    r"|\((?:voir |cf\. |d['’]après )?[A-ZÉÈÀ][^()]{0,160}?[\s,](?:19|20)\d\d[a-z]?(?:[^()\w%][^()]{0,120})?\)"
    r"|\((?:voir|cf\.|ibid|op\. cit)[^()]{0,160}\)|\((?:p|pp)\.\s?\d+[^()]{0,20}\)|[¹²³⁴-⁹]+(?![\w]))"
)
# What only brings in a fact: « Rappelons que… », « Force est de constater que… », « Par ailleurs, … ».
_INTRODUCES = re.compile(
    r"(?:(?:rappelons|notons|soulignons|precisons|ajoutons|remarquons|observons|constatons|signalons|retenons)(?: (?:aussi|enfin|egalement|donc))? "
    r"qu(?:e |')|(?:on|nous) (?:sait|savons|constate|constatons|observe|observons|note|notons|voit|voyons|rappelle|rappelons) (?:aussi |donc )?qu(?:e |')"
    r"|il (?:faut|convient de|importe de|est utile de|est a) (?:noter|rappeler|souligner|preciser|savoir|ajouter|remarquer) qu(?:e |')"
    r"|(?:force est de constater|il est (?:clair|evident|certain|vrai|exact|etabli|connu|avere|acquis|notoire)|il apparait|il ressort|il s'avere|a noter|"
    r"on estime|il y a fort a parier) qu(?:e |')"
    r"|(?:par ailleurs|en effet|ainsi|de plus|en outre|enfin|cependant|toutefois|neanmoins|pourtant|or|mais|et|donc|de meme|en revanche|par consequent|"
    r"autrement dit|en somme|bref|de fait|en fait|d'une part|d'autre part|d'abord|tout d'abord|ensuite|puis|a l'inverse|au contraire|"
    r"heureusement|malheureusement|bien sur|certes|evidemment|finalement|notamment|par exemple|en particulier|a ce titre|a cet egard|dans les faits)"
    r"(?:,\s+| ))+"
)
_QUESTION = re.compile(
    r"\b(?:(?:on|nous) (?:peut|pouvons|doit|devons) se demander|se demander (?:si|comment|pourquoi)|reste a savoir|la question (?:est|se pose|reste)|"
    r"demandons-nous|on ignore (?:si|encore))\b"
)
_OPINION = re.compile(
    r"\b(?:je (?:ne )?(?:pense|crois|trouve|juge|considere|suppose|regrette|souhaite|doute|prefere|deplore|me rejouis|suis (?:convaincu|persuade|d'avis|sur))\w*"
    r"|j'(?:estime|espere|aimerais|ose|ai l'impression)|a (?:mon|notre) (?:avis|sens|humble avis)|selon (?:moi|nous)|pour (?:moi|ma part|nous)\b"
    r"|d'apres (?:moi|nous)|il (?:me|nous) (?:semble|parait)|nous (?:ne )?(?:pensons|croyons|estimons|jugeons|considerons|regrettons|souhaitons|esperons|deplorons)"
    r"|on peut (?:penser|estimer|croire|regretter|se rejouir|deplorer)|(?:on|nous) (?:aimerait|aimerions|voudrait|voudrions)"
    r"|il (?:est|serait|parait|semble|me parait) (?:\w+ ){0,2}(?:regrettable|souhaitable|dommage|important|essentiel|primordial|necessaire|indispensable|"
    r"urgent|temps|preferable|crucial|capital|inacceptable|choquant|etonnant|interessant|legitime|normal|bon|juste|facile|difficile|permis) (?:de|d'|que|qu')"
    r"|il (?:faut|faudrait|conviendrait|vaudrait mieux|vaut mieux)|on (?:ne )?(?:doit|devrait|ferait)|nous (?:devons|devrions))\b"
)
_VALUE = re.compile(
    r"\b(?:magnifiques?|merveill\w+|horribles?|scandal\w+|formidables?|genia\w+|catastrophiques?|decevant\w*|passionnant\w*|admirables?|absurdes?|"
    r"ridicules?|fascinant\w*|superbes?|inquietant\w*|tristes?|beau|belle|deplorables?|lamentables?|enthousiasmant\w*|extraordinaires?|"
    r"bouleversant\w*|regrettables?|honte\w*|inadmissibles?|incroyables?|remarquables?|dommage|chance|malheur|tout simplement)\b"
)
_NORM = re.compile(r"\bdev(?:rait|raient|rions|rons)\b")
_MAYBE = re.compile(
    r"\b(?:pourrai(?:t|ent)|peut-etre|sans doute|probablement|vraisemblablement|eventuellement|il (?:est|se) (?:possible|probable|peut) qu\w*|"
    r"risquerai(?:t|ent)|semblerait|supposons|imaginons|a supposer|admettons)\b"
)
_CONDITION = re.compile(r"^si\b.*\w(?:rait|raient)\b")
_ORDER = re.compile(
    r"^(?:ne pas |merci de |priere de |veuillez|voir |cf\.|se (?:reporter|referer)|a (?:completer|verifier|faire|revoir|developper|relire|sourcer)\b|todo|"
    r"nb ?:|n'(?:hesitez|oubliez)|ne [\w']+ez )"
)
_IMPERATIVE = re.compile(r"^(?!chez\b|assez\b|nez\b|rez\b|gomez\b)[a-z]+ez(?:-\w+)?\b(?!,)")
_US = re.compile(
    r"^(?:imaginons|supposons|examinons|voyons|commencons|passons|revenons|prenons|terminons|concluons|abordons|considerons|regardons|admettons)\b"
)
_PLAN = re.compile(
    r"^(?:(?:dans|pour|au cours de|a travers) (?:cette|ce|cet|un premier|un second|une premiere|une seconde|la|le) (?:\w+ )?(?:partie|chapitre|section|memoire|"
    r"article|rapport|travail|etude|document|note|dossier|suite|conclure)\b|(?:cette|ce|cet|la presente|le present) (?:partie|chapitre|section|memoire|article|"
    r"travail|note|dossier|document) (?:present|examin|analys|trait|propos|vis|abord|montr|s'|a pour|decri|porte|expos|cherch|resum|entend)\w*|notre (?:plan|propos|"
    r"objectif|demarche|problematique|hypothese)|l'objectif de (?:ce|cette|cet|notre))\b"
)
_OURSELVES = re.compile(
    r"\b(?:nous |je |j')(?:(?:ne|y|en|les|le|la|vous) |n'|l')*(?!disent|dit|apprend|montre|rappelle|indique)[a-z]+(?:ons|erai|rons|ai|ais|e|s)\b|"
    r"\b(?:mon|ma|mes|notre|nos) (?:memoire|these|travail|recherche|etude|enquete|stage|terrain|corpus|entretiens?|avis)\b"
)


def segments(draft: Draft) -> list[Segment]:
    """The claims of ``draft`` and what is left out, in order, without overlap; blanks and joints lie in none."""
    found: list[Segment] = []
    before: Subject | None = None
    introduction = ""
    for part in draft.parts:
        block = part.block
        if part.role in _OF_ROLE:
            found.append(Segment(block.start, block.end, left=_OF_ROLE[part.role]))
            if part.role is Role.HEADING:
                before, introduction = None, ""
            continue
        for segment, subject in _of_prose(draft.text, part, before, introduction):
            found.append(segment)
            before = subject
        if part.role is Role.PROSE:
            shown = plain(draft.text[block.start : block.end])
            said = shown.rstrip(" :\u00a0\u202f") if shown.endswith(":") else ""
            introduction = (
                said
                if 0 < len(said) <= _LONGEST_INTRODUCTION and why_left(said) in (None, Left.NO_FACT)
                else ""
            )
    return found


def _of_prose(
    text: str, part: Part, before: Subject | None, introduction: str
) -> Iterator[tuple[Segment, Subject | None]]:
    """The segments of one paragraph, item or note, each with the subject that a pronoun after it means."""
    start, end = part.block.start, part.block.end
    if mark := _MARK.match(text, start, end):
        start = mark.end()
    for first, last in sentence_spans(text, start, end):
        sentence = text[first:last]
        if not re.search(r"\w", sentence):
            continue  # a rule, a row of stars
        shown, references = _without_references(sentence)
        left = why_left(shown)
        spans = [(first, last)] if left is Left.TOO_LONG else clause_spans(text, first, last)
        # An opinion after a fact leaves the fact to check; one that opens the sentence is of all of it.
        if left in (Left.OPINION, Left.HYPOTHESIS) and len(spans) > 1:
            left = why_left(_without_references(text[slice(*spans[0])])[0])
        completed = left is Left.NO_FACT and part.role is Role.LIST_ITEM and introduction
        if left is not None and not completed:
            yield Segment(first, last, left=left, references=references), subject_of(shown) or before
            continue
        lead = lead_of(shown)
        for number, (clause_start, clause_end) in enumerate(spans):
            said, cited = _without_references(text[clause_start:clause_end])
            claim = _self_contained(said, before, lead if number else "")
            if part.role is Role.LIST_ITEM and introduction and next(finite_verbs(said), None) is None:
                claim = f"{introduction} : {said.rstrip(' ;,.')}"
                left = Left.INSTRUCTION if _is_order(said) else why_left(claim)
                if left is not None:
                    yield Segment(clause_start, clause_end, left=left, references=cited), before
                    continue
            elif len(spans) > 1 and (left := why_left(said)) is not None:
                yield Segment(clause_start, clause_end, left=left, references=cited), before
                continue
            before = subject_of(claim) or before
            yield Segment(clause_start, clause_end, claim, references=cited), before


def why_left(sentence: str) -> Left | None:
    """Why ``sentence``, without Markdown nor references, is no claim to check; None where it is one."""
    folded = fold(sentence).strip(' «»"“”()')
    body = _INTRODUCES.sub("", folded, count=1) if _INTRODUCES.match(folded) else folded
    introduced = body != folded and " qu" in f" {folded[: len(folded) - len(body)]}"
    counts = bool(find_quantities(sentence))
    if len(sentence) > _LONGEST:
        return Left.TOO_LONG
    if re.search(r"\?[\s»”\")]*$", sentence) or _QUESTION.search(folded):
        return Left.QUESTION
    if is_reference(sentence):
        return Left.REFERENCE
    if _PLAN.match(body):
        return Left.ANNOUNCEMENT
    if not introduced and _is_order(sentence):
        return Left.INSTRUCTION
    if _OPINION.search(body if introduced else folded):
        return Left.OPINION
    if not counts:
        if _NORM.search(body) or _VALUE.search(body) or re.search(r"!\s*[»”]?$", sentence):
            return Left.OPINION
        if _MAYBE.search(body) or _CONDITION.match(body):
            return Left.HYPOTHESIS
        if _OURSELVES.search(body):
            return Left.ANNOUNCEMENT
    if sentence.rstrip().endswith(":"):
        return Left.ANNOUNCEMENT
    return None if _says_something(sentence) else Left.NO_FACT


def _is_order(sentence: str) -> bool:
    """Whether a sentence tells its reader to do something."""
    folded = fold(sentence).strip(' «»"“”()')
    if _ORDER.match(folded) or _IMPERATIVE.match(folded) or _US.match(folded):
        return True
    first = re.match(r"(?:ne pas |se |s['’]|l['’]|les |la |le )?([^\W\d_]+)", sentence.lower().lstrip(" «“("))
    return first is not None and is_infinitive(first[1])


def _says_something(sentence: str) -> bool:
    terms = [term for term in analyse(sentence) if not term[0].isdigit()]
    quantities = find_quantities(sentence)
    lead = LEAD.match(sentence)
    verb = next(finite_verbs(sentence[lead.end() :] if lead else sentence), None)
    if verb is None:
        # « Part des musiciens au casque : 62 % » is a fact; « 14, rue des Lilas » is none.
        return len(terms) >= _FEWEST_TERMS and any(each.unit not in ("", "year") for each in quantities)
    if quantities:
        return True
    # « C'est tout. », « Cela change la donne. »: of what, the sentence does not say.
    vague = re.match(
        r"(?:c'est|ce n'est|c'etait|cela|ceci|ca|tel(?:le)?s? (?:est|sont)|voila|tout cela)\b", fold(sentence)
    )
    return len(terms) >= (2 * _FEWEST_TERMS if vague else _FEWEST_TERMS)


def _without_references(sentence: str) -> tuple[str, tuple[str, ...]]:
    """The sentence as it reads without the references it gives, and these."""
    references = tuple(match.group().strip() for match in _REFERENCE.finditer(sentence))
    return plain(_REFERENCE.sub("", sentence)), references


def _self_contained(sentence: str, before: Subject | None, lead: str) -> str:
    """The claim as it is searched: nothing before the fact, and its subject named."""
    folded = fold(sentence)
    # Places agree only where folding keeps the length, which ligatures change.
    if len(folded) == len(sentence) and (introduction := _INTRODUCES.match(folded)):
        sentence = sentence[introduction.end() :]
        sentence = sentence[:1].upper() + sentence[1:]
    sentence = resolved(sentence, before).strip(" ;,")
    if lead and not LEAD.match(sentence):
        return f"{lead}{sentence}"
    return sentence[:1].upper() + sentence[1:]
