"""An .xls (BIFF, also what WPS writes as .et) as Grids, through xlrd.

BIFF always stores a result with a formula, so nothing here is `NeverCalculated`.
"""

from __future__ import annotations

import io
import struct
from typing import Any

import xlrd
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError

from workbooks.files.kinds import has_stream
from workbooks.files.limits import (
    CELLS,
    ENCRYPTED,
    LEGACY_CELLS,
    LEGACY_SIZE,
    MERGES,
    NO_MEMORY,
    TEXT,
    Allowance,
    Refused,
    damaged,
)
from workbooks.files.number_formats import BUILT_IN, Shown, dated, shown
from workbooks.files.refusal import Reason
from workbooks.grid import Area, ErrorValue, Grid, Position, Raw

_ONE_CELL = frozenset((0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x00D6, 0x00FD)) | frozenset(
    (0x0201, 0x0203, 0x0204, 0x0205, 0x0206, 0x027E, 0x0406)
)
_ROW_OF_CELLS = {0x00BD: 6, 0x00BE: 2}
"""Records of BIFF for one cell, and for several in a row with the bytes that each takes."""

UNREADABLE = "文件是很旧的 Excel 格式，无法读取。请用 Excel 打开后另存为 .xlsx 再提交。"
NOT_A_WORKBOOK = "文件是{kind}，不是 Excel 工作簿。请提交填报时用的 Excel 工作簿（.xlsx）。"

_FAILURES = (
    XLRDError,
    CompDocError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    OSError,
    RecursionError,
    NotImplementedError,
    UnboundLocalError,
)
"""What xlrd has been seen to raise, or may, on broken records: it trusts what it reads."""


def grids(raw: bytes) -> tuple[Grid, ...]:
    """The worksheets of a BIFF file in their order; raises `Refused`."""
    if len(raw) > LEGACY_SIZE.most:
        raise Refused(Reason.TOO_LARGE, LEGACY_SIZE.message)
    if raw.startswith(b"\xd0\xcf"):
        _look_inside(raw)
    allowance = Allowance()
    try:
        book = xlrd.open_workbook(
            file_contents=raw,
            formatting_info=True,
            ragged_rows=True,
            on_demand=True,
            logfile=io.StringIO(),
        )
        allowance.take(LEGACY_CELLS, _cells(book.mem or b""))
        return tuple(_grid(book, sheet, allowance) for sheet in book.sheets())
    except MemoryError as error:
        raise Refused(Reason.TOO_LARGE, NO_MEMORY) from error
    except XLRDError as error:
        text = str(error).lower()
        if "encrypted" in text:
            raise Refused(Reason.ENCRYPTED, ENCRYPTED) from error
        if "biff" in text or not raw.startswith(b"\xd0\xcf"):
            raise Refused(Reason.LEGACY, UNREADABLE) from error
        raise damaged() from error
    except _FAILURES as error:
        raise damaged() from error


def _cells(stream: bytes) -> int:
    """Cells that the records tell of, counted before xlrd makes an object of each."""
    count = at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        width = _ROW_OF_CELLS.get(kind)
        if width is not None:
            count += max(0, length - 6) // width
        elif kind in _ONE_CELL:
            count += 1
        at += 4 + length
    return count


def _look_inside(raw: bytes) -> None:
    """Refuses an OLE container that holds something else than a workbook."""
    if has_stream(raw, "EncryptedPackage"):
        raise Refused(Reason.ENCRYPTED, ENCRYPTED)
    if has_stream(raw, "Workbook") or has_stream(raw, "Book"):
        return
    if has_stream(raw, "WordDocument"):
        raise Refused(Reason.NOT_A_WORKBOOK, NOT_A_WORKBOOK.format(kind="文字文档"))
    if has_stream(raw, "PowerPoint Document"):
        raise Refused(Reason.NOT_A_WORKBOOK, NOT_A_WORKBOOK.format(kind="演示文稿"))
    raise damaged()


def _grid(book: Any, sheet: Any, allowance: Allowance) -> Grid:
    values: dict[Position, Raw] = {}
    formats: dict[Position, str] = {}
    for row in range(sheet.nrows):
        allowance.take(CELLS, sheet.row_len(row))
        for column, cell in enumerate(sheet.row(row)):
            if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            at = (row + 1, column + 1)
            values[at] = _value(book, cell)
            style = _shown(book, cell) if isinstance(values[at], float) else None
            if style is not None:
                formats[at] = style.code
    allowance.take(TEXT, sum(len(value) for value in values.values() if isinstance(value, str)))
    allowance.take(MERGES, len(sheet.merged_cells))
    return Grid(
        sheet=sheet.name,
        values=values,
        formats=formats,
        merges=tuple(
            Area(top + 1, left + 1, bottom, right)
            for top, bottom, left, right in sheet.merged_cells
        ),
        hidden=bool(sheet.visibility),
        hidden_rows=frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden),
        hidden_columns=frozenset(
            column + 1 for column, info in sheet.colinfo_map.items() if info.hidden
        ),
    )


def _value(book: Any, cell: Any) -> Raw:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return ErrorValue(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    number = float(cell.value)
    style = _shown(book, cell)
    moment = dated(number, style.kind, from_1904=book.datemode == 1) if style else None
    return number if moment is None else moment


def _shown(book: Any, cell: Any) -> Shown | None:
    if cell.xf_index is None:
        return None
    key = book.xf_list[cell.xf_index].format_key
    # BIFF names the built-in formats by number too; xlrd gives their American codes.
    return shown(BUILT_IN.get(key) or book.format_map[key].format_str)
