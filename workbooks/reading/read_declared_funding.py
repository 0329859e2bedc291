"""项目资金 of a declaration: the whole project's half and this year's, or one amount alone."""

from __future__ import annotations

from decimal import Decimal

from workbooks.forms import (
    Cell,
    DeclaredFund,
    DeclaredFunding,
    FundKind,
    MoneyUnit,
    State,
    unread_by_fault,
)
from workbooks.grid import Position, address
from workbooks.reading import cell_readers
from workbooks.reading.cell_readers import Reader
from workbooks.reading.labelled_cells import Located
from workbooks.reading.read_funding import ANY_MONEY, FUND_KINDS, end_of_money, money_unit
from workbooks.values import terms
from workbooks.values.regex import regex
from workbooks.vocabulary.head_words import head_word

_HALVES = ("project_funds", "annual_funds")
_ROLES = ("total", "fiscal_appropriation", "carryover", "other_funds")


def declared_funding(form: Located, fiscal_year: int | None) -> DeclaredFunding:
    """项目资金 of a declaration: the whole project's half and this year's, beside or below it."""
    unit = money_unit(form)
    reader = cell_readers.money(str(unit.value))
    project, annual = (_totals(form, block) for block in _HALVES)
    beside = not (project and annual and project[1] == annual[1])

    def of_year(place: Position) -> bool:
        if annual is None:
            return False
        return place[1] >= annual[1] if beside else place[0] >= annual[0]

    def half(block: str, total: Position | None, yearly: bool) -> tuple[DeclaredFund, ...]:
        found: dict[Position, FundKind] = {}
        for role in _ROLES:
            places = form.labels.places(form.page, block, role)
            mine = (p for p in places if p[0] not in form.tables and of_year(p) is yearly)
            place = total if role == "total" else next(mine, None)
            if place is not None:
                found[place] = FUND_KINDS[role]
        end = (
            end_of_money(form, max(place[0] for place in found), form.page.bottom + 1)
            if found
            else 0
        )
        column = total[1] if total else 1
        for row in form.page.between(total[0] + 1, end - 1) if total else ():
            place = form.page.anchor((row, column))
            if place[0] == row and of_year(place) is yearly and _names_money(form, place):
                found.setdefault(place, FundKind.PART)
        return tuple(_declared(form, place, kind, reader) for place, kind in sorted(found.items()))

    return DeclaredFunding(
        unit,
        half("project_funds", project, yearly=False),
        half("annual_funds", annual, yearly=True) or _any_total(form, reader, fiscal_year),
    )


def declared_unread(form: Located) -> DeclaredFunding:
    """The same where our own code broke on it: it may say anything."""
    own: Cell[MoneyUnit] = Cell(State.READ, "", form.edition.money_unit, "金额单位")
    lost = (unread_by_fault(label) for label in ("资金总额", "年度资金申请总额"))
    project, annual = ((DeclaredFund(FundKind.TOTAL, one, one),) for one in lost)
    return DeclaredFunding(own, project, annual)


def _names_money(form: Located, place: Position) -> bool:
    text = form.page.text(place)
    return bool(text) and cell_readers.typed_cell(text, ANY_MONEY).value is None


def _totals(form: Located, block: str) -> Position | None:
    """The label of a half's total: one that is no head of a column."""
    places = form.labels.places(form.page, block, "total")
    free = [p for p in places if p[0] not in form.tables and _is_free(form, p)]
    before_values = (p for p in free if not form.is_label(form.page.text(form.page.right_of(p))))
    return next(before_values, next(iter(free), None))


def _is_free(form: Located, place: Position) -> bool:
    mark = form.marks.get(place)
    return mark is None or mark.role == "money.corner"


_SPEAKS_OF_MONEY = regex(
    r"^(?:年度|当年|本年|申请|项目|资金|财政|财政资金)*"
    r"(?:资金|预算|经费|金额|投资|额度)(?:总额|金额|额度|安排|数|合计|总计|需求|申请)?$|^总金额$"
)


def _any_total(
    form: Located, reader: Reader[Decimal], fiscal_year: int | None
) -> tuple[DeclaredFund, ...]:
    """The year's total under whatever word speaks of money and has an amount at its right."""
    found: list[tuple[bool, Position, Position]] = []
    for place, text in form.page.texts.items():
        word = head_word(text) if len(text) <= _LONGEST_LABEL else None
        if word is None or place[0] in form.tables or not _SPEAKS_OF_MONEY.match(word.base):
            continue
        value = form.page.right_of(place)
        if cell_readers.typed_cell(form.page.text(value), ANY_MONEY).value is not None:
            another_year = bool(word.years) and fiscal_year not in word.years
            found.append((another_year, place, value))
    if not found or min(found)[0]:
        return _inline_total(form, reader)
    _, place, value = min(found)
    label = form.printed(place)
    name = form.at(place, cell_readers.words, label)
    return (DeclaredFund(FundKind.TOTAL, name, form.at(value, reader, label)),)


_LONGEST_LABEL = 20


def _inline_total(form: Located, reader: Reader[Decimal]) -> tuple[DeclaredFund, ...]:
    """年度资金总额：10万元 in one cell."""
    found = []
    for place, text in form.page.texts.items():
        if place[0] in form.tables or not (":" in text or "：" in text):
            continue
        for label, value in terms.labelled(text):
            word = head_word(label)
            sense = form.labels.words.sense("annual_funds", label)
            role = sense.role if sense else "total" if _SPEAKS_OF_MONEY.match(word.base) else ""
            if not role:
                continue
            amount = cell_readers.cell(value, "", reader, label, address(*place))
            if amount.state is State.READ:
                name: Cell[str] = Cell(State.READ, label, label, label, address(*place))
                found.append(DeclaredFund(FUND_KINDS[role], name, amount))
    return tuple(found)


def _declared(
    form: Located, place: Position, kind: FundKind, reader: Reader[Decimal]
) -> DeclaredFund:
    label = form.printed(place)
    value, below = form.page.right_of(place), form.page.below(place)
    texts = (form.page.text(value), form.page.text(below))
    beside, under = (cell_readers.typed_cell(text, ANY_MONEY).value for text in texts)
    if beside is None and under is not None and below[0] not in form.tables:
        value = below  # the sources stand side by side, and the amounts below them
    amount: Cell[Decimal]
    if form.is_label(form.page.text(value)):
        amount = Cell(State.BLANK, label=label, address=address(*place))
    else:
        amount = form.at(value, reader, label)
    return DeclaredFund(kind, form.at(place, cell_readers.words, label), amount)
