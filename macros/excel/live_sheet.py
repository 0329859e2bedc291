"""What is open in Excel: a sheet -> Grid, and values and marks -> its cells.

All COM calls are here and, for sheets and workbooks of our own, in `live_sheets`.

A sheet is read in one call, `Range.Value(11)`: Excel's own text of the range, with values, number
formats, merged cells, hidden rows, errors, formulas and locks (`workbooks.spreadsheet_ml`).
`Range.Value` alone would leave formats, merges and hidden rows to be asked for cell by cell, some
hundreds of calls for one form. The range begins at A1, so that places need no counting back.

Marks are conditional formats with one formula that nobody else has: the cells' own fill is never
touched, so taking the marks away restores the sheet exactly, in the same session or next year.
"""

from __future__ import annotations

import atexit
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeVar

import xlwings as xw

from validators.checking.our_files import MARK
from workbooks.files.limits import Refused
from workbooks.files.spreadsheet_ml import EXTENT, OpenSheet, open_sheet
from workbooks.grid import OURS_FROM, PROPERTIES, Position, Template, address, position

if sys.platform == "win32":
    from pywintypes import com_error as ComError
    from xlwings import _xlwindows

    # On leaving it would end every Excel that it cannot see; and 0 would mean to try for ever.
    atexit.unregister(_xlwindows.cleanup)
    _xlwindows.N_COM_ATTEMPTS = 20
    COM_ERRORS: tuple[type[Exception], ...] = (ComError, _xlwindows.ExcelBusyError)
else:

    class ComError(Exception):
        """Stands for pywintypes.com_error where there is no Windows."""

    COM_ERRORS = (ComError,)

T = TypeVar("T")

PAUSES = (0.1, 0.2, 0.4, 0.8, 1.5)
"""Seconds between tries while Excel is busy: three in all, no clerk waits longer."""

BUSY = "Excel 正忙，没有响应。请按 Esc 退出单元格编辑，关闭 Excel 里打开的对话框，再点一次按钮。"
TOO_WIDE = (
    "工作表「{name}」的使用范围到 {last}，超过 30 万个单元格，没有读取。"
    "请删除表格以外带格式的空行、空列，保存后再试。"
)
LOCKED = "工作表有保护，{cells} 不能填写，全表都没有改动。请撤销工作表保护后再点一次。"
FAILED = (
    "写入 {cells} 时 Excel 报错，已全部恢复原状，没有改动。请检查这些单元格能否填写，再试一次。"
)
BROKEN = "写入时 Excel 报错，{cells} 未能恢复原状。请不保存关闭本工作簿，再重新打开。"

_REJECTED = {-2147418111, -2147417846, -2146777998}
"""RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER, a cell being edited."""
_VALUE, _GET, _XML = 6, 2, 11  # Range.Value in Excel's type library, a property get, XML
_EXPRESSION, _BETWEEN = 2, 1  # xlExpression, xlBetween
_WORKSHEET = -4167
_BY_HAND = -4135  # xlCalculationManual
_VISIBLE = -1  # xlSheetVisible
_LONGEST_ADDRESS = 250  # Range("…") takes 255


Book = xw.Book
Sheet = xw.Sheet


class Stopped(Exception):
    """Expected trouble; its text is one Chinese sentence or two for the person who clicked."""


FAILURES: tuple[type[Exception], ...] = (*COM_ERRORS, AttributeError, Stopped)
"""What a write may end in; xlwings' dynamic objects say with AttributeError that Excel is busy."""


def is_busy(error: Exception) -> bool:
    """Whether Excel turned a call away because it was doing something else."""
    details = error.args[2] if len(error.args) > 2 else None
    codes = {*error.args[:1], *(details[-1:] if isinstance(details, tuple) else ())}
    return type(error).__name__ == "ExcelBusyError" or not _REJECTED.isdisjoint(codes)


def patiently(action: Callable[[], T]) -> T:
    """What an action gives, tried again while Excel is busy; raises Stopped when it stays so."""
    for pause in (*PAUSES, 0):
        try:
            return action()
        except COM_ERRORS as error:
            if not is_busy(error):
                raise
            busy = error
        time.sleep(pause)
    raise Stopped(BUSY) from busy


def read(sheet: xw.Sheet) -> OpenSheet:
    """All of a sheet, in one call for its extent and one for its content."""
    return patiently(lambda: _read(sheet))


def _read(sheet: xw.Sheet) -> OpenSheet:
    name = sheet.name
    last = sheet.used_range.address.replace("$", "").split(":")[-1]
    row, column = position(last)
    if column >= OURS_FROM and _scores_itself(sheet.book):
        column = OURS_FROM - 1  # the steps of our template are nobody's content
        last = address(row, column)
    if row * column > EXTENT:
        raise Stopped(TOO_WIDE.format(name=name, last=last))
    asked = sheet.range(f"A1:{last}").api
    try:
        # Dynamic dispatch knows no properties with arguments, so the call is made by number.
        return open_sheet(asked._oleobj_.Invoke(_VALUE, 0, _GET, True, _XML), name)
    except Refused as refused:
        raise Stopped(f"工作表「{name}」读不成。{refused.refusal.message}") from refused


def _scores_itself(book: xw.Book) -> bool:
    """Whether a workbook is a template of ours with steps beside the form."""
    try:
        told = book.api.CustomDocumentProperties
        edition, version = (str(told(name).Value) for name in PROPERTIES)
    except COM_ERRORS as error:
        if is_busy(error):
            raise
        return False  # it has no such property
    return Template(edition, version).scores_itself


def calculate_by_hand(book: xw.Book) -> bool:
    """Calculates where Excel does so only when it is asked; whether that is so."""
    app: Any = book.app.api
    if patiently(lambda: app.Calculation) != _BY_HAND:
        return False
    patiently(lambda: app.Calculate())
    return True


def release() -> None:
    """Lets go of the workbook of a click, which would keep Excel from ending."""
    if sys.platform == "win32":
        _xlwindows.BOOK_CALLER = None


def is_addin(book: xw.Book) -> bool:
    """Whether it is the add-in's own workbook, which its VBA hands over where none is open."""
    return bool(patiently(lambda: book.api.IsAddin))


def worksheets(book: xw.Book) -> Iterator[tuple[xw.Sheet, bool]]:
    """The visible sheets of a workbook and which is active, that one first; charts passed over."""
    active = patiently(lambda: book.sheets.active)
    name = patiently(lambda: active.name)
    if patiently(lambda: active.api.Type) == _WORKSHEET:
        yield active, True
    yield from ((one, False) for one in book.sheets if one.name != name and _is_visible(one))


def hidden(book: xw.Book) -> list[xw.Sheet]:
    """The sheets that are not seen, in whichever of the two ways."""
    return [sheet for sheet in book.sheets if not _is_visible(sheet)]


def _is_visible(sheet: xw.Sheet) -> bool:
    # xlwings' own `visible` is the number, and very hidden is 2.
    return bool(patiently(lambda: sheet.api.Visible) == _VISIBLE)


class FormulaText(str):
    """A formula, with its =, that is to stand in a cell as one."""


Entry = tuple[str, object]
"""An A1 address and what is to stand there: a number, a text, a date, a formula, or nothing."""
_NONE: Mapping[Position, FormulaText] = MappingProxyType({})


def write(
    sheet: xw.Sheet,
    opened: OpenSheet,
    entries: Iterable[Entry],
    formulas: Mapping[Position, FormulaText] = _NONE,
) -> None:
    """Writes all entries, or none: cells below one another in one call; raises Stopped.

    `formulas` are those of cells that are written over, for the case that it cannot be done.
    """
    wanted = {position(place): value for place, value in entries}
    locked = sorted(wanted.keys() & opened.locked)
    if locked and patiently(lambda: sheet.api.ProtectContents):
        raise Stopped(LOCKED.format(cells=_named(locked)))
    done: list[Sequence[Position]] = []
    try:
        for run in _runs(wanted, opened.grid.hidden_rows):
            done.append(run)
            _put(sheet, run, [_typed(wanted[place]) for place in run])
    except FAILURES as error:
        _restore(sheet, opened, done, formulas)
        if isinstance(error, Stopped):
            raise
        raise Stopped(FAILED.format(cells=_named(done[-1]))) from error


def _restore(
    sheet: xw.Sheet,
    opened: OpenSheet,
    done: list[Sequence[Position]],
    formulas: Mapping[Position, FormulaText],
) -> None:
    try:
        for run in done:
            values = opened.grid.values
            _put(sheet, run, [formulas.get(at) or _before(values.get(at)) for at in run])
    except FAILURES as error:
        raise Stopped(BROKEN.format(cells=_named([p for run in done for p in run]))) from error


def _put(sheet: xw.Sheet, run: Sequence[Position], values: list[Any]) -> None:
    def put() -> None:
        sheet.range(f"{address(*run[0])}:{address(*run[-1])}").raw_value = rows

    rows = tuple((value,) for value in values)
    patiently(put)


def _typed(value: object) -> object:
    if isinstance(value, FormulaText):
        return str(value)
    # The apostrophe is what a person types to say that a text is a text; Excel does not keep it.
    return float(value) if isinstance(value, Decimal) else _before(value)


def _before(raw: object) -> object:
    return f"'{raw}" if isinstance(raw, str) else raw


def _runs(places: Iterable[Position], hidden: frozenset[int]) -> Iterator[Sequence[Position]]:
    """Places that stand below one another without a gap, together; those in hidden rows alone.

    What Excel makes of one call over cells that a filter hides is not to be relied on.
    """
    run: list[Position] = []
    for row, column in sorted(places, key=lambda place: (place[1], place[0])):
        if run and (run[-1] != (row - 1, column) or not hidden.isdisjoint((row - 1, row))):
            yield run
            run = []
        run.append((row, column))
    if run:
        yield run


def _named(places: Sequence[Position]) -> str:
    return "、".join(address(*place) for place in places)


def mark(sheet: xw.Sheet, colours: Iterable[tuple[tuple[int, int, int], Sequence[str]]]) -> bool:
    """Colours cells in place of earlier marks; False where the sheet's protection forbids it."""
    try:
        unmark(sheet)
        for colour, addresses in colours:
            for few in _few(addresses):
                _colour(sheet.range(few), colour)
    except COM_ERRORS:
        if not sheet.api.ProtectContents:
            raise
        return False
    return True


def _colour(cells: xw.Range, colour: tuple[int, int, int]) -> None:
    # By place: late binding drops named arguments that follow one left out, here the operator,
    # and xlwings' own add_custom names them. Excel ignores the operator of a formula.
    mark = cells.api.FormatConditions.Add(_EXPRESSION, _BETWEEN, MARK)
    mark.Interior.Color = int.from_bytes(colour, "little")
    mark.SetFirstPriority()


def heighten(sheet: xw.Sheet, heights: Mapping[int, float]) -> list[int]:
    """Makes rows as high as their text needs; which ones, none where protection forbids it."""
    try:
        for row, height in heights.items():
            sheet.range(f"A{row}").row_height = height
    except COM_ERRORS:
        if not sheet.api.ProtectContents:
            raise
        return []
    return sorted(heights)


def active_row(sheet: xw.Sheet) -> int:
    """The row of the cell that is selected."""
    return int(patiently(lambda: sheet.book.app.api.ActiveCell.Row))


def hide_rows(sheet: xw.Sheet, first: int, last: int, *, hidden: bool) -> None:
    """Hides rows that stand below one another, or shows them."""

    def hide() -> None:
        sheet.range(f"A{first}:A{last}").api.EntireRow.Hidden = hidden

    patiently(hide)


def unmark(sheet: xw.Sheet) -> int:
    """Takes all marks of a sheet away; how many there were."""
    ours = [one for one in sheet.cells.conditional_formats if one.formula == MARK]
    for one in reversed(ours):
        one.delete()
    return len(ours)


def unmark_all(book: xw.Book) -> tuple[int, list[str]]:
    """Takes the marks of all sheets away; how many, and the sheets whose protection forbids it."""
    count, protected = 0, []
    for sheet in book.sheets:
        try:
            count += unmark(sheet)
        except COM_ERRORS:
            if not sheet.api.ProtectContents:
                raise
            protected.append(sheet.name)
    return count, protected


def _few(addresses: Sequence[str]) -> Iterator[str]:
    """Addresses joined, as many as Excel takes at once."""
    text = ""
    for one in addresses:
        if text and len(text) + len(one) >= _LONGEST_ADDRESS:
            yield text
            text = ""
        text = f"{text},{one}" if text else one
    if text:
        yield text
