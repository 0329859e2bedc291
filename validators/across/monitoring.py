"""X710, X711, X712: a self-evaluation held against the monitoring reports of its project and year.

What was certain in August and missed in December, less spent in the whole year than by then, and a
forecast that was far off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from validators.across.extract import Extract, KeptRow
from validators.across.index import Index, Line, finding
from validators.across.row_pairs import RowPairs, surely_same
from validators.across.same_project import (
    Projects,
    called,
    counting,
    is_evaluation,
    monitoring,
    partner,
    uncompared,
)
from validators.records.folder_results import (
    FolderFindingRecord,
    LookedRecord,
    UncomparedRecord,
)
from validators.rule import Severity
from validators.wording import one_line
from workbooks.forms import Possibility
from workbooks.values.decimals import plain, unit_in_last_place
from workbooks.values.target import read_actual, read_target
from xlfuncs.comparing import held, in_target_unit, obstacle
from xlfuncs.indicator import Share, share
from xlfuncs.policy import load
from xlfuncs.progress import will_be_met

CODES = ("X710", "X711", "X712")

Told = FolderFindingRecord | UncomparedRecord | LookedRecord

_FAR_OFF = Decimal("0.2")
_CENT = Decimal("0.01")


def compared(index: Index, against: Index | None) -> Iterator[Told]:
    """What is unlike, and what could not be compared: the latest report of a project counts."""
    reports = [(line, index) for line in monitoring(index.lines)]
    reports += [(line, against) for line in monitoring(against.lines)] if against else []
    kept = {id(line): where for line, where in reports}
    projects, years = Projects(line for line, _ in reports), {x.fiscal_year for x, _ in reports}
    lonely: list[tuple[Line, str]] = []
    looked: Counter[str] = Counter()
    for line in counting(index.lines):
        if not is_evaluation(line) or not reports:
            continue
        found = partner(line, _latest(projects.of(line)), line.fiscal_year)
        if isinstance(found, str):
            if line.fiscal_year in years or None in years:
                lonely.append((line, found))
            continue
        told = tuple(_pair(line, index.extract(line), found, kept[id(found)].extract(found)))
        yield from told
        left_out = {code for one in told if isinstance(one, UncomparedRecord) for code in one.codes}
        looked.update(code for code in CODES if code not in left_out)
    yield from uncompared(CODES, "监控表", lonely)
    yield from (LookedRecord(code, forms) for code, forms in looked.items())


def _latest(lines: Sequence[Line]) -> list[Line]:
    """Of several reports of a year the one that tells of the most months, if it is one."""
    last: dict[int | None, int] = {}
    for line in lines:
        last[line.fiscal_year] = max(last.get(line.fiscal_year, 0), line.period or 0)
    return [line for line in lines if (line.period or 0) == last[line.fiscal_year]]


def _pair(line: Line, own: Extract, report: Line, then: Extract) -> Iterator[Told]:
    pairs = surely_same(own.rows, then.rows)
    said = will_be_met([(read_target(x.target), read_actual(x.forecast)) for x in then.rows])
    met = {id(x) for x, is_met in zip(then.rows, said, strict=True) if is_met}
    for row, before in pairs.same:
        missed = _missed(row)
        if missed and before.possibility == Possibility.CERTAIN.value:
            yield _finding("X710", line, report, _certain(line, report, row, before), row)
        elif id(before) not in met and (gap := _far_off(row, before)) is not None:
            yield _finding("X712", line, report, _forecast(line, report, row, before, gap), row)
    yield from _spent(line, own, report, then)
    yield from _untold(line, report, pairs)


def _missed(row: KeptRow) -> bool:
    """Whether a row surely missed its target, by the sums that all places share."""
    target = read_target(row.target)
    if target.value is None or not row.actual:
        return False
    reached = share(target, read_actual(row.actual), load("national"))
    return isinstance(reached, Share) and not reached.met


def _far_off(row: KeptRow, before: KeptRow) -> Decimal | None:
    """How far what was reached is from its forecast, as a ratio of that; None where it is not."""
    target = read_target(row.target)
    if target.value is None or not row.actual or not before.forecast:
        return None
    ends = [held(target, read_actual(text)) for text in (before.forecast, row.actual)]
    if any(end.value is None or obstacle(target, end) is not None for end in ends):
        return None
    expected, reached = (in_target_unit(target, end) for end in ends)
    gap = abs(reached - expected) / expected if expected > 0 else Decimal(0)
    return gap if gap > _FAR_OFF else None


def _certain(line: Line, report: Line, row: KeptRow, before: KeptRow) -> str:
    return (
        f"{called(line)}的「{one_line(row.name)}」年末为“{one_line(row.actual)}”，没有达到"
        f"“{one_line(row.target)}”；{_when(report)}的监控表（{report.file}）选“确定能”完成，"
        f"当时为“{one_line(before.actual)}”。建议在偏差原因里写明后来发生了什么。"
    )


def _forecast(line: Line, report: Line, row: KeptRow, before: KeptRow, gap: Decimal) -> str:
    return (
        f"{called(line)}的「{one_line(row.name)}」年末为“{one_line(row.actual)}”，"
        f"{_when(report)}的监控表（{report.file}）预计全年“{one_line(before.forecast)}”，"
        f"相差 {gap:.0%}。建议核对两处的口径，并写明原因。"
    )


def _when(report: Line) -> str:
    return f"1-{report.period}月" if report.period else "年中"


def _spent(line: Line, own: Extract, report: Line, then: Extract) -> Iterator[Told]:
    year, part = own.executed, then.executed
    if year is None or part is None:
        what = "自评表没有全年执行数" if year is None else "监控表没有执行数"
        message = (
            f"{called(line)}的执行数没有与监控表（{report.file}）比较：{what}，或没有写金额单位。"
        )
        yield UncomparedRecord(("X711",), message, (line.place, report.place))
    elif part - year > max(unit_in_last_place(year), unit_in_last_place(part), _CENT) / 2:
        message = (
            f"{called(line)}的全年执行数为 {plain(year)} 万元，{_when(report)}的监控表"
            f"（{report.file}）已执行 {plain(part)} 万元，全年反而少 {plain(part - year)} 万元。"
            "请核实两处的执行数。"
        )
        yield _finding("X711", line, report, message)


def _untold(line: Line, report: Line, pairs: RowPairs) -> Iterator[UncomparedRecord]:
    """Rows that bear one name and could not be held against each other."""
    rows = (*pairs.doubtful, *(row for row, _ in pairs.moved))
    if names := dict.fromkeys(one_line(row.name) for row in rows):
        quoted = "、".join(f"「{name}」" for name in names)
        message = (
            f"{called(line)}与监控表（{report.file}）有同名而分不清是否同一项的指标，"
            f"没有比较：{quoted}。"
        )
        yield UncomparedRecord((CODES[0], CODES[2]), message, (line.place, report.place))


_NAMES = {
    "X710": ("certain-then-missed", Severity.NOTE),
    "X711": ("executed-below-monitored", Severity.WARNING),
    "X712": ("forecast-far-off", Severity.NOTE),
}


def _finding(
    code: str, line: Line, report: Line, message: str, row: KeptRow | None = None
) -> FolderFindingRecord:
    """What is told of a pair; it leads to the row of the self-evaluation that is meant."""
    mine = line.place if row is None else line.place._replace(cell=row.cell)
    return finding(line, code, *_NAMES[code], message, (mine, report.place))
