"""A ZIP archive being written: entries of another one go over as they lie, still compressed.

`zipfile` has no way to add an entry without packing it anew, so the few records are written here
(APPNOTE.TXT of PKWARE, 4.3.7 to 4.3.16).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipInfo

_HEADER = struct.Struct("<4s5H3I2H")
_LISTED = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
TIME = (1980, 1, 1, 0, 0, 0)
"""When the new entries of an archive were made, as far as they say."""
_DATE = (TIME[0] - 1980) << 9 | TIME[1] << 5 | TIME[2]
_UTF8 = 0x800
_SIZES_BEHIND = 0x08
_VERSION = 20


class Archive:
    """An archive on its way; small enough (`limits`) that no record needs 64 bits."""

    def __init__(self) -> None:
        self._content: list[bytes] = []
        self._listed: list[bytes] = []
        self._at = 0

    def add(self, name: str, content: bytes) -> None:
        """Packs a new entry; its time is fixed, so that the archive is reproducible."""
        packer = zlib.compressobj(zlib.Z_BEST_SPEED, zlib.DEFLATED, -15)
        packed = packer.compress(content) + packer.flush()
        facts = (ZIP_DEFLATED, 0, _DATE, zlib.crc32(content), len(packed), len(content))
        self._put(name, 0, facts, packed)

    def copy(self, entry: ZipInfo, packed: bytes) -> None:
        """Takes an entry over as it lies in its archive."""
        year, month, day, hour, minute, second = entry.date_time
        date = (year - 1980) << 9 | month << 5 | day
        time = hour << 11 | minute << 5 | second // 2
        sizes = (entry.CRC, entry.compress_size, entry.file_size)
        # The sizes stand before the content now, and no longer behind it.
        flags = entry.flag_bits & ~_SIZES_BEHIND
        self._put(entry.filename, flags, (entry.compress_type, time, date, *sizes), packed)

    def _put(self, name: str, flags: int, facts: tuple[int, ...], packed: bytes) -> None:
        path = name.encode()
        flags |= 0 if name.isascii() else _UTF8
        common = (_VERSION, flags, *facts, len(path), 0)
        self._content += (_HEADER.pack(b"PK\x03\x04", *common), path, packed)
        where = (0, 0, 0, 0, self._at)
        self._listed += (_LISTED.pack(b"PK\x01\x02", _VERSION, *common, *where), path)
        self._at += _HEADER.size + len(path) + len(packed)

    def result(self) -> bytes:
        """The whole archive."""
        directory = b"".join(self._listed)
        count = len(self._listed) // 2
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), self._at, 0)
        return b"".join((*self._content, directory, end))


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A package of some parts, from which a workbook is made that was nobody's before."""
    archive = Archive()
    for name, content in parts.items():
        archive.add(name, content)
    return archive.result()
