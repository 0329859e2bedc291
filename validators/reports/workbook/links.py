"""Links of a report: to a cell of a submitted file, or to a row of the report itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from xlsxwriter.url import Url

from validators.reports.workbook.spooled_rows import SpooledRows
from validators.reports.workbook.tables import Row
from workbooks.patching.sheet_references import place

_LONGEST = 2000  # Excel takes 2,079 signs
_ESCAPED = frozenset('%#?:;@&=+$, "<>[]^`{}|\\')


def external(path: Path, folder: Path, sheet: str = "", cell: str = "") -> str | None:
    """The link that opens a file at a cell, for XlsxWriter; None where Excel could not hold it.

    Relative to the report's `folder` wherever there is such a path, so that both can be moved.

    >>> external(Path("a/x 1.xlsx"), Path("a"), "自评表", "H25")
    "external:./x%201.xlsx#'自评表'!H25"
    """
    target = relative(path, folder)
    if target is None:
        absolute = Path(os.path.abspath(path))  # noqa: PTH100 - must not follow links
        target = absolute.drive + _quoted(absolute.as_posix()[len(absolute.drive) :])
    inside = f"#{place(sheet, cell or 'A1')}" if sheet else ""
    link = f"external:{target}{inside}"
    return link if len(link) <= _LONGEST and _is_text(link) else None


@lru_cache(maxsize=64)  # one row after another leads to the same file
def relative(path: Path, folder: Path) -> str | None:
    """The way from a folder to a file as a link, in one piece; None where there is none.

    It begins with "./", so that no name is taken for a scheme or a drive; XlsxWriter takes it off.

    >>> relative(Path("a/javascript:x.xlsx"), Path("a"))
    './javascript%3Ax.xlsx'
    """
    try:
        target = "./" + _quoted(Path(os.path.relpath(path, folder)).as_posix())
    except ValueError:  # another drive of Windows
        return None
    return target if _is_text(target) else None


def internal(sheet: str, cell: str) -> str:
    """The link to a cell of the same workbook.

    >>> internal("规则说明", "A4")
    "internal:'规则说明'!A4"
    """
    return f"internal:{place(sheet, cell)}"


def _quoted(path: str) -> str:
    """Everything escaped that a link gives a meaning to; XlsxWriter leaves escaped text alone."""
    return "".join(f"%{ord(sign):02X}" if sign in _ESCAPED or sign < " " else sign for sign in path)


def _is_text(link: str) -> bool:
    try:
        link.encode()
    except UnicodeEncodeError:  # a file name whose bytes are no text
        return False
    return True


class KeptLinks:
    """Stands in for the `hyperlinks` of a worksheet, which it asks for from the first row down."""

    def __init__(self) -> None:
        self._links = SpooledRows()
        self._numbers: list[int] = []
        self._rows: Iterator[tuple[Any, Iterator[Row]]] = iter(())
        self._number = -1
        self._row: dict[int, Url] = {}

    def add(self, row: int, column: int, target: str, text: str) -> None:
        """A link of a cell; rows come in their order."""
        self._links.add((row, column, target, text))
        if self._numbers[-1:] != [row]:
            self._numbers.append(row)

    def keys(self) -> list[int]:
        """The rows that have links."""
        self._rows = groupby(self._links, key=lambda link: link[0])
        return self._numbers

    def __getitem__(self, number: int) -> dict[int, Url]:
        while self._number != number:
            self._number, links = next(self._rows)
            self._row = {int(str(link[1])): _url(*link[2:]) for link in links}
        return self._row

    def close(self) -> None:
        """Forget them."""
        self._links.close()


def _url(target: Any, text: Any) -> Url:
    url = Url(target)
    url.text = text
    return url
