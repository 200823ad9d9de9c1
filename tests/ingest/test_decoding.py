"""From bytes to text: the exact text, or a French refusal; never mojibake."""

import codecs
import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.decoding import decode_text
from ingest.errors import NoTextError, ParseError

# Each holds only characters that cp1252 has; together: œ Œ € … – — « » ’ “ ” and every French accent.
FRENCH = [
    pytest.param("L’œuvre coûte 3 € : « déjà vu », où ça ?", id="curly-apostrophe-oe-euro"),
    pytest.param("Noël, naïf, forêt, aiguë, hôtel, pâte, reçu, août.", id="every-accent"),
    pytest.param("ÉTÉ À L’HÔTEL : ÇA VA, ŒUVRE FERMÉE", id="capitals"),
    pytest.param("Il dit – enfin ! – “oui”… c’était vrai — ou presque.", id="dashes-and-quotes"),
    pytest.param("Un texte sans aucun accent, ni rien d'autre que de l'ASCII.", id="ascii"),
    pytest.param("À 5 ‰ près, l’été dernier, chez Škoda et Žižek.", id="foreign-letters-in-place"),
]
RESAVE = "enregistrez-le de nouveau en UTF-8"


@pytest.mark.parametrize("text", FRENCH)
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_french_is_read_exactly(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        pytest.param(codecs.BOM_UTF16_LE, "utf-16-le", id="utf-16-le"),
        pytest.param(codecs.BOM_UTF16_BE, "utf-16-be", id="utf-16-be"),
        pytest.param(codecs.BOM_UTF32_LE, "utf-32-le", id="utf-32-le"),
        pytest.param(codecs.BOM_UTF32_BE, "utf-32-be", id="utf-32-be"),
    ],
)
def test_byte_order_mark_decides_and_leaves_no_trace(mark: bytes, encoding: str) -> None:
    # 日本 has no NUL byte in UTF-16: only the mark tells.
    assert decode_text(mark + "été 日本".encode(encoding)) == "été 日本"


@pytest.mark.parametrize("text", ["Le cœur de l'œuvre, c'est là.", "Chef-d'ŒUVRE à voir", "Œuvre"])
def test_latin9_ligatures_are_not_fractions(text: str) -> None:
    assert decode_text(text.encode("iso8859-15")) == text


def test_latin9_euro_is_not_a_currency_sign() -> None:
    # 0xA4 is ¤ in cp1252, which no French text holds.
    assert decode_text("Le prix est fixé à 3 €.".encode("iso8859-15")) == "Le prix est fixé à 3 €."


def test_half_glued_to_a_letter_keeps_the_curly_apostrophes_of_cp1252() -> None:
    text = "L’étape dure 1½h, d’après l’auteur."
    assert decode_text(text.encode("cp1252")) == text


def test_trademark_after_a_word_is_not_a_macintosh_accent() -> None:
    assert decode_text("Le logiciel Foo™ sort en mars.".encode("cp1252")) == "Le logiciel Foo™ sort en mars."


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Les élèves ont été reçus à la fête.", id="many-accents"),
        pytest.param("Un café, une idée, la société.", id="acute-only"),
        pytest.param("le théâtre a ouvert", id="two-accents"),
        pytest.param("Dans ce récit « vrai », un détail.", id="as-many-guillemets-as-accents"),
    ],
)
def test_dos_and_macintosh_code_pages_are_refused(text: str, encoding: str) -> None:
    with pytest.raises(ParseError, match=RESAVE):
        decode_text(text.encode(encoding))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("déjà ".encode() + "vu à l'été".encode("cp1252"), id="half-and-half"),
        pytest.param(("déjà vu, " * 50).encode() + "été".encode("cp1252"), id="mostly-utf-8"),
        pytest.param(("déjà vu, " * 50).encode("cp1252") + "été".encode(), id="mostly-cp1252"),
        pytest.param(("l’idée. " * 9).encode("cp1252") + "l’un".encode(), id="one-utf-8-apostrophe"),
    ],
)
def test_mixed_encodings_are_refused(data: bytes) -> None:
    with pytest.raises(ParseError, match=RESAVE):
        decode_text(data)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00", id="png"),
        pytest.param(b"PK\x03\x04" + bytes(26), id="zip"),
        pytest.param(b"".join(hashlib.sha256(bytes([n])).digest() for n in range(64)), id="noise"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(50), id="pdf"),
    ],
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(ParseError, match=f"binaire|{RESAVE}"):
        decode_text(data)


@pytest.mark.parametrize(
    ("data", "named"),
    [
        pytest.param(codecs.BOM_UTF16_LE + "été".encode("utf-16-le") + b"\x41", "UTF-16", id="odd-utf-16"),
        pytest.param(codecs.BOM_UTF8 + "été".encode("cp1252"), "UTF-8", id="cp1252-under-utf-8-mark"),
        pytest.param(codecs.BOM_UTF16_LE + b"\x00\xd8a\x00", "UTF-16", id="lone-surrogate"),
    ],
)
def test_broken_promise_of_a_mark_is_refused(data: bytes, named: str) -> None:
    with pytest.raises(ParseError, match=named):
        decode_text(data)


@pytest.mark.parametrize("data", [b"", b"  \r\n\t ", b"\x00\x00\x00", b"\n\x0c\x0b"])
def test_empty_file_says_so(data: bytes) -> None:
    with pytest.raises(NoTextError, match="vide"):
        decode_text(data)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(b"a\r\nb\r\n", "a\nb\n", id="windows"),
        pytest.param(b"a\rb\r", "a\nb\n", id="old-macintosh"),
        pytest.param(b"a\r\n\r\nb", "a\n\nb", id="blank-line"),
        pytest.param(b"page 1\x0cpage 2", "page 1\npage 2", id="form-feed"),
    ],
)
def test_line_ends_become_newlines(data: bytes, text: str) -> None:
    assert decode_text(data) == text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(b"un" + b"x" * 200 + b"\x00 deux", "un" + "x" * 200 + " deux", id="nul"),
        pytest.param(b"un\x07\x1b[0m deux\ttrois", "un[0m deux\ttrois", id="bell-and-escape"),
        pytest.param("un\x9f deux".encode(), "un deux", id="c1"),
    ],
)
def test_control_characters_are_dropped(data: bytes, text: str) -> None:
    assert decode_text(data) == text


@given(
    st.binary(max_size=300)
    | st.builds(
        lambda text, encoding, cut: text.encode(encoding, "ignore")[cut:],
        st.text(max_size=60),
        st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252", "mac_roman"]),
        st.integers(0, 3),
    )
)
def test_any_bytes_give_clean_text_or_a_parse_error(data: bytes) -> None:
    try:
        text = decode_text(data)
    except ParseError:
        return
    assert text.encode("utf-8").decode("utf-8") == text  # no lone surrogate
    assert all(letter in "\n\t" or unicodedata.category(letter) != "Cc" for letter in text)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t"), max_size=200))
def test_utf8_is_read_exactly(text: str) -> None:
    if text.strip(" \n\t") and not text.startswith("\ufeff"):
        assert decode_text(text.encode()) == text
