"""What accompanies the copies that go back: 退回清单.xlsx by unit, and a 退回通知.docx for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from validators.records.record import Record
from validators.records.results import Since, since
from validators.records.standing import Standing
from validators.records.tally import NO_UNIT
from validators.reports.entries import STANDINGS, Word, finds
from validators.reports.returned.places import safe_name
from validators.reports.workbook.cell_formats import formats
from validators.reports.workbook.drawn_sheet import DrawnSheet
from validators.reports.workbook.links import KeptLinks
from validators.reports.workbook.new_workbook import new_book
from validators.reports.workbook.tables import Row, Table
from validators.reports.workbook.word_document import BODY, FANG, HEI, LARGE, line, new_document
from validators.reports.workbook.written_notes import draw_own, read
from validators.rule import Severity
from validators.wording import clause
from workbooks.output_register import free_name, output
from workbooks.values.dataclass import dataclass, field
from workbooks.values.terms import clean

LIST_NAME, NOTICES = "退回清单.xlsx", "退回通知"
_MAIN_PROBLEMS = 3

_TITLE = "绩效表退回通知"
_DEAR = "你单位报送的绩效表核查后，有 {files} 份需要处理："
FOLDERS = {
    Standing.RETURN: "请改正后重新报送（文件夹「{folder}」）：",
    Standing.ASK: "请核实，有误的改正，无误的写明理由（文件夹「{folder}」）：",
    Standing.REFUSED: "打不开或认不出，请照修改清单处理后重新报送（文件夹「{folder}」）：",
}
"""The folders of what goes back, called as it is called everywhere, and what a unit is asked to do:
with 错误 or 读不成, with nothing graver than 警告, and what could not be checked at all."""

_HOW = (
    "每份副本的第一张工作表「修改清单」逐条写明问题和改法，点「单元格」跳到要改的格。"
    "请直接在副本里修改；认为无误的，在「处理情况」写明理由。"
    "改完保存，于      年   月   日前报送。"
)


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that goes back: its copy, below which folder, and how much is in it.

    `forms` counts its forms by their standing.
    """

    copy: Path
    folder: Standing
    forms: Counter[Standing]
    project: str
    errors: int
    warnings: int
    unreadable: int


@dataclass(slots=True)
class UnitShare:
    """What goes back to one unit; `codes` counts its findings by rule, `names` are theirs."""

    unit: str
    files: list[Returned] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)
    since: Since = field(default_factory=Since)

    def count(self, standing: Standing) -> int:
        """How many of its forms are told to stand so."""
        return sum(one.forms[standing] for one in self.files)

    def main_problems(self) -> str:
        """The rules that were broken most, each by what it checks."""
        return "；".join(
            f"{clause(finds(code, self.names[code]))}（{code}，{count} 处）"
            for code, count in self.codes.most_common(_MAIN_PROBLEMS)
        )


@dataclass(slots=True)
class Notices:
    """What goes back to each unit of a run, however its name is spaced.

    `names` are those of their folders; `aside` is where the last list went, if somebody had
    written into it.
    """

    units: dict[str, UnitShare] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    aside: Path | None = None

    def folder_of(self, record: Record) -> str:
        """A name for what goes to the unit of a file, which no other unit has."""
        unit = unit_of(record)
        key = clean(unit)
        if key not in self.names:
            name, number = safe_name(unit), 1
            taken = {other.casefold() for other in self.names.values()}
            while name.casefold() in taken:
                number += 1
                name = f"{safe_name(unit)}({number})"
            self.names[key] = name
        return self.names[key]

    def add(
        self, record: Record, copy: Path, folder: Standing, standings: Counter[Standing]
    ) -> None:
        """One more file that goes back."""
        forms = record.data.forms
        self.folder_of(record)
        unit = unit_of(record)
        share = self.units.setdefault(clean(unit), UnitShare(unit))
        open_ones = [one for form in forms for one in form.findings if not one.accepted]
        levels = Counter(one.severity for one in open_ones)
        share.codes.update(one.code for one in open_ones if one.severity is not Severity.NOTE)
        share.names.update((one.code, one.name) for one in open_ones)
        share.since = Since(*map(sum, zip(share.since, *map(since, forms), strict=True)))
        share.files.append(
            Returned(
                copy,
                folder,
                standings,
                "、".join(form.project for form in forms if form.project),
                levels[Severity.ERROR],
                levels[Severity.WARNING],
                sum(len(form.unreadable) for form in forms) + (record.data.refusal is not None),
            )
        )

    def is_written_into(self, place: Path) -> bool:
        """Whether there is a list in which people wrote something that must not be lost."""
        return read(place / LIST_NAME, [self.table("")]).noted

    def write_list(self, place: Path, how: str) -> Path:
        """Writes 退回清单.xlsx, with what people wrote into the last one; where it is.

        `how` says what to send to the units.
        """
        table, path = self.table(how), place / LIST_NAME
        written = read(path, [table])
        if written.aside is None:
            path = free_name(path)
        with output(path) as part:
            with (
                part.open("wb") as file,
                new_book(file, "退回清单", noted=written.noted) as book,
            ):
                looks = formats(book)
                for one in filter(None, (written.extended(table), written.left())):
                    page, kept = book.add_worksheet(one.name), KeptLinks()
                    with closing(kept):
                        DrawnSheet(page, one, looks, "", {}, kept, "退回清单").draw()
                draw_own(book, written, [table.name])
            if written.aside is not None:
                path.rename(written.aside)
        self.aside = written.aside
        return path

    def write_notices(self, place: Path, *, by_unit: bool) -> Iterator[Path]:
        """Writes the notices, each into the folder of its unit or all into one; their paths."""
        for key, share in sorted(self.units.items()):
            name = self.names[key]
            own = place / name / f"{NOTICES}.docx" if by_unit else place / NOTICES / f"{name}.docx"
            own = free_name(own)
            own.parent.mkdir(parents=True, exist_ok=True)
            document = new_document(_TITLE)
            line(document, _TITLE, HEI, LARGE, "center")
            line(document, f"{share.unit}：", FANG, BODY)
            for text in _notice(share):
                line(document, text, FANG, BODY, "indented")
            with output(own) as part, part.open("wb") as file:
                document.save(file)
            yield own

    def table(self, how: str) -> Table:
        """退回清单: those with most to mend first."""
        total: Counter[Standing] = Counter()
        for share in self.units.values():
            for one in share.files:
                total.update(one.forms)
        return Table(
            "退回清单",
            (
                f"{len(self.units)} 个单位，{in_words(total)}。{how}",
            ),
            "「期限」由发出的人填写；份数和处数是这次核查的。",
            (
                ("单位", 34), *((f"{standing}\n（份）", 9) for standing in FOLDERS),
                ("错误", 7), ("警告", 7), ("读不成", 7), ("上次\n（处）", 7),
                ("已改", 6), ("未改", 6), ("其中有\n说明", 7), ("新增", 6),
                ("主要问题", 60), ("期限", 14), ("项目", 36),
            ),
            tuple(map(_row, sorted(self.units.values(), key=_weight))),
            identity=("单位",),
            open=("期限",),
        )  # fmt: skip


def in_words(forms: Counter[Standing]) -> str:
    """How many forms are mended, verified, and could not be checked: as every headline says it."""
    shown = (one for one in FOLDERS if forms[one] or one is not Standing.REFUSED)
    return "，".join(f"{one} {forms[one]} 份" for one in shown)


def _weight(share: UnitShare) -> tuple[int, ...]:
    return tuple(-share.count(standing) for standing in FOLDERS)


def _row(share: UnitShare) -> Row:
    counts = ((STANDINGS[standing], share.count(standing)) for standing in FOLDERS)
    return (
        share.unit,
        *(Word(str(count), word.tone) if count else 0 for word, count in counts),
        sum(one.errors for one in share.files),
        sum(one.warnings for one in share.files),
        sum(one.unreadable for one in share.files),
        *((None,) * 5 if not any(share.since) else _compared(share.since)),
        share.main_problems() or "见副本",
        None,
        "、".join(one.project or one.copy.name for one in share.files),
    )


def _compared(counts: Since) -> tuple[int, ...]:
    last = counts.gone + counts.standing
    return last, counts.gone, counts.standing, counts.explained, counts.new


def _notice(share: UnitShare) -> Iterator[str]:
    """The paragraphs of a notice."""
    yield _DEAR.format(files=len(share.files))
    for folder, lead in FOLDERS.items():
        files = [one for one in share.files if one.folder is folder]
        if files:
            yield lead.format(folder=folder)
        for number, one in enumerate(files, 1):
            told = (("错误", one.errors), ("警告", one.warnings), ("读不成", one.unreadable))
            counts = "，".join(f"{word} {count} 处" for word, count in told if count)
            yield f"{number}. {one.copy.name}（{one.project or '未填项目'}）：{counts}"
    if any(share.since):
        last, gone, standing, explained, new = _compared(share.since)
        more = f"（有说明 {explained}）" if explained else ""
        yield f"与上次相比：上次 {last} 处，已改 {gone}，未改 {standing}{more}，新增 {new}。"
    if problems := share.main_problems():
        yield f"主要问题：{problems}。"
    yield _HOW


def unit_of(record: Record) -> str:
    """The first unit that the forms of a file name."""
    return next((form.unit for form in record.data.forms if form.unit), NO_UNIT)
