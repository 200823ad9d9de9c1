"""The text state that a content stream sets, saves and restores (PDF 32000-1, 9.3)."""

from ingest.pdf.fonts import TextFont
from ingest.pdf.geometry import Matrix


class TextState:
    """The parameters that q and Q save and restore."""

    __slots__ = ("char_space", "ctm", "font", "leading", "mode", "rise", "size", "stretch", "word_space")

    def __init__(self, ctm: Matrix, font: TextFont) -> None:
        self.ctm = ctm
        self.font = font
        self.size = 1.0
        self.char_space = 0.0
        self.word_space = 0.0
        self.stretch = 1.0
        self.leading = 0.0
        self.rise = 0.0
        self.mode = 0

    def copy(self) -> "TextState":
        twin = TextState.__new__(TextState)
        for name in self.__slots__:
            setattr(twin, name, getattr(self, name))
        return twin
