"""What a line opens with: a bullet, a number, or nothing."""

import re

BULLETS = "•◦‣⁃∙·●○▪▫■□◆◇►▶➢➤➔→✓✔✗✘❖➣⮚★☐☑☒–—−-*"
_BULLET = re.compile(rf"^(?:[{re.escape(BULLETS)}]|o(?= [^\W_]))\s*(?=\S)")
_STRONG_BULLET = re.compile(r"^[•◦‣⁃∙●○▪▫■□◆◇►▶➢➤➔✓✔✗✘❖➣⮚☐☑☒]\s*(?=\S)")
_DASH_GLUED = re.compile(r"^[-–—−*·→][^\s]")
_NUMBER = re.compile(
    r"^(\d{1,2}|[a-z]|[ivx]{1,4}|[A-Z](?=\)))(?:[.)]|°|\s?\))[)\-–]?\s+(?=\S)|^(\d{1,2})[-–]\s+(?=\S)|^\((\d{1,2}|[a-z]|[ivx]{1,4})\)\s+(?=\S)"
)


def opens_item(text: str) -> bool:
    """Whether the line opens a list item."""
    if _DASH_GLUED.match(text):
        return False
    return bool(_BULLET.match(text)) or number_of(text) is not None


def opens_bullet(text: str) -> bool:
    return bool(_STRONG_BULLET.match(text)) or (bool(_BULLET.match(text)) and not _DASH_GLUED.match(text))


def number_of(text: str) -> str | None:
    """The number or letter that opens the line (« 3. », « b) », « (iv) »), or None."""
    match = _NUMBER.match(text)
    return next((group for group in match.groups() if group), None) if match else None


def is_lone_marker(text: str) -> bool:
    """A bullet or number standing alone, its text drawn apart."""
    return text in set(BULLETS) | {"o"} or bool(re.fullmatch(r"\(?(?:\d{1,2}|[a-z])[.)°]", text))
