"""The marks that open list items: bullets, and numbers spelled as their list writes them."""

BULLET = "• "
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def format_number(number: int, style: str) -> str:
    """A list number as ``style`` writes it: "1" (also the fallback), "a", "A", "i" or "I"."""
    if style in ("a", "A") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 10)  # …, z, aa, bb
        return letter if style == "a" else letter.upper()
    if style in ("i", "I") and 0 < number < 4000:
        letters = ""
        for value, roman in _ROMAN:
            letters += roman * (number // value)
            number %= value
        return letters if style == "i" else letters.upper()
    return str(number)
