"""A workbook being drawn: text is never a formula, and the same tables give the same bytes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxFileError

from validators.reports.whole_file import replacing

_FIXED_DATE = datetime(2024, 1, 1)
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FONT = {"font_name": "宋体", "font_size": 11}


@contextmanager
def drawn_book(path: Path, title: str) -> Iterator[Any]:
    """An XlsxWriter workbook whose rows are written in their order; whole or not at all.

    Raises OSError when the place cannot be written.
    """
    try:
        with replacing(path) as file, tempfile.TemporaryDirectory() as scratch:
            # XlsxWriter takes the font out of the mapping it is given: each book gets its own.
            own = {"default_format_properties": dict(_FONT), "tmpdir": scratch}
            book = xlsxwriter.Workbook(file, _OPTIONS | own)
            try:
                book.set_properties({"title": title, "created": _FIXED_DATE})
                yield book
                book.close()
            finally:
                # When the disk is full, XlsxWriter leaves them open, and Windows could not
                # delete them.
                for page in book.worksheets():
                    page.row_data_fh.close()
    except XlsxFileError as error:
        raise OSError(str(error)) from error
