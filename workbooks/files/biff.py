"""The records of an .xls before xlrd sees them: what is needed stays, the rest is passed over.

xlrd trusts what it reads: one setting that a virus scanner has emptied, one broken name or note,
and the file is lost. So whatever says nothing about a cell becomes a record that nobody knows.
Layouts are those of [MS-XLS] and of OpenOffice's "Excel File Format".
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from xlrd.compdoc import CompDoc, CompDocError

from workbooks.grid import Position
from workbooks.values.dataclass import dataclass, field

_BOF = frozenset((0x0009, 0x0209, 0x0409, 0x0809))
_EOF, _BOUNDSHEET, _RECALCULATED = 0x000A, 0x0085, 0x01C1
_FORMULAS = frozenset((0x0006, 0x0206, 0x0406))
_CELLS = (
    frozenset((0x0002, 0x0003, 0x0004, 0x0005, 0x00D6, 0x00FD))
    | frozenset((0x0202, 0x0203, 0x0204, 0x0205, 0x027E))
    | _FORMULAS
)
_ROW_OF_CELLS = 0x00BD  # several numbers in a row, six bytes each
_RESULTS = frozenset((0x0007, 0x0207, 0x0021, 0x0221, 0x0036, 0x0037, 0x0236, 0x00BC, 0x04BC))
"""What may stand between a formula and the text that it gave."""
_SETTINGS = {0x0022: 2, 0x0042: 2, 0x0008: 16, 0x0208: 16, 0x007D: 10}
"""Epoch, code page, rows and columns, with the bytes that each must have to say anything."""
_OTHERS = frozenset((0x0000, 0x0200, 0x002F, 0x003C, 0x0085, 0x008E, 0x008F, 0x00E5, 0x00FC)) | {
    *(0x001E, 0x041E, 0x001F, 0x0056),  # number formats
    *(0x0031, 0x0231, 0x0043, 0x0243, 0x0443, 0x00E0, 0x0044),  # fonts, styles of cells
}
"""Extents, password, continuations, sheets, merged cells, shared strings."""
_NEEDED = _BOF | {_EOF, _ROW_OF_CELLS} | _CELLS | _RESULTS | _OTHERS
_UNKNOWN = struct.pack("<H", 0x00FE)
_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EMPTY = b"\x03"


@dataclass(slots=True)
class Records:
    """The records of a workbook, as xlrd may have them.

    `cells` counts the cells that hold something. `formulas` are the cells of each sheet, in their
    order, that hold a formula whose result is zero or nothing, `calculated` whether anybody ever
    calculated: some formula has another result, or Excel's own mark says so.
    """

    stream: bytearray
    version: int = 0
    cells: int = 0
    calculated: bool = False
    formulas: list[set[Position]] = field(default_factory=list)


def workbook_stream(raw: bytes) -> bytes:
    """The stream of records in a file; raises what xlrd raises.

    A container of which two streams claim the same sectors is read all the same, as Excel does:
    exports of web systems leave such behind.
    """
    if not raw.startswith(_SIGNATURE):
        return raw
    try:
        container = CompDoc(raw, logfile=io.StringIO())
        found = _located(container)
    except CompDocError:
        container = CompDoc(raw, logfile=io.StringIO(), ignore_workbook_corruption=True)
        found = _located(container)
    if found is None:
        raise CompDocError("no workbook in the container")
    return found


def _located(container: CompDoc) -> bytes | None:
    for name in ("Workbook", "Book"):
        data, base, length = container.locate_named_stream(name)
        if data:
            return bytes(data[base : base + length])
    return None


def records(stream: bytes) -> Records:
    """The records of a stream, those that are not needed made unknown ones."""
    found = Records(bytearray(stream))
    sheets: dict[int, set[Position]] = {}
    own: set[Position] = set()
    depth = 0
    for at, kind, length in _walked(stream):
        if kind in _BOF:
            if not depth:
                own = sheets.get(at, set())
            depth += 1
            if not found.version and length >= 2:
                (found.version,) = struct.unpack_from("<H", stream, at + 4)
        elif kind == _EOF:
            depth -= 1
        elif kind == _BOUNDSHEET and length >= 6 and not stream[at + 9]:
            (start,) = struct.unpack_from("<I", stream, at + 4)
            found.formulas.append(sheets.setdefault(start, set()))
        elif kind == _RECALCULATED:
            found.calculated = True
        elif kind in _CELLS:
            found.cells += 1
        elif kind == _ROW_OF_CELLS:
            found.cells += max(0, length - 6) // 6
        if kind in _FORMULAS and length >= 14:
            _note_formula(found, own, stream[at + 4 : at + 18])
        if kind not in _NEEDED and length < _SETTINGS.get(kind, length + 1):
            found.stream[at : at + 2] = _UNKNOWN
    return found


def _note_formula(found: Records, own: set[Position], data: bytes) -> None:
    row, column = struct.unpack_from("<HH", data)
    result = data[6:14]
    is_text_or_sign = result[6:] == b"\xff\xff"
    if result[:1] == _EMPTY if is_text_or_sign else not any(result):
        own.add((row + 1, column + 1))
    else:
        found.calculated = True


def _walked(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Where each record begins, its kind and the length of its data."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, length
        at += 4 + length
