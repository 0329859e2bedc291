"""What is to be checked: files that were named, and the workbooks in folders and in .zip archives.

Gone through as needed and never listed whole: a folder may hold fifty thousand.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from workbooks.files.refusal import Reason, Refusal
from workbooks.files.zip_of_workbooks import Member, members

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".et"})
"""What is looked for in a folder; a file that is named outright is always opened."""

ARCHIVE = ".zip"
_NONE_INSIDE = "压缩包里没有 .xlsx、.xlsm、.xls 或 .et 文件。请确认是否选对了压缩包。"


@dataclass(frozen=True, slots=True)
class Source:
    """One workbook to check: a file, or a member of an archive.

    `refusal` is that of an archive which could not be opened.
    """

    path: Path
    member: Member | None = None
    refusal: Refusal | None = None

    @property
    def shown(self) -> Path:
        """What the reports call it: `包.zip/文件.xlsx`."""
        return self.path if self.member is None else Path(f"{self.path}/{self.member.name}")


def sources(paths: Iterable[Path]) -> Iterator[Source]:
    """The workbooks to check, in order, each once.

    Owner files of Excel (`~$…`), hidden files and links out of the folder are passed over.
    """
    listed = tuple(paths)
    if len(listed) == 1:
        yield from _at(listed[0])
        return
    seen: set[Source] = set()
    for source in (found for path in listed for found in _at(path)):
        if source not in seen:
            seen.add(source)
            yield source


def _at(path: Path) -> Iterator[Source]:
    if path.is_dir():
        for found in _files(path, path.resolve()):
            yield from _inside(found) if found.suffix.lower() == ARCHIVE else (Source(found),)
    elif path.suffix.lower() == ARCHIVE:
        inside = tuple(_inside(path))
        nothing = Source(path, refusal=Refusal(Reason.NOT_A_WORKBOOK, _NONE_INSIDE))
        yield from inside or (nothing,)
    else:
        yield Source(path)


def _inside(path: Path) -> Iterator[Source]:
    found = members(path, SUFFIXES)
    if found is None:
        yield Source(path)
    elif isinstance(found, Refusal):
        yield Source(path, refusal=found)
    else:
        yield from (Source(path, member) for member in found)


def _files(folder: Path, resolved: Path) -> Iterator[Path]:
    """The workbooks and archives below a folder, in the order of their paths' parts.

    A folder that is a link (or a junction of Windows) is not entered: it may lead round in circles.
    """
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if not _hidden(entry.name))
    except OSError:
        return
    for name in names:
        path = folder / name
        if path.suffix.lower() in SUFFIXES | {ARCHIVE} and path.is_file():
            if not path.is_symlink() or path.resolve().is_relative_to(resolved):
                yield path
        elif path.is_dir() and path.resolve() == resolved / name:
            yield from _files(path, resolved / name)


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$"))
