"""The names by which the add-in and its Python find each other, without one asking the other.

A server has a number: the process of the Excel that it is for, and which start of that Excel's it
is. One that was started at logon is for all of a desk, and has none.
"""

from __future__ import annotations

SERVER_ARGUMENTS = "-I -m macros.serving"
"""What follows the interpreter when a server is started, and then the number of the Excel it is
for; -I keeps the current folder, where an opened workbook may lie, off Python's path."""

AT_LOGON = "{506e67c3-55b5-48c3-a035-eed5deea7d6d}"
"""The class of the server that was started at logon: the one that xlwings' own VBA knows."""
_FAMILY = "{{506E67C3-55B5-48C3-A035-{number}}}"
TITLE = "jixiao server"
_DIGITS = 12


def class_of(number: str) -> str:
    """The class of the server for one Excel, of the number that the add-in gave it.

    >>> class_of("00001F400001")
    '{506E67C3-55B5-48C3-A035-00001F400001}'
    """
    if len(number) != _DIGITS or not set(number) <= set("0123456789ABCDEF"):
        raise ValueError(f"{number!r} is no number of a server")
    return _FAMILY.format(number=number)


def process_of(number: str) -> int:
    """The process of the Excel that a number belongs to.

    >>> process_of("00001F400001")
    8000
    """
    return int(number[:8], 16)


def title_of(number: str) -> str:
    """The title of a server's window.

    >>> title_of("00001F400001"), title_of("")
    ('jixiao server 00001F400001', 'jixiao server')
    """
    return f"{TITLE} {number}".strip()
