"""X713: the money of a department's own form held against the sum of its projects, as 提示.

Whether a unit under the department belongs to the department's form cannot be seen: that the sum is
more is told where the department's own projects alone are more, and that it is less where with all
of those units' projects it still is. A total that may hold 基本支出 can only be too small.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from validators.across.duplicates import superseded
from validators.across.extract import Extract
from validators.across.index import Index, Line, finding
from validators.across.names import folded
from validators.across.same_project import (
    counting,
    is_evaluation,
    is_monitoring,
    is_of_department,
    names,
)
from validators.records.folder_results import (
    FolderFindingRecord,
    LookedRecord,
    UncomparedRecord,
)
from validators.rule import Severity
from validators.wording import one_line
from workbooks.values.dataclass import dataclass
from workbooks.values.decimals import plain, unit_in_last_place

CODE, NAME = "X713", "projects-differ-from-department"

Told = FolderFindingRecord | UncomparedRecord | LookedRecord

_FEWEST = 2
"""Projects from which there is a sum."""

_SHOWN = 40
_CENT = Decimal("0.01")

_Amounts = list[tuple[Line, Decimal]]


@dataclass(frozen=True, slots=True)
class _Projects:
    """The projects of a department in the year of its form.

    `own` and those of units `under` it have an amount, `blank` ones have none; `undated` may be of
    any year, and for each of the `copies` another form counts.
    """

    own: _Amounts
    under: _Amounts
    blank: list[Line]
    undated: list[Line]
    copies: list[Line]

    @property
    def forms(self) -> int:
        """How many there may be."""
        return len(self.own) + len(self.under) + len(self.blank) + len(self.undated)


def compared(index: Index) -> Iterator[Told]:
    """What is unlike the sum, what could not be compared, and how many evaluations were."""
    lines = counting(index.lines)
    wholes = [line for line in lines if is_of_department(line) and _name(line)]
    if not wholes:
        return
    copies = [line for line in superseded(index.lines) if not is_monitoring(line)]
    lost, looked = set(map(id, copies)), 0
    projects: defaultdict[tuple[bool, str], list[Line]] = defaultdict(list)
    for line in (*lines, *copies):
        if not is_of_department(line):
            for name in {names(line)[0], folded(line.department)} - {""}:
                projects[is_evaluation(line), name].append(line)
    for whole in wholes:
        found = projects[is_evaluation(whole), _name(whole)]
        sorted_out = _sorted_out(index, whole, found, lost)
        if sorted_out.forms >= _FEWEST:
            told = _told(whole, index.extract(whole), sorted_out)
            yield from () if told is None else (told,)
            looked += is_evaluation(whole) and not isinstance(told, UncomparedRecord)
    if looked:
        yield LookedRecord(CODE, looked)


def _name(line: Line) -> str:
    """The department that a form of its own is about."""
    return folded(line.project or line.unit)


def _amount(form: Extract) -> Decimal | None:
    """What was applied for, or what was spent."""
    return form.executed if form.declared is None else form.declared


def _sorted_out(index: Index, whole: Line, found: Sequence[Line], lost: set[int]) -> _Projects:
    sorted_out = _Projects([], [], [], [], [])
    for line in found:
        if None in (line.fiscal_year, whole.fiscal_year):
            sorted_out.undated.append(line)
        elif line.fiscal_year != whole.fiscal_year:
            continue
        elif id(line) in lost:
            sorted_out.copies.append(line)
        elif (amount := _amount(index.extract(line))) is None:
            sorted_out.blank.append(line)
        else:
            own = names(line)[0] == _name(whole)
            (sorted_out.own if own else sorted_out.under).append((line, amount))
    return sorted_out


def _told(
    whole: Line, form: Extract, projects: _Projects
) -> FolderFindingRecord | UncomparedRecord | None:
    what = "全年执行数" if is_evaluation(whole) else "年度资金总额"
    stated = form.for_projects is not None
    bound = form.for_projects if stated else _amount(form)
    if whole.fiscal_year is None or bound is None:
        lacking = "年度" if whole.fiscal_year is None else f"{what}、金额单位"
        return _uncompared(whole, f"部门的表没有写{lacking}，或读不成", projects)
    named = f"项目支出{what}" if stated else what
    every = [*projects.own, *projects.under]
    if len(projects.own) >= _FEWEST and _above(projects.own, bound) > 0:
        return _finding(whole, named, bound, projects.own, projects)
    if not stated or not _above(every, bound):
        return None
    if projects.blank or projects.undated or len(every) < _FEWEST:
        return _uncompared(whole, "有的项目金额空着、读不成或没有写金额单位、年度", projects)
    if _above(every, bound) < 0:
        return _finding(whole, named, bound, every, projects)
    return _uncompared(whole, "看不出部门的表是否包括下属单位的项目", projects)


def _sum(amounts: _Amounts) -> Decimal:
    return sum((amount for _, amount in amounts), Decimal(0))


def _above(amounts: _Amounts, bound: Decimal) -> Decimal:
    """How far the sum is above a figure; 0 where all of it may have come of rounding."""
    steps = (max(unit_in_last_place(one), _CENT) for one in (bound, *(x for _, x in amounts)))
    above = _sum(amounts) - bound
    return above if abs(above) > sum(steps, Decimal(0)) / 2 else Decimal(0)


def _finding(
    whole: Line, named: str, bound: Decimal, amounts: _Amounts, projects: _Projects
) -> FolderFindingRecord:
    above = _above(amounts, bound)
    each = [f"「{one_line(line.project)}」{plain(amount)}" for line, amount in amounts]
    counted = set(map(id, (line for line, _ in amounts)))
    under = [line for line, _ in projects.under if id(line) not in counted]
    left_out = "；".join(
        f"{why} {len(lines)} 份：{_listed([line.called for line in lines])}"
        for why, lines in (
            ("金额空着、读不成或没有写金额单位的", projects.blank),
            ("没有写年度的", projects.undated),
            ("同一项目重复报送的（X704）", projects.copies),
            ("下属单位的", under),
        )
        if lines
    )
    message = (
        f"{whole.word}「{one_line(whole.project or whole.unit)}」（{whole.file}）{named}为 "
        f"{plain(bound)} 万元，同批同年度 {len(amounts)} 个项目合计 {plain(_sum(amounts))} 万元，"
        f"{'多' if above > 0 else '少'} {plain(abs(above))} 万元：{_listed(each)}。"
        f"没有计入：{left_out or '无'}。也可能：{_OTHERWISE[above > 0]}建议核对两边的金额和项目。"
    )
    places = (whole.place, *(line.place for line, _ in amounts))
    return finding(whole, CODE, NAME, Severity.NOTE, message, places)


_OTHERWISE = {
    True: "部门的表只列了财政拨款或本年资金，项目的表含上年结转、其他资金；"
    "同一笔资金写在几个项目里；项目的资金还拨给了别的部门。",
    False: "有的项目没有报来，或不用自评；部门的表含下属单位、转移支付或上年结转。",
}
"""What else could explain that the sum is more, or less."""


def _uncompared(whole: Line, why: str, projects: _Projects) -> UncomparedRecord:
    own, under = len(projects.own), len(projects.under)
    message = (
        f"{whole.word}「{one_line(whole.project or whole.unit)}」（{whole.file}）没有与各项目的合计"
        f"比较：{why}（部门的项目有金额的 {own} 份，下属单位的 {under} 份，"
        f"没有金额的 {len(projects.blank)} 份，说不清年度的 {len(projects.undated)} 份）。"
    )
    unclear = (*projects.blank, *projects.undated)
    return UncomparedRecord((CODE,), message, (whole.place, *(one.place for one in unclear)))


def _listed(names: Sequence[str]) -> str:
    more = f" 等 {len(names)} 项" if len(names) > _SHOWN else ""
    return "、".join(names[:_SHOWN]) + more
