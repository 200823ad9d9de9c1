"""The front matter of a Markdown file: fields in YAML between two rules at its very top."""

import re

import yaml

from ingest.characters import clean

# No blank line after the first rule, as Pandoc has it: what follows one is text between two rules.
_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(?![ \t]*\n)(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_NULLS = frozenset({"~", "null", "Null", "NULL"})


def read_front_matter(text: str) -> tuple[dict[str, str], int]:
    """(fields, their names in lower case; offset where the body starts): ({}, 0) without front matter.

    Fields are as written, a date or a number its own letters. Those that cannot be read are left out.
    """
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, 0
    try:
        # BaseLoader builds strings, lists and dicts only: no impossible date, no endless number, no « no » for False.
        fields = yaml.load(match.group(1), yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError):  # the last two: no such code point
        return {}, match.end()
    if not isinstance(fields, dict):
        return {}, 0  # text between two rules
    return {str(key).lower(): _written(value) for key, value in fields.items()}, match.end()


def _written(value: object) -> str:
    """A string, or the strings of a list. What nests deeper is no field of ours, and may be endless."""
    values = value if isinstance(value, list) else [value]
    return clean(", ".join(item for item in values if isinstance(item, str) and item not in _NULLS))
