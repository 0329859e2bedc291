"""An .xls (BIFF, also what WPS writes as .et) as Grids, through xlrd."""

from __future__ import annotations

import io
import struct
from collections.abc import Collection
from datetime import date, time
from math import isfinite
from typing import Any

import xlrd
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError

from workbooks.files.biff import Records, records, workbook_stream
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
from workbooks.files.refusal import Reason
from workbooks.files.sheet_content import covered_cells
from workbooks.grid import NO_NUMBER, Area, ErrorValue, Grid, NeverCalculated, Position, Raw
from workbooks.number_formats.built_in import BUILT_IN
from workbooks.number_formats.code import MOST, Format, format_of
from workbooks.number_formats.moments import dated
from workbooks.number_formats.shown import changes_texts, in_full
from workbooks.values.dataclass import dataclass
from workbooks.values.decimals import exact

_BIFF8 = 0x0600
_WORDS = ("项目", "指标", "资金", "单位", "年度", "绩效", "部门", "预算")
"""One of them stands on every form."""
_UNSEEN_ROW, _UNSEEN_COLUMN = 20, 26
"""Less than a point high, in twentieths; less than a tenth of a digit wide, in 256ths."""

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
    try:
        found = records(workbook_stream(raw))
        Allowance().take(LEGACY_CELLS, found.cells)
        if found.version < _BIFF8 and (chinese := _in_chinese(found)):
            return chinese
        return _grids(found)
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


def _grids(found: Records, encoding: str | None = None) -> tuple[Grid, ...]:
    book = xlrd.open_workbook(
        file_contents=bytes(found.stream),
        encoding_override=encoding,
        formatting_info=True,
        ragged_rows=True,
        on_demand=True,
        logfile=io.StringIO(),
    )
    if len(book.format_map) > MOST:
        raise damaged()
    allowance = Allowance()
    sheets = book.sheets()
    empty = found.formulas if len(found.formulas) == len(sheets) else [set()] * len(sheets)
    uncalculated = [set() if found.calculated else places for places in empty]
    return tuple(
        _Sheet(book, sheet, never).grid(allowance)
        for sheet, never in zip(sheets, uncalculated, strict=True)
    )


def _in_chinese(found: Records) -> tuple[Grid, ...] | None:
    """An old workbook read in the code page of China, where its words then make sense.

    Exports of old systems name no code page, or the one of the machine that they were built on.
    """
    try:
        read = _grids(found, "gbk")
    except UnicodeDecodeError:
        return None
    texts = (raw for grid in read for raw in grid.values.values() if isinstance(raw, str))
    return read if any(word in text for text in texts for word in _WORDS) else None


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


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One sheet of a workbook of xlrd, and its formulas that nobody has calculated."""

    book: Any
    sheet: Any
    uncalculated: Collection[Position]

    def grid(self, allowance: Allowance) -> Grid:
        """The sheet; raises `Refused` when it is beyond the caps."""
        values: dict[Position, Raw] = {}
        formats: dict[Position, str] = {}
        unseen: dict[Position, str] = {}
        sheet = self.sheet
        for row in range(sheet.nrows):
            for column, cell in enumerate(sheet.row(row)):
                if cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                    self._put((row + 1, column + 1), cell, values, formats, unseen)
        allowance.take(CELLS, len(values))
        allowance.take(TEXT, sum(len(raw) for raw in values.values() if isinstance(raw, str)))
        allowance.take(MERGES, len(sheet.merged_cells))
        merges = tuple(
            Area(top + 1, left + 1, bottom, right)
            for top, bottom, left, right in sheet.merged_cells
        )
        covered = covered_cells(values, merges)
        for place in covered:
            unseen[place] = in_full(values.pop(place), formats.pop(place, ""))
        return Grid(
            sheet=sheet.name,
            values=values,
            formats=formats,
            merges=merges,
            hidden=bool(sheet.visibility),
            hidden_rows=frozenset(
                row + 1
                for row, info in sheet.rowinfo_map.items()
                if info.hidden or (info.height < _UNSEEN_ROW and not info.has_default_height)
            ),
            hidden_columns=frozenset(
                column + 1
                for column, info in sheet.colinfo_map.items()
                if info.hidden or info.width < _UNSEEN_COLUMN
            ),
            covered=covered,
            unseen=unseen,
        )

    def _put(
        self,
        at: Position,
        cell: Any,
        values: dict[Position, Raw],
        formats: dict[Position, str],
        unseen: dict[Position, str],
    ) -> None:
        value, look = self._value(at, cell), self._look(cell)
        if self._is_struck(cell.xf_index):
            unseen[at] = in_full(value, look.code if look else "")
            return
        if isinstance(value, str) and (read := self._parted(at, value))[1]:
            value, unseen[at] = read
        values[at] = value
        if look is not None and (
            changes_texts(look.code)
            if isinstance(value, str)
            else isinstance(value, float | date | time)
        ):
            formats[at] = look.code

    def _value(self, at: Position, cell: Any) -> Raw:
        if at in self.uncalculated:
            return NeverCalculated("")
        if cell.ctype == xlrd.XL_CELL_TEXT:
            return str(cell.value)
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        if cell.ctype == xlrd.XL_CELL_ERROR:
            return ErrorValue(xlrd.error_text_from_code.get(cell.value, "#N/A"))
        number = float(cell.value)
        if not isfinite(number):
            return NO_NUMBER
        look = self._look(cell)
        if look is None:
            return number
        kind = look.kind or look.kind_of(exact(number))
        moment = dated(number, kind, from_1904=self.book.datemode == 1)
        return number if moment is None else moment

    def _look(self, cell: Any) -> Format | None:
        if cell.xf_index is None:
            return None
        key = self.book.xf_list[cell.xf_index].format_key
        # BIFF names the built-in formats by number too; xlrd gives their American codes.
        return format_of(BUILT_IN.get(key) or self.book.format_map[key].format_str)

    def _is_struck(self, style: int | None) -> bool:
        if style is None:
            return False
        return bool(self._font_is_struck(self.book.xf_list[style].font_index))

    def _font_is_struck(self, number: int) -> bool:
        fonts = self.book.font_list
        return number < len(fonts) and bool(fonts[number].struck_out)

    def _parted(self, at: Position, text: str) -> tuple[str, str]:
        """A text without the runs that are struck out, and these."""
        runs = self.sheet.rich_text_runlist_map.get((at[0] - 1, at[1] - 1), ())
        starts = [*(start for start, _ in runs), len(text)]
        said = {False: text[: starts[0]], True: ""}
        for (start, font), end in zip(runs, starts[1:], strict=True):
            said[self._font_is_struck(font)] += text[start:end]
        return said[False], said[True].strip()
