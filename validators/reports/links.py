"""Links of a report: to a cell of a submitted file, or to a row of the report itself."""

from __future__ import annotations

import os
from pathlib import Path

_LONGEST = 2000  # Excel takes 2,079 signs
_ESCAPED = frozenset('%#?:;@&=+$, "<>[]^`{}|')


def external(path: Path, folder: Path, sheet: str = "", cell: str = "") -> str | None:
    """The link that opens a file at a cell, for XlsxWriter; None where Excel could not hold it.

    Relative to the report's `folder` wherever there is such a path, so that both can be moved.

    >>> external(Path("a/x 1.xlsx"), Path("a"), "自评表", "H25")
    "external:./x%201.xlsx#'自评表'!H25"
    """
    try:
        # "./" is taken off again by XlsxWriter, which else mistakes short names for drives.
        target = "./" + _quoted(Path(os.path.relpath(path, folder)).as_posix())
    except ValueError:  # another drive of Windows
        absolute = Path(os.path.abspath(path))  # noqa: PTH100 - must not follow links
        target = absolute.drive + _quoted(absolute.as_posix()[len(absolute.drive) :])
    place = f"#{_location(sheet, cell or 'A1')}" if sheet else ""
    link = f"external:{target}{place}"
    return link if len(link) <= _LONGEST and _is_text(link) else None


def internal(sheet: str, cell: str) -> str:
    """The link to a cell of the same workbook.

    >>> internal("规则说明", "A4")
    "internal:'规则说明'!A4"
    """
    return f"internal:{_location(sheet, cell)}"


def _location(sheet: str, cell: str) -> str:
    return "'" + sheet.replace("'", "''") + f"'!{cell}"


def _quoted(path: str) -> str:
    """Everything escaped that a link gives a meaning to; XlsxWriter leaves escaped text alone."""
    return "".join(f"%{ord(sign):02X}" if sign in _ESCAPED or sign < " " else sign for sign in path)


def _is_text(link: str) -> bool:
    try:
        link.encode()
    except UnicodeEncodeError:  # a file name whose bytes are no text
        return False
    return True
