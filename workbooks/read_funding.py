"""项目资金: the money of a form, in the unit that is printed with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workbooks import cells, terms
from workbooks.cells import Reader
from workbooks.edition import FUND_HEADER
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
from workbooks.located import Located
from workbooks.page import Table

_KINDS = {
    "total": FundKind.TOTAL,
    "fiscal_appropriation": FundKind.FISCAL_APPROPRIATION,
    "carryover": FundKind.CARRYOVER,
    "other_funds": FundKind.OTHER_FUNDS,
}
_MONEY = ("initial_budget", "annual_budget", "executed")
_READERS: Mapping[str, Reader[Any]] = {
    "points": cells.points,
    "rate": cells.ratio,
    "score": cells.points,
    "note": cells.words,
}
_NO_TOTAL = Fund(FundKind.TOTAL, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT)
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
    totals = [line for line in lines if line.kind is FundKind.TOTAL]
    return Funding(
        money_unit(form),
        totals[0] if totals else _NO_TOTAL,
        tuple(line for line in lines if line not in totals[:1]),
    )


def _end(form: Located, header: int) -> int:
    """The first row below a header of 项目资金 that belongs to another block."""
    labels = form.page.labels
    ends = [row for name in form.edition.after_funds for row, _ in labels.get(name, ())]
    return min((row for row in ends if row > header), default=form.page.bottom + 1)


def _lines(form: Located, header: int, columns: Mapping[str, Position]) -> Iterator[Fund]:
    """The lines below the header: a name, or any amount, makes a line."""
    first = min(column for _, column in columns.values())
    before: FundKind | None = None
    for row in range(header + 1, _end(form, header)):
        name = _name(form, row, first)
        text = form.page.text(name)
        if terms.fold(text) in _UNITS or terms.is_note(terms.fold(text)):
            continue
        kind = _kind(form, text, before)
        line = _line(form, row, kind, name, columns)
        amounts = (line.initial_budget, line.annual_budget, line.executed)
        if line.name.text or any(amount.text for amount in amounts):
            before = kind
            yield line


def _kind(form: Located, text: str, before: FundKind | None) -> FundKind:
    """What a line is by its name, and by the kind of the line above it."""
    label = terms.fold(text)
    for key, names in form.edition.fund_rows.items():
        if label in names:
            return _KINDS[key]
    if before is None and ("总额" in label or label in terms.SUMS):
        return FundKind.TOTAL
    nested = terms.clean(text).startswith("其中") and before is not FundKind.TOTAL
    return FundKind.DETAIL if nested and before is not None else FundKind.PART


def _name(form: Located, row: int, first: int) -> Position:
    """Where the line is named: the nearest text left of its amounts that begins in this row."""
    for column in range(first - 1, form.page.left - 1, -1):
        place = form.page.anchor((row, column))
        if place[0] == row and form.page.text(place):
            return place
    return row, max(first - 1, 1)


def _line(
    form: Located, row: int, kind: FundKind, name: Position, columns: Mapping[str, Position]
) -> Fund:
    """One line of 项目资金."""
    unit = money_unit(form).value or form.edition.money_unit

    def column(key: str) -> Cell[Any]:
        if key not in columns:
            return ABSENT
        header = terms.clean(form.page.text(columns[key]))
        reader = cells.money(unit) if key in _MONEY else _READERS[key]
        if key == "rate" and "%" in header:
            reader = cells.percent
        return form.at((row, columns[key][1]), reader, form.printed(columns[key]))

    named: Cell[str] = Cell(State.BLANK, address=address(*name))
    if form.page.anchor(name)[0] == row:
        named = form.at(name, cells.words, form.printed(name))
    return Fund(kind, named, **{key: column(key) for key in (*_MONEY, *_READERS)})


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
    amount = form.at(form.page.right_of(place), cells.number, label)
    return DeclaredFund(kind, form.at(place, cells.words, label), amount)
