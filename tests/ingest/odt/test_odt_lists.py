"""List and heading numbers."""

from pathlib import Path

from odt_builder import items, read

from ingest.document import Metadata


def test_headings_are_numbered_by_the_outline(tmp_path: Path) -> None:
    body = (
        '<text:p text:style-name="Title">Guide</text:p><text:p>19 mai 2024</text:p>'
        '<text:h text:outline-level="1">Un</text:h><text:h text:outline-level="2">Détail</text:h>'
        '<text:h text:outline-level="1">Deux</text:h><text:h text:outline-level="2">Suite</text:h>'
    )
    parsed = read(tmp_path, body)
    assert parsed.text == "Guide\n\n19 mai 2024\n\n1. Un\n\n1.1 Détail\n\n2. Deux\n\n2.1 Suite"
    assert [block.level for block in parsed.blocks] == [1, 0, 1, 2, 1, 2]
    assert parsed.metadata == Metadata(title="Guide", date="2024-05-19", language="fr")


def test_lists_nest_and_go_on(tmp_path: Path) -> None:
    body = (
        '<text:list text:style-name="L1"><text:list-item><text:p>un</text:p><text:p>suite</text:p>'
        f"<text:list>{items('a', 'b')}</text:list></text:list-item>{items('deux')}</text:list>"
        "<text:p>Entre</text:p>"
        f'<text:list text:style-name="L1" text:continue-numbering="true">{items("trois")}</text:list>'
        f'<text:list text:style-name="L1">{items("un")}</text:list>'
        f'<text:list text:style-name="L2">{items("puce")}</text:list>'
    )
    parsed = read(tmp_path, body)
    assert parsed.text == "1. un\nsuite\na) a\nb) b\n2. deux\n\nEntre\n\n3. trois\n\n1. un\n\n• puce"
    assert [block.level for block in parsed.blocks] == [1, 1, 2, 2, 1, 0, 1, 1, 1]
