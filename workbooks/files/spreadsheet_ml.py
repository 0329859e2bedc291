"""An open sheet as Excel itself tells it, in XML Spreadsheet 2003 -> the same Grid as from a file.

Excel gives this text for a range in one call: values, number formats, merged cells, hidden rows
and columns, errors, formulas and locks. Its elements and attributes are those of Microsoft's
"XML Spreadsheet Reference" (2001); places are counted from the range's first cell, so the range
must begin at A1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from math import isfinite
from xml.etree import ElementTree

from workbooks.files.limits import CELLS, ELEMENTS, MERGES, PART, TEXT, Allowance, Refused, damaged
from workbooks.files.package import DOCUMENT_TYPE
from workbooks.files.refusal import Reason
from workbooks.files.sheet_content import UNSEEN_HEIGHT, UNSEEN_WIDTH, covered_cells, is_less
from workbooks.grid import NO_NUMBER, Area, ErrorValue, Grid, NeverCalculated, Position, Raw, Room
from workbooks.number_formats.built_in import BUILT_IN
from workbooks.number_formats.code import Format, Kind, format_of
from workbooks.number_formats.moments import dated
from workbooks.number_formats.shown import changes_texts, in_full
from workbooks.values.dataclass import dataclass, field
from workbooks.values.decimals import exact
from workbooks.values.regex import regex

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_STRUCK = "{http://www.w3.org/TR/REC-html40}S"
_INDEX, _SPAN, _STYLE = f"{_SS}Index", f"{_SS}Span", f"{_SS}StyleID"
_NAMED = {
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
    "Currency": BUILT_IN[8],
    "Euro Currency": "[$€-2] #,##0.00",
    "General Number": "General",
    "General Date": BUILT_IN[22],
    "Short Date": BUILT_IN[14],
    "Medium Date": BUILT_IN[15],
    "Long Date": BUILT_IN[31],
    "Short Time": BUILT_IN[20],
    "Medium Time": BUILT_IN[18],
    "Long Time": BUILT_IN[21],
    "Yes/No": '"Yes";"Yes";"No"',
    "True/False": '"True";"True";"False"',
    "On/Off": '"On";"On";"Off"',
}
"""Number formats that the text names instead of giving their code."""

EXTENT = 300_000
"""Cells of the range that Excel is asked for, the blank ones among them."""
_BLANK = regex(r'<Cell(?: ss:(?:Index|StyleID)="\w+")*/>')
_CONTROL = regex(r"&#(?:x0*([0-9a-f]{1,2})|0*(\d{1,2}));|[\x00-\x08\x0b\x0c\x0e-\x1f]", re.I)
_ARRAY = regex(r"RC:R(?:\[(\d{1,7})\])?C(?:\[(\d{1,5})\])?")
_EPOCH = datetime(1899, 12, 31)
_LEAP = datetime(1900, 3, 1)


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """A sheet that is open in Excel.

    `formulas` are cells whose value is calculated; `locked` are cells that cannot be written
    while the sheet is protected.
    """

    grid: Grid
    formulas: frozenset[Position] = frozenset()
    locked: frozenset[Position] = frozenset()


def open_sheet(text: str, name: str) -> OpenSheet:
    """The sheet of a text from Excel; raises `Refused` when it is damaged or beyond the caps."""
    root = _parsed(text)
    table = root.find(f"{_SS}Worksheet/{_SS}Table")
    if root.tag != f"{_SS}Workbook":
        raise damaged()
    reader = _Table(dict(_styles(root)))
    if table is not None:
        reader.read(table)
    reader.allowance.take(
        TEXT, sum(len(value) for value in reader.values.values() if isinstance(value, str))
    )
    covered = covered_cells(reader.values, reader.merges)
    for place in covered:
        code = reader.formats.pop(place, "")
        reader.unseen[place] = in_full(reader.values.pop(place), code)
    grid = Grid(
        name,
        reader.values,
        reader.formats,
        tuple(reader.merges),
        hidden_rows=frozenset(reader.hidden_rows),
        hidden_columns=frozenset(reader.hidden_columns),
        room=reader.room(),
        covered=covered,
        unseen=reader.unseen,
    )
    return OpenSheet(grid, frozenset(reader.formulas), frozenset(reader.locked))


def _parsed(text: str) -> ElementTree.Element:
    if "<!DOCTYPE" in text:
        raise Refused(Reason.DAMAGED, DOCUMENT_TYPE)
    if len(text) > PART.most:
        raise Refused(Reason.TOO_LARGE, PART.message)
    # Cells that have a format and nothing else are no content.
    Allowance().take(ELEMENTS, text.count("<") - text.count("</") - len(_BLANK.findall(text)))
    try:
        # A cell may hold a control character, which XML cannot, and Excel writes it all the same.
        return ElementTree.fromstring(_CONTROL.sub(_legal, text))
    except (ElementTree.ParseError, ValueError) as error:
        raise damaged() from error


def _legal(match: re.Match[str]) -> str:
    if match[0].startswith("&"):
        code = int(match[1], 16) if match[1] else int(match[2])
        return match[0] if code >= 32 or code in (9, 10, 13) else ""
    return ""


@dataclass(frozen=True, slots=True)
class _Style:
    look: Format | None = None
    locked: bool = True
    struck: bool = False
    wrapped: bool = False


def _styles(root: ElementTree.Element) -> Iterator[tuple[str, _Style]]:
    """Styles by their name; each is based on its parent, or on `Default`."""
    known: dict[str, _Style] = {}
    for style in root.iterfind(f"{_SS}Styles/{_SS}Style"):
        base = known.get(style.get(f"{_SS}Parent", "Default"), _Style())
        code, protection = style.find(f"{_SS}NumberFormat"), style.find(f"{_SS}Protection")
        look = base.look
        if code is not None:
            written = code.get(f"{_SS}Format", "")
            look = format_of(_NAMED.get(written, written))
        font = style.find(f"{_SS}Font")
        struck = base.struck if font is None else font.get(f"{_SS}StrikeThrough") == "1"
        locked = base.locked
        if protection is not None:
            locked = protection.get(f"{_SS}Protected", "1") != "0"
        alignment = style.find(f"{_SS}Alignment")
        wrapped = base.wrapped if alignment is None else alignment.get(f"{_SS}WrapText") == "1"
        key = style.get(f"{_SS}ID", "")
        known[key] = _Style(look, locked, struck, wrapped)
        yield key, known[key]


@dataclass(slots=True)
class _Table:
    """A table while it is read."""

    styles: Mapping[str, _Style]
    allowance: Allowance = field(default_factory=Allowance)
    values: dict[Position, Raw] = field(default_factory=dict)
    formats: dict[Position, str] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    formulas: set[Position] = field(default_factory=set)
    locked: set[Position] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    columns: dict[int, str] = field(default_factory=dict)
    unseen: dict[Position, str] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    fixed: set[int] = field(default_factory=set)
    wrapped: set[Position] = field(default_factory=set)
    widths: dict[int, float] = field(default_factory=dict)

    def read(self, table: ElementTree.Element) -> None:
        last = 0
        for column in table.iterfind(f"{_SS}Column"):
            numbers, last = self._places(column, last)
            unseen = is_less(column.get(f"{_SS}Width"), UNSEEN_WIDTH)
            self.widths |= dict.fromkeys(numbers, _size(column.get(f"{_SS}Width")))
            if column.get(f"{_SS}Hidden") == "1" or unseen:
                self.hidden_columns.update(numbers)
            if style := column.get(_STYLE):
                self.columns |= dict.fromkeys(numbers, style)
        last = 0
        whole = table.get(_STYLE, "Default")
        for row in table.iterfind(f"{_SS}Row"):
            numbers, last = self._places(row, last)
            unseen = is_less(row.get(f"{_SS}Height"), UNSEEN_HEIGHT)
            self.heights |= dict.fromkeys(numbers, _size(row.get(f"{_SS}Height")))
            if row.get(f"{_SS}AutoFitHeight") == "0" and row.get(f"{_SS}Height"):
                self.fixed.update(numbers)
            if row.get(f"{_SS}Hidden") == "1" or unseen:
                self.hidden_rows.update(numbers)
            self._row(numbers[0], row, whole)

    def room(self) -> Room:
        """The sizes that the table tells."""
        heights = {row: high for row, high in self.heights.items() if high > 0}
        widths = {column: wide for column, wide in self.widths.items() if wide > 0}
        return Room(heights, frozenset(self.fixed), widths, frozenset(self.wrapped))

    def _places(self, element: ElementTree.Element, last: int) -> tuple[range, int]:
        """The rows or columns that one element stands for, and the last of them."""
        first = _whole(element.get(_INDEX), last + 1)
        end = first + _whole(element.get(_SPAN), 0)
        if not 1 <= first <= end:
            raise damaged()
        self.allowance.take(CELLS, end - first + 1)
        return range(first, end + 1), end

    def _row(self, number: int, row: ElementTree.Element, whole: str) -> None:
        column = 0
        for cell in row.iterfind(f"{_SS}Cell"):
            column = _whole(cell.get(_INDEX), column + 1)
            across = _whole(cell.get(f"{_SS}MergeAcross"), 0)
            down = _whole(cell.get(f"{_SS}MergeDown"), 0)
            at = number, column
            if across or down:
                self.allowance.take(MERGES, 1)
                self.merges.append(Area(number, column, number + down, column + across))
            own = cell.get(_STYLE) or row.get(_STYLE) or self.columns.get(column, whole)
            self._cell(at, cell, self.styles.get(own, _Style()))
            column += across

    def _array(self, at: Position, where: str) -> None:
        """All cells of an array formula, of which only the first has the formula."""
        span = _ARRAY.fullmatch(where)
        if span is None:
            return
        down, right = int(span[1] or 0) + 1, int(span[2] or 0) + 1
        self.allowance.take(CELLS, down * right)
        self.formulas.update((at[0] + d, at[1] + r) for d in range(down) for r in range(right))

    def _cell(self, at: Position, cell: ElementTree.Element, style: _Style) -> None:
        formula = cell.get(f"{_SS}Formula")
        self.allowance.take(CELLS, int(len(cell) > 0))
        data = cell.find(f"{_SS}Data")
        if style.locked:
            self.locked.add(at)
        if formula is not None:
            self.formulas.add(at)
            self._array(at, cell.get(f"{_SS}ArrayRange", ""))
        if data is not None:
            text = "".join(data.itertext())
            struck = "".join(text for one in data.iter(_STRUCK) for text in one.itertext())
            if style.struck or struck.strip():
                self.unseen[at] = text if style.struck else struck
            if style.struck:
                return
            read = "".join(_unstruck(data)) if struck else text
            value = _value(data.get(f"{_SS}Type", ""), read, style.look)
            self.values[at] = value
            if style.wrapped and at[0] in self.fixed:
                self.wrapped.add(at)
            if style.look is not None and _is_formatted(value, style.look.code):
                self.formats[at] = style.look.code
        elif formula is not None:
            self.values[at] = NeverCalculated(formula)


def _unstruck(data: ElementTree.Element) -> Iterator[str]:
    """The texts in a cell that are not struck out, in their order."""
    if data.tag != _STRUCK:
        yield data.text or ""
        for part in data:
            yield from _unstruck(part)
            yield part.tail or ""


def _is_formatted(value: Raw, code: str) -> bool:
    if isinstance(value, str):
        return changes_texts(code)
    return isinstance(value, float | date | time)


def _size(text: str | None) -> float:
    """A size in points; 0 where none is told."""
    return float(text) if text and re.fullmatch(r"\d{1,4}(?:\.\d{1,6})?", text) else 0.0


def _value(kind: str, text: str, look: Format | None) -> Raw:
    try:
        if kind == "Number":
            number = float(text)
            if not isfinite(number):
                return NO_NUMBER
            return _moment(number, look) if look else number
        if kind == "DateTime":
            return _moment(_serial(datetime.fromisoformat(text)), look)
    except ValueError as error:
        raise damaged() from error
    if kind == "Boolean":
        return text.strip() == "1"
    return ErrorValue(text.strip()) if kind == "Error" else text


def _moment(serial: float, look: Format | None) -> date | datetime | time | float:
    """A number as its format shows it: a date, or the number itself."""
    kind = (look.kind or look.kind_of(exact(serial))) if look else Kind.DATETIME
    moment = dated(serial, kind, from_1904=False)
    return serial if moment is None else moment


def _serial(moment: datetime) -> float:
    """Excel's number for a date, with the 29 February 1900 that never was."""
    days = (moment - _EPOCH) / timedelta(days=1)
    return days + 1 if moment >= _LEAP else days


def _whole(text: str | None, default: int) -> int:
    try:
        return default if text is None else int(text)
    except ValueError as error:
        raise damaged() from error
