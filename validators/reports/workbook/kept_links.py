"""The links of a sheet, on disk until XlsxWriter writes them: it holds a kilobyte for each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from xlsxwriter.url import Url

from validators.reports.workbook.spooled_rows import SpooledRows
from validators.reports.workbook.tables import Row


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
    url._text = text
    return url
