"""Public sheets read as they are published, those of the measure left out."""

import json
from pathlib import Path
from typing import Any

import pytest

from training.sheets import SheetPassage, _asked, comparable, service_public

SENTENCE = (
    "Vous devez demander votre dossier au guichet de la mairie, puis le rendre dans un délai de deux mois. "
)


def element(name: str, *children: Any) -> dict[str, Any]:
    made = [{"type": "text", "text": child} if isinstance(child, str) else child for child in children]
    return {"type": "element", "name": name, "children": made}


def paragraph(text: str) -> dict[str, Any]:
    return element("Paragraphe", text)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    def write(number: str, title: str) -> None:
        root = element(
            "Publication",
            element("dc:title", title),
            element("OuSAdresser", paragraph("Mairie")),
            element("Introduction", element("Texte", paragraph(SENTENCE * 2))),
            element(
                "Texte",
                element("Chapitre", element("Titre", paragraph("Quels délais ?")), paragraph(SENTENCE * 2)),
            ),
        )
        path = tmp_path / "data" / "particuliers" / f"{number}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"children": [root]}), encoding="utf-8")

    write("F1", "Permis de construire")
    write("F2", "Peut-on bâtir\u00a0?")
    index = [{"id": "F1", "type": "particuliers", "theme": "Accueil > Logement > Permis"}]
    (tmp_path / "data" / "index.json").write_text(json.dumps(index), encoding="utf-8")
    return tmp_path


def test_sections_answer_the_title_and_their_heading(package: Path) -> None:
    introduction, chapter = service_public(package, frozenset({comparable("Peut-on bâtir ?")}))
    assert introduction == SheetPassage(
        "particuliers/F1", "Accueil > Logement > Permis", (SENTENCE * 2).strip(), ("Permis de construire",)
    )
    assert chapter.questions == ("Permis de construire", "Permis de construire\u00a0: quels délais ?")
    assert "Mairie" not in introduction.passage + chapter.passage


def test_a_sheet_of_the_measure_is_left_out_whatever_its_blanks(package: Path) -> None:
    left = {passage.sheet for passage in service_public(package, frozenset({comparable("peut-on batir ?")}))}
    assert left == {"particuliers/F1"}


@pytest.mark.parametrize(
    ("heading", "title", "asked"),
    [
        pytest.param("Quels délais ?", "Permis", "Permis\u00a0: quels délais ?", id="heading asks"),
        pytest.param("Délais", "Permis", "Délais Permis", id="neither asks"),
        pytest.param("Délais", "Peut-on bâtir ?", "Peut-on bâtir ?", id="title asks"),
    ],
)
def test_what_a_heading_asks(heading: str, title: str, asked: str) -> None:
    assert _asked(heading, title) == asked
