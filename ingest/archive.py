"""Bounded reading of the ZIP files that hold DOCX and ODT documents.

A 240 KB DOCX can hide 200 MB of text, so every limit is enforced on bytes as they are inflated; the
sizes a ZIP declares are never trusted. Only the members asked for are inflated: pictures, fonts and
embedded files (nested ZIPs among them) are never opened, and nothing is written to disk.
"""

import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import Self

from lxml import etree

from ingest.errors import ParseError

MAX_MEMBERS = 2_000
MAX_TOTAL_BYTES = 200 * 1024 * 1024  # inflated, all members read from one file together
MAX_RATIO = 100  # inflated bytes per compressed byte
RATIO_FREE_BYTES = 1024 * 1024  # below this size a high ratio is harmless, and common in styles
MAX_XML_BYTES = 32 * 1024 * 1024  # one part: its tree takes up to twenty times that in memory
CHUNK_BYTES = 64 * 1024

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_FLAG = 0x1
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}

_DAMAGED = (
    "Le fichier {} est endommagé : ouvrez-le dans votre traitement de texte et enregistrez-le de nouveau."
)
_LOCKED = "Le fichier {} est protégé par un mot de passe : retirez la protection, puis ajoutez-le de nouveau."
_OLD = "Ce n’est pas un fichier {}, mais un document d’un ancien format Office : enregistrez-le en {}."
_BOMB = "Le fichier {} est refusé car son contenu décompressé est démesuré : vérifiez sa provenance."
_DOCTYPE = (
    "Le fichier {} est refusé car il déclare un DOCTYPE, interdit dans ce format : vérifiez sa provenance."
)


class Archive:
    """The members of one ZIP document, read within limits; a context manager.

    ``label`` names the format in messages ("DOCX", "ODT"). Raises ParseError, and nothing else, for
    whatever the file holds.
    """

    def __init__(self, path: Path, label: str) -> None:
        self.label = label
        self._inflated = 0
        try:
            with path.open("rb") as file:
                head = file.read(len(_OLE_MAGIC))
                if head == _OLE_MAGIC:
                    # Word wraps an encrypted DOCX in the container of the old .doc format.
                    locked = "EncryptedPackage".encode("utf-16-le") in file.read(MAX_TOTAL_BYTES)
                    raise ParseError((_LOCKED if locked else _OLD).format(label, label))
            self._zip = zipfile.ZipFile(path)
        except FileNotFoundError as error:
            raise ParseError(f"Le fichier {label} est introuvable : vérifiez son emplacement.") from error
        except OSError as error:
            raise ParseError(
                f"Le fichier {label} ne peut pas être lu : vérifiez vos droits d’accès."
            ) from error
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
            raise self._error(_DAMAGED) from error
        self._members = self._checked_members()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def _error(self, message: str) -> ParseError:
        return ParseError(message.format(self.label))

    def _checked_members(self) -> dict[str, zipfile.ZipInfo]:
        infos = self._zip.infolist()
        if len(infos) > MAX_MEMBERS:
            self._zip.close()
            raise self._error(_BOMB)
        if any(info.flag_bits & _ENCRYPTED_FLAG for info in infos):
            self._zip.close()
            raise self._error(_LOCKED)
        members: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            members.setdefault(_key(info.filename), info)  # of two parts with one name, Word reads the first
        return members

    def read(self, name: str) -> bytes:
        """The inflated bytes of a member, which must exist."""
        info = self._members.get(_key(name))
        if info is None or info.compress_type not in _METHODS:
            raise self._error(_DAMAGED)
        chunks: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as member:
                while chunk := member.read(CHUNK_BYTES):
                    size += len(chunk)
                    self._inflated += len(chunk)
                    too_dense = size > RATIO_FREE_BYTES and size > MAX_RATIO * max(info.compress_size, 1)
                    if too_dense or self._inflated > MAX_TOTAL_BYTES:
                        raise self._error(_BOMB)
                    chunks.append(chunk)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as error:
            raise self._error(_DAMAGED) from error
        return b"".join(chunks)

    def require_bounded(self) -> None:
        """Read every member, pictures included, for a library that will do so without limits."""
        for name in self._members:
            if name.endswith((".xml", ".rels")):
                self.read_xml(name)
            else:
                self.read(name)

    def read_xml(self, name: str) -> etree._Element:
        """The root of an XML member, without entities, DOCTYPE or access to anything outside."""
        data = self.read(name)
        if len(data) > MAX_XML_BYTES:
            raise self._error(_BOMB)
        # A DOCTYPE is refused before any parser sees it; without NULs the test holds for UTF-16 too.
        if b"<!DOCTYPE" in data or b"<!DOCTYPE" in data[:4096].replace(b"\0", b""):
            raise self._error(_DOCTYPE)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(data, parser)
        except (etree.LxmlError, ValueError) as error:
            raise self._error(_DAMAGED) from error
        if root.getroottree().docinfo.doctype:
            raise self._error(_DOCTYPE)
        return root


def _key(name: str) -> str:
    """Part names ignore case (ECMA-376 part 2); some writers use backslashes or a leading slash."""
    return name.replace("\\", "/").lstrip("/").lower()
