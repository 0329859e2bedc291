"""A workbook being written by XlsxWriter: the one way in which reports use that library."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import IO, Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxFileError
from xlsxwriter.worksheet import Worksheet

from workbooks.values.regex import regex

_FIXED_DATE = datetime(2024, 1, 1)  # the same results give the same bytes
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
NOTED = "有备注"
"""The keyword of a workbook that holds notes of people: they are read back the next time."""

_FONT = {"font_name": "宋体", "font_size": 11}


class _Sheet(Worksheet):  # type: ignore[misc]
    """Takes no text for mark-up: XlsxWriter puts in unescaped what looks like rich text of its own.

    Somebody's `<r>…</r>` would make a workbook that Excel cannot open.
    """

    def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
        self._xml_inline_string(string, None, attributes)


@contextmanager
def new_book(file: IO[bytes], title: str, *, noted: bool = False) -> Iterator[Any]:
    """The workbook to fill, row by row; texts are never taken for formulas, links or numbers.

    `noted` says that notes of people are in it.

    It is in the file, a `Place.fresh`, when the block ends; raises OSError when it cannot be.
    """
    with tempfile.TemporaryDirectory() as scratch:
        # XlsxWriter takes the font out of the mapping it is given, so each book gets its own.
        own = {"default_format_properties": dict(_FONT), "tmpdir": scratch}
        book = xlsxwriter.Workbook(file, _OPTIONS | own)
        book.worksheet_class = _Sheet
        try:
            book.set_properties(
                {"title": title, "created": _FIXED_DATE} | ({"keywords": NOTED} if noted else {})
            )
            yield book
            book.close()
        except XlsxFileError as error:
            raise OSError(str(error)) from error
        finally:
            # When the disk is full, XlsxWriter leaves them open, and Windows could not delete them.
            for page in book.worksheets():
                with suppress(OSError):
                    page.row_data_fh.close()


MOST_SIGNS = 32_767
"""What Excel takes in one cell."""

_BAD_SIGNS = regex(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
    "\u202a-\u202e\u2066-\u2069]"  # these turn the direction in which a name is read
)
_REPLACED = "〔原文有不能显示的字符，以□代替〕"


def safe(text: str) -> str:
    """A text as a cell can hold it; what was replaced or left out is told at its end.

    >>> safe("甲\\x07乙")
    '甲□乙〔原文有不能显示的字符，以□代替〕'
    """
    if len(text) <= MOST_SIGNS // 2 and text.isprintable():
        return text  # as nearly all are: no sign that is looked for can be printed
    cleaned = _BAD_SIGNS.sub("□", text.replace("\r\n", "\n").replace("\r", "\n"))
    if _BAD_SIGNS.search(text.replace("\r", "")):
        cleaned += _REPLACED
    units = cleaned.encode("utf-16-le")
    if len(units) <= 2 * MOST_SIGNS:
        return cleaned
    kept = units[: 2 * (MOST_SIGNS - 100)].decode("utf-16-le", "ignore")
    return f"{kept}……〔文字过长，后面略去 {len(cleaned) - len(kept)} 字〕"
