"""One file -> one Result: trouble is part of it, and one bad file never costs another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from pathlib import Path

from validators.checking.answers import Answer, answers
from validators.checking.budget import Budget
from validators.checking.catalogue import RULES
from validators.checking.checked_policy import policy_of
from validators.checking.our_files import LIST_KIND, REPORT_KIND, own_document, own_sheet
from validators.checking.sources import Source
from validators.engine import Outcome, judge
from validators.filing import AnyFiling, file
from validators.repair.smallest_change import Repair, smallest_change
from validators.rule import RuleModule, Severity
from workbooks.files.kinds import Aside, ours
from workbooks.files.limits import NO_MEMORY, Refused
from workbooks.files.open_file import open_member, open_workbook
from workbooks.files.refusal import Reason, Refusal
from workbooks.form_kinds import ALL_KINDS
from workbooks.grid import Grid
from workbooks.reading.read_form import Reading, SheetRefusal, not_checked, read_grid
from workbooks.sparing import Fault, spare, traced
from workbooks.values.dataclass import dataclass, replace
from workbooks.values.memory import collected_later
from xlfuncs.policy import Policy


@dataclass(frozen=True, slots=True)
class Choice:
    """How to check: `policy` None lets each edition's own policy stand.

    `edition` is the user's own, in a file. `levels` are severities that an office has set for
    rules, in place of their own. `graded` is what its own criteria say of rules, as a policy would.
    """

    rules: tuple[RuleModule, ...] = RULES
    policy: str | None = None
    edition: Path | None = None
    levels: tuple[tuple[str, Severity], ...] = ()
    graded: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedForm:
    """One form, read, scored and judged; `repair` is what would make it agree with itself."""

    reading: Reading
    filing: AnyFiling
    outcome: Outcome
    repair: Repair | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file.

    `refusal` is the file's own, or tells of its sheets that look like a form of no known layout;
    the forms on its other sheets are judged all the same. `aside` says why a file was not opened,
    or that nothing but sheets of ours is in it. `in_document` is true of tables of a
    page or a document, which no link can lead to. `answers` are what a unit wrote into its
    修改清单.
    """

    path: Path
    forms: tuple[CheckedForm, ...] = ()
    refusal: Refusal | None = None
    faults: tuple[Fault, ...] = ()
    aside: Aside | None = None
    in_document: bool = False
    answers: tuple[Answer, ...] = ()

    @property
    def checked(self) -> bool:
        """Whether at least one form of the file was judged."""
        return bool(self.forms)


def selected(select: Collection[str] = (), ignore: Collection[str] = ()) -> tuple[RuleModule, ...]:
    """The catalogue, narrowed to codes, names or families (`N`) and without the ignored ones."""

    def named(module: RuleModule, wanted: Collection[str]) -> bool:
        rule = module.RULE
        return any(w.upper() in (rule.code, rule.code[0]) or w == rule.name for w in wanted)

    chosen = [m for m in RULES if not select or named(m, select)]
    return tuple(m for m in chosen if not named(m, ignore))


def check_file(path: Path, choice: Choice) -> Result:
    """One file, opened, read, scored and judged; trouble is part of the result, never raised."""
    return check(Source(path), choice)


def check(source: Source, choice: Choice) -> Result:
    """The same for anything that was found."""
    if source.aside is not None:
        return Result(source.path, aside=source.aside)
    try:
        with collected_later():
            return _check(source, choice)
    except MemoryError:
        return Result(source.path, refusal=Refusal(Reason.TOO_LARGE, NO_MEMORY))
    except Refused as refused:  # the budget of the file did not suffice
        return Result(source.path, refusal=refused.refusal)
    except Exception:  # the outermost door: a fault of ours must not cost the other files
        return crashed(source.path, CRASHED, traced())


def crashed(path: Path, message: str, trace: str) -> Result:
    """A file that was not checked through a fault of ours."""
    return Result(path, refusal=Refusal(Reason.CRASHED, message), faults=(Fault("", trace),))


def _opened(source: Source) -> tuple[Grid, ...] | Refusal:
    if source.refusal is not None:
        return source.refusal
    if source.member is not None:
        return open_member(source.path, source.member)
    return open_workbook(source.path)


def check_grid(
    grid: Grid, choice: Choice, budget: Budget | None = None
) -> Iterator[CheckedForm | SheetRefusal]:
    """The forms of one sheet, of a file or open in Excel, read, scored and judged.

    Raises `Refused` where the budget of the file does not suffice.
    """
    budget = budget or Budget()
    budget.look(grid)
    known = None
    if choice.edition:
        from workbooks.reading.edition_file import with_own

        known = with_own(choice.edition)
    for found in read_grid(grid, known):
        if isinstance(found, SheetRefusal):
            yield found
            continue
        budget.take(found.form)
        policy = policy_of(choice.policy or found.edition.policy)
        if choice.graded:
            policy = replace(policy, severities={**policy.severities, **dict(choice.graded)})
        judged, trace = spare(partial(_judged, found, policy, choice))
        yield judged or not_checked(grid.sheet, trace)


def _judged(found: Reading, policy: Policy, choice: Choice) -> CheckedForm:
    filing = file(found.form, policy, found.faults)
    outcome = judge(filing, choice.rules)
    if choice.levels:
        levels = dict(choice.levels)
        findings = [
            replace(one, severity=levels.get(one.rule.code, one.severity))
            for one in outcome.findings
        ]
        outcome = replace(outcome, findings=tuple(findings))
    repair, trace = spare(partial(smallest_change, filing, outcome))
    if trace:
        fault = Fault("", trace, "最小改动", found.form.sheet)
        outcome = replace(outcome, faults=(*outcome.faults, fault))
    return CheckedForm(found, filing, outcome, repair)


def _check(source: Source, choice: Choice) -> Result:
    path, grids = source.path, _opened(source)
    if isinstance(grids, Refusal):
        return _closed(source, grids)
    budget = Budget()
    own = {grid.sheet: own_sheet(grid) for grid in grids}
    forms: list[CheckedForm] = []
    refusals: list[Refusal] = []
    faults: list[Fault] = []
    for grid in (grid for grid in grids if not own[grid.sheet]):
        for found in check_grid(grid, choice, budget):
            if isinstance(found, CheckedForm):
                forms.append(found)
                faults += found.outcome.faults
            else:
                faults += filter(None, (found.fault,))
                text = f"工作表「{found.sheet}」{found.refusal.message}"
                refusals.append(Refusal(found.refusal.reason, text))
    if not forms and not refusals:
        kind = next(filter(None, own.values()), "") or own_document(path) * (source.member is None)
        if kind:
            return Result(path, aside=ours(kind))
        unread = grids[0].unread if grids else ()
        broken = BROKEN.format(parts="、".join(unread))
        refusals = [
            Refusal(Reason.DAMAGED, broken) if unread else Refusal(Reason.UNRECOGNISED, NO_FORM)
        ]
    in_document = any(grid.in_document for grid in grids)
    listed = (grid for grid in grids if own[grid.sheet] == LIST_KIND)
    said = tuple(answer for grid in listed for answer in answers(grid))
    refusal = _joined(refusals)
    return Result(path, tuple(forms), refusal, tuple(faults), in_document=in_document, answers=said)


def _closed(source: Source, refusal: Refusal) -> Result:
    """A file without a sheet to look at, which may be ours: a report on very many files is too
    large to be read, which only the register can tell; a page of ours has no table."""
    kind = ""
    if source.member is None and refusal.reason is Reason.TOO_LARGE:
        from workbooks.output_register import may_be_replaced

        kind = REPORT_KIND * may_be_replaced(source.path)
    elif source.member is None and refusal.reason in (Reason.UNRECOGNISED, Reason.NOT_A_WORKBOOK):
        kind = own_document(source.path)
    return Result(source.path, aside=ours(kind)) if kind else Result(source.path, refusal=refusal)


def _joined(refusals: Sequence[Refusal]) -> Refusal | None:
    """One refusal that tells all of several."""
    if not refusals:
        return None
    return Refusal(refusals[0].reason, "".join(refusal.message for refusal in refusals))


NO_FORM = (
    f"没有找到{'或'.join(kind.called for kind in ALL_KINDS)}。"
    "请确认交来的是不是这几种表；是的，请看指标表的栏目名称是否改动过。"
)

BROKEN = (
    "{parts}已损坏，没有读取；其余内容里没有找到绩效表单。"
    "请用 Excel 打开并另存为新的 .xlsx 文件再提交；打不开的，请从原件重新复制一份。"
)

CRASHED = "程序故障（与填报单位无关）：请把此文件发给维护人。"
