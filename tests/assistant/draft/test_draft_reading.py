"""Drafts are read through the parsers of ingestion, in their own process."""

import zipfile
from pathlib import Path

import pytest
from docx import Document

from assistant.draft import reading
from assistant.draft.reading import Role, pasted_draft, read_draft
from ingest.errors import ParseError, UsageError

TEXT = """---
title: Le casque
---

# Le casque

Le casque isole.

- Il pèse 300 g.

| Instrument | Part |
|---|---|
| Guitare | 71 % |

```
print(1)
```

Figure 2 : les guitaristes.

Voir la note[^1].

[^1]: Voir Dupont, op. cit., p. 12.

## Bibliographie

Rien de remarquable ici, 2021.

## Annexe

Une phrase ordinaire termine le texte.
"""


def test_each_block_has_its_role() -> None:
    draft = pasted_draft(TEXT)
    roles = [
        (part.role, draft.text[part.block.start : part.block.end].split("\n")[0]) for part in draft.parts
    ]
    assert roles == [
        (Role.CODE, "---"),
        (Role.HEADING, "# Le casque"),
        (Role.PROSE, "Le casque isole."),
        (Role.LIST_ITEM, "- Il pèse 300 g."),
        (Role.TABLE_ROW, "| Instrument | Part |"),
        (Role.TABLE_ROW, "| Guitare | 71 % |"),
        (Role.CODE, "```"),
        (Role.CAPTION, "Figure 2 : les guitaristes."),
        (Role.PROSE, "Voir la note[^1]."),
        (Role.REFERENCE, "[^1]: Voir Dupont, op. cit., p. 12."),
        (Role.HEADING, "## Bibliographie"),
        (Role.REFERENCE, "Rien de remarquable ici, 2021."),
        (Role.HEADING, "## Annexe"),
        (Role.PROSE, "Une phrase ordinaire termine le texte."),
    ]
    assert draft.text == TEXT
    assert draft.title == "Le casque"


def test_a_docx_is_kept_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "brouillon.docx"
    document = Document()
    document.add_paragraph("Le casque isole.")
    document.save(str(path))
    draft = read_draft(path)
    assert (draft.format, draft.original, draft.name) == ("docx", path.read_bytes(), "brouillon.docx")


def test_a_docx_that_swells_beside_its_text_is_read_and_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "brouillon.docx"
    document = Document()
    document.add_paragraph("Le casque isole.")
    document.save(str(path))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.bmp", bytes(50_000_000))
    draft = read_draft(path)
    assert draft.text == "Le casque isole."
    assert draft.original == b""


@pytest.mark.parametrize(
    ("name", "content"), [("a.docx", b"PK\x03\x04rien"), ("a.pdf", b"%PDF-1.7 rien"), ("a.odt", b"")]
)
def test_a_broken_file_is_one_french_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ParseError, match=r"^[A-ZÉ].+\.$"):
        read_draft(path)


def test_what_is_no_draft_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="pas d'un format lu"):
        read_draft(tmp_path / "a.xlsx")
    with pytest.raises(UsageError, match="introuvable"):
        read_draft(tmp_path / "a.docx")
    with pytest.raises(UsageError, match="vide"):
        pasted_draft(" \n")


def test_a_draft_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_CHARACTERS", 100)
    with pytest.raises(UsageError, match="découpez-le"):
        pasted_draft("Le casque isole. " * 10)
