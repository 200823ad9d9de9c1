"""DOCX files made from raw XML, with a few styles, lists and notes."""

import zipfile
from pathlib import Path

from ingest.document import ParsedFile
from ingest.docx import parse_docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="fr-FR"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/>
  <w:pPr><w:numPr><w:numId w:val="3"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Titre2"><w:name w:val="heading 2"/>
  <w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="MonTitre"><w:name w:val="Mon titre"/><w:basedOn w:val="Titre2"/>
  <w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Boucle"><w:name w:val="Boucle"/><w:basedOn w:val="Boucle"/></w:style>
<w:style w:type="paragraph" w:styleId="TM1"><w:name w:val="toc 1"/></w:style>
"""
_WORD_PART = "application/vnd.openxmlformats-officedocument.wordprocessingml"
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD_PART}.document.main+xml"/>'
    + "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_WORD_PART}.{part}+xml"/>'
        for part in ("styles", "numbering", "footnotes")
    )
    + "</Types>"
)
LEVEL = '<w:lvl w:ilvl="{}"><w:start w:val="{}"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{LEVEL.format(0, 1, "bullet", "-")}{LEVEL.format(1, 1, "bullet", "o")}'
    "</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="1">{LEVEL.format(0, 1, "decimal", "%1.")}'
    f"{LEVEL.format(1, 1, 'lowerLetter', '%2)')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="2">{LEVEL.format(0, 1, "upperRoman", "%1.")}'
    f"{LEVEL.format(1, 1, 'decimal', '%1.%2')}</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="1"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)
NOTES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>trait</w:t></w:r></w:p></w:footnote>'
    '<w:footnote w:id="1"><w:p><w:r><w:t xml:space="preserve"> Première </w:t></w:r></w:p>'
    "<w:p><w:r><w:t>note.</w:t></w:r></w:p></w:footnote>"
)


def make_docx(path: Path, body: str, namespace: str = W) -> Path:
    def part(root: str, content: str) -> str:
        return (
            f'<w:{root} xmlns:w="{namespace}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
            f' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">{content}</w:{root}>'
        )

    def relations(targets: dict[str, str]) -> str:
        items = "".join(
            f'<Relationship Id="r{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>'
            for kind, target in targets.items()
        )
        return f'<Relationships xmlns="{RELS}">{items}</Relationships>'

    with zipfile.ZipFile(path, "w") as made:
        made.writestr("[Content_Types].xml", CONTENT_TYPES)
        made.writestr("_rels/.rels", relations({"officeDocument": "/word/document.xml"}))
        made.writestr(
            "word/_rels/document.xml.rels",
            relations({"styles": "styles.xml", "numbering": "numbering.xml", "footnotes": "footnotes.xml"}),
        )
        made.writestr("word/styles.xml", part("styles", STYLES))
        made.writestr("word/numbering.xml", part("numbering", NUMBERING))
        made.writestr("word/footnotes.xml", part("footnotes", NOTES))
        made.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
    return path


def par(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def item(text: str, num_id: int, level: int = 0) -> str:
    return par(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>')


def styled(text: str, style: str) -> str:
    return par(text, f'<w:pStyle w:val="{style}"/>')


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{par(text)}</w:tc>"


def read(tmp_path: Path, body: str, namespace: str = W) -> ParsedFile:
    return parse_docx(make_docx(tmp_path / "a.docx", body, namespace))


def kinds(parsed: ParsedFile) -> list[tuple[str, int]]:
    return [(block.kind.value, block.level) for block in parsed.blocks]
