"""Sheets and workbooks that Excel makes for us: lists beside a form, new forms, a folder chosen.

A list is written as texts: its cells have the text format before anything stands in them, so that
`=…` in somebody's form stays what it is. Jumps to cells are Excel's own hyperlinks.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlwings as xw

from macros.excel.live_sheet import COM_ERRORS, Stopped, patiently
from workbooks.files.open_file import raw_bytes
from workbooks.files.refusal import Refusal
from workbooks.grid import address
from workbooks.patching.sheet_references import place
from workbooks.values.dataclass import dataclass

OCCUPIED = (
    "工作簿里已有工作表「{name}」，不是本工具生成的，没有改动它。请给那张工作表改名后再点一次。"
)
STRUCTURE = "工作簿的结构有保护，不能增删工作表。请撤销工作簿保护后再点一次。"
ONLINE = "工作簿保存在网盘上（{path}）。请先另存到本机的文件夹，再点一次。"
UNSAVED = "工作簿还没有保存过。请先保存到本机的文件夹，再点一次。"

NO_COPY = "Excel 没能另存一份副本，没有生成报送版，原表没有改动。请先保存工作簿，再点一次。"

_KINDS = "不带宏，自己会算分 (*.xlsx),*.xlsx,另有加载项的测算 (*.xlsm),*.xlsm"
_FILE_PICKER, _FOLDER_PICKER = 3, 4
_TOP = -4160  # xlTop


@dataclass(frozen=True, slots=True)
class Listing:
    """A list for a sheet of its own.

    The first line of `lines` says what the sheet is, and by it the sheet is known again. `jumps`
    lead from the cell of a line and a column (counted from 0) to a cell of the form.
    """

    name: str
    lines: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    jumps: tuple[tuple[int, int, str], ...] = ()


def put_list(book: xw.Book, form: xw.Sheet, listing: Listing) -> None:
    """Writes a list beside a form, in place of the one of last time."""
    ours = find_list(book, listing)
    if ours is None:
        if patiently(lambda: book.api.ProtectStructure):
            raise Stopped(STRUCTURE)
        # To add one after another xlwings moves sheets about, and miscounts where charts are among
        # them: somebody's own sheets would change places.
        beside = "before" if patiently(lambda: book.api.Charts.Count) else "after"
        ours = book.sheets.add(listing.name, **{beside: form})
    else:
        ours.clear()
    fill(ours, listing)
    for line, column, target in listing.jumps:
        cell = ours.range((line + 1, column + 1)).api
        cell.Hyperlinks.Add(cell, "", place(form.name, target))
    ours.api.Activate()  # xlwings' own would also move the focus between windows


def fill(sheet: xw.Sheet, listing: Listing) -> None:
    """The lines of a list as texts, written in one call."""
    wide = len(listing.widths)
    whole = sheet.range(f"A1:{address(len(listing.lines), wide)}")
    whole.number_format = "@"
    whole.raw_value = tuple((*line, *[""] * (wide - len(line))) for line in listing.lines)
    for column, width in enumerate(listing.widths, 1):
        sheet.range((1, column)).column_width = width
    body = sheet.range(f"A2:{address(max(len(listing.lines), 2), wide)}")
    body.api.WrapText = True
    body.api.VerticalAlignment = _TOP


def find_list(book: xw.Book, listing: Listing) -> xw.Sheet | None:
    """The list of last time; raises Stopped where somebody else's sheet has its name."""
    named = next((sheet for sheet in book.sheets if sheet.name == listing.name), None)
    if named is not None and named.range("A1").raw_value != listing.lines[0][0]:
        raise Stopped(OCCUPIED.format(name=listing.name))
    return named


def delete(sheet: xw.Sheet) -> None:
    """Deletes a sheet of ours, without a question."""
    try:
        sheet.delete()
    except COM_ERRORS as error:
        raise Stopped(STRUCTURE) from error


def new_list(app: xw.App, listing: Listing) -> None:
    """A list in a workbook of its own."""
    fill(app.books.add().sheets[0], listing)


def path_of(book: xw.Book) -> Path:
    """Where a workbook is saved on this machine; raises Stopped where it is not."""
    folder: str = patiently(lambda: book.api.Path)
    if not folder:
        raise Stopped(UNSAVED)
    if "://" in folder:
        raise Stopped(ONLINE.format(path=folder))
    return Path(folder) / book.name


def content(book: xw.Book, name: str) -> bytes:
    """The bytes of an open workbook as it is now, saved or not; raises Stopped.

    Excel writes a copy elsewhere, which leaves the workbook and its file untouched.
    """
    with TemporaryDirectory(prefix="jixiao-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / name
        try:
            patiently(lambda: book.api.SaveCopyAs(str(path)))
        except COM_ERRORS as error:
            raise Stopped(NO_COPY) from error
        raw = raw_bytes(path)
    if isinstance(raw, Refusal):
        raise Stopped(raw.message)
    return raw


def choose_folder(app: xw.App, title: str) -> Path | None:
    """The folder that somebody picks in Excel's own dialog; None when they do not."""
    return _picked(app.api.FileDialog(_FOLDER_PICKER), title)


def choose_file(app: xw.App, title: str) -> Path | None:
    """The same for one file."""
    dialog: Any = app.api.FileDialog(_FILE_PICKER)
    dialog.AllowMultiSelect = False
    return _picked(dialog, title)


def choose_new(app: xw.App, name: str, title: str) -> Path | None:
    """Where somebody wants a new workbook, with macros or without; None when nowhere."""
    chosen = app.api.GetSaveAsFilename(name, _KINDS, 1, title)
    if not isinstance(chosen, str):
        return None
    path = Path(chosen)
    return (
        path if path.suffix.lower() in (".xlsx", ".xlsm") else path.with_name(f"{path.name}.xlsx")
    )


def _picked(dialog: Any, title: str) -> Path | None:
    dialog.Title = title
    return Path(dialog.SelectedItems(1)) if dialog.Show() else None


def open_in(app: xw.App, path: Path) -> None:
    """Opens a workbook as a double click does."""
    patiently(lambda: app.api.Workbooks.Open(str(path)))
