"""A sheet while it is laid out: boxes put row by row, and the room that their texts need."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from itertools import groupby
from math import ceil
from typing import Any

from workbooks.forms import Cell, Indicator, State
from workbooks.grid import Area, Grid, Room
from workbooks.values.dataclass import dataclass
from workbooks.values.decimals import unit_in_last_place


class Style(Enum):
    """How a box looks; fonts and borders are `drawing`'s."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    LABEL = "label"
    VALUE = "value"
    TEXT = "text"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Box:
    """One cell or one group of merged cells: a text, or a number with its number format."""

    area: Area
    content: str | Decimal
    style: Style
    format: str = ""

    @property
    def merged(self) -> bool:
        """Whether the box is more than one cell."""
        return (self.area.top, self.area.left) != (self.area.bottom, self.area.right)


@dataclass(frozen=True, slots=True)
class Layout:
    """A form placed on a sheet: `widths` in characters, `header` the last row that is repeated
    when printing, and with it the `heads` - 1 rows above it.

    `heights` has every row in points, as Excel makes no room for merged texts by itself. `upright`
    is how the page lies.
    """

    sheet: str
    boxes: tuple[Box, ...]
    widths: tuple[float, ...]
    header: int
    heights: dict[int, float]
    heads: int = 1
    upright: bool = True

    def grid(self) -> Grid:
        """The same sheet as somebody would read it back from a file."""
        shown = {(b.area.top, b.area.left): b for b in self.boxes if b.content != ""}
        return Grid(
            self.sheet,
            {
                place: box.content if isinstance(box.content, str) else float(box.content)
                for place, box in shown.items()
            },
            {place: box.format for place, box in shown.items() if box.format},
            tuple(box.area for box in self.boxes if box.merged),
            room=Room(self.heights, frozenset(self.heights), self._widths()),
        )

    def _widths(self) -> dict[int, float]:
        return {column: _points(width) for column, width in enumerate(self.widths, 1)}


def number_format(value: Decimal, text: str = "") -> str:
    """The number format that shows a number as it was typed.

    >>> number_format(Decimal("22.00")), number_format(Decimal("3"))
    ('0.00', '0')
    >>> number_format(Decimal("144208.00"), "144,208.00")
    '#,##0.00'
    """
    decimals = len(format(unit_in_last_place(value), "f").partition(".")[2])
    whole = "#,##0" if "," in text else "0"
    return f"{whole}.{'0' * decimals}" if decimals else whole


_SIGN = 9.0  # points across: a Chinese sign of the 9-point body
_HALF = 5.0  # a Latin letter or digit; in 宋体 4.5, in the fonts that stand in for it up to 5
_LINE = 13.0  # points down; 宋体 takes 11.25, its stand-ins up to 13
_PADDING = 6.0
_LOWEST = 18.0
_TALLEST = 400.0  # Excel stops at 409 points a row
_WIDEST = 200.0  # Excel stops at 255 characters a column
_PAGE = 740.0  # points of an A4 page between the margins
_HEADS = {Style.TITLE: 30.0, Style.SUBTITLE: 18.0}


def _points(width: float) -> float:
    # Excel counts a column in digits of the standard font (宋体 11: 8 pixels each), and 5 around.
    return (8 * width + 5) * 0.75


def lines(text: str, room: float) -> int:
    """How many lines a text takes in a room of so many points.

    >>> lines("公众号推送频率", 80.0), lines("公众号推送频率", 60.0), lines("", 60.0)
    (1, 2, 1)
    """
    count = 0
    for paragraph in text.split("\n"):
        length = sum(_HALF if ord(sign) < 256 else _SIGN for sign in paragraph)
        # No line may begin with a full stop: on the average that costs each line half a sign.
        count += 1 if length <= room - _PADDING else ceil(length / (room - _PADDING - _SIGN))
    return count


@lru_cache(4096)  # rows are measured again for each text that is laid below them
def height_needed(text: str, room: float) -> float:
    """The points down that a text takes in a room of so many points across.

    >>> height_needed("公众号推送频率", 60.0)
    32.0
    """
    return lines(text, room) * _LINE + _PADDING


def wide_enough(width: float, texts: Iterable[str]) -> float:
    """The width, or as much more as the longest text needs to fit one row.

    >>> wide_enough(18.0, ["活动因故推迟。"])
    18.0
    """
    texts = tuple(texts)
    while width < _WIDEST and any(
        lines(text, _points(width)) * _LINE + _PADDING > _TALLEST for text in texts
    ):
        width *= 1.1
    return width


Content = str | Cell[Any]
Piece = tuple[int, int, Content, Style]
"""Left and right column, what stands there, how it looks."""


class Sheet:
    """Boxes gathered row by row; `row` is the next free one."""

    def __init__(self, *widths: float) -> None:
        self.widths, self.row = widths, 1
        self.boxes: list[Box] = []

    def put(self, left: int, right: int, content: Content, style: Style, rows: int = 1) -> None:
        """One box at the current row."""
        area = Area(self.row, left, self.row + rows - 1, right)
        if isinstance(content, str):
            self.boxes.append(Box(area, content, style))
        elif content.state is State.READ and isinstance(content.value, Decimal):
            shown_as = number_format(content.value, content.text)
            self.boxes.append(Box(area, content.value, style, shown_as))
        else:
            self.boxes.append(Box(area, content.text, style))

    def line(self, *pieces: Piece) -> None:
        """One row of boxes."""
        for piece in pieces:
            self.put(*piece)
        self.row += 1

    def head(self, title: Cell[str], year: Cell[int], standard: str) -> None:
        """The title and the year, across the whole width."""
        last = len(self.widths)
        self.line((1, last, title.text or standard, Style.TITLE))
        self.line((1, last, f"（{year.value or '    '}年度）", Style.SUBTITLE))

    def goals(
        self, label: str, left: tuple[str, str], right: tuple[str, str], borders: tuple[int, ...]
    ) -> None:
        """Two long texts side by side, each under its heading.

        The first of the borders (last column of the left text) that lets both end on the first
        page is taken; texts taller than Excel's tallest row get several rows.
        """
        last, above = len(self.widths), sum(self.heights().values()) + _LOWEST
        tall = {
            border: max(self._need(left[1], 2, border), self._need(right[1], border + 1, last))
            for border in borders
        }
        shortest = min(tall, key=tall.__getitem__)
        border = next((b for b in borders if above + tall[b] <= _PAGE), shortest)
        rows = ceil(tall[border] / _TALLEST)
        self.put(1, 1, label, Style.LABEL, rows=rows + 1)
        self.line((2, border, left[0], Style.LABEL), (border + 1, last, right[0], Style.LABEL))
        self.put(2, border, left[1], Style.PROSE, rows=rows)
        self.put(border + 1, last, right[1], Style.PROSE, rows=rows)
        self.row += rows

    def indicators(
        self,
        rows: tuple[Indicator, ...],
        columns: dict[str, tuple[int, int]],
        content: Callable[[Indicator, str], Content] = getattr,
    ) -> None:
        """The indicator rows; equal categories and subcategories below each other are merged."""
        top = self.row
        for row in rows:
            for key, (left, right) in columns.items():
                if key not in _GROUPS:
                    style = Style.TEXT if key in _WORDY else Style.VALUE
                    self.put(left, right, content(row, key), style)
            self.row += 1
        for key, chosen in _GROUPS.items():
            self.row = top
            for _, group in groupby(rows, key=chosen):
                members = list(group)
                cell: Cell[Any] = getattr(members[0], key)
                self.put(*columns[key], cell.text, Style.VALUE, rows=len(members))
                self.row += len(members)

    def heights(self) -> dict[int, float]:
        """The height of every row so far: what its tallest text needs."""
        heights = dict.fromkeys(range(1, self.row), _LOWEST)
        for box in sorted(self.boxes, key=lambda box: box.area.bottom - box.area.top):
            need = _HEADS.get(box.style) or self._need(
                str(box.content), box.area.left, box.area.right
            )
            rows = range(box.area.top, box.area.bottom + 1)
            missing = need - sum(heights[row] for row in rows)
            for row in rows if missing > 0 else ():
                heights[row] = min(heights[row] + missing / len(rows), _TALLEST)
        return heights

    def _need(self, text: str, left: int, right: int) -> float:
        room = sum(map(_points, self.widths[left - 1 : right]))
        return height_needed(text, room)

    def layout(self, sheet: str, header: int) -> Layout:
        """What was put, as a value."""
        boxes = tuple(sorted(self.boxes, key=lambda box: (box.area.top, box.area.left)))
        # Excel keeps heights in steps of a pixel, three quarters of a point.
        heights = {row: ceil(height / 0.75) * 0.75 for row, height in self.heights().items()}
        return Layout(sheet, boxes, self.widths, header, heights)


_WORDY = ("name", "note", "remark")
_GROUPS = {
    "category": lambda row: row.category.text,
    "subcategory": lambda row: (row.category.text, row.subcategory.text),
}
