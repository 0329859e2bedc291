"""项目资金: the money of a form, in the unit that is printed with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from workbooks.forms import (
    ABSENT,
    Cell,
    DeclaredFund,
    DeclaredFunding,
    Fund,
    Funding,
    FundKind,
    MoneyUnit,
    State,
)
from workbooks.grid import Position, address
from workbooks.reading import cell_readers
from workbooks.reading.cell_readers import Reader
from workbooks.reading.edition import FUND_HEADER
from workbooks.reading.form_area import Table
from workbooks.reading.labelled_cells import Located
from workbooks.values import terms
from workbooks.values.decimals import agree

_KINDS = {
    "total": FundKind.TOTAL,
    "fiscal_appropriation": FundKind.FISCAL_APPROPRIATION,
    "carryover": FundKind.CARRYOVER,
    "other_funds": FundKind.OTHER_FUNDS,
}
_MONEY = ("initial_budget", "annual_budget", "executed")
_READERS: Mapping[str, Reader[Any]] = {
    "points": cell_readers.points,
    "rate": cell_readers.ratio,
    "score": cell_readers.points,
    "note": cell_readers.words,
}
_NO_TOTAL = Fund(FundKind.TOTAL, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT)
CellIn = Callable[[int], Cell[Any]]
_UNITS = {"单位万元": "万元", "金额单位万元": "万元", "单位元": "元", "金额单位元": "元"}


def money_unit(form: Located) -> Cell[MoneyUnit]:
    """The unit printed with 项目资金 or above the table, or else the edition's own."""
    corner = form.page.find(form.edition.corner)
    own = form.edition.money_unit
    if corner is not None:
        text = terms.clean(form.page.text(corner))
        under = terms.clean(form.page.text(form.page.below(corner)))
        text += under if under in ("(万元)", "(元)") else ""
        unit = "万元" if "万元" in text else "元" if "元" in text else ""
        if unit:
            return Cell(State.READ, text, MoneyUnit(unit), text, address(*corner))
    for label, unit in _UNITS.items():
        if place := form.page.find((label,)):
            text = form.page.text(place)
            return Cell(State.READ, text, MoneyUnit(unit), "金额单位", address(*place))
    if corner is None:
        return Cell(State.READ, "", own, "金额单位")
    text = terms.clean(form.page.text(corner))
    return Cell(State.READ, text, own, text, address(*corner))


def funding(form: Located) -> Funding:
    """项目资金 of a self-evaluation."""
    headers = form.page.headers(form.edition.fund_columns, *FUND_HEADER)
    lines = [line for header in headers[:1] for line in _lines(form, *header)]
    at = _total(form, lines)
    kinds = _kinds(form, lines, at)
    lines = [replace(line, kind=kind) for line, kind in zip(lines, kinds, strict=True)]
    total = _NO_TOTAL if at is None else lines.pop(at)
    if total.points is ABSENT and total.score is not ABSENT:
        total = replace(total, points=_stated_points(form))
    return Funding(money_unit(form), total, tuple(lines))


def _stated_points(form: Located) -> Cell[Decimal]:
    """The points of 预算执行 where they stand in the name of the block: 预算执行情况（20分）."""
    corner = form.page.find(form.edition.corner)
    text = "" if corner is None else form.page.text(corner)
    points = terms.stated_points(text)
    if corner is None or points is None:
        return ABSENT
    return Cell(State.READ, text, points, form.printed(corner), address(*corner))


def _end(form: Located, header: int) -> int:
    """The first row below a header of 项目资金 that belongs to another block."""
    labels = form.page.labels
    ends = [row for name in form.edition.after_funds for row, _ in labels.get(name, ())]
    return min((row for row in ends if row > header), default=form.page.bottom + 1)


def _lines(form: Located, header: int, columns: Mapping[str, Position]) -> Iterator[Fund]:
    """The lines below the header: a name, or any amount, makes a line."""
    first = min(column for _, column in columns.values())
    cells_of = _columns(form, columns)
    for row in range(header + 1, _end(form, header)):
        name = _name(form, row, first)
        text = form.page.text(name)
        if terms.fold(text) in _UNITS or terms.is_note(terms.fold(text)):
            continue
        line = _line(form, row, name, cells_of)
        if line.name.text or any(amount.text for amount in _amounts(line)):
            yield line


def _total(form: Located, lines: Sequence[Fund]) -> int | None:
    """Which line is the total: by its name, or else by its amounts the first or the only one."""
    labels = [terms.fold(line.name.text) for line in lines]
    named = [at for at, label in enumerate(labels) if label in form.edition.fund_rows["total"]]
    summed = [at for at, label in enumerate(labels) if terms.is_sum(label)]
    first = [0] if labels and "总额" in labels[0] else []
    if named or first or summed:
        return (named or first or summed)[0]
    given = bool(lines) and any(amount.value is not None for amount in _amounts(lines[0]))
    known = lines and any(labels[0] in names for names in form.edition.fund_rows.values())
    if given and (len(lines) == 1 or (not known and _sums_up(lines[0], lines[1:]))):
        return 0
    return None


def _sums_up(line: Fund, others: Sequence[Fund]) -> bool:
    """Whether a line's amounts are the sums of the others', wherever they are given."""
    columns = list(zip(*map(_amounts, others), strict=True))
    sums = [[cell.value for cell in column if cell.value is not None] for column in columns]
    pairs = [(a.value, b) for a, b in zip(_amounts(line), sums, strict=True) if b or a.value]
    return all(whole is not None and agree(whole, sum(parts, Decimal(0))) for whole, parts in pairs)


def _amounts(line: Fund) -> tuple[Cell[Decimal], ...]:
    return line.initial_budget, line.annual_budget, line.executed


def _kinds(form: Located, lines: Sequence[Fund], total: int | None) -> Iterator[FundKind]:
    """What each line is by its name, and by the kind of the line above it.

    其中 below a part details that part, and so do the lines after it, up to one that is known.
    """
    before: FundKind | None = None
    for at, line in enumerate(lines):
        label = terms.fold(line.name.text)
        keys = (key for key, names in form.edition.fund_rows.items() if label in names)
        nested = terms.clean(line.name.text).startswith("其中")
        nested = nested and before not in (None, FundKind.TOTAL)
        if at == total:
            before = FundKind.TOTAL
        elif (key := next(keys, None)) is not None:
            before = _KINDS[key]
        elif terms.is_sum(label):
            before = FundKind.TOTAL
        elif not (nested or before is FundKind.DETAIL):
            before = FundKind.PART
        else:
            before = FundKind.DETAIL
        yield before


def _name(form: Located, row: int, first: int) -> Position:
    """Where the line is named: the nearest text left of its amounts that begins in this row."""
    for column in range(first - 1, form.page.left - 1, -1):
        place = form.page.anchor((row, column))
        if place[0] == row and form.page.text(place):
            return place
    return row, max(first - 1, 1)


def _columns(form: Located, columns: Mapping[str, Position]) -> dict[str, CellIn]:
    """What gives the cells of each column of 项目资金, absent ones where there is none."""
    money = cell_readers.money(money_unit(form).value or form.edition.money_unit)
    readers = {**dict.fromkeys(_MONEY, money), **_READERS}
    found: dict[str, CellIn] = dict.fromkeys(readers, lambda row: ABSENT)
    for key in columns.keys() & readers.keys():
        header = columns[key]
        in_percent = key == "rate" and "%" in terms.clean(form.page.text(header))
        reader = cell_readers.percent if in_percent else readers[key]
        found[key] = form.column(header, reader, form.printed(header))
    return found


def _line(form: Located, row: int, name: Position, cells_of: Mapping[str, CellIn]) -> Fund:
    """One line of 项目资金, of a kind that is not known yet."""
    named: Cell[str] = Cell(State.BLANK, address=address(*name))
    if form.page.anchor(name)[0] == row:
        named = form.at(name, cell_readers.words, form.printed(name))
    return Fund(FundKind.PART, named, **{key: cell_in(row) for key, cell_in in cells_of.items()})


def declared_funding(form: Located) -> DeclaredFunding:
    """项目资金 of a declaration: the whole project's half and this year's, beside or below it."""
    project = form.page.find(form.edition.project_funds["total"])
    annual = form.page.find(form.edition.annual_funds["total"])
    beside = not (project and annual and project[1] == annual[1])

    def of_year(place: Position) -> bool:
        if annual is None:
            return False
        return place[1] >= annual[1] if beside else place[0] >= annual[0]

    def half(table: Table, total: Position | None, yearly: bool) -> tuple[DeclaredFund, ...]:
        found: dict[Position, FundKind] = {}
        for key, names in table.items():
            mine = (place for place in form.page.places(names) if of_year(place) is yearly)
            if (place := next(mine, None)) is not None:
                found[place] = _KINDS[key]
        end = _end(form, max(place[0] for place in found)) if found else 0
        for row in range(total[0] + 1 if total else end, end):
            place = form.page.anchor((row, total[1])) if total else (row, 1)
            if place[0] == row and form.page.text(place) and of_year(place) is yearly:
                found.setdefault(place, FundKind.PART)
        return tuple(_declared(form, place, kind) for place, kind in sorted(found.items()))

    return DeclaredFunding(
        money_unit(form),
        half(form.edition.project_funds, project, yearly=False),
        half(form.edition.annual_funds, annual, yearly=True),
    )


def _declared(form: Located, place: Position, kind: FundKind) -> DeclaredFund:
    label = form.printed(place)
    amount = form.at(form.page.right_of(place), cell_readers.number, label)
    return DeclaredFund(kind, form.at(place, cell_readers.words, label), amount)
