"""Matrices and the frame in which a page is read."""

from typing import Any

from pypdf import PageObject

Matrix = tuple[float, float, float, float, float, float]


def multiply(m: Matrix, n: Matrix) -> Matrix:
    """The matrix that applies ``m`` first, then ``n`` (PDF 32000-1, 8.3.4)."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def numbers(operands: Any, count: int) -> Any:
    """The first ``count`` operands as floats; ValueError if there are fewer."""
    if len(operands) < count:
        raise ValueError(f"{count} numbers expected")
    return tuple(float(operand) for operand in operands[:count])


def page_frame(page: PageObject) -> tuple[Matrix, float, float]:
    """The matrix from the page's own space to the frame it is read in, and that frame's size.

    The frame's origin is the top left corner of the crop box once the page is turned by /Rotate.
    """
    box = _box(page)
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    try:
        turn = int(page.get("/Rotate", 0) or 0) % 360
    except (TypeError, ValueError):
        turn = 0
    if turn == 90:
        return (0.0, 1.0, 1.0, 0.0, -bottom, -left), height, width
    if turn == 180:
        return (-1.0, 0.0, 0.0, 1.0, right, -bottom), width, height
    if turn == 270:
        return (0.0, -1.0, -1.0, 0.0, top, right), height, width
    return (1.0, 0.0, 0.0, -1.0, -left, top), width, height


def _box(page: PageObject) -> tuple[float, float, float, float]:
    for name in ("cropbox", "mediabox"):
        try:
            box = getattr(page, name)
            left, right = sorted((float(box.left), float(box.right)))
            bottom, top = sorted((float(box.bottom), float(box.top)))
        except Exception:
            continue  # a malformed box: the next one serves
        if right - left > 1 and top - bottom > 1:
            return left, bottom, right, top
    return 0.0, 0.0, 595.0, 842.0
