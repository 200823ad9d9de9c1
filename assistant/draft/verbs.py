"""The finite verbs of a French text, by their forms and those that a dictionary has of the same verb."""

import re
from collections.abc import Iterator
from functools import cache

_WORD = re.compile(r"[^\W\d_]+'?")
# Forms that no rule below makes of an infinitive.
_IRREGULAR = frozenset(
    """est sont était étaient fut furent sera seront serait seraient soit soient a ont avait avaient eut eurent aura
    auront aurait auraient ai avons avez suis sommes êtes va vont vais allons ira iront irait iraient alla allèrent peut
    peuvent peux pouvait pouvaient put purent pourra pourront pourrait pourraient doit doivent dois devait devaient dut
    durent devra devront devrait devraient veut veulent veux voulait voulaient voulut voudra voudrait voudraient fait
    font fit firent fera feront ferait feraient dit disent met mettent mit mirent prend prennent prit prirent tient
    tiennent tint tinrent tiendra vient viennent vint vinrent viendra viendront voit voient vit virent verra verront sait
    savent sut sauront vaut valent valait vaudra faut fallait fallut faudra faudrait croît croissent croît naît naissent
    meurt meurent mourut reçoit reçoivent reçut perçoit perçoivent conçoit conçoivent aperçoit doit connaît connaissent
    connut reconnaît reconnaissent paraît paraissent parut apparaît apparaissent apparut disparaît disparaissent atteint
    atteignent atteignit peint craint craignent rejoint joint contraint conduit conduisent conduisit produit produisent
    produisit réduit réduisent introduit introduisent traduit traduisent construit construisent détruit détruisent
    permet permettent permit permirent admet admettent commet soumet transmet remet promet compromet émet émettent
    comprend comprennent apprend apprennent reprend surprend entreprend dépend dépendent défend défendent attend
    attendent entend entendent étend étendent prétend prétendent rend rendent vend vendent perd perdent répond répondent
    correspond correspondent confond descend suspend tend tendent sert servent sortent dort part partent sent
    sentent ressent consent ment dément repart ressort suit suivent suivit poursuit poursuivent vit vivent vécut survit
    écrit écrivent écrivit décrit décrivent inscrit inscrivent prescrit souscrit lit lisent lut élit élisent dispose
    suffit suffisent interdit interdisent contredit prédit inclut incluent exclut excluent conclut concluent bat
    battent débat combat rompt rompent interrompt convainc vainc acquiert acquièrent requiert requièrent conquiert court
    courent parcourt recourt recourent accourt offre offrent couvre couvrent ouvre ouvrent souffre souffrent découvre
    découvrent recouvre tienne contient contiennent maintient maintiennent obtient obtiennent obtint soutient
    soutiennent détient détiennent appartient appartiennent retient revient reviennent devient deviennent devint
    intervient interviennent provient proviennent parvient parviennent convient conviennent prévient prévoit prévoient
    revoit entrevoit pourvoit croit croient emploie emploient envoie envoient renvoie renvoient essaie paie paient
    appelle appellent rappelle rappellent renouvelle révèle jette projette rejette achète lève élève mène amène emmène
    pèse crée créent plaît déplaît résout résolvent dissout absout équivaut prévaut bout fuit haït hait sied gît
    """.split()
)
# Irregular forms that are nouns or participles too.
_NOUNS_TOO = frozenset(
    """fait dit part produit débat combat court vit mit lit bout sort offre est conduit réduit permit tend crée inscrit écrit
    joint contraint interdit élève pèse a put construit introduit traduit soit suit font dispose croît vaut""".split()
)
# They look like verbs of a paradigm and are not: adjectives and nouns in -ent, and some nouns in -e.
_NEVER = frozenset(
    """content différent excellent violent influent affluent négligent adhérent président
    résident précédent couvent équivalent présent récent fréquent permanent compétent cohérent évident permettant comme
    même autre entre contre outre simple double triple digne sensible notre votre texte large certaine pleine
    moyenne générale totale principale centrale nationale locale régionale sociale légale musicale finale normale majeure
    mineure supérieure inférieure intérieure extérieure antérieure ultérieure meilleure unique publique chaque
    """.split()
)
# After one of these a form that can be a noun is one: « une mesure », « de vente ».
_BEFORE_NOUN = frozenset(
    """le la l' les un une des du de d' ce cet cette ces son sa ses leur leurs mon ma mes notre nos votre vos chaque
    quelque quelques aucun aucune plusieurs certains certaines en à au aux par sur sous dans avec
    sans pour entre chez vers dès quel quelle quels quelles même autre nouvelle nouveau grande
    grand petite petit bonne bon seule seul très plus moins ou et deux trois quatre cinq six sept huit neuf dix
    """.split()
)
_BEFORE_BOTH = frozenset({"deux", "et", "ou", "plus", "tous", "tout"})
# Object pronouns; a plural verb after one is still a verb: « les éditeurs la jugent utile ».
_BEFORE_VERB = frozenset("ne n' se s' y qui il elle on ils elles cela ceci ça nous vous je j' tu".split())
_CLITICS = frozenset("en le la les l' lui leur y".split())
_NOT_FINITE_AFTER = frozenset("de d' pour à sans".split())
_INFINITIVE = re.compile(r"(?:er|ir|[dtvp]re|uire|crire|[dlr]ire|faire|plaire|traire)$")
_SECOND_GROUP = re.compile(r"(?:it|issent|issait|issaient|irent)$")


def finite_verbs(text: str) -> Iterator[tuple[int, int]]:
    """The half-open spans of the finite verbs of ``text``, in order. By form: some nouns pass for verbs."""
    lowered = text.lower().replace("’", "'")
    previous, end = "", 0
    for match in _WORD.finditer(lowered):
        word = match.group()
        if lowered[end : match.start()].strip():
            previous = ""  # a mark or a figure between them: the words do not go together
        end = match.end()
        if not word.endswith("'"):
            compound = lowered[match.end() : match.end() + 1] == "-" and not re.match(
                r"-(?:t-)?(?:ils?|elles?|on|ce|je|nous|vous|y|en|les?|la|leur)\b", lowered[match.end() :]
            )
            compound = compound or lowered[match.start() - 1 : match.start()] == "-"
            # A word with a capital is a name, or opens the sentence, which no verb does but an imperative.
            capital = text[match.start()].isupper()
            if not compound and not capital and _is_finite(word, previous):
                yield match.span()
        # « il en présente », « qui la juge »: between a subject and its verb, such a word is a pronoun.
        if not (word in _CLITICS and previous in _BEFORE_VERB):
            previous = word


def is_infinitive(word: str) -> bool:
    """Whether ``word``, in lower case, is an infinitive by its form and the dictionary."""
    return word in _words() and _INFINITIVE.search(word) is not None and _conjugated(word)


def _conjugated(infinitive: str) -> bool:
    if infinitive.endswith("er"):
        return f"{infinitive[:-2]}ent" in _words() or f"{infinitive[:-2]}ait" in _words()
    stem = infinitive[:-2] if infinitive.endswith(("ir", "re")) else infinitive
    if infinitive.endswith("dre"):
        return stem in _words()
    return any(f"{stem}{ending}" in _words() for ending in ("issent", "ent", "ait", "it", "t"))


def _is_finite(word: str, previous: str) -> bool:
    # « redessine » is as much a verb as « dessine », which dictionaries have.
    return _is_form(word, previous) or (word.startswith("re") and _is_form(word[2:], previous))


def _is_form(word: str, previous: str) -> bool:
    if word in _NEVER:
        return False
    if word in _IRREGULAR:
        ambiguous = word in _NOUNS_TOO
        return not (ambiguous and previous in _BEFORE_NOUN - _BEFORE_BOTH)
    if word.endswith("ent") and not word.endswith("aient") and len(word) > 4:
        return _is_plural(word) and previous not in _NOT_FINITE_AFTER
    if word.endswith(("aient", "ait")) and len(word) > 5:
        stem = word.removesuffix("aient").removesuffix("ait")
        return _is_stem(stem) or (word in _words() and f"{stem}aient" in _words())
    for future in ("ront", "raient", "rait", "ra"):
        if word.endswith(future) and len(word) > len(future) + 2:
            infinitive = f"{word[: -len(future)]}r"
            return infinitive in _words() or f"{infinitive}e" in _words()
    if word.endswith(("èrent", "irent", "urent")):
        return True
    if previous in _BEFORE_NOUN:
        return False
    if _SECOND_GROUP.search(word):
        return f"{word[:-1]}r" in _words() and f"{word[:-1]}ssent" in _words()
    if word.endswith("ons") and len(word) > 4:
        return previous in {"nous", "ne", "n'"} and _is_stem(word[:-3])
    if word.endswith("a") and len(word) > 4:
        return _is_stem(word[:-1])
    return word.endswith("e") and len(word) > 3 and _is_first_group(word, previous)


def _is_plural(word: str) -> bool:
    # New verbs, that no dictionary has yet: « priorisent », « gamifient ».
    if word.endswith(("issent", "isent", "ifient")):
        return True
    stem = word[:-3]
    # « accélèrent » is of « accélérer », « achètent » of « acheter », « diffèrent » of « différer ».
    return word in _words() and (
        _has_infinitive(stem) or (f"{stem}re" in _words() and f"{stem}ait" in _words())
    )


def _is_first_group(word: str, previous: str) -> bool:
    stem = word[:-1]
    if not _has_infinitive(stem):
        return False
    return previous in _BEFORE_VERB or "è" in stem[-3:] or f"{word}nt" in _words()


def _has_infinitive(stem: str) -> bool:
    if f"{stem}er" in _words() or (stem.endswith("i") and f"{stem[:-1]}yer" in _words()):
        return True
    head, grave, tail = stem.rpartition("è")
    return bool(grave) and any(f"{head}{vowel}{tail}er" in _words() for vowel in "ée")


def _is_stem(stem: str) -> bool:
    return f"{stem}er" in _words() and f"{stem}ent" in _words()


@cache
def _words() -> frozenset[str]:
    from spellchecker import SpellChecker

    return frozenset(SpellChecker(language="fr").word_frequency.words())
