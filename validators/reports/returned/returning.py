"""Files on their way back to the units: a marked copy of each, or a list where none can be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from validators.records.folder_results import NOTHING_TOGETHER, FolderRecord
from validators.records.record import Record
from validators.reports.output import Laying, Output, Unwritten
from validators.reports.returned.marks import goes_back, listing, marks
from workbooks.files.open_file import Format, format_of, raw_bytes
from workbooks.files.refusal import Reason, Refusal
from workbooks.files.zip_of_workbooks import Member, members
from workbooks.output_register import may_be_replaced, output
from workbooks.returned_copy.annotate import annotated, list_workbook

RETURNED = "_退回修改"
LISTED = "_修改清单"
_OURS = re.compile(rf"(?:{RETURNED}|{LISTED})(?:\(\d+\))?$")
_BAD = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?=\.|$)", re.IGNORECASE)
_BYTES = 180  # of a name; file systems take 255, and an ending comes behind


class Places:
    """Gives each returned file a place of its own below a folder."""

    def __init__(self, folder: Path, roots: Sequence[Path]) -> None:
        self._folder = folder
        self._roots = tuple(roots)
        self._sources = {root.resolve() for root in roots}
        self._folders: dict[tuple[str, ...], Path] = {}
        self._given: set[str] = set()

    def place(self, record: Record, kind: str, suffix: str) -> Path:
        """Where a copy or a list of a file goes: over ours that nobody has changed, or nothing."""
        folder = self._below(self._inside(record.path))
        stem = _OURS.sub("", safe_name(record.path.stem)) or "_"
        for number in _numbers():
            path = folder / f"{stem}{kind}{number}{suffix}"
            known = unicodedata.normalize("NFC", str(path)).casefold()
            if known not in self._given and self._is_free(path):
                self._given.add(known)
                return path
        raise AssertionError("there are numbers enough")

    def _below(self, inside: tuple[str, ...]) -> Path:
        if inside not in self._folders:
            folder = self._folder.joinpath(*map(safe_name, inside))
            if not folder.resolve().is_relative_to(self._folder.resolve()):
                folder = self._folder  # a link leads elsewhere, perhaps to what was submitted
            self._folders[inside] = folder
        return self._folders[inside]

    def _inside(self, path: Path) -> tuple[str, ...]:
        """The folders between what was checked and a file."""
        for root in self._roots:
            if path != root and path.is_relative_to(root):
                own = (root.resolve().name,) if len(self._roots) > 1 else ()
                return own + path.relative_to(root).parts[:-1]
        return ()

    def _is_free(self, path: Path) -> bool:
        return path.resolve() not in self._sources and may_be_replaced(path)


def _numbers() -> Iterator[str]:
    yield ""
    for number in range(2, 1 << 30):
        yield f"({number})"


def safe_name(text: str) -> str:
    """A name that every file system takes and that leads nowhere else.

    >>> safe_name("=1+1"), safe_name(".."), safe_name("a:b"), safe_name("con.xlsx")
    ('=1+1', '_', 'a_b', '_con.xlsx')
    """
    shown = "".join("_" if unicodedata.category(sign)[0] == "C" else sign for sign in text)
    name = _BAD.sub("_", shown).strip(" .").removeprefix("~$")
    name = _RESERVED.sub(lambda found: "_" + found[0], name, count=1) if name else "_"
    return name.encode()[:_BYTES].decode("utf-8", "ignore").rstrip(" .") or "_"


if TYPE_CHECKING:
    from validators.review.applied import Reviewed

NOT_MARKED = "这种格式的文件不能直接标注，所以单独列出。"
NOTHING = "没有要退回修改的文件。"
WRITTEN = "退回修改：带标注的副本 {copies} 份，单独的修改清单 {lists} 份，已写入文件夹 {folder}。"
FAILED = (
    "有 {count} 份没有写成，例如 {path}。请确认文件夹可写、文件没有在 Excel 里打开，再运行一次。"
)
_PACKAGES = (".xlsx", ".xlsm")


class Returning(Output):
    """Writes what goes back, file by file. The submitted files are only read.

    `roots` is what was checked: below `path` lies what lay below these. `failed` are the files
    that could not be written.
    """

    def __init__(self, path: Path, roots: Sequence[Path]) -> None:
        self.path = path
        self.copies = self.lists = 0
        self.failed: list[Path] = []
        self._places = Places(path, roots)
        self._archive: tuple[Path, dict[Path, Member]] | None = None

    def guard(self, record: Record) -> None:
        """Nothing to guard: `Places` gives no place where a file is that was not written by us."""

    def worded(self, record: Record) -> Laying:
        """The copy or the list of one more file, written when it is laid: whole or not at all."""
        if record.aside is not None or not goes_back(record):
            return lambda: None
        copy = self._copy(record) if record.forms else Refusal(Reason.UNRECOGNISED, "")
        listed = isinstance(copy, Refusal)
        kind, suffix = LISTED, ".xlsx"
        if isinstance(copy, Refusal):
            content = list_workbook(listing(record, copy.message))
        else:
            content, kind, suffix = copy, RETURNED, _suffix(record, copy)

        def lay() -> None:
            try:
                _write(content, self._places.place(record, kind, suffix))
            except OSError:
                self.failed.append(record.path)
                return
            self.lists += listed
            self.copies += not listed

        return lay

    def write(
        self,
        stopped: str = "",
        reviewed: Reviewed | None = None,
        folder: FolderRecord = NOTHING_TOGETHER,
    ) -> str:
        """One sentence of how many files went where; everything is written already.

        Raises `Unwritten` where some could not be.
        """
        parts = [stopped] if stopped else []
        if self.copies or self.lists:
            counts = {"copies": self.copies, "lists": self.lists}
            parts.append(WRITTEN.format(folder=self.path, **counts))
        elif not self.failed:
            parts.append(NOTHING)
        if self.failed:
            parts.append(FAILED.format(count=len(self.failed), path=self.failed[0]))
            raise Unwritten("".join(parts))
        return "".join(parts)

    def _copy(self, record: Record) -> bytes | Refusal:
        raw = raw_bytes(record.opens, self._member(record))
        if isinstance(raw, Refusal):
            return raw
        if format_of(raw) is not Format.PACKAGE:
            return Refusal(Reason.LEGACY, NOT_MARKED)
        return annotated(raw, marks(record), listing(record))

    def _member(self, record: Record) -> Member | None:
        """Where a file lies in its archive, which is looked into once for all its files."""
        if record.path == record.opens:
            return None
        if self._archive is None or self._archive[0] != record.opens:
            found = members(record.opens)
            inside = found if isinstance(found, tuple) else ()
            by_name = {Path(f"{record.opens}/{one.name}"): one for one in inside}
            self._archive = record.opens, by_name
        return self._archive[1].get(record.path)


def _suffix(record: Record, copy: bytes) -> str:
    """The ending of a copy: that of its source, where this is one of a package."""
    own = record.path.suffix
    if own.lower() in _PACKAGES:
        return own
    return ".xlsm" if b"xl/vbaProject.bin" in copy else ".xlsx"  # the names of parts lie open


def _write(content: bytes, path: Path) -> None:
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True)
    with output(path) as part:
        part.write_bytes(content)
