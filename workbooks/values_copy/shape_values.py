"""The drawings of a sheet without what computes, runs or leads out: pictures and shapes stay."""

from __future__ import annotations

from collections.abc import Collection

from workbooks.patching.xml_filter import edited
from workbooks.patching.xml_outline import Spot
from workbooks.patching.xml_text import retagged
from workbooks.values_copy.sheet_part import whole

_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_COMPUTED = frozenset(("graphicFrame", "contentPart", "AlternateContent"))
"""Charts, diagrams, ink, and what newer programs draw in two ways: controls, slicers."""
_GONE = frozenset(("hlinkClick", "hlinkHover", "extLst"))
# Alternative texts are where Excel writes the path that a picture came from.
_TOLD = dict.fromkeys(("macro", "textlink", "descr", "title"))


def shape_values(data: bytes, images: Collection[str], last: int) -> tuple[bytes, int]:
    """A drawing part with its visible pictures and shapes up to a column, and how many are gone.

    `images` are the ids by which its pictures may be had. Raises `Refused`.
    """
    gone = 0

    def edit(element: Spot, path: tuple[str, ...]) -> bytes | None:
        nonlocal gone
        if len(path) == 1 and not _stays(element, images, last):
            gone += 1
            return None
        return None if element.local in _GONE else retagged(element.tag, _TOLD)

    return edited(data, edit), gone


def _stays(anchor: Spot, images: Collection[str], last: int) -> bool:
    if anchor.local not in _ANCHORS:
        return False
    for one in anchor.every():
        said = {name.rpartition(":")[2]: value for name, value in one.attributes.items()}
        if one.local in _COMPUTED or "link" in said or said.get("hidden") in ("1", "true"):
            return False
        if "embed" in said and said["embed"] not in images:
            return False
        if one.local == "from" and any(whole(at.words) >= last for at in _columns(one)):
            return False
    return True


def _columns(marker: Spot) -> list[Spot]:
    return [one for one in marker.children if one.local == "col"]
