import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from keyword_embedder import KeywordEmbedder

from assistant.answers import Answer, Status, Verdict
from assistant.engine import Assistant
from index.scope import Scope
from index.search import Index
from ingest.errors import UsageError

MakeIndex = Callable[[Mapping[str, str]], Index]


def _proved(assistant: Assistant, answer: Answer) -> None:
    """Markers and citations match both ways, every quote is its slice, and the words are counted."""
    texts = {document.name: document.parsed.text for document in assistant.index.documents}
    for citation in (*answer.citations, *answer.nearest):
        assert texts[citation.document][citation.start : citation.end] == citation.quote
    markers = {int(number) for number in re.findall(r"\[(\d+)\]", answer.text)}
    assert markers == {citation.marker for citation in answer.citations}
    assert len(answer.text.split()) <= 150


def test_a_figure_is_answered_with_its_sentence(assistant: Assistant) -> None:
    answer = assistant.ask("Quelle part des musiciens écoutent leurs maquettes au casque ?")
    assert answer.status is Status.ANSWERED
    assert answer.text.startswith("Au total, 62 % des musiciens écoutent leurs maquettes au casque [1].")
    assert answer.citations[0].quote == "Au total, 62 % des musiciens écoutent leurs maquettes au casque."
    assert answer.citations[0].heading == ("Enquête sur l'écoute", "Résultats")
    _proved(assistant, answer)


def test_accents_and_capitals_do_not_matter(assistant: Assistant) -> None:
    clean = assistant.ask("Quand se sèment les poireaux ?")
    fast = assistant.ask("quand se sement les poireaux")
    assert fast.citations == clean.citations
    assert "mars" in clean.text


def test_a_list_is_complete_and_in_order(assistant: Assistant) -> None:
    answer = assistant.ask("Quelles précautions sont conseillées ?")
    assert answer.text == (
        "Trois précautions sont conseillées : baisser le volume ; faire des pauses ; comparer avec un titre connu [1]."
    )
    assert answer.citations[0].quote.startswith("Trois précautions")
    _proved(assistant, answer)


def test_a_table_row_is_read_with_its_heads(assistant: Assistant) -> None:
    answer = assistant.ask("Quelle part au casque pour l'instrument batterie ?")
    assert "Batterie — Part au casque : 38 % [1]" in answer.text
    assert answer.citations[0].quote == "| Batterie | 38 % |"
    _proved(assistant, answer)


def test_an_off_topic_question_is_refused_with_the_nearest_passages(assistant: Assistant) -> None:
    answer = assistant.ask("Quelle est la capitale de l'Islande ?")
    assert answer.status is Status.ABSTAINED
    assert answer.citations == ()
    assert len(answer.nearest) == 3
    _proved(assistant, answer)


def test_a_greeting_is_answered_without_search(assistant: Assistant) -> None:
    answer = assistant.ask("Bonjour !")
    assert (answer.status, answer.citations, answer.nearest) == (Status.ANSWERED, (), ())


def test_each_turn_of_a_chat_sees_the_ones_before(assistant: Assistant) -> None:
    first, second = assistant.chat(
        ["Quelle part au casque pour l'instrument guitare ?", "et pour la batterie ?"]
    )
    assert first.standalone_question == first.question
    assert second.question == "et pour la batterie ?"
    assert "batterie" in second.standalone_question
    assert "38 %" in second.text


@pytest.mark.parametrize("question", ["", "   ", "mot " * 3000], ids=["empty", "blank", "overlong"])
def test_a_question_that_cannot_be_asked_is_said(assistant: Assistant, question: str) -> None:
    with pytest.raises(UsageError, match="La question est"):
        assistant.ask(question)


@pytest.mark.parametrize(
    "question",
    ["[1]", "???", "🎬🎬", "' OR 1=1 --", "{0} %s \\x00", "مرحبا كيف الحال", '" * NEAR ('],
)
def test_an_odd_question_gets_an_answer_or_a_refusal(assistant: Assistant, question: str) -> None:
    _proved(assistant, assistant.ask(question))


def test_an_empty_index_says_how_to_fill_it(make_index: MakeIndex) -> None:
    answer = Assistant(make_index({})).ask("Quand se sèment les poireaux ?")
    assert answer.status is Status.ABSTAINED
    assert "sourcier ingest" in answer.text


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("62 % des musiciens écoutent leurs maquettes au casque.", Verdict.SUPPORTED),
        ("Plus de la moitié des musiciens écoutent leurs maquettes au casque.", Verdict.SUPPORTED),
        ("Moins de la moitié des musiciens écoutent leurs maquettes au casque.", Verdict.REFUTED),
        ("Près des deux tiers des musiciens écoutent leurs maquettes au casque.", Verdict.SUPPORTED),
        ("La mâche supporte le gel sans protection.", Verdict.SUPPORTED),
        ("26 % des musiciens écoutent leurs maquettes au casque.", Verdict.REFUTED),
        ("La mâche ne supporte pas le gel.", Verdict.NOT_ENOUGH_INFO),
        ("Tous les musiciens écoutent leurs maquettes au casque.", Verdict.NOT_ENOUGH_INFO),
        ("62 % des pianistes écoutent leurs maquettes au casque.", Verdict.NOT_ENOUGH_INFO),
        ("L'Islande compte 370 000 habitants.", Verdict.NOT_ENOUGH_INFO),
    ],
)
def test_a_claim_is_checked_cautiously(assistant: Assistant, claim: str, verdict: Verdict) -> None:
    checked = assistant.check(claim)
    assert checked.verdict is verdict
    texts = {document.name: document.parsed.text for document in assistant.index.documents}
    assert bool(checked.evidence) == (verdict is not Verdict.NOT_ENOUGH_INFO)
    for citation in checked.evidence:
        assert texts[citation.document][citation.start : citation.end] == citation.quote


def test_a_refuted_claim_says_both_figures(assistant: Assistant) -> None:
    checked = assistant.check("26 % des musiciens écoutent leurs maquettes au casque.")
    assert checked.explanation == "Le passage dit 62\u00a0%, l'affirmation 26\u00a0%."


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        (
            "Netflix finance vingt films français chaque année.",
            "Netflix ne finance pas vingt films français chaque année.",
        ),
        (
            "La négociation collective protège les auteurs.",
            "La négociation collective ne protège pas les auteurs.",
        ),
        ("En 2023, 62 % des musiciens jouent au casque.", "En 2015, 62 % des musiciens jouent au casque."),
        (
            "Les producteurs paient les auteurs à la commande.",
            "Les auteurs paient les producteurs à la commande.",
        ),
        ("62 % des musiciens français jouent au casque.", "62 % des musiciens belges jouent au casque."),
        ("62 % des musiciens français jouent au casque.", "26 % des musiciens belges jouent au casque."),
        ("L'accord pourrait protéger les voix des comédiens.", "L'accord protège les voix des comédiens."),
        ("Certains musiciens jouent au casque le soir.", "Tous les musiciens jouent au casque le soir."),
        (
            "Les ventes baissent de 12 % dans les librairies.",
            "Les ventes progressent de 12 % dans les librairies.",
        ),
        ("Guitaristes 71 %, batteurs 38 % au casque.", "Batteurs 71 %, guitaristes 38 % au casque."),
    ],
    ids=[
        "negation-of-ne-word",
        "negation",
        "year",
        "roles",
        "group",
        "figure-of-another-group",
        "modality",
        "all",
        "direction",
        "swapped",
    ],
)
def test_what_only_looks_alike_is_neither_confirmed_nor_refuted(
    make_index: MakeIndex, source: str, claim: str
) -> None:
    checked = Assistant(
        make_index({"source.md": f"{source}\n\nLa mâche supporte le gel sans protection.\n"})
    ).check(claim)
    assert checked.verdict is Verdict.NOT_ENOUGH_INFO


def test_brackets_of_the_source_are_no_markers(make_index: MakeIndex) -> None:
    text = "Selon Dupont [3] et Martin [1], 62 % des musiciens jouent au casque.\n"
    assistant = Assistant(make_index({"a.md": text}))
    answer = assistant.ask("Quelle part des musiciens jouent au casque ?")
    assert answer.text == "Selon Dupont (3) et Martin (1), 62 % des musiciens jouent au casque [1]."
    _proved(assistant, answer)


def test_an_overlong_sentence_is_cut_and_its_quote_with_it(make_index: MakeIndex) -> None:
    clauses = ", ".join(f"le studio numéro {number} de la ville" for number in range(40))
    assistant = Assistant(make_index({"a.md": f"Les musiciens jouent au casque dans {clauses}.\n"}))
    answer = assistant.ask("Où les musiciens jouent-ils au casque ?")
    assert answer.status is Status.ANSWERED
    assert len(answer.text.split()) <= 80
    assert "… [1]" in answer.text
    assert len(answer.citations[0].quote.split()) <= 80
    _proved(assistant, answer)


def test_a_list_too_long_gives_its_first_items_and_says_how_many(make_index: MakeIndex) -> None:
    items = "\n".join(f"- vérifier le point de sécurité numéro {number}" for number in range(1, 41))
    assistant = Assistant(
        make_index({"a.md": f"# Plateaux\n\nVoici les points de sécurité des plateaux :\n\n{items}\n"})
    )
    answer = assistant.ask("Quels sont les points de sécurité des plateaux ?")
    assert "numéro 1 ;" in answer.text
    assert "points en tout" in answer.text
    _proved(assistant, answer)


def test_what_is_ingested_later_is_found_without_opening_anew(
    make_index: MakeIndex, embedder: KeywordEmbedder, tmp_path: Path
) -> None:
    make_index({"a.md": "La mâche supporte le gel sans protection.\n"})
    before = Assistant.open(tmp_path / "index", embedder)
    assert before.up_to_date() is before
    make_index({"b.md": "Les poireaux se sèment en mars.\n"})
    after = before.up_to_date()
    assert [document.name for document in after.index.documents] == ["a.md", "b.md"]
    assert "mars" in after.ask("Quand se sèment les poireaux ?").text


def test_a_sentence_that_leans_on_the_one_before_comes_with_it(make_index: MakeIndex) -> None:
    text = "Le fonds régional soutient les salles rurales. Ces aides combinent équipement, formation et médiation.\n"
    assistant = Assistant(make_index({"a.md": text}))
    answer = assistant.ask("Que combinent ces aides : équipement, formation ?")
    assert answer.text == (
        "Le fonds régional soutient les salles rurales [1]. Ces aides combinent équipement, formation et médiation [2]."
    )
    _proved(assistant, answer)


def test_a_base_of_respondents_answers_only_who_was_asked(make_index: MakeIndex) -> None:
    text = "# Casque\n\nBase : 353 musiciens qui jouent au casque\n\nParmi les musiciens, 62 % jouent au casque.\n"
    assistant = Assistant(make_index({"a.md": text}))
    assert assistant.ask("Combien de musiciens jouent au casque ?").text.startswith(
        "Parmi les musiciens, 62 %"
    )
    base = assistant.ask("Sur quelle base de musiciens qui jouent au casque ?")
    assert base.text.startswith("Base : 353 musiciens")


def test_a_bibliographic_record_is_given_whole_without_its_address(make_index: MakeIndex) -> None:
    text = (
        "# Sources\n\n## 20 Étude prospective sur les musiciens en Occitanie\n\n- Institution : Afdas\n"
        "- Type de document : Rapport\n- Date : Mars 2024\n- URL : <https://exemple.org/etude.pdf>\n"
    )
    assistant = Assistant(make_index({"a.md": text}))
    answer = assistant.ask("De quelle date est l'étude prospective sur les musiciens en Occitanie ?")
    assert answer.text == (
        "Étude prospective sur les musiciens en Occitanie — Institution : Afdas ; Type de document : Rapport ; "
        "Date : Mars 2024 [1]."
    )
    _proved(assistant, answer)


def test_a_question_keeps_to_the_documents_it_is_asked_of(make_index: MakeIndex) -> None:
    texts = {
        "a.md": "En 2023, 62 % des musiciens jouent au casque.\n",
        "b.md": "En 2021, 41 % des musiciens jouent au casque.\n",
    }
    assistant = Assistant(make_index(texts))
    answer = assistant.ask("Quelle part des musiciens jouent au casque ?", scope=Scope(documents=("b.md",)))
    assert {citation.document for citation in answer.citations} == {"b.md"}
    assert [hit.document.name for hit in assistant.search("casque", scope=Scope(documents=("a.md",)))] == [
        "a.md"
    ]
    assert assistant.check(texts["a.md"], scope=Scope(documents=("b.md",))).verdict is not Verdict.SUPPORTED
    with pytest.raises(UsageError, match="Aucun document ne correspond"):
        assistant.ask("Quelle part ?", scope=Scope(years=("1999",)))


def test_a_closed_question_is_answered_by_yes_or_no(make_index: MakeIndex) -> None:
    assistant = Assistant(make_index({"a.md": "La plateforme ne garde pas ces titres suspects.\n"}))
    answer = assistant.ask("La plateforme garde-t-elle ces titres suspects ?")
    assert answer.text == "Non\u00a0: la plateforme ne garde pas ces titres suspects [1]."


def test_two_sources_that_disagree_are_both_shown_with_their_dates(make_index: MakeIndex) -> None:
    old = (
        "---\ndate: 2021-03-01\ninstitution: CNC\n---\n\nÀ la rentrée, 41 % des musiciens jouent au casque.\n"
    )
    new = (
        "---\ndate: 2023-03-01\ninstitution: CNC\n---\n\nCette année, 62 % des musiciens jouent au casque.\n"
    )
    assistant = Assistant(make_index({"old.md": old, "new.md": new}))
    answer = assistant.ask("Quelle part des musiciens jouent au casque ?")
    assert "Selon CNC (2021)" in answer.text
    assert "41 %" in answer.text
    assert "Selon CNC (2023)" in answer.text
    assert "62 %" in answer.text
    assert len(answer.citations) == 2


def test_a_list_told_in_sentences_is_given_whole(make_index: MakeIndex) -> None:
    text = (
        "Les musiciens classent les usages du casque en trois familles. La première est le travail de nuit. "
        "La deuxième touche au montage, dit un ingénieur. Il cite la radio. La troisième reste le plaisir.\n"
    )
    answer = Assistant(make_index({"a.md": text})).ask(
        "Quelles familles d'usages du casque chez les musiciens ?"
    )
    assert answer.text == (
        "Les musiciens classent les usages du casque en trois familles [1]. La première est le travail de nuit [2]. "
        "La deuxième touche au montage, dit un ingénieur [3]. La troisième reste le plaisir [4]."
    )


def test_a_body_that_a_document_quotes_is_not_its_source(make_index: MakeIndex) -> None:
    text = "# Note\n\nLe CNC publie. Selon le CNC, le casque plaît. L'avis du CNC compte. Près de 62 % des musiciens jouent.\n"
    index = make_index({"a.md": text, "b.md": "# Autre\n\n12 janvier 2020\n\nRien à voir.\n"})
    assert index.documents[0].parsed.metadata.institution == ""


def test_an_english_nationality_is_no_unknown_name(assistant: Assistant) -> None:
    question = "Quelle part des musiciens French écoutent leurs maquettes au casque ?"
    assert assistant.ask(question).status is Status.ANSWERED
    assert assistant.ask(question.replace("French", "Ouzbek")).status is Status.ABSTAINED
