"""What 评分 did last, so that Excel's own 撤销 can take it back as long as nobody worked on it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from macros.excel import live_sheet
from macros.excel.live_sheet import Book, Entry, Stopped
from workbooks.files.spreadsheet_ml import OpenSheet
from workbooks.grid import position
from workbooks.values.dataclass import dataclass

NOTHING = "没有可以撤销的评分。"
GONE = (
    "评过分的工作簿“{book}”工作表「{sheet}」现在不在最前面，没有撤销。请切换到它，照评分记录改回。"
)
CHANGED = "评分以后 {cells} 又改过，没有撤销。请照评分记录逐格改回。"
UNDONE = "已撤销评分：工作表「{sheet}」的 {count} 格恢复到评分以前。"


@dataclass(frozen=True, slots=True)
class Done:
    """One scoring: where it was, how the sheet was before, and what was written."""

    book: str
    sheet: str
    before: OpenSheet
    written: tuple[Entry, ...]


done: list[Done] = []
"""The last scoring of this Excel, if it changed anything."""


def remember(book: str, sheet: str, before: OpenSheet, written: Sequence[Entry]) -> None:
    """Notes a scoring in place of the one before."""
    done[:] = [Done(book, sheet, before, tuple(written))]


def take_back(book: Book) -> str:
    """Writes the old values back, all or none; raises Stopped where that would undo more."""
    if not done:
        raise Stopped(NOTHING)
    last = done.pop()
    sheet = next((one for one in book.sheets if one.name == last.sheet), None)
    if book.name != last.book or sheet is None:
        raise Stopped(GONE.format(book=last.book, sheet=last.sheet))
    opened = live_sheet.read(sheet)
    places = {address: position(address) for address, _ in last.written}
    changed = [
        address
        for address, new in last.written
        if not _same(opened.grid.values.get(places[address]), new)
    ]
    if changed:
        raise Stopped(CHANGED.format(cells="、".join(changed)))
    old = [(address, last.before.grid.values.get(at)) for address, at in places.items()]
    live_sheet.write(sheet, opened, old)
    return UNDONE.format(sheet=last.sheet, count=len(old))


def _same(found: object, new: object) -> bool:
    if isinstance(new, Decimal):
        return isinstance(found, int | float | Decimal) and float(found) == float(new)
    return found == new
