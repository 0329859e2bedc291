"""X701, X702, X703, X714: a self-evaluation held against its project's declaration of the year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from validators.across.extract import Extract, KeptRow
from validators.across.index import Index, Line, finding
from validators.across.row_pairs import (
    RowPairs,
    all_points,
    in_proportion,
    looks_alike,
    other_points,
    same_target,
    surely_same,
)
from validators.across.same_project import (
    Projects,
    called,
    counting,
    is_evaluation,
    is_of_department,
    partner,
    uncompared,
    without_doubles,
)
from validators.records.folder_results import (
    FolderFindingRecord,
    LookedRecord,
    UncomparedRecord,
)
from validators.rule import Severity
from validators.wording import one_line
from workbooks.values.decimals import plain, unit_in_last_place
from workbooks.values.target import read_target

CODES = ("X701", "X702", "X703", "X714")

Told = FolderFindingRecord | UncomparedRecord | LookedRecord

_CENT = Decimal("0.01")


def compared(index: Index, against: Index | None) -> Iterator[Told]:
    """What is unlike, what could not be compared, and how many were compared in full.

    `against` are forms that were named to be held against those of the run; without them, a folder
    that has both kinds of the same year is held against itself.
    """
    own = counting(index.lines)
    others = without_doubles(own, counting(against.lines)) if against else []
    evaluations = [line for line in (*own, *others) if is_evaluation(line)]
    declarations = [line for line in (*own, *others) if not is_evaluation(line)]
    run, used = set(map(id, own)), set[int]()
    asked = None if against else {(is_of_department(x), x.fiscal_year) for x in declarations}
    projects, lonely = Projects(declarations), list[tuple[Line, str]]()
    looked = Counter[str]()
    for line in evaluations:
        found = partner(line, projects.of(line), line.fiscal_year)
        if isinstance(found, str):
            if id(line) in run and (asked is None or _is_asked(line, asked)):
                lonely.append((line, found))
            continue
        used.add(id(found))
        if id(line) in run or id(found) in run:
            own_kept, other_kept = (
                (index if id(one) in run or against is None else against).extract(one)
                for one in (line, found)
            )
            told = tuple(_pair(line, own_kept, found, other_kept))
            yield from (one for one in told if not isinstance(one, LookedRecord))
            looked.update(_in_full(told) if id(line) in run else ())
    yield from uncompared(CODES, "申报表", lonely)
    yield from (LookedRecord(code, forms) for code, forms in looked.items())
    if against is not None:
        unused = [(line, "没有报来自评表") for line in declarations if id(line) not in used]
        yield from uncompared(CODES, "自评表", unused)


def _in_full(told: Sequence[Told]) -> list[str]:
    """The rules by which all of a pair was compared: points only where both forms have them."""
    left_out = {code for one in told if isinstance(one, UncomparedRecord) for code in one.codes}
    if not any(isinstance(one, LookedRecord) for one in told):
        left_out.add("X714")
    return [code for code in CODES if code not in left_out]


def _is_asked(line: Line, asked: set[tuple[bool, int | None]]) -> bool:
    whole = is_of_department(line)
    return (whole, line.fiscal_year) in asked or (whole, None) in asked


def _pair(line: Line, own: Extract, declared: Line, asked: Extract) -> Iterator[Told]:
    pairs = surely_same(own.rows, asked.rows)
    rows = ((_as_declared(row), other) for row, other in pairs.same)
    differing = [
        (row, other)
        for row, other in rows
        if row.target and other.target and not same_target(row, other)
    ]
    if differing:
        yield _finding("X701", line, declared, _targets(line, declared, differing), differing[0][0])
    if pairs.theirs:
        yield _finding("X702", line, declared, _missing(line, declared, pairs), pairs.theirs[0])
    yield from _budget(line, own, declared, asked)
    yield from _points(line, own.rows, declared, asked.rows, pairs)
    yield from _untold(line, declared, pairs)


def _as_declared(row: KeptRow) -> KeptRow:
    """The row with the target that was declared, where the form prints an adjusted one beside."""
    if not row.initial:
        return row
    said = read_target(row.initial)
    return row._replace(
        target=row.initial, relation=said.relation, value=said.value, unit=said.unit
    )


def _targets(line: Line, declared: Line, rows: Sequence[tuple[KeptRow, KeptRow]]) -> str:
    each = "；".join(
        f"「{one_line(row.name)}」自评表为“{one_line(row.target)}”，"
        f"申报表为“{one_line(other.target)}”"
        for row, other in rows
    )
    return (
        f"{called(line)}有 {len(rows)} 项指标的年度指标值与申报表（{declared.file}）不同："
        f"{each}。"
        "请改回申报的指标值；经批准调整过的，请附批准文件。"
    )


def _missing(line: Line, declared: Line, pairs: RowPairs) -> str:
    like = {id(other): row for row, other in looks_alike(pairs.ours, pairs.theirs)}
    each = "；".join(
        f"「{one_line(row.name)}」（{one_line(row.target)}）" + _perhaps(like.get(id(row)))
        for row in pairs.theirs
    )
    return (
        f"{called(line)}缺 {len(pairs.theirs)} 项申报过的指标（{declared.file}）：{each}。"
        "请补上；改了名称的，请改回申报的名称。"
    )


def _perhaps(row: KeptRow | None) -> str:
    """The row of the evaluation that may be meant; it is only named, never held against it."""
    return f"，可能改名为「{one_line(row.name)}」" if row else ""


def _budget(line: Line, own: Extract, declared: Line, asked: Extract) -> Iterator[Told]:
    one, other = own.initial_budget, asked.declared
    if one is None or other is None:
        what = "自评表没有年初预算数" if one is None else "申报表没有年度资金申请总额"
        message = (
            f"{called(line)}的资金没有与申报表（{declared.file}）比较：{what}，或没有写金额单位。"
        )
        yield UncomparedRecord(("X703",), message, (line.place, declared.place))
    elif abs(one - other) > max(unit_in_last_place(one), unit_in_last_place(other), _CENT) / 2:
        message = (
            f"{called(line)}的年初预算数为 {plain(one)} 万元，申报表（{declared.file}）的"
            f"年度资金申请总额为 {plain(other)} 万元，相差 {plain(abs(one - other))} 万元。"
            "请核实：批复数与申请数不同的，请写明。"
        )
        yield _finding("X703", line, declared, message)


def _points(
    line: Line,
    own: Sequence[KeptRow],
    declared: Line,
    asked: Sequence[KeptRow],
    pairs: RowPairs,
) -> Iterator[Told]:
    """Points of the same indicator; where the forms share out other sums, only by proportion."""
    full, total = all_points(own), all_points(asked)
    if not full or not total or not pairs.same:
        return
    if any(row.points is None for row in (*own, *asked)):
        yield _unshared(line, declared, "有的指标没有分值")
        return
    differing = [] if in_proportion(pairs.same, full, total) else other_points(pairs.same)
    if differing and full != total:
        why = f"自评表各指标的分值合计 {plain(full)}，申报表 {plain(total)}"
        yield _unshared(line, declared, why)
        return
    yield LookedRecord("X714", 1)
    if differing:
        each = "；".join(
            f"「{one_line(row.name)}」自评表为 {plain(row.points or Decimal(0))} 分，"
            f"申报表为 {plain(other.points or Decimal(0))} 分"
            for row, other in differing
        )
        message = (
            f"{called(line)}有 {len(differing)} 项指标的分值与申报表（{declared.file}）不同："
            f"{each}。请核实：分值应当照申报的，经批准调整过的，请附批准文件。"
        )
        yield _finding("X714", line, declared, message, differing[0][0])


def _unshared(line: Line, declared: Line, why: str) -> UncomparedRecord:
    message = f"{called(line)}的分值没有与申报表（{declared.file}）比较：{why}。"
    return UncomparedRecord(("X714",), message, (line.place, declared.place))


def _untold(line: Line, declared: Line, pairs: RowPairs) -> Iterator[Told]:
    """Rows that could not be held against each other."""
    names = dict.fromkeys(
        one_line(row.name) for row in (*pairs.doubtful, *(row for row, _ in pairs.moved))
    )
    if names:
        message = (
            f"{called(line)}与申报表（{declared.file}）有同名而分不清是否同一项的指标"
            f"（几行同名，或二级指标和指标值都不同），没有比较：{_quoted(names)}。"
        )
        left_out = ("X701", "X702", "X714")
        yield UncomparedRecord(left_out, message, (line.place, declared.place))
    empty = [one_line(other.name) for row, other in pairs.same if row.target and not other.target]
    if empty:
        message = f"申报表（{declared.file}）没有填年度指标值，没有比较：{_quoted(empty)}。"
        yield UncomparedRecord(CODES[:1], message, (declared.place,))


_NAMES = {
    "X701": ("target-differs-from-declaration", Severity.ERROR),
    "X702": ("declared-indicator-missing", Severity.ERROR),
    "X703": ("budget-differs-from-declaration", Severity.WARNING),
    "X714": ("points-differ-from-declaration", Severity.WARNING),
}


def _finding(
    code: str, line: Line, declared: Line, message: str, row: KeptRow | None = None
) -> FolderFindingRecord:
    """What is told of a pair; it leads to the first row that is meant, of the form that has it."""
    name, severity = _NAMES[code]
    mine, theirs = line.place, declared.place
    if row is not None and code != "X702":
        mine = mine._replace(cell=row.cell)
    elif row is not None:
        theirs = theirs._replace(cell=row.cell)
    return finding(line, code, name, severity, message, (mine, theirs))


def _quoted(names: Sequence[str] | dict[str, None]) -> str:
    return "、".join(f"「{name}」" for name in names)
