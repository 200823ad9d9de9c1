"""Passages: contiguous, whole, lossless, along the document's structure."""

import itertools
import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Block, BlockKind, Page, ParsedFile
from ingest.splitting import MAX_CHARACTERS, MAX_LIST_CHARACTERS, Passage, split_passages

LISTED = {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW}


@dataclass(frozen=True)
class Piece:
    """A block to lay in a document."""

    kind: BlockKind
    text: str
    level: int = 0
    cells: tuple[tuple[str, str], ...] = ()


def heading(text: str, level: int = 1) -> Piece:
    return Piece(BlockKind.HEADING, text, level)


def paragraph(text: str) -> Piece:
    return Piece(BlockKind.PARAGRAPH, text)


def item(text: str) -> Piece:
    return Piece(BlockKind.LIST_ITEM, text, 1)


def row(*cells: tuple[str, str]) -> Piece:
    return Piece(BlockKind.TABLE_ROW, " | ".join(cell for _, cell in cells), cells=cells)


def heads(*names: str) -> Piece:
    return Piece(BlockKind.TABLE_ROW, " | ".join(names))


def document(*pieces: Piece, pages: tuple[Page, ...] = ()) -> ParsedFile:
    """The pieces in order, a blank line between them."""
    text, blocks = "", []
    for piece in pieces:
        text += "\n\n" * bool(text)
        blocks.append(
            Block(piece.kind, len(text), len(text) + len(piece.text), piece.level, cells=piece.cells)
        )
        text += piece.text
    return ParsedFile(text, tuple(blocks), pages)


def count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def split(parsed: ParsedFile, max_tokens: int = 192) -> list[Passage]:
    return split_passages(parsed, "doc", count_words, max_tokens=max_tokens)


def texts(parsed: ParsedFile, max_tokens: int = 192) -> list[str]:
    return [passage.text for passage in split(parsed, max_tokens)]


# --- what holds for every document -----------------------------------------------------------------------

WORDS = st.text("abcé", min_size=2, max_size=12)  # no initial, no abbreviation
SENTENCES = st.lists(WORDS, min_size=1, max_size=30).map(lambda words: " ".join(words).capitalize() + ".")
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=12).map(lambda all_: [paragraph(" ".join(all_))])
HEADINGS = st.builds(
    lambda words, level: [heading(" ".join(words), level)],
    st.lists(WORDS, min_size=1, max_size=12),
    st.integers(1, 4),
)
LISTS = st.builds(
    lambda lead, items: [*([paragraph(lead)] if lead else []), *map(item, items)],
    st.just("") | SENTENCES.map(lambda sentence: sentence[:-1] + " :"),
    st.lists(SENTENCES, min_size=1, max_size=15),
)
TABLES = st.lists(st.tuples(SENTENCES, WORDS), min_size=1, max_size=15).map(
    lambda rows: [heads("Nom", "Valeur"), *(row(("Nom", name), ("Valeur", value)) for name, value in rows)]
)
DOCUMENTS = st.lists(PARAGRAPHS | HEADINGS | LISTS | TABLES, min_size=1, max_size=8).map(
    lambda parts: document(*itertools.chain.from_iterable(parts))
)
# Endless words, and no sentence end at all.
MONSTERS = st.lists(
    st.builds(lambda kind, word, times: Piece(kind, (word * times).strip(), 1), st.sampled_from(BlockKind),
              st.sampled_from(["a", "a ", "a, ", "a ; ", "é. ", "A.\n", "| "]), st.integers(1, 3_000)),
    min_size=1, max_size=4,
).map(lambda pieces: document(*pieces))  # fmt: skip
LIMITS = st.sampled_from([3, 20, 60, 192])


@given(DOCUMENTS | MONSTERS, LIMITS)
def test_each_non_blank_character_lies_in_exactly_one_passage(parsed: ParsedFile, max_tokens: int) -> None:
    position = 0
    for passage in split(parsed, max_tokens):
        assert position <= passage.start < passage.end, "passages overlap"
        assert parsed.text[position : passage.start].strip() == ""
        position = passage.end
    assert parsed.text[position:].strip() == ""


@given(DOCUMENTS | MONSTERS, LIMITS)
def test_passage_is_a_slice_named_by_its_offsets(parsed: ParsedFile, max_tokens: int) -> None:
    for passage in split(parsed, max_tokens):
        assert passage.text == parsed.text[passage.start : passage.end]
        assert passage.text == passage.text.strip()
        assert passage.passage_id == f"doc:{passage.start}-{passage.end}"


@given(DOCUMENTS | MONSTERS, LIMITS)
def test_passage_is_never_too_long_to_quote(parsed: ParsedFile, max_tokens: int) -> None:
    for passage in split(parsed, max_tokens):
        kinds = {
            block.kind for block in parsed.blocks if block.start < passage.end and passage.start < block.end
        }
        limit = MAX_LIST_CHARACTERS if kinds & LISTED else MAX_CHARACTERS
        assert len(passage.text) <= limit


@given(DOCUMENTS, LIMITS)
def test_cuts_fall_between_sentences_or_blocks(parsed: ParsedFile, max_tokens: int) -> None:
    ends = {match.end() for match in re.finditer(r"\.(?=\s|$)", parsed.text)}
    ends |= {block.end for block in parsed.blocks}
    assert {passage.end for passage in split(parsed, max_tokens)} <= ends


@given(DOCUMENTS, LIMITS)
def test_only_a_list_or_one_sentence_exceeds_the_tokens(parsed: ParsedFile, max_tokens: int) -> None:
    for passage in split(parsed, max_tokens):
        blocks = [b for b in parsed.blocks if b.start < passage.end and passage.start < b.end]
        if any(block.kind in LISTED for block in blocks):
            continue
        one_sentence = len(blocks) == 1 and "." not in passage.text[:-1]
        assert one_sentence or count_words([passage.reading])[0] <= max_tokens


@given(DOCUMENTS, LIMITS)
def test_reading_holds_every_word(parsed: ParsedFile, max_tokens: int) -> None:
    read = set(re.findall(r"\w+", " ".join(passage.reading for passage in split(parsed, max_tokens))))
    assert set(re.findall(r"\w+", parsed.text)) <= read


# --- one behaviour each ----------------------------------------------------------------------------------


def test_short_document_is_one_passage() -> None:
    parsed = document(heading("Titre"), paragraph("Un. Deux."), paragraph("Trois."))
    assert split(parsed) == [
        Passage(
            passage_id="doc:0-24",  # 5 + 2 + 9 + 2 + 6
            start=0,
            end=24,
            text="Titre\n\nUn. Deux.\n\nTrois.",
            reading="Titre\nUn. Deux.\nTrois.",
            page=None,
            headings=("Titre",),
        )
    ]


def test_long_paragraph_is_cut_between_sentences() -> None:
    # Six words a sentence: two fit in 12 tokens, the third does not.
    one, two, three = "Un a b c d e.", "Deux a b c d e.", "Trois a b c d e."
    assert texts(document(paragraph(f"{one} {two} {three}")), max_tokens=12) == [f"{one} {two}", three]


def test_paragraphs_that_fit_go_together_and_others_do_not() -> None:
    parsed = document(paragraph("un deux trois."), paragraph("quatre cinq."), paragraph("six."))
    assert texts(parsed, max_tokens=5) == ["un deux trois.\n\nquatre cinq.", "six."]


def test_sentence_longer_than_the_tokens_stays_whole() -> None:
    sentence = "mot " * 50 + "fin."
    assert texts(document(paragraph(f"{sentence} Autre.")), max_tokens=10) == [sentence, "Autre."]


def test_sentence_too_long_to_quote_is_cut_after_a_clause() -> None:
    # 600 + 2 characters up to the comma, then 600 more: only the comma lies past the middle of the first 1,000.
    parsed = document(paragraph("a" * 600 + ", " + "b" * 600 + "."))
    assert texts(parsed, max_tokens=1) == ["a" * 600 + ",", "b" * 600 + "."]


def test_word_too_long_to_quote_is_cut_all_the_same() -> None:
    assert texts(document(paragraph("a" * 2_500))) == ["a" * 1_000, "a" * 1_000, "a" * 500]


def test_list_stays_with_its_lead_line() -> None:
    # 4 tokens come before; 3 + 3 × 2 for the list: 10 do not fit with them, but do by themselves.
    lead, items = "Voici trois usages :", ["- un a", "- deux b", "- trois c"]
    parsed = document(paragraph("Un mot avant tout."), paragraph(lead), *map(item, items))
    assert texts(parsed, max_tokens=10) == ["Un mot avant tout.", "\n\n".join([lead, *items])]


def test_list_may_exceed_the_tokens_up_to_its_own_limit() -> None:
    # 19 × 100 characters + 18 × 2 for the blank lines = 1,936 ≤ 2,000.
    items = [f"- {n:02} " + "x" * 95 for n in range(19)]
    # 19 × 3 words = 57 tokens ≤ 1.75 × 40.
    assert texts(document(*map(item, items)), max_tokens=40) == ["\n\n".join(items)]


def test_list_over_its_limit_is_cut_between_items() -> None:
    # 21 × 100 + 20 × 2 = 2,140 > 2,000: cut at 1,000 characters, nine items (9 × 100 + 8 × 2 = 916) at a time.
    items = [f"- {n:02} " + "x" * 95 for n in range(21)]
    assert texts(document(*map(item, items))) == [
        "\n\n".join(items[start : start + 9]) for start in range(0, 21, 9)
    ]


def test_table_stays_with_its_row_of_heads() -> None:
    parsed = document(
        paragraph("Un mot avant tout."), heads("Ville", "Films"), row(("Ville", "Lyon"), ("Films", "10"))
    )
    before, table = split(parsed, max_tokens=8)
    assert (before.text, table.text) == ("Un mot avant tout.", "Ville | Films\n\nLyon | 10")
    assert table.reading.splitlines()[-1] == "Ville : Lyon ; Films : 10"


def test_two_tables_are_told_apart_by_their_heads() -> None:
    parsed = document(heads("A"), row(("A", "un deux")), heads("B"), row(("B", "trois")))
    # 1 + 4 tokens (« A : un deux »), then 1 + 3: they do not fit together.
    assert texts(parsed, max_tokens=6) == ["A\n\nun deux", "B\n\ntrois"]


def test_new_section_is_a_new_passage() -> None:
    parsed = document(heading("A"), paragraph("un"), heading("B"), paragraph("deux"))
    assert texts(parsed) == ["A\n\nun", "B\n\ndeux"]


def test_headings_give_the_path_of_each_passage() -> None:
    parsed = document(
        paragraph("avant"), heading("A"), paragraph("un"), heading("A.1", 2), paragraph("deux"), heading("A.2", 2),
        heading("A.2.1", 3), paragraph("trois"), heading("B"), paragraph("quatre"),
    )  # fmt: skip
    assert [(passage.text, passage.headings) for passage in split(parsed)] == [
        ("avant", ()),
        ("A\n\nun", ("A",)),
        ("A.1\n\ndeux", ("A", "A.1")),
        ("A.2\n\nA.2.1\n\ntrois", ("A", "A.2", "A.2.1")),
        ("B\n\nquatre", ("B",)),
    ]


def test_headings_path_is_without_marks() -> None:
    passages = split(document(heading("## Le **titre** ##", 2), paragraph("un")))
    assert passages[0].headings == ("Le titre",)


def test_headings_path_holds_for_every_passage_of_a_section() -> None:
    parsed = document(heading("A"), paragraph("un deux trois."), paragraph("quatre cinq six."))
    assert [passage.headings for passage in split(parsed, max_tokens=4)] == [("A",), ("A",)]


def test_telling_heading_without_content_is_a_passage() -> None:
    title = "Deux films sur trois ont reçu une aide"  # eight words
    parsed = document(heading(title), heading("Suite"), paragraph("un"))
    assert texts(parsed) == [title, "Suite\n\nun"]


def test_heading_at_the_end_is_not_lost() -> None:
    assert texts(document(paragraph("un"), heading("Annexe"))) == ["un", "Annexe"]


def test_page_is_that_of_the_first_content() -> None:
    # « Titre » ends page 1; its paragraph opens page 2, at 7.
    parsed = document(
        heading("Titre"), paragraph("un"), heading("Autre"), paragraph("deux"), pages=(Page(0, "i"), Page(7, "ii"))
    )  # fmt: skip
    assert [(passage.text, passage.page) for passage in split(parsed)] == [
        ("Titre\n\nun", 2),
        ("Autre\n\ndeux", 2),
    ]


def test_passage_across_pages_is_on_the_first() -> None:
    parsed = document(paragraph("un deux trois"), pages=(Page(0, "1"), Page(5, "2")))
    assert [passage.page for passage in split(parsed)] == [1]


def test_no_blocks_no_passages() -> None:
    assert split(ParsedFile("", ())) == []


@pytest.mark.parametrize("kind", [BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.TABLE_ROW])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a " * 100_000, id="words"),
        pytest.param("*a " * 10_000, id="stars-that-open"),
        pytest.param("_a " * 10_000, id="underscores-that-open"),
        pytest.param("a " + "`" * 10_000 + " b", id="backticks"),
        pytest.param("<sup> " * 10_000, id="tags"),
        pytest.param("<http://" * 10_000, id="addresses"),
        pytest.param("a" + "\t" * 20_000 + "b", id="white-space"),
        pytest.param("a ... " + " " * 20_000 + "b", id="leaders"),
    ],
)
def test_hostile_block_is_split_in_time(
    text: str, kind: BlockKind, time_limit: Callable[[float], AbstractContextManager[None]]
) -> None:
    # Outside the parser's process: nothing but these functions' own time ends them.
    parsed = document(Piece(kind, text.strip(), int(kind is BlockKind.HEADING)))
    with time_limit(2):
        passages = split(parsed)
    assert max(len(passage.text) for passage in passages) <= MAX_LIST_CHARACTERS
