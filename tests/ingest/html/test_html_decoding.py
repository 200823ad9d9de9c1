"""The encoding of a page: its mark, what it declares, what its bytes show."""

import pytest

from ingest.html.decoding import decode_html


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("\ufeffété".encode(), "été"),
        ("été œuf".encode("utf-16"), "été œuf"),
        ("<p>d'été</p>".encode("utf-16-le"), "<p>d'été</p>"),
        ('<meta charset="iso-8859-1">l’été'.encode("cp1252"), '<meta charset="iso-8859-1">l’été'),
        ('<meta charset="iso-8859-1">été'.encode(), '<meta charset="iso-8859-1">été'),
        ('<meta charset="utf-8">été'.encode("cp1252"), '<meta charset="utf-8">été'),
        (
            '<?xml version="1.0" encoding="cp1251"?>да'.encode("cp1251"),
            '<?xml version="1.0" encoding="cp1251"?>да',
        ),
        ('<meta charset="base64">été'.encode(), '<meta charset="base64">été'),
        ("l’été".encode("cp1252"), "l’été"),
    ],
    ids=["bom", "utf16-bom", "utf16", "declared", "false-latin1", "false-utf8", "xml", "codec", "cp1252"],
)
def test_decoding(data: bytes, text: str) -> None:
    assert decode_html(data) == text
