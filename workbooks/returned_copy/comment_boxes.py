"""The boxes in which Excel shows notes: a drawing in VML beside the sheet.

Excel writes VML that is no XML (`<br>` in the captions of buttons), so it is patched as text and
never parsed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from workbooks.files.limits import LAST_COLUMN, LAST_ROW, damaged
from workbooks.grid import Area, Position
from workbooks.patching.xml_outline import Spot
from workbooks.values.dataclass import dataclass
from workbooks.values.regex import regex

EMPTY = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" '
    b'xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    b'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout></xml>'
)
_NAMESPACES = (
    ("v", "urn:schemas-microsoft-com:vml"),
    ("o", "urn:schemas-microsoft-com:office:office"),
    ("x", "urn:schemas-microsoft-com:office:excel"),
)
_TYPE = (
    '<v:shapetype{0} id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape{0} id="_x0000_s{1}" type="#_x0000_t202" style="position:absolute;'
    'z-index:{2};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{3}</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{4}</x:Row><x:Column>{5}</x:Column></x:ClientData></v:shape>"
)
_NOTE = regex(rb"""ObjectType=["']Note["']""")
_ROW = regex(rb"<x:Row>\s*(\d{1,7})\s*</x:Row>")
_COLUMN = regex(rb"<x:Column>\s*(\d{1,7})\s*</x:Column>")
_MAP = regex(rb"""(<o:idmap\b[^<>]*?\bdata=)(["'])([^"']*)\2""")
_LISTED = regex(rb"\b\d{1,6}\b")
_NUMBER = regex(rb"_x0000_s(\d{1,9})\b")

_BLOCK = 1024
"""Numbers of shapes come in blocks, and a block belongs to one drawing of the workbook."""

_WIDE, _TALLEST, _LINE = 300, 420, 17  # pixels
_SIGNS_A_LINE = 44  # a Chinese sign counts for two
_TRUE = ("1", "true")
_FARTHEST = 500  # rows and columns that may be hidden below a box


@dataclass(frozen=True, slots=True)
class CommentBox:
    """A note that needs a box: its cell, the area the cell covers, and the text."""

    at: Position
    area: Area
    text: str


def blocks(drawings: Iterable[bytes]) -> int:
    """The first block of numbers that no drawing of a workbook uses."""
    used = [0]
    for data in drawings:
        used += (int(number) // _BLOCK for number in _NUMBER.findall(data))
        for found in _MAP.finditer(data):
            used += (int(one) for one in _LISTED.findall(found[3]))
    return max(used) + 1


def boxed(data: bytes) -> set[Position]:
    """The cells whose notes have a box."""
    return {at for start, end in _shapes(data) for at in _cell(data[start:end])}


def without_boxes(data: bytes, cells: Iterable[Position]) -> bytes:
    """The drawing without the boxes of some cells."""
    gone = set(cells)
    kept: list[bytes] = []
    at = 0
    for start, end in _shapes(data) if gone else ():
        if gone.intersection(_cell(data[start:end])):
            kept.append(data[at:start])
            at = end
    return b"".join((*kept, data[at:]))


def with_boxes(
    data: bytes, boxes: Sequence[CommentBox], sizes: Sizes, block: int
) -> tuple[bytes, int]:
    """The drawing with more boxes, numbered from a block on, and the next block that is free."""
    end = data.rfind(b"</xml>")
    if end < 0:
        raise damaged()
    head = data[: data.find(b">", data.find(b"<xml")) + 1]
    own = "".join(
        f' xmlns:{name}="{uri}"'
        for name, uri in _NAMESPACES
        if f"xmlns:{name}=".encode() not in head
    )
    first = block * _BLOCK + 1
    shapes = [] if b'id="_x0000_t202"' in data else [_TYPE.format(own)]
    for number, box in enumerate(boxes):
        place = sizes.beside(box.area, _height(box.text))
        row, column = box.at[0] - 1, box.at[1] - 1
        shapes.append(_SHAPE.format(own, first + number, number + 1, place, row, column))
    following = (first + len(boxes)) // _BLOCK + 1
    taken = ",".join(map(str, range(block, following)))
    new = data[:end] + "".join(shapes).encode() + data[end:]
    return _MAP.sub(lambda found: _extended(found, taken), new, count=1), following


def _extended(found: re.Match[bytes], taken: str) -> bytes:
    before = found[3] + b"," if found[3] else b""
    return found[1] + found[2] + before + taken.encode() + found[2]


def _shapes(data: bytes) -> Iterator[tuple[int, int]]:
    """Where each shape lies; `v:shapetype` is none."""
    start = data.find(b"<v:shape ")
    while start >= 0:
        end = data.find(b"</v:shape>", start)
        if end < 0:
            return
        end += len(b"</v:shape>")
        yield start, end
        start = data.find(b"<v:shape ", end)


def _cell(shape: bytes) -> Iterator[Position]:
    """The cell of the note that a shape belongs to; none where it is something else."""
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    if row and column and _NOTE.search(shape):
        yield int(row[1]) + 1, int(column[1]) + 1


def _height(text: str) -> int:
    # In GBK a Chinese sign takes two bytes, as it takes two places here.
    lines = text.encode("gbk", "replace").split(b"\n")
    return min(_TALLEST, _LINE * (1 + sum(1 + len(line) // _SIGNS_A_LINE for line in lines)))


class Sizes:
    """Widths of columns and heights of rows in pixels, as far as the sheet says."""

    def __init__(self, sheet: Spot, rows: Iterable[tuple[int, Spot]]) -> None:
        formats, columns = map(sheet.find, ("sheetFormatPr", "cols"))
        default = formats.attributes if formats else {}
        self._wide = _wide(default.get("defaultColWidth"))
        self._high = int(_decimal(default.get("defaultRowHeight"), 15) * 4 / 3) or 20
        self._columns = [
            _columns(one.attributes) for one in (columns.opened().children if columns else ())
        ]
        self._rows = dict(rows)

    def beside(self, area: Area, height: int) -> str:
        """Where a box to the right of an area lies, as `x:Anchor` has it (counted from 0)."""
        left, top = min(area.right, LAST_COLUMN - 3), max(area.top - 2, 0)
        right, over = _walk(left, 15 + _WIDE, self.column, LAST_COLUMN - 1)
        bottom, below = _walk(top, 8 + height, self.row, LAST_ROW - 1)
        return f"{left}, 15, {top}, 8, {right}, {over}, {bottom}, {below}"

    def column(self, number: int) -> int:
        """The width of a column (counted from 0)."""
        for first, last, wide in self._columns:
            if first <= number + 1 <= last:
                return wide
        return self._wide

    def row(self, number: int) -> int:
        """The height of a row (counted from 0)."""
        row = self._rows.get(number + 1)
        if row is None:
            return self._high
        if row.attributes.get("hidden") in _TRUE:
            return 0
        return int(_decimal(row.attributes.get("ht"), 0) * 4 / 3) or self._high


def _columns(attributes: Mapping[str, str]) -> tuple[float, float, int]:
    """The first and the last column of a group, counted from 1, and their width."""
    first, last = (_decimal(attributes.get(end), 0) for end in ("min", "max"))
    hidden = attributes.get("hidden") in _TRUE
    return first, last, 0 if hidden else _wide(attributes.get("width"))


def _wide(signs: str | None) -> int:
    return int(_decimal(signs, 8.43) * 7 + 5)


def _walk(start: int, pixels: int, size: Callable[[int], int], last: int) -> tuple[int, int]:
    """The row or column that lies so many pixels on, and how far inside it."""
    at = start
    last = min(last, start + _FARTHEST)
    while at < last and pixels >= size(at):
        pixels -= size(at)
        at += 1
    return at, min(pixels, size(at))


def _decimal(text: str | None, otherwise: float) -> float:
    return float(text) if text and re.fullmatch(r"\d{1,7}(\.\d{1,20})?", text) else otherwise
