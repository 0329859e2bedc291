"""All that a run finds: files that were named, and everything in folders and in .zip archives.

What is no form to be read is found too, and says so: nothing goes unmentioned. Gone through as
needed and never listed whole: a folder may hold fifty thousand.
"""

from __future__ import annotations

import os
import pickle
import stat
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from validators.checking.our_files import BEGINNINGS, own_document
from workbooks.files import kinds
from workbooks.files.kinds import ASIDES, Aside, Kind
from workbooks.files.open_file import raw_bytes
from workbooks.files.refusal import Reason, Refusal
from workbooks.files.zip_of_workbooks import Member, aside_of, members
from workbooks.values.dataclass import dataclass

ARCHIVE = ".zip"

DEEPEST = 100
"""Folders inside one another; Windows takes hardly a hundred, and no office has ten."""

_NONE_INSIDE = (
    "压缩包里没有工作簿、网页或 Word 文档（.xlsx、.xls、.et、.html、.docx 等）。"
    "请确认是否选对了压缩包。"
)
_EMPTY = "压缩包是空的，里面没有文件。请重新压缩后再核查。"
_LINKED = Aside(
    Kind.LINK, "这是指向别处的链接，没有跟过去。", "请把它指向的文件或文件夹复制过来，再核查。"
)
_SPECIAL = Aside(
    Kind.SPECIAL, "这不是普通文件（管道、设备等），没有读取。", "请放进真正的文件，再核查。"
)
_CLOSED = Aside(
    Kind.FOLDER, "文件夹打不开，里面的文件没有核查。", "请确认有读取权限、没有被移走，再核查。"
)
_DEEP = Aside(
    Kind.FOLDER,
    f"文件夹套了超过 {DEEPEST} 层，里面的文件没有核查。",
    "请把里面的文件移到浅一些的文件夹，再核查。",
)


@dataclass(frozen=True, slots=True)
class Source:
    """One file that was found, on disk or in an archive, or a folder that could not be looked into.

    `refusal` is that of an archive or a member which could not be opened; `aside` says why
    something is not opened at all.
    """

    path: Path
    member: Member | None = None
    refusal: Refusal | None = None
    aside: Aside | None = None

    @property
    def shown(self) -> Path:
        """What the reports call it: `包.zip/文件.xlsx`."""
        return self.path if self.member is None else Path(f"{self.path}/{self.member.name}")


class Found:
    """What a run has found, in order: laid down once, so that nothing can vanish from it later.

    The file has no name and nobody else can write to it, so that its pickles can be trusted.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives with the run
        self._count = 0
        for source in sources(paths):
            pickle.dump(source, self._file, pickle.HIGHEST_PROTOCOL)
            self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Source]:
        """Each of them; several may be on their way at once."""
        at = 0
        for _ in range(self._count):
            self._file.seek(at)
            source: Source = pickle.load(self._file)
            at = self._file.tell()
            yield source

    def close(self) -> None:
        """Forget them."""
        self._file.close()


def sources(paths: Iterable[Path]) -> Iterator[Source]:
    """All that is there, in order, each once. Links out of a folder are not followed."""
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
    """What was named: a folder, an archive, or a file, which is always opened if it can be."""
    if path.is_dir():
        yield from _below(path)
    elif not path.is_file():
        yield Source(path)  # it says of itself why not
    elif path.suffix.lower() == ARCHIVE:
        inside = tuple(_inside(path))
        yield from inside
        if all(source.member and source.aside and not source.aside.is_unread for source in inside):
            yield Source(path, refusal=Refusal(Reason.NOT_A_WORKBOOK, _NONE_INSIDE))
    else:
        for source in _file(path):
            unread = source.aside is not None and source.aside.is_unread
            yield source if unread or source.member else Source(path)


def _below(top: Path) -> Iterator[Source]:
    """All files below a folder, in the order of their paths' parts.

    A folder that is a link (or a junction of Windows) is not entered: it may lead round in circles.
    """
    root = top.resolve()
    opened = [(top, root, _names(top))]
    while opened:
        folder, place, names = opened[-1]
        if names is None:
            yield Source(folder, aside=_CLOSED)
            opened.pop()
            continue
        name = next(names, None)
        if name is None:
            opened.pop()
            continue
        path = folder / name
        mode = _mode(path)
        if not stat.S_ISDIR(mode):
            yield from _entry(path, mode, root)
        elif kinds.is_system_folder(name):
            yield Source(path, aside=ASIDES[Kind.SYSTEM])
        elif path.resolve() != place / name:
            yield Source(path, aside=_LINKED)
        elif len(opened) >= DEEPEST:
            yield Source(path, aside=_DEEP)
        else:
            opened.append((path, place / name, _names(path)))


def _entry(path: Path, mode: int, root: Path) -> Iterator[Source]:
    """What is no folder, or nothing any more."""
    if stat.S_ISLNK(mode):
        if _leads_inside(path, root):
            yield from _file(path)
        else:
            yield Source(path, aside=_LINKED)
    elif mode and not stat.S_ISREG(mode):
        yield Source(path, aside=_SPECIAL)
    else:
        yield from _file(path)


def _leads_inside(link: Path, root: Path) -> bool:
    """Whether a link leads to a file of the same folder, which may be read."""
    try:
        return link.is_file() and link.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # it leads round in circles
        return False


def _file(path: Path) -> Iterator[Source]:
    """A file of a folder, or the files inside it where it is an archive."""
    suffix = path.suffix.lower()
    if suffix == ARCHIVE and not kinds.is_odd(path.name):
        yield from _inside(path)
        return
    if suffix in kinds.OPENED and not kinds.is_odd(path.name):
        yield Source(path)
        return
    head = _head(path)
    if head is None:
        yield Source(path, aside=kinds.by_ending(path.name))
        return
    if suffix in BEGINNINGS and (own := own_document(path)):
        yield Source(path, aside=kinds.ours(own))
        return
    found = kinds.aside(path.name, *head)
    if found is None and suffix not in kinds.OPENED:
        found = _by_content(path, head[1])
    if found is not None and found.kind is Kind.ARCHIVE and head[1].startswith(kinds.ZIP):
        yield from _inside(path)
    else:
        yield Source(path, aside=found)


def _by_content(path: Path, head: bytes) -> Aside | None:
    """What a package or a compound file is that is not called one."""
    if not head.startswith((*kinds.ZIP, kinds.OLE)):
        return None
    raw = raw_bytes(path)
    if isinstance(raw, Refusal):
        return kinds.by_ending(path.name)
    own = kinds.of_compound if head.startswith(kinds.OLE) else aside_of
    return own(path.name, raw)


def _inside(path: Path) -> Iterator[Source]:
    found = members(path)
    if found is None:
        yield Source(path)
    elif isinstance(found, Refusal):
        yield Source(path, refusal=found)
    elif not found:
        yield Source(path, refusal=Refusal(Reason.NOT_A_WORKBOOK, _EMPTY))
    else:
        yield from (Source(path, member, aside=member.aside) for member in found)


def _names(folder: Path) -> Iterator[str] | None:
    """The names in a folder in order; None where it cannot be looked into."""
    try:
        with os.scandir(folder) as entries:
            return iter(sorted(entry.name for entry in entries))
    except OSError:
        return None


def _mode(path: Path) -> int:
    """What a name stands for, links not followed; 0 where it is gone."""
    try:
        return path.lstat().st_mode
    except (OSError, ValueError):
        return 0


def _head(path: Path) -> tuple[int, bytes] | None:
    """The size of a file and its first bytes."""
    try:
        with path.open("rb") as file:
            return os.fstat(file.fileno()).st_size, file.read(kinds.HEAD)
    except (OSError, ValueError):
        return None
