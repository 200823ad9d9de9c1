"""What a sentence of a draft speaks of, and the pronoun that says it again in the next one."""

import re
from dataclasses import dataclass

from assistant.draft.verbs import finite_verbs
from index.analysis import fold

# What may stand before the subject: when, where, according to whom, or how it follows from what was said.
LEAD = re.compile(
    r"(?:(?:En|Selon|D['’]après|Depuis|Dans|Pour|Au|Aux|À|A|Par|Avec|Sur|Lors|Après|Avant|Pendant|Entre|Chez|Dès|Parmi|Sans|Sous|Vers|D['’]ici|"
    r"Ainsi|Enfin|Puis|Ensuite|De même|De plus|Toutefois|Cependant|Néanmoins|Pourtant|Or|Mais|Et|Donc|Aujourd['’]hui|Désormais|Hier|Outre|"
    r"Quant|Malgré|Là|Ici|L['’]an|L['’]année|Cette année|Comme|Si|Lorsque|Lorsqu['’]|Quand|Grâce|Contrairement|Tandis|\w+ment)\b[^,;]{0,80},\s+)+"
)
_PRONOUN = re.compile(r"(?:Il|Elle|Ils|Elles|Celui-ci|Celle-ci|Ceux-ci|Celles-ci)(?=\s)", re.IGNORECASE)
_FIGURE = re.compile(
    r"(?:Ce chiffre|Cette part|Cette proportion|Ce taux|Ce pourcentage|Ce montant|Ce nombre|Cette somme)(?=\s)",
    re.IGNORECASE,
)
# « Cette entreprise », of whom a proper name was said before.
_ENTITY = re.compile(
    r"(?:Ce|Cet|Cette)\s(?:entreprise|société|organisme|institution|association|institut|studio|pays|ville|région|rapport|étude|"
    r"enquête|baromètre|loi|règlement|organisation|établissement|plateforme|fondation|ministère|agence|auteur|autrice)(?=\s)",
    re.IGNORECASE,
)
_IMPERSONAL = re.compile(
    r"il (?:ne |n')?(?:y (?:a|avait|aura|eut)|en (?:resulte|ressort|va|decoule)|faut|fallait|faudra\w*|s'agi\w+|s'aver\w+ que|existe|"
    r"rest\w+|convient|suffit|semble\w* que|appara?it que|para?it que|se peut|import\w+|vaut mieux|manque|arrive|"
    r"(?:est|etait|sera|serait|a ete|parait|semble) (?:\w+ ){1,3}?(?:de|que|qu'|d'))"
)
_RELATIVE = re.compile(r",|\s(?:(?:qui|que|dont|où|lequel|laquelle|lesquel\w+)(?!\w)|qu['’])")
_CLITICS = re.compile(
    r"(?:\s+(?:ne|se|y|en|la|le|les|lui|leur|nous|vous|n['’]|s['’]|l['’]))+$|(?<=\s)(?:n|s|l|m)['’]$",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"(?P<figure>\d[\d\s\u00a0\u202f,]*(?:%|pour cent))\s+(?P<whom>(?:des|du|de la|de l['’]|d['’]|de)\s?.+)",
    re.IGNORECASE,
)
_COMPLEMENT = re.compile(r"\s(?:de|du|des|d['’])(?!\w)|\sd['’]")
_ENDS_FEMININE = re.compile(
    r"(?:[tsx]ion|te|ence|ance|ure|ee|ette|esse|ise|logie|ie|lle|enne|trice|euse|ette)$"
)
_ENDS_MASCULINE = re.compile(
    r"(?:ment|age|isme|eau|ier|oir|teur|iste|phe|al|el|act|ort|art|il|if|eur|ain|ien|on|in|at|et|ot|us)$"
)
_MOST_WORDS = 14
_MASCULINE, _FEMININE = ("le", "un", "ce", "cet", "du", "au"), ("la", "une", "cette")
_PLURAL = (
    "les",
    "des",
    "ces",
    "aux",
    "leurs",
    "ses",
    "nos",
    "certains",
    "certaines",
    "plusieurs",
    "quelques",
    "deux",
    "trois",
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A noun phrase that was the subject of a sentence; ``said`` is all that the sentence says of it.

    ``gender`` is "m", "f" or "" where its determiner does not tell.
    """

    phrase: str
    gender: str
    plural: bool
    said: str

    def fits(self, pronoun: str) -> bool:
        """Whether « il », « elle », « celles-ci »… can stand for it."""
        folded = fold(pronoun).removesuffix("-ci")
        plural = folded in {"ils", "elles", "ceux", "celles"}
        gender = "f" if folded in {"elle", "elles", "celle", "celles"} else "m"
        # « L'impact de l'IA… Elle… »: where the noun does not tell its gender, it may be either of two.
        doubtful = not self.gender and not plural and _COMPLEMENT.search(self.phrase) is not None
        return plural == self.plural and self.gender in ("", gender) and not doubtful


def subject_of(sentence: str) -> Subject | None:
    """The subject of ``sentence``, which holds no Markdown; None where it is a pronoun, or not plain to see."""
    lead = LEAD.match(sentence)
    clause = sentence[lead.end() :] if lead else sentence
    verb = next(finite_verbs(clause), None)
    if verb is None:
        return None
    phrase = clause[: verb[0]].rstrip()
    relative = _RELATIVE.search(phrase)
    phrase = _CLITICS.sub("", phrase[: relative.start()] if relative else phrase).strip()
    words = phrase.split()
    if not words or len(words) > _MOST_WORDS or _is_pronoun(phrase):
        return None
    first = fold(words[0])
    shares = _SHARE.match(phrase)
    opening = first.split("'")[0] if "'" in first else first
    plural = (
        opening in _PLURAL
        or bool(re.match(r"\d", first) and first not in ("0", "1"))
        or bool(
            re.search(r"\bet (?:le|la|les|l'|un|une|des|[A-ZÉÈ])", phrase.replace("’", "'")) and not shares
        )
    )
    gender = (
        ""
        if plural
        else "m"
        if opening in _MASCULINE
        else "f"
        if opening in _FEMININE
        else _by_ending(phrase)
    )
    return Subject(_opening_lowered(phrase), gender, plural, clause.rstrip(" .!…"))


def resolved(sentence: str, before: Subject | None) -> str:
    """``sentence`` with the noun in the place of the pronoun that is its subject, where ``before`` gives one."""
    if before is None:
        return sentence
    lead = LEAD.match(sentence)
    start = lead.end() if lead else 0
    rest = sentence[start:]
    if match := _PRONOUN.match(rest):
        if _IMPERSONAL.match(fold(rest)) or not before.fits(match.group()):
            return sentence
        noun = before.phrase
    elif match := _FIGURE.match(rest):
        noun = _what_is_counted(before)
    elif match := _ENTITY.match(rest):
        own = fold(match.group()).split()[-1]
        names_it = re.search(r"(?:^|[\s'’])[A-ZÉÈÀ]", before.phrase) or own in fold(before.phrase).split()
        if before.plural or not names_it:
            return sentence
        noun = before.phrase
    else:
        return sentence
    if start == 0:
        noun = noun[:1].upper() + noun[1:]
    return sentence[:start] + noun + rest[match.end() :]


def _what_is_counted(subject: Subject) -> str:
    """« La part des musiciens qui écoutent au casque », of whom « 62 % » was said; else the subject itself."""
    shares = _SHARE.match(subject.said)
    if shares is None or not subject.phrase[:1].isdigit():
        return subject.phrase
    whom = _SHARE.match(subject.phrase)
    if whom is None:
        return subject.phrase
    verb = subject.said[len(subject.phrase) :].strip()
    return (
        f"la part {whom['whom']} qui {verb}"
        if len(verb.split()) <= _MOST_WORDS
        else f"la part {whom['whom']}"
    )


def _by_ending(phrase: str) -> str:
    """The gender of a noun after « l' », by its ending; "" where neither is likely, as for a name."""
    noun = re.match(r"[lL]['’](?:autre |ensemble )?([^\W\d_]+)", phrase)
    if noun is None:
        return ""
    folded = fold(noun[1])
    return "f" if _ENDS_FEMININE.search(folded) else "m" if _ENDS_MASCULINE.search(folded) else ""


def _is_pronoun(phrase: str) -> bool:
    return (
        re.fullmatch(
            r"(?:il|elle|ils|elles|on|nous|vous|je|j'|tu|ce|c'|cela|ceci|ca|celui-ci|celle-ci|ceux-ci|celles-ci|qui|tout|rien|personne|"
            r"certains|d'autres|beaucoup|ce dernier|cette derniere|ces derniers|ces dernieres|ce chiffre|cette part|ce taux)",
            fold(phrase),
        )
        is not None
    )


def _opening_lowered(phrase: str) -> str:
    """The phrase as it stands within a sentence: its determiner loses its capital, a name keeps it."""
    opening = re.match(
        r"L['’]|(?:Le|La|Les|Un|Une|Des|Du|Ce|Cet|Cette|Ces|Son|Sa|Ses|Leurs?|Notre|Nos|Deux|Trois|Quatre|Près|Plus|Moins|Environ|"
        r"Certain(?:e?s)|Plusieurs|Chaque)(?![\w-])",
        phrase,
    )
    return phrase[:1].lower() + phrase[1:] if opening else phrase
