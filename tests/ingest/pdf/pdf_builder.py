"""Small PDFs written by hand, so that a test controls every operator."""

from pathlib import Path

from pypdf import PdfReader

from ingest.document import BlockKind, ParsedFile
from ingest.pdf import parse_pdf

FULL = 470  # points: the width of the text in these pages


def text(x: float, y: float, words: str, size: float = 11, font: str = "R") -> str:
    """One string shown at a place; font R is Helvetica, B is bold."""
    escaped = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET\n"


def lines(
    x: float, y: float, strings: list[str], size: float = 11, font: str = "R", leading: float = 13.2
) -> str:
    """Strings one under the other."""
    return "".join(text(x, y - index * leading, string, size, font) for index, string in enumerate(strings))


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0} {y0} m {x1} {y1} l S\n"


def grid(xs: list[float], ys: list[float]) -> str:
    """The rules of a table, from its columns' and rows' sides."""
    across = "".join(rule(xs[0], y, xs[-1], y) for y in ys)
    return across + "".join(rule(x, ys[0], x, ys[-1]) for x in xs)


def build_pdf(*contents: str, page: str = "", catalog: str = "", info: str = "") -> bytes:
    """A PDF with these content streams, one per page; the other strings go into the dictionaries."""
    objects = [
        b"",
        b"",
        *(
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()
            for name in ("Helvetica", "Helvetica-Bold")
        ),
        f"<< {info} >>".encode("cp1252"),
    ]
    kids = []
    for content in contents:
        data = content.encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(data), data))
        resources = "<< /Font << /R 3 0 R /B 4 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources {resources} "
            f"/Contents {len(objects)} 0 R {page} >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[0] = f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode()
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    output = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(output))
        output += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        len(output),
    )
    return output + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def parse(tmp_path: Path, *contents: str, page: str = "", catalog: str = "", info: str = "") -> ParsedFile:
    """Write the PDF and read it with the parser under test."""
    return parse_pdf(write(tmp_path, *contents, page=page, catalog=catalog, info=info))


def write(tmp_path: Path, *contents: str, page: str = "", catalog: str = "", info: str = "") -> Path:
    path = tmp_path / "essai.pdf"
    path.write_bytes(build_pdf(*contents, page=page, catalog=catalog, info=info))
    return path


def plain_text(tmp_path: Path, *contents: str) -> str:
    """What pypdf alone reads: the text that a naive reader would index."""
    return "\n".join(page.extract_text() for page in PdfReader(write(tmp_path, *contents)).pages)


def blocks_of(parsed: ParsedFile, kind: BlockKind | None = None) -> list[str]:
    """The blocks' texts, in order."""
    return [parsed.text[b.start : b.end] for b in parsed.blocks if kind is None or b.kind is kind]
