"""Compound files [MS-CFB]: storages and streams as one file of 512-byte sectors, version 3.

No clock and no chance goes in: times are zero, so the same streams give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from struct import pack
from typing import TypeAlias

from workbooks.values.dataclass import dataclass, field

Storage: TypeAlias = Mapping[str, "bytes | Storage"]
"""What a storage holds: streams as bytes, storages as mappings."""

_SECTOR, _MINI_SECTOR, _MINI_CUTOFF = 512, 64, 4096
_END, _FREE, _FAT, _NOBODY = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1
_IN_A_SECTOR = _SECTOR // 4
_FATS_IN_HEADER = 109
_LONGEST_NAME = 31
_SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")


@dataclass(slots=True)
class _Entry:
    """One line of the directory; the numbers are those of other lines."""

    name: str
    kind: int
    content: bytes = b""
    color: int = _BLACK
    left: int = _NOBODY
    right: int = _NOBODY
    child: int = _NOBODY
    start: int = 0


@dataclass(slots=True)
class _Sectors:
    """The sectors of a file, or of its mini stream, and the chain that each belongs to."""

    size: int
    content: bytearray = field(default_factory=bytearray)
    chain: list[int] = field(default_factory=list)

    def add(self, content: bytes) -> int:
        """The number of the first sector of what was added; end of chain when it is empty."""
        if not content:
            return _END
        first = len(self.chain)
        count = -(-len(content) // self.size)
        self.chain.extend(range(first + 1, first + count))
        self.chain.append(_END)
        self.content.extend(content.ljust(count * self.size, b"\0"))
        return first


def compound_file(root: Storage) -> bytes:
    """The bytes of a compound file.

    Raises ValueError for a name that the format cannot hold, for two names that differ only in
    case, and for more than about 7 MB.
    """
    entries = [_Entry("Root Entry", _ROOT)]
    entries[0].child = _plant(root, entries)
    sectors, mini = _Sectors(_SECTOR), _Sectors(_MINI_SECTOR)
    for entry in entries:
        if entry.kind == _STREAM:
            small = len(entry.content) < _MINI_CUTOFF
            entry.start = (mini if small else sectors).add(entry.content)
    entries[0].content = bytes(mini.content)
    entries[0].start = sectors.add(entries[0].content)
    mini_table = _table(mini.chain)
    mini_start = sectors.add(mini_table)
    directory = b"".join(map(_directory_line, entries))
    unused = _directory_line(_Entry("", 0))
    directory += unused * (-len(entries) % 4)
    directory_start = sectors.add(directory)
    return _assembled(sectors, directory_start, mini_start, len(mini_table) // _SECTOR)


def _plant(storage: Storage, entries: list[_Entry]) -> int:
    """Adds what a storage holds, and gives the top of its tree of siblings."""
    numbers: dict[str, int] = {}
    for name, content in storage.items():
        _refuse_bad_name(name)
        entry = _Entry(name, _STREAM, content) if isinstance(content, bytes) else None
        numbers[name] = len(entries)
        entries.append(entry or _Entry(name, _STORAGE))
        if not isinstance(content, bytes):
            entries[numbers[name]].child = _plant(content, entries)
    ordered = sorted(numbers, key=_place)
    if len({name.upper() for name in ordered}) < len(ordered):
        raise ValueError(f"two names differ only in case: {ordered}")
    siblings = [numbers[name] for name in ordered]
    top = _balance(siblings, entries, len(siblings).bit_length() - 1)
    if siblings:
        entries[top].color = _BLACK
    return top


def _place(name: str) -> tuple[int, str]:
    # [MS-CFB] 2.6.4: the shorter name comes first, whatever its letters
    return len(name), name.upper()


def _balance(siblings: list[int], entries: list[_Entry], height: int) -> int:
    """A red-black tree: balanced, so that only its unfilled lowest row need be red."""
    if not siblings:
        return _NOBODY
    middle = len(siblings) // 2
    entry = entries[siblings[middle]]
    entry.left = _balance(siblings[:middle], entries, height - 1)
    entry.right = _balance(siblings[middle + 1 :], entries, height - 1)
    entry.color = _RED if height == 0 else _BLACK
    return siblings[middle]


def _refuse_bad_name(name: str) -> None:
    if not 0 < len(name) <= _LONGEST_NAME or not name.isascii() or set(name) & set("/\\:!"):
        raise ValueError(f"not a name for a stream or storage: {name!r}")


def _directory_line(entry: _Entry) -> bytes:
    name = (entry.name + "\0").encode("utf-16-le") if entry.name else b""
    return (
        name.ljust(64, b"\0")
        + pack("<HBB", len(name), entry.kind, entry.color if entry.name else _RED)
        + pack("<III", entry.left, entry.right, entry.child)
        + bytes(16 + 4 + 8 + 8)  # class, state, created, modified
        + pack("<IQ", entry.start, len(entry.content))
    )


def _table(chain: list[int]) -> bytes:
    padded = chain + [_FREE] * (-len(chain) % _IN_A_SECTOR)
    return pack(f"<{len(padded)}I", *padded)


def _assembled(sectors: _Sectors, directory: int, mini: int, mini_tables: int) -> bytes:
    """The header, the sectors, and behind them the table of all chains, which counts itself."""
    used = len(sectors.chain)
    tables = 0
    while tables * _IN_A_SECTOR < used + tables:
        tables += 1
    if tables > _FATS_IN_HEADER:
        raise ValueError(f"too large for a header without further tables: {used} sectors")
    places = list(range(used, used + tables))
    header = (
        _SIGNATURE
        + bytes(16)
        + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
        + pack("<IIIIIIIII", 0, tables, directory, 0, _MINI_CUTOFF, mini, mini_tables, _END, 0)
        + pack(f"<{_FATS_IN_HEADER}I", *places, *[_FREE] * (_FATS_IN_HEADER - tables))
    )
    return header + bytes(sectors.content) + _table(sectors.chain + [_FAT] * tables)
