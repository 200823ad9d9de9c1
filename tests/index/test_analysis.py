"""The French analyser: what a reader takes for the same word gives the same term."""

import pytest

from index.analysis import analyse, fold


def same(*texts: str) -> bool:
    """Whether the texts have the same terms, and have some."""
    return len({tuple(analyse(text)) for text in texts}) == 1 and analyse(texts[0]) != []


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ", "‘", "`", "＇"])
@pytest.mark.parametrize(
    ("elided", "bare"),
    [
        ("l{}image", "image"),
        ("d{}images", "images"),
        ("qu{}images", "images"),
        ("jusqu{}images", "images"),
        ("L{}Image", "Image"),
        ("lorsqu{}image", "image"),
    ],
)
def test_elided_word_is_left_out(elided: str, bare: str, apostrophe: str) -> None:
    assert analyse(elided.format(apostrophe)) == analyse(bare) == ["imag"]


@pytest.mark.parametrize("word", ["aujourd'hui", "aujourd’hui", "Aujourd’hui"])
def test_aujourdhui_is_one_word(word: str) -> None:
    assert analyse(word) == ["aujourdhui"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("œuvre", "oeuvre", id="oe"),
        pytest.param("ŒUVRE", "œuvre", id="capital-oe"),
        pytest.param("curriculum vitæ", "curriculum vitae", id="ae"),
        pytest.param("ﬁlm", "film", id="fi-ligature"),
        pytest.param("réalisé à Noël, où ça ?", "realise a Noel, ou ca ?", id="without-accents"),
        pytest.param("e\u0301cole", "\u00e9cole", id="decomposed-accent"),
        pytest.param("CINÉMA", "cinéma", id="capitals"),
        pytest.param("ciné\u200bma", "cinéma", id="zero-width-space"),
        pytest.param("ci\u00adné\u00adma", "cinéma", id="soft-hyphens"),
        pytest.param("\u202ecinéma\u202c", "cinéma", id="bidi-override"),
        pytest.param("ｃｉｎéｍａ", "cinéma", id="full-width"),
        pytest.param("cinéma¹", "cinéma 1", id="footnote-call"),
        pytest.param("« cinéma » !", "cinéma", id="punctuation"),
    ],
)
def test_two_spellings_meet(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("film", "films"), id="plural"),
        pytest.param(("studio", "studios"), id="plural-in-os"),
        pytest.param(("média", "médias"), id="plural-in-as"),
        pytest.param(("menu", "menus"), id="plural-in-us"),
        pytest.param(("emploi", "emplois"), id="plural-in-is"),
        pytest.param(("loi", "lois"), id="plural-in-is-of-a-short-word"),
        pytest.param(("journal", "journaux"), id="plural-in-aux"),
        pytest.param(("bureau", "bureaux"), id="plural-in-eaux"),
        pytest.param(("national", "nationale", "nationaux", "nationales"), id="adjective-in-al"),
        pytest.param(("gratuit", "gratuite", "gratuits", "gratuites"), id="feminine"),
        pytest.param(("heureux", "heureuse", "heureuses"), id="feminine-in-euse"),
        pytest.param(("français", "française", "françaises"), id="francais"),
        pytest.param(("anglais", "anglaise", "anglaises"), id="anglais"),
        pytest.param(("réalisé", "réalisée", "réalisés", "réalisées"), id="participle-in-e"),
        pytest.param(("obtenu", "obtenue", "obtenus", "obtenues"), id="participle-in-u"),
        pytest.param(("établi", "établie", "établis", "établies"), id="participle-in-i"),
    ],
)
def test_forms_of_a_word_meet(words: tuple[str, ...]) -> None:
    assert same(*words)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        pytest.param("article 3", ["articl", "3"], id="digit"),
        pytest.param("annexe L", ["annex", "l"], id="letter"),
        pytest.param("le plan B et le titre C", ["plan", "b", "titr", "c"], id="letters"),
    ],
)
def test_one_character_terms_are_kept(text: str, terms: list[str]) -> None:
    assert analyse(text) == terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        pytest.param("1 619", ["1619"], id="space"),
        pytest.param("1\u00a0619", ["1619"], id="no-break-space"),
        pytest.param("1\u202f619", ["1619"], id="narrow-no-break-space"),
        pytest.param("1 619 000", ["1619000"], id="millions"),
        pytest.param("12 345,67 €", ["12345.67"], id="thousands-and-decimals"),
        pytest.param("77,5 %", ["77.5"], id="decimal-comma"),
        pytest.param("77.5 %", ["77.5"], id="decimal-point"),
        pytest.param("en 2023 150 000 films", ["2023", "150000", "film"], id="year-then-thousands"),
        pytest.param("2023 2024", ["2023", "2024"], id="two-years"),
        pytest.param("01 02 03 04 05", ["01", "02", "03", "04", "05"], id="telephone"),
        pytest.param("12 3456", ["12", "3456"], id="not-thousands"),
        pytest.param("2 films, 300 séries", ["2", "film", "300", "ser"], id="apart"),
        pytest.param("H264 et CO2", ["h", "264", "co", "2"], id="glued-to-letters"),
    ],
)
def test_numbers_stay_whole(text: str, terms: list[str]) -> None:
    assert analyse(text) == terms


@pytest.mark.parametrize("hyphen", ["-", "\u2010", "\u2011"])
def test_compound_meets_its_joined_and_split_forms(hyphen: str) -> None:
    terms = analyse(f"post{hyphen}production")
    assert set(analyse("post production")) | set(analyse("postproduction")) == set(terms)
    assert terms == ["post", "product", "postproduct"]


@pytest.mark.parametrize(
    "text", ["", " ", "!?… — «»", "le la les de du des", "est-ce que", "Qu'est-ce que c'est ?", "\u200b"]
)
def test_nothing_to_compare_gives_no_term(text: str) -> None:
    assert analyse(text) == []


@pytest.mark.parametrize("word", ["sans", "plus", "moins", "avant", "après", "non"])
def test_small_words_that_carry_meaning_are_kept(word: str) -> None:
    assert len(analyse(word)) == 1


def test_terms_come_in_order_and_repeated() -> None:
    assert analyse("Film sur film : un court film.") == ["film", "film", "court", "film"]


def test_fold_keeps_words_and_spaces() -> None:
    assert fold("L’ŒUVRE\u00a0d’Élodie\u00ad !") == "l'oeuvre d'elodie !"
