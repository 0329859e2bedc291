"""The drawings of a sheet without what computes, runs or leads out: pictures and shapes stay."""

from __future__ import annotations

from collections.abc import Collection

from workbooks.markup import Element, attributes, edited, elements, without, words
from workbooks.sheet_values import whole

_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_COMPUTED = frozenset(("graphicFrame", "contentPart", "AlternateContent"))
"""Charts, diagrams, ink, and what newer programs draw in two ways: controls, slicers."""
_GONE = frozenset(("hlinkClick", "hlinkHover", "extLst"))


def shape_values(text: str, images: Collection[str], last: int) -> tuple[str, int]:
    """A drawing part with its visible pictures and shapes up to a column, and how many are gone.

    `images` are the ids by which its pictures may be had. Raises `Refused`.
    """
    gone = 0

    def edit(element: Element) -> str | None:
        nonlocal gone
        if len(element.path) == 2 and not _stays(element, images, last):
            gone += 1
            return None
        if element.name in _GONE:
            return None
        # Alternative texts are where Excel writes the path that a picture came from.
        return without(element.tag, "macro", "textlink", "descr", "title")

    return edited(text, edit), gone


def _stays(anchor: Element, images: Collection[str], last: int) -> bool:
    if anchor.name not in _ANCHORS:
        return False
    for one in elements(anchor.content):
        said = attributes(one.tag)
        if one.name in _COMPUTED or "link" in said or said.get("hidden") in ("1", "true"):
            return False
        if "embed" in said and said["embed"] not in images:
            return False
        if one.path == ("from", "col") and whole(words(one.content)) >= last:
            return False
    return True
