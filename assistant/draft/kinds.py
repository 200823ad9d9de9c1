"""What a sentence of a draft is: a claim that documents can confirm, or something else, and what. By form alone."""

import re
from enum import StrEnum

from assistant.draft.clauses import has_main_verb
from assistant.draft.reading import is_reference
from assistant.draft.subjects import LEAD
from assistant.draft.verbs import finite_verbs, is_infinitive
from assistant.quantities import find_quantities
from index.analysis import analyse, fold

LONGEST = 1_500  # characters; no sentence is longer
_FEWEST_TERMS = 2


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


# What only brings in a fact: « Rappelons que… », « Force est de constater que… », « Par ailleurs, … ».
INTRODUCES = re.compile(
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
_FIRST_PERSON = re.compile(
    r"\b(?:je (?:ne )?(?:pense|crois|trouve|juge|considere|suppose|regrette|souhaite|doute|prefere|deplore|me rejouis|suis (?:convaincu|persuade|d'avis|sur))\w*"
    r"|j'(?:estime|espere|aimerais|ose|ai l'impression)|a (?:mon|notre) (?:avis|sens|humble avis)|selon (?:moi|nous)|pour (?:moi|ma part|nous)"
    r"|d'apres (?:moi|nous)|il (?:me|nous) (?:semble|parait)|nous (?:ne )?(?:pensons|croyons|estimons|jugeons|considerons|regrettons|souhaitons|esperons|deplorons)"
    r"|on peut (?:penser|estimer|croire|regretter|se rejouir|deplorer)|(?:on|nous) (?:aimerait|aimerions|voudrait|voudrions)|nous (?:devons|devrions))\b"
)
_JUDGES = re.compile(
    r"\b(?:il (?:est|serait|parait|semble|me parait) (?:\w+ ){0,2}(?:regrettable|souhaitable|dommage|important|essentiel|primordial|necessaire|indispensable|"
    r"urgent|temps|preferable|crucial|capital|inacceptable|choquant|etonnant|interessant|legitime|normal|bon|juste|facile|difficile|permis) (?:de|d'|que|qu')"
    r"|il (?:faut|faudrait|conviendrait|vaudrait mieux|vaut mieux)|on (?:ne )?(?:doit|devrait|ferait))(?!\w)"
)
# What somebody else says is a fact that their document confirms, whatever it is that they say.
_REPORTED = re.compile(
    r"^(?:selon|d'apres) (?!moi|nous)(?:les? |la |l'|un|[a-z])"
    r"|\b(?:dit|disent|dire|declar\w+|affirm\w+|estim\w+|consider\w+|propos\w+|indiqu\w+|soulign\w+|not(?:e|ent|ait)|rapport(?:e|ent|ait)|recommand\w+|"
    r"conclu\w+|jug\w+|demand\w+|attend\w*|craign\w+|craint|pense(?:nt)?|expliqu\w+|rappell\w+|precis\w+|annonc\w+|preconis\w+|sugger\w+|montr\w+|"
    r"expriment|exprime|ecrit|ecrivent) (?:\w+ ){0,3}?(?:que|qu'|de |d')"
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
_YOU = re.compile(r"\bvous (?:ne |n'|y |en |les? |la )?[a-z]+ez\b")
_US = re.compile(
    r"^(?:imaginons|supposons|examinons|voyons|commencons|passons|revenons|prenons|terminons|concluons|abordons|considerons|regardons|admettons)\b"
)
_PLAN = re.compile(
    r"^(?:(?:dans|pour|au cours de|a travers) (?:cette|ce|cet|un premier|un second|une premiere|une seconde) (?:\w+ )?(?:partie|chapitre|section|memoire|"
    r"article|rapport|travail|etude|document|note|dossier)\b|(?:dans|pour) la suite\b|(?:cette|ce|cet|la presente|le present) (?:partie|chapitre|section|memoire|article|"
    r"travail|note|dossier|document) (?:present|examin|analys|trait|propos|vis|abord|montr|s'|a pour|decri|porte|expos|cherch|resum|entend)\w*|notre (?:plan|propos|"
    r"objectif|demarche|problematique|hypothese)|l'objectif de (?:ce|cette|cet|notre))\b"
)
_OURSELVES = re.compile(
    r"\b(?:nous |je |j')(?:(?:ne|y|en|les|le|la|vous) |n'|l')*(?!disent|dit|apprend|montre|rappelle|indique)[a-z]+(?:ons|erai|rons|ai|ais|e|s)\b|"
    r"\b(?:mon|ma|mes|notre|nos) (?:memoire|these|travail|recherche|etude|enquete|stage|terrain|corpus|entretiens?|avis)\b"
)


def why_left(sentence: str) -> Left | None:
    """Why ``sentence``, without Markdown nor references, is no claim to check; None where it is one."""
    folded = fold(sentence).strip(' «»"“”()')
    body = INTRODUCES.sub("", folded, count=1) if INTRODUCES.match(folded) else folded
    introduced = body != folded and " qu" in f" {folded[: len(folded) - len(body)]}"
    counts = bool(find_quantities(sentence))
    if re.search(r"\?[\s»”\")]*$", sentence) or _QUESTION.search(folded):
        return Left.QUESTION
    if is_reference(sentence):
        return Left.REFERENCE
    if _PLAN.match(body):
        return Left.ANNOUNCEMENT
    if not introduced and is_order(sentence):
        return Left.INSTRUCTION
    if _FIRST_PERSON.search(body if introduced else folded):
        return Left.OPINION
    reported = _REPORTED.search(body) is not None
    if not reported and _JUDGES.search(body if introduced else folded):
        return Left.OPINION
    if not counts and not reported:
        if _NORM.search(body) or _VALUE.search(body) or re.search(r"!\s*[»”]?$", sentence):
            return Left.OPINION
        if _MAYBE.search(body) or _CONDITION.match(body):
            return Left.HYPOTHESIS
        if _OURSELVES.search(body):
            return Left.ANNOUNCEMENT
        if _YOU.search(body):
            return Left.INSTRUCTION
    # « La loi date de 2016 et dit : » says something before what it introduces.
    if sentence.rstrip().endswith(":") and not (re.search(r"\d", sentence) and has_main_verb(sentence)):
        return Left.ANNOUNCEMENT
    return None if _says_something(sentence) else Left.NO_FACT


def is_order(sentence: str) -> bool:
    """Whether a sentence tells its reader to do something."""
    folded = fold(sentence).strip(' «»"“”()')
    if _ORDER.match(folded) or _IMPERATIVE.match(folded) or _US.match(folded):
        return True
    first = re.match(r"(?:ne pas |se |s['’])?([^\W\d_]+)", sentence.lower().lstrip(" «“("))
    # « Enrichir l'atlas aiderait les élus » is no order: the infinitive is a subject.
    return first is not None and is_infinitive(first[1]) and not has_main_verb(sentence)


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
