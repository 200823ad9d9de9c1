"""Language tags."""

import re


def language_code(tag: str) -> str:
    """The ISO 639-1 code of a language tag: "fr" for "fr-FR"; "" for a tag that opens with none."""
    code = re.split(r"[-_]", tag.strip().lower())[0]
    return code if re.fullmatch("[a-z]{2}", code) else ""
