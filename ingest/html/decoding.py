"""From the bytes of an HTML file to its characters."""

import codecs
import re

from ingest.decoding import decode_text

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # UTF-32's opens as UTF-16's


def decode_html(data: bytes) -> str:
    """The text of an HTML file: by its byte order mark, its declared encoding, else as any text file.

    UTF-8 that decodes strictly wins over a declared one-byte encoding, under which any bytes decode.
    """
    if not data.startswith(_MARKS) and b"\0" not in data[:4096]:
        for name in _declared_encodings(data):
            try:
                return data.decode(name)
            except (UnicodeDecodeError, LookupError):
                continue
    return decode_text(data)


def _declared_encodings(data: bytes) -> list[str]:
    match = _DECLARED.search(data[:4096])
    if not match:
        return []
    name = match[1].decode("ascii").lower()
    try:
        codec = codecs.lookup(name).name
        "".encode(codec)  # refuses the codecs that are not text encodings
    except (LookupError, TypeError, UnicodeError):
        return []
    if codec.startswith(("utf-16", "utf-32")) or codec in ("utf-8", "idna", "punycode", "unicode_escape"):
        return []  # the declaration was read as ASCII, so it is not UTF-16
    if codec in ("iso8859-1", "ascii"):
        codec = "cp1252"  # as browsers do
    return ["utf-8", codec] if codec.startswith(("cp12", "iso8859", "mac")) else [codec]
