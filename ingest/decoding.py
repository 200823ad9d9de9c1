"""From the bytes of a text file to its characters, without silent mojibake.

The order is fixed: byte-order mark, strict UTF-8, UTF-16 by its pattern of NUL bytes, cp1252.
Statistical detectors are left out on purpose: on short French cp1252 texts they answer cp1250 or
MacRoman (measured: wrong on 5 of 5), and cp1252 is what French files that are not UTF-8 use.
"""

import codecs
import re

from ingest.characters import drop_controls
from ingest.errors import NoTextError, ParseError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# UTF-8 read as cp1252: "Ã©", "Â«", "â€™", "â‚¬", which no French word holds (unlike "É " or "é »").
_BROKEN_UTF8 = re.compile(rb"[\xc3\xc5][\x80-\xbf]|\xc2[\xa0-\xbf]|\xe2[\x80-\x9f][\x80-\xbf]")
# Where é, è, ê, à, ç, û, – of the DOS and Macintosh code pages fall in cp1252.
_FOREIGN_ACCENTS = re.compile(r"[ŽŠˆ‡ƒ‚‹žÐþ]|[™‰](?=[a-z])")
# Inside a word none of them is ever right, nor is a capital with an accent: « cÏur » was cœur.
_FOREIGN_INSIDE = re.compile(r"(?<=[a-z])[ŽŠˆ‡ƒ‚‹‰™À-ÖØ-Þ](?=[a-z])")
_FRENCH_LETTERS = frozenset("éèêëàâäîïôöùûüçœæÉÈÊËÀÂÄÎÏÔÖÙÛÜÇŒÆ")
# ISO 8859-15 puts œ and Œ where cp1252 has ½ and ¼: inside a word they are those letters.
_LATIN9_LIGATURE = re.compile(r"[½¼](?=[a-z])|(?<=[a-z])[½¼]", re.IGNORECASE)


def decode_text(data: bytes) -> str:
    """Decode ``data``; line ends become ``\\n``. Raises ParseError when no reading is safe."""
    if not data.strip(b"\x00\t\n\r \x0b\x0c"):
        raise NoTextError("Le fichier est vide : il n'y a rien à indexer.")
    return _clean(_decode(data))


def _decode(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    utf16 = _utf16_by_pattern(data)
    if utf16 is not None:
        return _strict(data, utf16)
    if data.count(0) > len(data) // 100:
        raise ParseError(
            "Ce fichier est binaire et non du texte : donnez un fichier texte, PDF, DOCX ou HTML."
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    return _cp1252(data)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ParseError(
            f"Le fichier annonce l'encodage {encoding.upper()} mais ne le respecte pas à l'octet {error.start} : "
            "enregistrez-le de nouveau en UTF-8."
        ) from error


def _utf16_by_pattern(data: bytes) -> str | None:
    """UTF-16 without a mark: Latin text has a NUL in every other byte, always on the same side."""
    sample = data[:4096]
    half = len(sample) // 2
    if half < 2 or len(data) % 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _cp1252(data: bytes) -> str:
    if _BROKEN_UTF8.search(data):
        raise ParseError(
            "Le fichier mêle UTF-8 et un autre encodage : enregistrez-le de nouveau en UTF-8 pour ne perdre aucun accent."
        )
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ParseError(
            "L'encodage du fichier n'est ni UTF-8, ni UTF-16, ni Windows-1252 : enregistrez-le de nouveau en UTF-8."
        ) from error
    foreign = len(_FOREIGN_ACCENTS.findall(text))
    if _FOREIGN_INSIDE.search(text) or foreign > sum(character in _FRENCH_LETTERS for character in text):
        raise ParseError(
            "Les accents du fichier sont dans un encodage ancien (DOS ou Macintosh) : enregistrez-le de nouveau en UTF-8."
        )
    # cp1252 has its quotes, dashes, œ and € from 0x80 to 0x9F, where ISO 8859-15 has nothing.
    if not re.search(rb"[\x80-\x9f]", data) and ("¤" in text or _LATIN9_LIGATURE.search(text)):
        return data.decode("iso8859-15")
    return text


def _clean(text: str) -> str:
    """One kind of line end, no control characters: what is left is what is quoted."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").replace("\x0b", "\n")
    return drop_controls(text)
