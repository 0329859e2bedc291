"""Files on their way back to the units: a marked copy of each, or a list where none can be."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from validators.bulk.last_time import form_name
from validators.records.folder_results import NOTHING_TOGETHER, FolderRecord
from validators.records.record import Record
from validators.records.standing import Standing
from validators.records.tally import standings
from validators.reports.output import Laying, Output, Unwritten
from validators.reports.returned.earlier import Earlier
from validators.reports.returned.marks import goes_back, is_grave, listing, marks
from validators.reports.returned.notices import NOTICES, Notices, in_words
from validators.reports.returned.places import LISTED, RETURNED, Places
from workbooks.files.open_file import Format, format_of, raw_bytes
from workbooks.files.refusal import Reason, Refusal
from workbooks.files.zip_of_workbooks import Member, members
from workbooks.output_register import free_name, output
from workbooks.returned_copy.annotate import annotated, list_workbook

if TYPE_CHECKING:
    from validators.review.applied import Reviewed

IN_FOLDERS, PACKED = "文件夹", "压缩包"
"""What goes to a unit, together in a folder or an archive of its name."""

GRAVE_ONLY, VERIFY_TOO = "错误", "警告"
"""Down to which level a file goes back."""

NOT_MARKED = "这种格式的文件不能直接标注，所以单独列出。"
NOTHING = "没有要退回修改的文件。"
_GRAVEST_FIRST = (Standing.RETURN, Standing.REFUSED, Standing.ASK)

SEND = {
    None: f"把各文件夹里的副本和清单连同「{NOTICES}」发给各单位。",
    IN_FOLDERS: "每个单位一个文件夹，里面是副本和退回通知，整个发给该单位。",
    PACKED: "每个单位一个压缩包，里面是副本和退回通知，直接发给该单位。",
}

WRITTEN = (
    "{counts}（带标注的副本 {copies} 个，单独的修改清单 {lists} 个），"
    "和退回清单、退回通知一起写入文件夹 {folder}。"
)
KEPT = "写在上一份退回清单里的已带过来，那一份改名为 {name}。"
FAILED = (
    "有 {count} 份没有写成，例如 {path}。请确认文件夹可写、文件没有在 Excel 里打开，再运行一次。"
)
_PACKAGES = (".xlsx", ".xlsm")


class Returning(Output):
    """Writes what goes back, file by file. The submitted files are only read.

    `roots` is what was checked: below `path` lies what lay below these. `failed` are the files
    that could not be written.
    """

    def __init__(
        self,
        path: Path,
        roots: Sequence[Path],
        level: str = VERIFY_TOO,
        units: str | None = None,
    ) -> None:
        self.path = path
        self._units = units
        self._packing = tempfile.TemporaryDirectory() if units == PACKED else None
        self._base = Path(self._packing.name) if self._packing else path
        self.copies = self.lists = 0
        self._counts: Counter[Standing] = Counter()
        self._level = level
        self._notices = Notices()
        self._earlier = Earlier(path, roots)
        self.failed: list[Path] = []
        self._places = Places(self._base, roots)
        self._archive: tuple[Path, dict[Path, Member]] | None = None

    def guard(self, record: Record) -> None:
        """Nothing to guard: `Places` gives no place where a file is that was not written by us."""

    def worded(self, record: Record) -> Laying:
        """The copy or the list of one more file, written when it is laid: whole or not at all."""
        names = [name for form in record.data.forms if (name := form_name(form))]
        self._earlier.saw(names)
        grave = is_grave(record)
        if record.aside is not None or not (grave or (goes_back(record) and self._asks)):
            return lambda: None
        standing = standings(record)
        within = next(one for one in _GRAVEST_FIRST if standing[one])
        copy = self._copy(record) if record.forms else Refusal(Reason.UNRECOGNISED, "")
        listed = isinstance(copy, Refusal)
        kind, suffix = LISTED, ".xlsx"
        if isinstance(copy, Refusal):
            content = list_workbook(listing(record, copy.message))
        else:
            content, kind, suffix = copy, RETURNED, _suffix(record, copy)

        def lay() -> None:
            try:
                own = (self._notices.folder_of(record),) if self._units else ()
                place = self._places.place(record, kind, suffix, *own, within)
                _write(content, place)
            except OSError:
                self.failed.append(record.path)
                return
            self.lists += listed
            self.copies += not listed
            self._counts.update(standing)
            if self._packing is None:
                self._earlier.keep(place, names)
            self._notices.add(record, place, within, standing)

        return lay

    @property
    def _asks(self) -> bool:
        """Whether what has only 警告 goes back as well."""
        return self._level == VERIFY_TOO

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
            for path in self._accompany():
                self._earlier.keep(path)
            counts = {"copies": self.copies, "lists": self.lists, "folder": self.path}
            parts.append(WRITTEN.format(counts=in_words(self._counts), **counts))
        elif not self.failed:
            parts.append(NOTHING)
            if self._notices.is_written_into(self.path):
                self._earlier.keep(self._notices.write_list(self.path, ""))
        if self._notices.aside is not None:
            parts.append(KEPT.format(name=self._notices.aside.name))
        if self.failed:
            parts.append(FAILED.format(count=len(self.failed), path=self.failed[0]))
            raise Unwritten("".join(parts))
        if not stopped:
            parts.append(self._earlier.taken_away())
        return "".join(parts)

    def _accompany(self) -> Iterator[Path]:
        """Writes the list, the notices and the archives; the paths of what stays."""
        self.path.mkdir(parents=True, exist_ok=True)
        yield self._notices.write_list(self.path, SEND[self._units])
        notices = self._notices.write_notices(self._base, by_unit=bool(self._units))
        if self._packing is None:
            yield from notices
            return
        for notice in notices:
            archive = free_name(self.path / f"{notice.parent.name}.zip")
            packed = shutil.make_archive(str(self._base / "packed"), "zip", notice.parent)
            with output(archive) as part:
                shutil.move(packed, part)
            yield archive
        self._packing.cleanup()

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
