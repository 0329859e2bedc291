"""What accompanies the copies that go back: 退回清单.xlsx by unit, and a 退回通知 for each unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import field
from pathlib import Path

from validators.checking.catalogue import find
from validators.records.record import Record
from validators.reports.entries import Tone, Word
from validators.reports.returned.places import safe_name
from validators.reports.rules_page import summary
from validators.reports.workbook.cell_formats import formats
from validators.reports.workbook.drawn_sheet import DrawnSheet
from validators.reports.workbook.links import KeptLinks
from validators.reports.workbook.new_workbook import new_book
from validators.reports.workbook.tables import Row, Table
from validators.rule import Severity
from workbooks.output_register import free_name, output
from workbooks.values.dataclass import dataclass

LIST_NAME, NOTICES = "退回清单.xlsx", "退回通知"
NO_UNIT = "（未填实施单位）"
_MAIN_PROBLEMS = 3

_DEAR = "{unit}：\n\n    你单位报送的绩效表核查后，有 {files} 份需要处理：\n\n"
_TO_MEND = "请改正后重新报送（文件夹「{folder}」）：\n"
_TO_VERIFY = "请核实，有误的改正，无误的写明理由（文件夹「{folder}」）：\n"
_HOW = (
    "\n    每份副本的第一张工作表「修改清单」逐条写明问题和改法，点「单元格」跳到要改的格。"
    "请直接在副本里修改；认为无误的，在「处理情况」写明理由。"
    "改完保存，于      年   月   日前报送。\n"
)


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that goes back: its copy, below which of the two folders, and how much is in it."""

    copy: Path
    folder: str
    project: str
    errors: int
    warnings: int
    unreadable: int


@dataclass(slots=True)
class UnitShare:
    """What goes back to one unit; `codes` counts its findings by rule."""

    files: list[Returned] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)

    def count(self, folder: str) -> int:
        """How many files lie in one of the two folders."""
        return sum(one.folder == folder for one in self.files)

    def main_problems(self) -> str:
        """The rules that were broken most, each by what it checks."""
        told = (_problem(code, count) for code, count in self.codes.most_common(_MAIN_PROBLEMS))
        return "；".join(told)


def _problem(code: str, count: int) -> str:
    module = find(code)
    return f"{summary(module) if module else code}（{code}，{count} 处）"


@dataclass(slots=True)
class Notices:
    """The units of a run and what goes back to each."""

    units: dict[str, UnitShare] = field(default_factory=dict)

    def add(self, record: Record, copy: Path, folder: str) -> None:
        """One more file that goes back."""
        forms = record.data.forms
        unit = next((form.unit for form in forms if form.unit), NO_UNIT)
        share = self.units.setdefault(unit, UnitShare())
        open_ones = [one for form in forms for one in form.findings if not one.accepted]
        levels = Counter(one.severity for one in open_ones)
        share.codes.update(one.code for one in open_ones if one.severity is not Severity.NOTE)
        share.files.append(
            Returned(
                copy,
                folder,
                "、".join(form.project for form in forms if form.project),
                levels[Severity.ERROR],
                levels[Severity.WARNING],
                sum(len(form.unreadable) for form in forms) + (record.data.refusal is not None),
            )
        )

    def write(self, place: Path, names: tuple[str, str]) -> Iterator[Path]:
        """Writes the list and the notices; the paths of what was written."""
        path = free_name(place / LIST_NAME)
        with output(path) as part, part.open("wb") as file, new_book(file, "退回清单") as book:
            page, kept = book.add_worksheet("退回清单"), KeptLinks()
            with closing(kept):
                DrawnSheet(page, self.table(names), formats(book), "", {}, kept, "退回清单").draw()
        yield path
        for unit, share in sorted(self.units.items()):
            own = free_name(place / NOTICES / f"{safe_name(unit)}.txt")
            own.parent.mkdir(parents=True, exist_ok=True)
            with output(own) as part:
                part.write_text(_notice(unit, share, names), "utf-8-sig", newline="\r\n")
            yield own

    def table(self, names: tuple[str, str]) -> Table:
        """退回清单: those with most to mend first."""
        mend, verify = names
        shares = self.units.values()
        total = [sum(share.count(name) for share in shares) for name in names]
        return Table(
            "退回清单",
            (
                f"{len(self.units)} 个单位，{mend} {total[0]} 份，{verify} {total[1]} 份。"
                f"把文件夹「{mend}」「{verify}」里的副本连同「{NOTICES}」发给各单位。",
            ),
            "「期限」由发出的人填写；份数和处数是这次核查的。",
            (
                ("单位", 34), (f"{mend}\n（份）", 9), (f"{verify}\n（份）", 9), ("错误", 7),
                ("警告", 7), ("读不成", 7), ("主要问题", 76), ("期限", 14), ("项目", 40),
            ),
            tuple(_row(unit, share, names) for unit, share in sorted(
                self.units.items(), key=lambda one: _weight(one[1], names)
            )),
        )  # fmt: skip


def _weight(share: UnitShare, names: tuple[str, str]) -> tuple[int, int]:
    return -share.count(names[0]), -share.count(names[1])


def _row(unit: str, share: UnitShare, names: tuple[str, str]) -> Row:
    mend, verify = map(share.count, names)
    return (
        unit,
        Word(str(mend), Tone.STOP) if mend else 0,
        Word(str(verify), Tone.CARE) if verify else 0,
        sum(one.errors for one in share.files),
        sum(one.warnings for one in share.files),
        sum(one.unreadable for one in share.files),
        share.main_problems() or "见副本",
        None,
        "、".join(filter(None, (one.project for one in share.files))),
    )


def _notice(unit: str, share: UnitShare, names: tuple[str, str]) -> str:
    told = [_DEAR.format(unit=unit, files=len(share.files))]
    for folder, lead in zip(names, (_TO_MEND, _TO_VERIFY), strict=True):
        files = [one for one in share.files if one.folder == folder]
        if files:
            told.append(lead.format(folder=folder))
        for number, one in enumerate(files, 1):
            counts = "，".join(
                f"{word} {count} 处"
                for word, count in (
                    ("错误", one.errors),
                    ("警告", one.warnings),
                    ("读不成", one.unreadable),
                )
                if count
            )
            told.append(f"  {number}. {one.copy.name}（{one.project or '未填项目'}）：{counts}\n")
    if problems := share.main_problems():
        told.append(f"\n主要问题：{problems}。\n")
    return "".join((*told, _HOW))
