"""Which sentences of a draft are claims, which are not and why, and how a claim is searched."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from assistant.draft.claims import Segment, segments
from assistant.draft.kinds import Left, why_left
from assistant.draft.reading import pasted_draft

CLAIMS = """
70 % des producteurs ont déjà testé un outil d'intelligence artificielle.
Le Centre national du cinéma a interrogé 353 professionnels au printemps 2024.
La rotoscopie isole un objet image par image.
Selon le ministère, la fréquentation des salles a reculé de 6 % en un an.
D'après l'Insee, le chômage touche 7,4 % des actifs.
La mâche supporte le gel sans protection.
Les ingénieurs du son préfèrent les enceintes de studio.
Le budget atteint 12,5 millions d'euros.
La loi entra en vigueur en 1999.
Le marché devrait atteindre 12 milliards de dollars en 2030.
Les studios s'appuient sur des modèles entraînés à l'étranger.
L'IA générative redessine la chaîne de production.
Un auteur sur deux craint pour son emploi.
Le doublage automatique ne remplace pas les comédiens.
Le producteur doit déclarer chaque usage de l'IA.
Victor Hugo est né à Besançon en 1802.
La France compte 2 000 cinémas.
Il existe trois sortes de licences.
Au total, 62 % des musiciens écoutent leurs maquettes au casque.
Rappelons que la directive date de 2019.
Malheureusement, 30 % des salles ont fermé.
Nous avons interrogé 30 monteurs, dont 12 utilisent l'IA.
Part des femmes parmi les réalisateurs : 28 %.
Il est évident que les plateformes financent davantage de séries.
« L'IA réduit les délais », affirme la directrice du studio.
Mozart composa son premier opéra à onze ans !
Le questionnaire a circulé entre mars et avril.
Enrichir ce système favoriserait la lecture de l'atlas par les communes.
Les répondants s'accordent pour dire que l'atlas devrait être mis en ligne.
Selon les experts, il faut former les équipes.
Le premier volet porte sur la mise en ligne de l'atlas.
Outre des généralités, il en présente les chapitres.
D'autres signes existent : l'accord passé entre deux sociétés, les essais de marquage.
L'atlas bénéficie d'une assise juridique depuis la loi de 2016 :
""".strip().splitlines()

LEFT = [
    ("Que faut-il en penser ?", Left.QUESTION),
    ("L'IA remplacera-t-elle les monteurs ?", Left.QUESTION),
    ("On peut se demander si cette hausse durera.", Left.QUESTION),
    ("Reste à savoir comment les auteurs seront payés.", Left.QUESTION),
    ("Je pense que c'est une erreur.", Left.OPINION),
    ("À mon avis, ce film mérite mieux.", Left.OPINION),
    ("Il me semble que la presse exagère.", Left.OPINION),
    ("Il est essentiel de former les équipes.", Left.OPINION),
    ("Il faut agir sans attendre.", Left.OPINION),
    ("Les pouvoirs publics devraient soutenir la filière.", Left.OPINION),
    ("C'est un scénario magnifique.", Left.OPINION),
    ("Quel gâchis !", Left.OPINION),
    ("L'IA pourrait bouleverser les métiers.", Left.HYPOTHESIS),
    ("Les tournages seront peut-être plus courts.", Left.HYPOTHESIS),
    ("Si les aides cessaient, les studios fermeraient.", Left.HYPOTHESIS),
    ("Voir le chapitre suivant.", Left.INSTRUCTION),
    ("Vérifier les chiffres de ce paragraphe.", Left.INSTRUCTION),
    ("Ajoutez ici la source.", Left.INSTRUCTION),
    ("À compléter.", Left.INSTRUCTION),
    ("Pour toute question, vous pouvez contacter le service.", Left.INSTRUCTION),
    ("Réaliser une enquête auprès des auteurs.", Left.INSTRUCTION),
    ("Dans cette partie, nous verrons les usages.", Left.ANNOUNCEMENT),
    ("Ce mémoire présente les usages de l'IA.", Left.ANNOUNCEMENT),
    ("Nous présentons ensuite la méthode.", Left.ANNOUNCEMENT),
    ("Trois précautions sont conseillées :", Left.ANNOUNCEMENT),
    ("Dupont, J. (2021). Le montage à l'ère de l'IA. Paris : Armand Colin.", Left.REFERENCE),
    ("DURAND Marie, Histoire du doublage, Paris, Nathan, 2018.", Left.REFERENCE),
    ("Disponible sur https://www.exemple.fr/rapport, consulté le 3 mai 2024.", Left.REFERENCE),
    ("URL : https://www.exemple.fr/rapport", Left.REFERENCE),
    ("Bonjour à tous,", Left.NO_FACT),
    ("C'est tout.", Left.NO_FACT),
    ("Céline Martin, monteuse son", Left.NO_FACT),
    ("14, rue des Lilas, Paris", Left.NO_FACT),
    ("Un constat partagé.", Left.NO_FACT),
]


@pytest.mark.parametrize("sentence", CLAIMS)
def test_a_fact_a_figure_or_a_reported_statement_is_a_claim(sentence: str) -> None:
    assert why_left(sentence) is None


@pytest.mark.parametrize(("sentence", "left"), LEFT)
def test_what_no_document_can_confirm_is_left_out_with_its_reason(sentence: str, left: Left) -> None:
    assert why_left(sentence) is left


def _of(text: str) -> list[Segment]:
    return segments(pasted_draft(text))


def _searched(text: str) -> list[str]:
    return [segment.searched for segment in _of(text) if segment.left is None]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "Le casque isole du bruit et les enceintes restituent les graves.",
            ["Le casque isole du bruit", "Les enceintes restituent les graves."],
        ),
        (
            "Selon le CNC, 70 % des producteurs ont essayé l'IA et 20 % des auteurs la refusent.",
            [
                "Selon le CNC, 70 % des producteurs ont essayé l'IA",
                "Selon le CNC, 20 % des auteurs la refusent.",
            ],
        ),
        (
            "Le studio emploie 12 personnes ; il réalise 3 millions d'euros de recettes.",
            ["Le studio emploie 12 personnes", "Le studio réalise 3 millions d'euros de recettes."],
        ),
        # One fact: a shared subject, a subordinate, a second object, what is reported.
        ("Le studio monte et mixe les films.", ["Le studio monte et mixe les films."]),
        (
            "Le baromètre paraît en mai et 353 personnes y ont répondu.",
            ["Le baromètre paraît en mai et 353 personnes y ont répondu."],
        ),
        (
            "Les outils qu'emploient les studios et les outils que vendent les éditeurs coûtent cher.",
            ["Les outils qu'emploient les studios et les outils que vendent les éditeurs coûtent cher."],
        ),
        # One fact to check, and an opinion.
        ("Le film dure trois heures ; il me semble trop long.", ["Le film dure trois heures"]),
        (
            "Le fonds soutient la création et les producteurs qui innovent.",
            ["Le fonds soutient la création et les producteurs qui innovent."],
        ),
        (
            "La loi existe afin que les auteurs et les éditeurs puissent négocier.",
            ["La loi existe afin que les auteurs et les éditeurs puissent négocier."],
        ),
        (
            "Le rapport dit que les auteurs hésitent et les éditeurs refusent.",
            ["Le rapport dit que les auteurs hésitent et les éditeurs refusent."],
        ),
    ],
)
def test_two_independent_facts_are_two_claims(text: str, claims: list[str]) -> None:
    assert _searched(text) == claims


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("L'entreprise est née à Lyon. Elle emploie 12 salariés.", "L'entreprise emploie 12 salariés."),
        ("Le baromètre paraît en mai. Il compte 12 pages.", "Le baromètre compte 12 pages."),
        (
            "Les auteurs hésitent. En 2024, ils étaient 531.",
            "En 2024, les auteurs étaient 531.",
        ),
        (
            "62 % des musiciens écoutent au casque. Ce chiffre atteint 71 % chez les guitaristes.",
            "La part des musiciens qui écoutent au casque atteint 71 % chez les guitaristes.",
        ),
        ("Midjourney est né en 2022. Cette entreprise vend des images.", "Midjourney vend des images."),
        # The pronoun cannot be that noun's, stands for nobody, or nobody knows whose it is.
        ("La salle ferme en mai. Il compte 12 pages.", "Il compte 12 pages."),
        ("Le baromètre paraît en mai. Il existe 12 licences.", "Il existe 12 licences."),
        ("L'impact de la loi reste faible. Elle concerne 12 films.", "Elle concerne 12 films."),
        ("# Un titre\n\nIl compte 12 pages.", "Il compte 12 pages."),
    ],
)
def test_a_pronoun_is_searched_as_its_noun(text: str, claim: str) -> None:
    assert _searched(text)[-1] == claim


def test_references_are_kept_aside_and_not_searched() -> None:
    (segment,) = _of("Le casque isole du bruit (Dupont et al., 2021, p. 3) [12]\u00a0; voir plus loin.")[:1]
    assert segment.references == ("(Dupont et al., 2021, p. 3)", "[12]")
    assert segment.searched.startswith("Le casque isole du bruit")
    assert "Dupont" not in segment.searched


def test_a_year_between_brackets_is_no_reference() -> None:
    (segment,) = _of("La loi sur le doublage (adoptée en 2019) protège les comédiens.")
    assert segment.references == ()
    assert "(adoptée en 2019)" in segment.searched


def test_spans_are_those_of_the_draft() -> None:
    text = "# Titre\n\n- **62 %** des musiciens écoutent au casque [1].\n- Pourquoi ?\n\nLe casque isole et les enceintes vibrent.\n"
    draft = pasted_draft(text)
    assert [(draft.text[s.start : s.end], s.left) for s in segments(draft)] == [
        ("# Titre", Left.HEADING),
        ("**62 %** des musiciens écoutent au casque [1].", None),
        ("Pourquoi ?", Left.QUESTION),
        ("Le casque isole", None),
        ("les enceintes vibrent.", None),
    ]


@pytest.mark.parametrize(
    ("text", "start"),
    [("1.2.1 Le casque isole du bruit.", 6), ("12 salles ont fermé.", 0), ("• Il pleut 3 jours.", 2)],
)
def test_a_mark_before_the_sentence_is_not_the_claim(text: str, start: int) -> None:
    assert [segment.start for segment in _of(text)] == [start]


def test_a_fragment_of_a_list_is_searched_with_what_introduces_it() -> None:
    text = "Part des musiciens au casque :\n\n- 62 % en France ;\n- 40 % en Belgique.\n"
    assert _searched(text) == [
        "Part des musiciens au casque : 62 % en France",
        "Part des musiciens au casque : 40 % en Belgique",
    ]


def test_what_is_too_long_for_a_sentence_is_left_out() -> None:
    assert [segment.left for segment in _of("mot " * 500 + "est long. Le casque isole du bruit.")] == [
        Left.TOO_LONG,
        None,
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        "et les " * 30_000 + "« " * 5_000 + "(" * 5_000 + " Selon le CNC, en 2024, " * 3_000,
        "Le casque " + " " * 200_000 + "isole.",
        "Le casque " + "\u00a0" * 200_000 + "isole.",
        "Le casque " + "." * 200_000 + "isole",
        "Le casque " + ". " * 100_000 + "isole",
        "(Le CNC, " * 20_000,
        "Il isole et il isole. " * 5_000,
    ],
)
def test_a_hostile_draft_takes_time_in_proportion(
    time_limit: Callable[[float], AbstractContextManager[None]], hostile: str
) -> None:
    draft = pasted_draft(hostile)
    with time_limit(10):
        assert segments(draft)
