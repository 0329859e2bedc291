"""项目资金: the money of a form, in the unit that is printed with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workbooks import cells, terms
from workbooks.cells import Reader
from workbooks.edition import Names
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

_KINDS = {
    "total": FundKind.TOTAL,
    "fiscal_appropriation": FundKind.FISCAL_APPROPRIATION,
    "carryover": FundKind.CARRYOVER,
    "other_funds": FundKind.OTHER_FUNDS,
}

_NO_TOTAL = Fund(FundKind.TOTAL, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT)


def money_unit(form: Located) -> Cell[MoneyUnit]:
    """The unit printed with 项目资金, or else the edition's own."""
    corner = form.page.find(form.edition.corner)
    if corner is None:
        return Cell(State.READ, "", form.edition.money_unit, "金额单位")
    text = terms.clean(form.page.text(corner))
    unit = form.edition.money_unit
    if "(万元" in text:
        unit = MoneyUnit.WAN_YUAN
    elif "(元" in text:
        unit = MoneyUnit.YUAN
    return Cell(State.READ, text, unit, text, address(*corner))


def funding(form: Located) -> Funding:
    """项目资金 of a self-evaluation."""
    headers = form.headers(form.edition.fund_columns, "annual_budget", "executed")
    lines = [line for header in headers[:1] for line in _lines(form, *header)]
    totals = [line for line in lines if line.kind is FundKind.TOTAL]
    return Funding(
        money_unit(form),
        totals[0] if totals else _NO_TOTAL,
        tuple(line for line in lines if line.kind is not FundKind.TOTAL),
    )


def _lines(form: Located, header: int, columns: Mapping[str, Position]) -> Iterator[Fund]:
    """The lines below the header, up to the first row that belongs to another block."""
    others = [*form.edition.below.values(), *form.edition.indicators.values()]
    funds = {name for names in form.edition.fund_columns.values() for name in names}
    stop = {name for names in others for name in names} - funds
    ends = [row for name in stop for row, _ in form.page.labels.get(name, ()) if row > header]
    first = min(column for _, column in columns.values())
    kinds = {name: key for key, names in form.edition.fund_rows.items() for name in names}
    for row in range(header + 1, min(ends, default=header + 1)):
        name = form.page.anchor((row, first - 1))
        text = terms.fold(form.page.text(name))
        if text and name[0] == row:
            yield _line(form, row, _KINDS.get(kinds.get(text, ""), FundKind.PART), name, columns)


def _line(
    form: Located, row: int, kind: FundKind, name: Position, columns: Mapping[str, Position]
) -> Fund:
    """One line of 项目资金."""

    def column(key: str) -> Cell[Any]:
        if key not in columns:
            return ABSENT
        header = terms.clean(form.page.text(columns[key]))
        rate = cells.percent if "%" in header else cells.ratio
        reader: Reader[Any] = rate if key == "rate" else cells.number
        return form.at((row, columns[key][1]), reader, form.printed(columns[key]))

    return Fund(
        kind,
        form.at(name, cells.words, form.printed(name)),
        column("initial_budget"),
        column("annual_budget"),
        column("executed"),
        column("points"),
        column("rate"),
        column("score"),
    )


def declared_funding(form: Located) -> DeclaredFunding:
    """项目资金 of a declaration: the labels from 年度资金申请总额 rightwards are this year's."""
    middle = form.page.find(form.edition.annual_funds["total"])
    border = middle[1] if middle else 0

    def half(table: Mapping[str, Names], annual: bool) -> Iterator[DeclaredFund]:
        for key, names in table.items():
            for place in form.page.places(names):
                if (place[1] >= border) is annual:
                    label = form.printed(place)
                    amount = form.at(form.page.right_of(place), cells.number, label)
                    yield DeclaredFund(_KINDS[key], form.at(place, cells.words, label), amount)
                    break

    return DeclaredFunding(
        money_unit(form),
        tuple(half(form.edition.project_funds, annual=False)),
        tuple(half(form.edition.annual_funds, annual=True)),
    )
