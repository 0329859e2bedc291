"""Files and folders -> one Result per file, as they come: one bad file never costs another."""

from __future__ import annotations

import traceback
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from validators.catalogue import RULES
from validators.engine import Fault, Outcome, judge
from validators.filing import AnyFiling, file
from validators.policies import policy_of
from validators.rule import RuleModule, Severity
from workbooks.grid import Grid
from workbooks.memory import collected_later
from workbooks.open_file import open_workbook
from workbooks.reading import Reading, SheetRefusal, read_grid
from workbooks.refusal import Reason, Refusal

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".et"})
"""What is looked for in a folder; a file that is named outright is always opened."""


@dataclass(frozen=True, slots=True)
class Choice:
    """How to check: `policy` None lets each edition's own policy stand."""

    rules: tuple[RuleModule, ...] = RULES
    policy: str | None = None


@dataclass(frozen=True, slots=True)
class CheckedForm:
    """One form, read, scored and judged."""

    reading: Reading
    filing: AnyFiling
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file.

    `refusal` is the file's own, or tells of its sheets that look like a form of no known layout;
    the forms on its other sheets are judged all the same. `passed_over` is a report of ours.
    """

    path: Path
    forms: tuple[CheckedForm, ...] = ()
    refusal: Refusal | None = None
    faults: tuple[Fault, ...] = ()
    passed_over: bool = False

    @property
    def checked(self) -> bool:
        """Whether at least one form of the file was judged."""
        return bool(self.forms)

    def status(self, strict: bool) -> int:
        """The exit status this file asks for: 0 clean, 1 错误 or 读不成, 2 refused, 3 our fault."""
        if self.faults:
            return 3
        if self.refusal is not None:
            return 2
        grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        found = any(f.severity in grave for form in self.forms for f in form.outcome.findings)
        return int(found or any(form.reading.unreadable for form in self.forms))


def selected(select: Collection[str] = (), ignore: Collection[str] = ()) -> tuple[RuleModule, ...]:
    """The catalogue, narrowed to codes, names or families (`N`) and without the ignored ones."""

    def named(module: RuleModule, wanted: Collection[str]) -> bool:
        rule = module.RULE
        return any(w.upper() in (rule.code, rule.code[0]) or w == rule.name for w in wanted)

    chosen = [m for m in RULES if not select or named(m, select)]
    return tuple(m for m in chosen if not named(m, ignore))


def workbooks_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files to check: those named, and the workbooks inside named folders, in order.

    Owner files of Excel (`~$…`), hidden files and links out of the folder are passed over.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        root = path.resolve()
        for found in sorted(path.rglob("*")):
            if found.suffix.lower() not in SUFFIXES or not found.is_file():
                continue
            hidden = any(p.startswith((".", "~$")) for p in found.relative_to(path).parts)
            if not hidden and found.resolve().is_relative_to(root):
                yield found


def is_report(grids: Collection[Grid]) -> bool:
    """Whether a workbook is a report of ours: it may lie among the files that it is about."""
    return {"汇总", "问题清单", "规则说明"} <= {grid.sheet for grid in grids}


def check_file(path: Path, choice: Choice) -> Result:
    """One file, opened, read, scored and judged; trouble is part of the result, never raised."""
    try:
        with collected_later():
            return _check(path, choice)
    except Exception:  # the outermost door: a fault of ours must not cost the other files
        refusal = Refusal(Reason.CRASHED, "程序故障（与填报单位无关）：请把此文件发给维护人。")
        return Result(path, refusal=refusal, faults=(Fault("", traceback.format_exc()),))


def _check(path: Path, choice: Choice) -> Result:
    grids = open_workbook(path)
    if isinstance(grids, Refusal):
        return Result(path, refusal=grids)
    if is_report(grids):
        return Result(path, passed_over=True)
    forms: list[CheckedForm] = []
    refusals: list[Refusal] = []
    for grid in grids:
        for found in read_grid(grid):
            if isinstance(found, SheetRefusal):
                text = f"工作表「{found.sheet}」{found.refusal.message}"
                refusals.append(Refusal(found.refusal.reason, text))
                continue
            filing = file(found.form, policy_of(choice.policy or found.edition.policy))
            forms.append(CheckedForm(found, filing, judge(filing, choice.rules)))
    if not forms and not refusals:
        refusals = [Refusal(Reason.UNRECOGNISED, _NO_FORM)]
    faults = tuple(fault for form in forms for fault in form.outcome.faults)
    return Result(path, tuple(forms), _joined(refusals), faults)


def _joined(refusals: Sequence[Refusal]) -> Refusal | None:
    """One refusal that tells all of several."""
    if not refusals:
        return None
    return Refusal(refusals[0].reason, "".join(refusal.message for refusal in refusals))


_NO_FORM = (
    "认不出版式：没有找到「项目名称」「三级指标」「年度指标值」这些栏目。"
    "请确认是否为绩效自评表或绩效目标申报表。"
)
