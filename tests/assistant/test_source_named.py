"""The source that a question says to answer from."""

import pytest

from assistant.source_named import source_named
from index.records import Document
from index.scope import Scope
from ingest.document import Metadata, ParsedFile


def _document(institution: str) -> Document:
    return Document(institution, "0" * 64, "", ParsedFile("Texte", (), (), Metadata("", "", institution)), ())


DOCUMENTS = [_document("CNC"), _document("Institut Choiseul"), _document("")]


@pytest.mark.parametrize(
    ("question", "institution"),
    [
        ("Selon le CNC, combien d'essais ?", "CNC"),
        ("combien d'essais d'apres le cnc", "CNC"),
        ("D'après le rapport Choiseul, que faire ?", "Institut Choiseul"),
        ("Que faire selon l'Institut Choiseul ?", "Institut Choiseul"),
        ("que dit le barometre du CNC sur les producteurs ?", "CNC"),
        ("According to the CNC, how many?", "CNC"),
        ("Que dit l'étude annuelle du CNC ?", "CNC"),
        ("Que disent les rapports du CNC ?", "CNC"),
    ],
)
def test_source_is_the_institution_that_the_question_names(question: str, institution: str) -> None:
    assert source_named(question, DOCUMENTS) == Scope(institutions=(institution,))


@pytest.mark.parametrize(
    "question",
    ["Que finance le CNC ?", "Selon Bpifrance, que faire ?", "Le CNC et Choiseul citent-ils le montage ?"],
)
def test_institution_spoken_of_is_not_the_source(question: str) -> None:
    assert source_named(question, DOCUMENTS) is None


def test_common_word_of_a_name_is_no_source() -> None:
    documents = [_document("Ministère de la Culture"), _document("\u200b"), _document("CNC")]
    assert source_named("Que dit le guide de la culture ?", documents) is None
    found = source_named("Selon le ministère de la Culture, que faire ?", documents)
    assert found == Scope(institutions=("Ministère de la Culture",))


def test_acronym_in_parentheses_is_a_name() -> None:
    documents = [_document("Centre national du cinéma (CNC)"), _document("Arcom")]
    found = source_named("Selon le CNC, combien ?", documents)
    assert found == Scope(institutions=("Centre national du cinéma (CNC)",))


def test_source_of_every_document_leaves_nothing_out() -> None:
    assert source_named("Selon le CNC, combien ?", [_document("CNC")]) is None
