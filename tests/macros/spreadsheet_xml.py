"""What Excel answers to `Range.Value(11)`: a sheet of openpyxl as XML Spreadsheet 2003.

Written after Microsoft's "XML Spreadsheet Reference" and files that Excel saved in that format:
formats with a name are named, `ss:Index` stands only after a gap, merged cells count as filled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from openpyxl.cell.cell import MergedCell
from openpyxl.utils import column_index_from_string

NAMED = {
    "0.00": "Fixed",
    "#,##0.00": "Standard",
    "0.00%": "Percent",
    "0.00E+00": "Scientific",
    "mm-dd-yy": "Short Date",
    "d-mmm-yy": "Medium Date",
    "h:mm": "Short Time",
}
HEAD = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:html="http://www.w3.org/TR/REC-html40">
"""

Content = Callable[[Any], Any]
"""A cell's value as calculated, or itself where there is no formula."""


def spreadsheet_xml(sheet: Any, rows: int, columns: int, content: Content) -> str:
    """The text for A1 to a row and a column."""
    styles: dict[tuple[str, bool], str] = {("General", True): "Default"}
    body = "".join(_rows(sheet, rows, columns, content, styles))
    listed = "".join(
        f'<Style ss:ID="{key}"><NumberFormat ss:Format="{escape(_named(code), _QUOTE)}"/>'
        f'<Protection ss:Protected="{int(locked)}"/></Style>'
        for (code, locked), key in styles.items()
        if key != "Default"
    )
    return (
        f'{HEAD}<Styles><Style ss:ID="Default" ss:Name="Normal"><NumberFormat/></Style>{listed}'
        f'</Styles><Worksheet ss:Name="{escape(sheet.title, _QUOTE)}">'
        f'<Table ss:ExpandedColumnCount="{columns}" ss:ExpandedRowCount="{rows}">'
        f"{''.join(_columns(sheet, columns))}{body}</Table></Worksheet></Workbook>"
    )


_QUOTE = {'"': "&quot;", "\n": "&#10;"}


def _named(code: str) -> str:
    return NAMED.get(code, code)


def _columns(sheet: Any, last: int) -> Iterator[str]:
    looks = {}
    for letter, dimension in sheet.column_dimensions.items():
        first = dimension.min or column_index_from_string(letter)
        points = round((dimension.width * 7 + 5) * 0.75, 2)
        wide = f' ss:Width="{points}"' if dimension.customWidth else ""
        unseen = ' ss:Hidden="1"' if dimension.hidden else ""
        if wide or unseen:
            looks |= dict.fromkeys(range(first, (dimension.max or first) + 1), unseen + wide)
    for first, span, look in _spans([(n, looks[n]) for n in sorted(looks) if n <= last]):
        yield f'<Column ss:Index="{first}"{look} ss:Span="{span}"/>'


def _spans(columns: list[tuple[int, str]]) -> Iterator[tuple[int, int, str]]:
    for (_, look), group in groupby(
        enumerate(columns), key=lambda pair: (pair[1][0] - pair[0], pair[1][1])
    ):
        members = [number for _, (number, _) in group]
        yield members[0], len(members) - 1, look


def _rows(
    sheet: Any, rows: int, columns: int, content: Content, styles: dict[tuple[str, bool], str]
) -> Iterator[str]:
    merged = {(a.min_row, a.min_col): a for a in sheet.merged_cells.ranges}
    expected = 1
    for number in range(1, rows + 1):
        cells = "".join(_cells(sheet, number, columns, merged, content, styles))
        hidden = sheet.row_dimensions[number].hidden
        height = sheet.row_dimensions[number].height
        if not cells and not hidden and height is None:
            continue
        index = f' ss:Index="{number}"' if number != expected else ""
        unseen = ' ss:Hidden="1"' if hidden else ""
        high = "" if height is None else f' ss:AutoFitHeight="0" ss:Height="{height}"'
        yield f"<Row{index}{unseen}{high}>{cells}</Row>"
        expected = number + 1


def _cells(
    sheet: Any,
    row: int,
    columns: int,
    merged: dict[tuple[int, int], Any],
    content: Content,
    styles: dict[tuple[str, bool], str],
) -> Iterator[str]:
    expected = 1
    for column in range(1, columns + 1):
        cell = sheet.cell(row, column)
        if isinstance(cell, MergedCell):
            continue
        area = merged.get((row, column))
        value = content(cell)
        if value is None and area is None and not cell.has_style:
            continue
        attributes = f' ss:Index="{column}"' if column != expected else ""
        expected = column + 1
        if area is not None:
            across, down = area.max_col - area.min_col, area.max_row - area.min_row
            attributes += f' ss:MergeAcross="{across}"' if across else ""
            attributes += f' ss:MergeDown="{down}"' if down else ""
            expected += across
        look = cell.number_format, bool(cell.protection.locked)
        key = styles.setdefault(look, f"s{61 + len(styles)}")
        attributes += f' ss:StyleID="{key}"' if key != "Default" else ""
        if cell.data_type == "f":
            formula = getattr(cell.value, "text", cell.value)  # an array formula is an object
            attributes += f' ss:Formula="{escape(str(formula), _QUOTE)}"'
        yield f"<Cell{attributes}>{'' if value is None else _data(cell, value)}</Cell>"


def _data(cell: Any, value: Any) -> str:
    match value:
        case bool():
            kind, text = "Boolean", str(int(value))
        case int() | float():
            kind, text = "Number", repr(float(value)).removesuffix(".0")
        case datetime():
            kind, text = "DateTime", value.isoformat(timespec="milliseconds")
        case date():
            kind, text = "DateTime", f"{value.isoformat()}T00:00:00.000"
        case time():
            kind, text = "DateTime", f"1899-12-31T{value.isoformat(timespec='milliseconds')}"
        case timedelta():
            moment = datetime(1899, 12, 31) + value
            kind, text = "DateTime", moment.isoformat(timespec="milliseconds")
        case str() if cell.data_type == "e":
            kind, text = "Error", value
        case _:
            kind, text = "String", escape(value, {"\n": "&#10;"})
    return f'<Data ss:Type="{kind}">{text}</Data>'
