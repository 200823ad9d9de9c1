"""Bounds on what is inflated from a ZIP, and what its XML may hold."""

import struct
import zipfile
from pathlib import Path

import pytest

from ingest import archive
from ingest.archive import Archive
from ingest.elements import attribute, child, local_name
from ingest.errors import ParseError


def make_zip(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return path


def test_reads_members_whatever_their_case(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.docx", {"Word/Document.xml": b"<a><b k='v'/></a>"})
    with Archive(path, "DOCX") as read:
        assert "word/document.xml" in read
        assert "word/absent.xml" not in read
        root = read.read_xml("/word/document.xml")
    assert local_name(root) == "a"
    assert attribute(child(root, "b"), "k") == "v"
    assert child(root, "b", "c") is None


def test_missing_member_is_damage(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.docx", {"a": b"x"})
    with Archive(path, "DOCX") as read, pytest.raises(ParseError, match="endommagé"):
        read.read("b")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"du texte"], ids=["empty", "truncated", "text"])
def test_not_a_zip(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    with pytest.raises(ParseError, match="Le fichier DOCX est endommagé"):
        Archive(path, "DOCX")


@pytest.mark.parametrize(
    ("inside", "message"),
    [("EncryptedPackage", "mot de passe"), ("WordDocument", "ancien format")],
)
def test_ole_containers(tmp_path: Path, inside: str, message: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + inside.encode("utf-16-le"))
    with pytest.raises(ParseError, match=message):
        Archive(path, "DOCX")


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match="introuvable"):
        Archive(tmp_path / "absent.docx", "DOCX")


def test_too_many_members(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.docx", {f"{number}": b"" for number in range(archive.MAX_MEMBERS + 1)})
    with pytest.raises(ParseError, match="démesuré"):
        Archive(path, "DOCX")


def test_dense_member_is_refused_before_it_is_inflated_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_sizes: list[int] = []
    plain_read = zipfile.ZipExtFile.read

    def counted(self: zipfile.ZipExtFile, n: int | None = -1) -> bytes:
        data = plain_read(self, n)
        read_sizes.append(len(data))
        return data

    monkeypatch.setattr(zipfile.ZipExtFile, "read", counted)
    path = make_zip(tmp_path / "a.docx", {"a.xml": b" " * 20_000_000})
    with Archive(path, "DOCX") as read, pytest.raises(ParseError, match="démesuré"):
        read.read("a.xml")
    assert sum(read_sizes) < 3_000_000  # 20 MB deflate to about 20 kB, a hundred times which is 2 MB


def test_total_is_bounded_over_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_TOTAL_BYTES", 1_500)
    path = make_zip(tmp_path / "a.docx", {"a": b"x" * 1_000, "b": b"y" * 1_000}, zipfile.ZIP_STORED)
    with Archive(path, "DOCX") as read:
        assert len(read.read("a")) == 1_000
        with pytest.raises(ParseError, match="démesuré"):
            read.read("b")


def test_lying_sizes_do_not_help(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.docx", {"a.xml": b" " * 20_000_000})
    data = path.read_bytes()
    lying = data.replace(struct.pack("<I", 20_000_000), struct.pack("<I", 10))
    path.write_bytes(lying)
    with Archive(path, "DOCX") as read, pytest.raises(ParseError):
        read.read("a.xml")


def test_encrypted_member(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.docx", {"a.xml": b"<a/>"})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1  # general purpose flag of the central directory
    path.write_bytes(bytes(data))
    with pytest.raises(ParseError, match="mot de passe"):
        Archive(path, "DOCX")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_doctype_is_refused(tmp_path: Path, encoding: str) -> None:
    xml = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'
    path = make_zip(tmp_path / "a.docx", {"a.xml": xml.encode(encoding)})
    with Archive(path, "DOCX") as read, pytest.raises(ParseError, match="DOCTYPE"):
        read.read_xml("a.xml")


@pytest.mark.parametrize(
    "xml", [b"<a>", b"", b"<a>" * 1_000, b"\xff\xfe\x00"], ids=["open", "empty", "deep", "bytes"]
)
def test_broken_xml(tmp_path: Path, xml: bytes) -> None:
    path = make_zip(tmp_path / "a.odt", {"a.xml": xml})
    with Archive(path, "ODT") as read, pytest.raises(ParseError, match="Le fichier ODT est endommagé"):
        read.read_xml("a.xml")


def test_a_huge_part_is_not_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_XML_BYTES", 100)
    path = make_zip(tmp_path / "a.odt", {"a.xml": b"<a>" + b" " * 100 + b"</a>"})
    with Archive(path, "ODT") as read, pytest.raises(ParseError, match="démesuré"):
        read.read_xml("a.xml")
