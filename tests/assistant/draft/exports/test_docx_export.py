"""The Word report: the very same document, its claims highlighted and commented."""

import io
import zipfile
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_COLOR_INDEX
from docx_builder import STRICT, W, make_docx, par, styled
from lxml import etree
from sample_drafts import DRAFT, checked_draft

from assistant.draft.exports import rendered
from assistant.draft.reading import pasted_draft, read_draft
from assistant.engine import Assistant

CLAIM = "Au total, 62\u00a0% des musiciens écoutent leurs maquettes au casque."


def _run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


# The claim lies across runs of their own style, a link and a deletion; a field and a note call follow.
BODY = (
    styled("Les musiciens", "Titre1")
    + "<w:p>"
    + _run("Pourquoi ?  Au ")
    + _run("total, 62", "<w:b/>")
    + _run("\u00a0% des ")
    + f'<w:hyperlink w:anchor="a">{_run("musiciens")}</w:hyperlink>'
    + '<w:del w:id="9" w:author="a"><w:r><w:delText>jamais</w:delText></w:r></w:del>'
    + '<w:r><w:t xml:space="preserve"> écoutent leurs  maquettes au casque. Le reste</w:t><w:br/><w:t>suit</w:t></w:r>'
    + '<w:r><w:footnoteReference w:id="1"/></w:r>'
    + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>ADDIN ZOTERO_ITEM</w:instrText></w:r>'
    + f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{_run(" (Dupont, 2021).")}'
    + '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    + par("La mâche supporte le gel et le marché compte 12 stands.")
)


def _document(data: bytes) -> WordDocument:
    return Document(io.BytesIO(data))


def _comments(document: WordDocument) -> list[list[str]]:
    return [[paragraph.text for paragraph in comment.paragraphs] for comment in document.comments]


def _commented(document: WordDocument) -> dict[str, str]:
    """What each comment is anchored to, by its first paragraph."""
    said = {str(comment.comment_id): comment.paragraphs[0].text for comment in document.comments}
    found = dict.fromkeys(said.values(), "")
    is_open: list[str] = []
    for element in document.element.body.iter():
        name = etree.QName(element).localname
        identifier = element.get(f"{{{W}}}id")
        if name == "commentRangeStart":
            is_open.append(said[identifier])
        elif name == "commentRangeEnd":
            is_open.remove(said[identifier])
        elif name == "t":
            for each in is_open:
                found[each] += element.text
    return found


def _text(xml: bytes) -> str:
    return "".join(each.text or "" for each in etree.fromstring(xml).iter(f"{{{W}}}t"))


def _canonical(xml: bytes) -> bytes:
    canonical: bytes = etree.tostring(
        etree.fromstring(xml, etree.XMLParser(remove_blank_text=True)), method="c14n"
    )
    return canonical


def test_a_claim_is_highlighted_and_commented_where_it_stands(assistant: Assistant, tmp_path: Path) -> None:
    draft = read_draft(make_docx(tmp_path / "a.docx", BODY))
    document = _document(rendered(checked_draft(assistant, draft), ".docx"))
    anchors = _commented(document)
    confirmed = next(said for said in anchors if said.startswith("✔ Confirmé — "))
    assert anchors[confirmed] == CLAIM.replace("leurs maq", "leurs  maq")
    assert anchors["– Laissé de côté : question"] == "Pourquoi ?"
    lines = next(lines for lines in _comments(document) if lines[0] == confirmed)
    assert "«\u00a0Au total, 62 % des musiciens écoutent leurs maquettes au casque.\u00a0»" in lines
    assert lines[-1] == "Enquête sur l'écoute — Résultats (enquete.md)"
    shown = {
        run.text: run.font.highlight_color
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run.font.highlight_color is not None
    }
    assert shown["total, 62"] == WD_COLOR_INDEX.BRIGHT_GREEN
    assert shown["le marché compte 12 stands."] == WD_COLOR_INDEX.YELLOW
    assert "Pourquoi ?" not in shown


def test_the_document_is_otherwise_the_same(assistant: Assistant, tmp_path: Path) -> None:
    path = make_docx(tmp_path / "a.docx", BODY)
    draft = read_draft(path)
    report = rendered(checked_draft(assistant, draft), ".docx")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(io.BytesIO(report)) as after:
        assert set(before.namelist()) <= set(after.namelist())
        for name in ("word/footnotes.xml", "word/numbering.xml", "word/styles.xml"):
            assert _canonical(before.read(name)) == _canonical(after.read(name))
        old, new = before.read("word/document.xml"), after.read("word/document.xml")
    assert _text(old) == _text(new)
    for name in ("fldChar", "instrText", "footnoteReference", "delText", "hyperlink", "br", "b", "pStyle"):
        count = f"count(//*[local-name()='{name}'])"
        assert etree.fromstring(new).xpath(count) >= etree.fromstring(old).xpath(count) > 0
    # What the report says is read again as the draft it was: comments are no text.
    again = tmp_path / "rapport.docx"
    again.write_bytes(report)
    assert read_draft(again).text == draft.text


def test_a_claim_of_a_note_is_commented_at_its_call(assistant: Assistant, tmp_path: Path) -> None:
    path = make_docx(
        tmp_path / "a.docx", "<w:p>" + _run("Un titre") + '<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    )
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    notes = parts["word/footnotes.xml"].decode()
    parts["word/footnotes.xml"] = notes.replace(" Première ", f" {CLAIM} ").replace("note.", "Fin.").encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    document = _document(rendered(checked_draft(assistant, read_draft(path)), ".docx"))
    (number,) = [
        str(comment.comment_id) for comment in document.comments if "✔" in comment.paragraphs[0].text
    ]
    (start,) = document.element.body.xpath(f"//w:commentRangeStart[@w:id='{number}']")
    assert start.getnext().xpath("./w:footnoteReference")


def test_a_claim_of_a_text_box_is_commented_on_what_holds_the_box(
    assistant: Assistant, tmp_path: Path
) -> None:
    box = f"<w:r><w:pict><w:txbxContent>{par(CLAIM)}</w:txbxContent></w:pict></w:r>"
    path = make_docx(tmp_path / "a.docx", f"<w:p>{_run('Un encadré.')}{box}</w:p>")
    document = _document(rendered(checked_draft(assistant, read_draft(path)), ".docx"))
    assert not document.element.body.xpath("//w:txbxContent//w:commentRangeStart")
    assert document.element.body.xpath("//w:txbxContent//w:highlight")
    assert any(lines[0].startswith("✔ Confirmé") for lines in _comments(document))


def test_comments_that_are_there_stay(assistant: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    document = Document()
    run = document.add_paragraph().add_run(CLAIM)
    document.add_comment(run, "À relire.", author="Une relectrice")
    document.save(str(path))
    comments = _comments(_document(rendered(checked_draft(assistant, read_draft(path)), ".docx")))
    assert ["À relire."] in comments
    assert len(comments) == 3


def test_a_document_that_cannot_be_annotated_is_written_anew(assistant: Assistant, tmp_path: Path) -> None:
    path = make_docx(tmp_path / "a.docx", styled("Les musiciens", "Titre1") + par(CLAIM), STRICT)
    document = _document(rendered(checked_draft(assistant, read_draft(path)), ".docx"))
    comments = _comments(document)
    assert "sans sa mise en page" in comments[0][1]
    assert comments[1][0].startswith("✔ Confirmé")
    assert [paragraph.text for paragraph in document.paragraphs][1:] == ["I. Les musiciens", CLAIM]


def test_another_draft_becomes_a_commented_document(assistant: Assistant) -> None:
    document = _document(rendered(checked_draft(assistant, pasted_draft(DRAFT)), ".docx"))
    assert [paragraph.text for paragraph in document.paragraphs] == [
        "Vérification de « Mon article »",
        "Mon article",
        "Au total, 62 % des musiciens écoutent leurs maquettes au casque (Dupont, 2021). Faut-il s'en étonner ?",
        "Au total, 26 % des musiciens écoutent leurs maquettes au casque. "
        "La tour Eiffel & ses jardins mesurent 330 mètres ; je trouve cela beau.",
    ]
    assert document.paragraphs[1].style is not None
    assert document.paragraphs[1].style.name == "Heading 1"
    said = [lines[0] for lines in _comments(document)]
    assert said[0].startswith("3 affirmations : 1 confirmée, 1 contredite, 1 non trouvée")
    assert [line.split(" ")[0] for line in said[1:]] == ["✔", "–", "✘", "?", "–"]


def test_a_list_has_the_bullets_of_its_style_only(assistant: Assistant) -> None:
    draft = pasted_draft("Deux faits :\n\n- La mâche supporte le gel ; elle pousse en mars.\n- Pourquoi ?\n")
    document = _document(rendered(checked_draft(assistant, draft), ".docx"))
    shown = [
        (paragraph.style.name, paragraph.text)
        for paragraph in document.paragraphs[1:]
        if paragraph.style is not None
    ]
    assert shown == [
        ("Normal", "Deux faits :"),
        ("List Bullet", "La mâche supporte le gel ; elle pousse en mars."),
        ("List Bullet", "Pourquoi ?"),
    ]
