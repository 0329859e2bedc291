"""Drawings without what computes, runs or leads out, and pictures without notes about them.

A camera or a program writes owner, place and time into a picture.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator

from workbooks.patching.xml_filter import edited
from workbooks.patching.xml_outline import Spot
from workbooks.patching.xml_text import retagged
from workbooks.values_copy.sheet_part import whole

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_KINDS = (
    (_PNG, "image/png"),
    (_JPEG, "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\x01\0\0\0", "image/x-emf"),
    (b"\xd7\xcd\xc6\x9a", "image/x-wmf"),
    (b"\x01\0\x09\0", "image/x-wmf"),
)
_TOLD = (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME")
_SHOWN = (0xE0, 0xE2, 0xEE)  # JFIF, the colours, and how Adobe stores them
_COMMENT, _SCAN = 0xFE, 0xDA


def picture_type(data: bytes) -> str:
    """The content type of a picture by its first bytes; empty where it is none.

    >>> picture_type(b"GIF89a"), picture_type(b"PK")
    ('image/gif', '')
    """
    return next((kind for sign, kind in _KINDS if data.startswith(sign)), "")


def picture_values(data: bytes) -> bytes:
    """The same picture without notes about it; as it is where it is of another kind, or broken."""
    try:
        if data.startswith(_PNG):
            return _PNG + b"".join(_png(data))
        if data.startswith(_JPEG):
            return data[:2] + b"".join(_jpeg(data))
    except (struct.error, IndexError):
        return data
    return data


def _png(data: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind not in _TOLD:
            yield data[at : at + 12 + length]
        at += 12 + length


def _jpeg(data: bytes) -> Iterator[bytes]:
    at = 2
    while data[at + 1] != _SCAN:
        (length,) = struct.unpack_from(">H", data, at + 2)
        kind = data[at + 1]
        if kind in _SHOWN or not (0xE0 <= kind <= 0xEF or kind == _COMMENT):
            yield data[at : at + 2 + length]
        at += 2 + length
    yield data[at:]


_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_COMPUTED = frozenset(("graphicFrame", "contentPart", "AlternateContent"))
"""Charts, diagrams, ink, and what newer programs draw in two ways: controls, slicers."""
_GONE = frozenset(("hlinkClick", "hlinkHover", "extLst"))
# Alternative texts are where Excel writes the path that a picture came from.
_SILENCED = dict.fromkeys(("macro", "textlink", "descr", "title"))


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
        return None if element.local in _GONE else retagged(element.tag, _SILENCED)

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
