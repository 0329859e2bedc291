"""项目资金: the money of a form, all in one unit, wherever the unit is printed.

It is long because a column, a line and a unit of the money are each told by the other two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from workbooks.forms import (
    ABSENT,
    Cell,
    Fund,
    Funding,
    FundKind,
    MoneyUnit,
    State,
    unread_by_fault,
)
from workbooks.grid import Position, address
from workbooks.reading import cell_readers
from workbooks.reading.cell_readers import Reader
from workbooks.reading.head_bands import OF_PART_OF_A_YEAR, Band, Column, band_at
from workbooks.reading.labelled_cells import VALUE, Located, Mark
from workbooks.values import terms
from workbooks.values.dataclass import replace
from workbooks.values.decimals import agree
from workbooks.values.regex import regex
from workbooks.vocabulary.head_words import LONGEST, Qualifier, folded, head_word
from workbooks.vocabulary.line_depths import details
from workbooks.vocabulary.vocabulary import Step

FUND_KINDS = {
    "total": FundKind.TOTAL,
    "fiscal_appropriation": FundKind.FISCAL_APPROPRIATION,
    "carryover": FundKind.CARRYOVER,
    "other_funds": FundKind.OTHER_FUNDS,
}
_MONEY = ("initial_budget", "annual_budget", "executed")
_AMOUNTS = (*_MONEY, "forecast")
_READERS: Mapping[str, Reader[Any]] = {
    "points": cell_readers.points,
    "rate": cell_readers.ratio,
    "score": cell_readers.points,
    "note": cell_readers.words,
}
_NO_TOTAL = Fund(FundKind.TOTAL, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT)
CellIn = Callable[[int], Cell[Any]]
_UNJUDGED = ("method", "another_time", "arrival")
"""Columns of the money that are read and not judged."""
_UNIT = regex(r"亿元|万元|元")
_AMOUNT = regex(r"[\d,.]+(亿元|万元|元)")
_UNIT_LABELS = ("金额单位", "货币单位")
_UNITS = {unit.value: unit for unit in MoneyUnit}
_UNIT_LINE = regex(r"\(?(?:金额|货币)?单位:?(亿元|万元|元)[;,]?.*\)?")


def money_unit(form: Located, band: Band | None = None) -> Cell[MoneyUnit]:
    """The unit printed with 项目资金, in its heads, above the table or in its cells, or else the
    edition's own.
    """
    corner = form.labels.first(form.page, "money", "corner")
    heads = [] if band is None else [column.head for column in band.columns]
    if corner is not None:
        under = form.page.below(corner)
        text = terms.clean(form.page.text(corner))
        below = terms.clean(form.page.text(under))
        if below in ("(万元)", "(元)"):
            text += below
            form.label(under, "money_unit")
        form.label(corner, "money.corner")
        if unit := _unit_in(text):
            return Cell(State.READ, text, unit, text, address(*corner))
    for place in heads:
        if unit := _unit_in(form.page.text(place), bracketed=True):
            return Cell(State.READ, form.page.text(place), unit, "金额单位", address(*place))
    for place, text in form.page.texts.items():
        line = terms.clean(text) if len(text) < 30 and "元" in text else ""
        if match := _UNIT_LINE.search(line):
            form.label(place, "money_unit")
            if match[1] != "亿元":
                return Cell(State.READ, text, MoneyUnit(match[1]), "金额单位", address(*place))
    if (beside := _unit_beside(form)) is not None:
        return beside
    own = form.edition.money_unit
    for place, text in form.page.texts.items():
        if place[0] not in form.indicator_rows:
            unit = _unit_in(text, bracketed=True) if len(text) < 30 else None
            amount = _AMOUNT.fullmatch(terms.clean(text)) if unit is None else None
            if amount is not None and amount[1] != "亿元":
                unit = MoneyUnit(amount[1])
            if unit is not None:
                return Cell(State.READ, text, unit, "金额单位", address(*place))
    if corner is None:
        return Cell(State.READ, "", own, "金额单位")
    text = terms.clean(form.page.text(corner))
    return Cell(State.READ, text, own, text, address(*corner))


def _unit_beside(form: Located) -> Cell[MoneyUnit] | None:
    """The unit that stands alone beside its label: 金额单位|元."""
    for label in form.labels.places(form.page, "other", "label"):
        place = form.page.right_of(label)
        unit = _UNITS.get(terms.clean(form.page.text(place)))
        if unit is not None and terms.fold(form.page.text(label)) in _UNIT_LABELS:
            form.label(place, "money_unit")
            return Cell(State.READ, form.page.text(place), unit, "金额单位", address(*place))
    return None


def _unit_in(text: str, *, bracketed: bool = False) -> MoneyUnit | None:
    found = head_word(text).unit if bracketed else next(iter(_UNIT.findall(text)), "")
    return MoneyUnit(found) if found in ("万元", "元") else None


def money_band(form: Located) -> Band | None:
    """The head of the money: two of its columns side by side, outside the indicator tables."""
    columns = [("money", role) for role in (*_MONEY, "rate")]
    rows: dict[int, set[str]] = {}
    for block, role in columns:
        for row, _ in form.labels.places(form.page, block, role):
            if row not in form.tables:
                rows.setdefault(row, set()).add(role)
    found: list[tuple[int, int]] = []
    for row in sorted(rows):
        if _is_of_pairs(form, row):
            continue
        near = rows[row] | rows.get(row + 1, set())
        if len(near - {"rate"}) > 1 or (len(rows[row]) > 1 and "executed" in near):
            found.append((-len(near), row))
    row = min(found, default=(0, _likely_row(form)))[1]
    return _settled(form, band_at(form.page, form.labels.words, "money", row)) if row else None


def _likely_row(form: Located) -> int:
    """The row of a head of the money whose words no list has; 0 where there is none."""
    words = form.labels.words
    for row in form.page.numbers[:_MOST_SEARCHED]:
        texts = form.page.row(row)
        if row in form.tables or len(texts) < _LEAST_HEADS or any(len(t) > 25 for _, t in texts):
            continue
        if any(words.sense("goals", text) is not None for _, text in texts):
            continue
        senses = (words.likely("money", text) for _, text in texts)
        roles = {sense.role for sense in senses if sense is not None}
        amounts = (cell_readers.typed_cell(text, ANY_MONEY).value for _, text in texts)
        whole = "executed" in roles and roles & {"annual_budget", "initial_budget"}
        if whole and all(amount is None for amount in amounts):
            return row
    return 0


_MOST_SEARCHED, _LEAST_HEADS = 60, 3


def _is_of_pairs(form: Located, row: int) -> bool:
    """Whether the amounts stand beside their labels in a row, and not below them."""
    labels = [
        place
        for role in _MONEY
        for place in form.labels.places(form.page, "money", role)
        if place[0] == row
    ]
    values = (form.page.text(form.page.right_of(place)) for place in labels)
    return any(
        cell_readers.typed_cell(text, ANY_MONEY).value is not None for text in values if text
    )


ANY_MONEY = cell_readers.money("元")


_OF_ANOTHER_TIME = frozenset({Qualifier.LAST_YEAR, Qualifier.PART_OF_YEAR, Qualifier.FORECAST})


def _to_date(column: Column) -> Column:
    """The same in a form that tells of a part of the year: to date, and expected."""
    if column.role == "executed" and Qualifier.FORECAST in column.qualifiers:
        column = replace(column, role="forecast")
    return replace(column, qualifiers=column.qualifiers - OF_PART_OF_A_YEAR)


def _of_this_year(column: Column, this_year: int) -> Column:
    """The same; a column of last year or of half a year is read under its own name alone."""
    before = 0 < max(column.years, default=0) < this_year
    other = before or not column.qualifiers.isdisjoint(_OF_ANOTHER_TIME)
    other = other and column.role in (*_MONEY, "rate")
    if column.role == "initial_budget" and Qualifier.ADJUSTED in column.qualifiers:
        return replace(column, role="annual_budget")  # 调整后计划数 beside 计划数
    if column.role == "annual_budget" and _IS_INITIAL & column.qualifiers == {Qualifier.INITIAL}:
        return replace(column, role="initial_budget")  # 年初批复预算
    return replace(column, role="another_time") if other else column


_IS_INITIAL = frozenset({Qualifier.INITIAL, Qualifier.ADJUSTED})


def _settled(form: Located, band: Band) -> Band:
    """The band with one column for a role: adjusted before initial, the surest, the first."""

    def empty(column: Column) -> bool:
        below = form.page.text((band.bottom + 1, column.left))
        return cell_readers.typed_cell(below, ANY_MONEY).value is None

    def rank(column: Column) -> tuple[bool, bool, bool, int]:
        adjusted = Qualifier.ADJUSTED in column.qualifiers
        return empty(column), not adjusted, bool(column.years), column.step

    this_year = max((year for one in band.columns for year in one.years), default=0)
    own = map(_to_date, band.columns) if form.edition.kind.to_date else band.columns
    columns = [_of_this_year(column, this_year) for column in own]
    band = replace(band, columns=tuple(columns))
    budgets = [column for column in columns if column.role == "annual_budget"]
    if len(budgets) > 1 and band.column("initial_budget") is None:
        first = min(budgets, key=lambda c: (Qualifier.ADJUSTED in c.qualifiers, c.left))
        if (
            Qualifier.ADJUSTED not in first.qualifiers
            and head_word(first.label).name != "年度预算数"
        ):
            columns[columns.index(first)] = replace(first, role="initial_budget")
    band = replace(band, columns=tuple(columns))
    best: dict[str, Column] = {}
    for column in band.columns:
        held = best.get(column.role)
        if held is None or rank(column) < rank(held):
            best[column.role] = column
    kept = [c for c in band.columns if c.role in ("", *_UNJUDGED) or best[c.role] is c]
    return replace(band, columns=tuple(_by_place(form, band, kept)))


_PLACES: Mapping[tuple[str, str], str] = {
    ("initial_budget", "executed"): "annual_budget",
    ("", "annual_budget"): "initial_budget",
    ("annual_budget", "rate"): "executed",
    ("annual_budget", "points"): "executed",
    ("annual_budget", "score"): "executed",
}
"""What a column of amounts must be between two others, if it is the only one and nobody else is."""


def _by_place(form: Located, band: Band, columns: Sequence[Column]) -> Iterator[Column]:
    """The columns with an unknown one of amounts between two known ones, told by its place."""
    roles = [column.role for column in columns]
    for at, column in enumerate(columns):
        before = next((role for role in roles[:at][::-1] if role in _MONEY), "")
        after = roles[at + 1] if at + 1 < len(roles) else ""
        role = _PLACES.get((before, after), "")
        alone = at == 0 or roles[at - 1] == before or not _has_amounts(form, band, columns[at - 1])
        unknown = not column.role and role and role not in roles
        if unknown and alone and _has_amounts(form, band, column):
            yield replace(column, role=role, step=Step.PLACE)
        else:
            yield column


def _has_amounts(form: Located, band: Band, column: Column) -> bool:
    """Whether the first line below a head has an amount in a column."""
    text = form.page.text((band.bottom + 1, column.left))
    return bool(text) and cell_readers.typed_cell(text, ANY_MONEY).value is not None


def funding(form: Located, band: Band | None) -> Funding:
    """项目资金 of a self-evaluation."""
    unit = money_unit(form, band)
    if band is None:
        crossed = _crossed(form, unit)
        return crossed or Funding(unit, _by_labels(form, unit), ())
    _mark_heads(form, band)
    right = max(column.right for column in band.columns)
    end = end_of_money(form, band.bottom, form.page.bottom + 1, right)
    lines = list(_lines(form, band, end, unit))
    at = _total(form, lines)
    kinds = _kinds(form, lines, at)
    lines = [replace(line, kind=kind) for line, kind in zip(lines, kinds, strict=True)]
    total = _NO_TOTAL if at is None else lines.pop(at)
    if total.points is ABSENT and total.score is not ABSENT:
        total = replace(total, points=_stated_points(form))
    return Funding(unit, total, tuple(lines))


MONEY_HEADS = ("corner", "annual_budget", "executed", "initial_budget", "rate")
"""The labels by one of which the money is found."""


def funding_unread(form: Located) -> Funding:
    """项目资金 where our own code broke on it: it may say anything."""
    lost = {name: unread_by_fault(label) for name, label in _LOST.items()}
    own: Cell[MoneyUnit] = Cell(State.READ, "", form.edition.money_unit, "金额单位")
    return Funding(own, Fund(FundKind.TOTAL, **lost), ())


_LOST = {
    "name": "年度资金总额",
    "initial_budget": "年初预算数",
    "annual_budget": "全年预算数",
    "executed": "全年执行数",
    "points": "分值",
    "rate": "执行率",
    "score": "得分",
}


def _mark_heads(form: Located, band: Band) -> None:
    form.tables.update(range(band.top, band.bottom + 1))
    for column in band.columns:
        for place in column.path:
            role = column.role or form.unknown_head("money", place)
            form.label(place, f"money.{role}", column.step)
    for row in form.page.between(band.top, band.bottom):
        for at, text in form.page.row(row):
            if (row, at) not in form.marks and len(text) <= LONGEST:
                form.label((row, at), "money.heads")


def _crossed(form: Located, unit: Cell[MoneyUnit]) -> Funding | None:
    """The money of a form that prints its sources side by side and its amounts downwards."""
    money = cell_readers.money(str(unit.value))
    rows = {
        key: place
        for key in (*_MONEY, "rate")
        for place in form.labels.places(form.page, "money", key)[:1]
        if place[0] not in form.tables
    }
    if len(rows) < 2:
        return None
    top = min(place[0] for place in rows.values())
    heads = [
        ((row, column), sense.role)
        for row in form.page.between(top - 2, top - 1)
        for column, text in form.page.row(row)
        if (sense := form.labels.words.sense("funds", text)) is not None
    ]
    if len(heads) < 2 or any(place[0] in form.tables for place, _ in heads):
        return None
    lines = []
    for place, role in heads:
        cells: dict[str, Cell[Any]] = dict.fromkeys((*_MONEY, *_READERS), ABSENT)
        for key, label in rows.items():
            reader = cell_readers.ratio if key == "rate" else money
            cells[key] = form.at((label[0], place[1]), reader, form.printed(label))
            form.label(label, f"money.{key}")
        form.label(place, "money.line")
        name = form.at(place, cell_readers.words, form.printed(place))
        lines.append(Fund(FUND_KINDS[role], name, **cells))
    total = next((line for line in lines if line.kind is FundKind.TOTAL), _NO_TOTAL)
    return Funding(unit, total, tuple(line for line in lines if line is not total))


def _by_labels(form: Located, unit: Cell[MoneyUnit]) -> Fund:
    """The total line of a form that prints each amount beside its own label."""
    money = cell_readers.money(str(unit.value))
    found: dict[str, Cell[Any]] = {
        key: form.beside("money", key, money) for key in (*_AMOUNTS, "rate")
    }
    if all(cell.state is State.ABSENT for cell in found.values()):
        return _NO_TOTAL
    if form.edition.kind.to_date and found["executed"].state is State.ABSENT:
        found["executed"] = _beside_corner(form, money)
    if form.edition.kind.to_date and found["annual_budget"].state is State.ABSENT:
        found["annual_budget"] = found["initial_budget"]
    found["rate"] = form.beside("money", "rate", cell_readers.ratio)
    for key in ("points", "score"):
        found[key] = form.beside("money", key, cell_readers.points)
    if found["points"].state is State.ABSENT and found["score"].state is not State.ABSENT:
        points = terms.stated_points(found["score"].label)
        found["points"] = (
            found["score"]._replace(value=points, text=found["score"].label)
            if points is not None
            else ABSENT
        )
    first = next(cell for cell in found.values() if cell.state is not State.ABSENT)
    name: Cell[str] = first._replace(value=first.label, text=first.label, state=State.READ)
    return Fund(FundKind.TOTAL, name, **found)


def _beside_corner(form: Located, money: Reader[Decimal]) -> Cell[Decimal]:
    """What was executed, beside a word that heads the whole block elsewhere: 项目预算执行情况."""
    corner = form.labels.first(form.page, "money", "corner")
    found = ABSENT
    if corner is not None:
        found = form.at(form.page.right_of(corner), money, form.printed(corner))
    return found if found.state is State.READ else ABSENT


def _stated_points(form: Located) -> Cell[Decimal]:
    """The points of 预算执行 where they stand in the name of the block: 预算执行情况（20分）."""
    corner = form.labels.first(form.page, "money", "corner")
    text = "" if corner is None else form.page.text(corner)
    points = terms.stated_points(text)
    if corner is None or points is None:
        return ABSENT
    return Cell(State.READ, text, points, form.printed(corner), address(*corner))


_AFTER = ("heads", "goals", "weak_goals", "closing", "other", "indicators")
_INSIDE = ("money", "funds", "annual_funds", "project_funds")


def end_of_money(form: Located, head: int, end: int, right: int = 1 << 14) -> int:
    """The first row below a head of the money that belongs to another block, up to a column."""
    words = form.labels.words
    for row in form.page.between(head + 1, end - 1):
        if row in form.tables:
            return row
        for column, text in form.page.row(row):
            blocks = {block for block, _ in words.senses(text)}
            if column <= right and blocks.intersection(_AFTER) and blocks.isdisjoint(_INSIDE):
                return row
    return end


def _lines(form: Located, band: Band, end: int, unit: Cell[MoneyUnit]) -> Iterator[Fund]:
    """The lines below the head: a name, or any amount, makes a line."""
    first = min(column.left for column in band.columns if column.role in (*_AMOUNTS, *_READERS))
    cells_of = _columns(form, band, unit)
    for row in form.page.between(band.bottom + 1, end - 1):
        name = _name(form, row, first)
        text = form.page.text(name)
        if _UNIT_LINE.match(terms.clean(text)) or terms.is_note(folded(text)):
            form.apart(name, "说明")
            continue
        line = _line(form, row, name, cells_of)
        form.tables.add(row)
        if line.name.text or any(amount.text for amount in _amounts(line)):
            yield line
        _banners(form, row, first, band)
        for column in band.columns:
            if column.role in _UNJUDGED and (row, column.left) in form.page.texts:
                form.marks.setdefault((row, column.left), Mark(VALUE, f"money.{column.role}"))


def _banners(form: Located, row: int, first: int, band: Band) -> None:
    """Sets apart what lies across the columns of the money, or beside them: 按收入性质分：10."""
    last = max(column.right for column in band.columns)
    for column, _ in form.page.row(row):
        area = form.page.area((row, column))
        inside = any(c.left <= area.left and area.right <= c.right for c in band.columns)
        if not inside and first <= area.right and area.left <= last and area.left < area.right:
            form.apart((row, column), "横跨各栏的说明")
        elif area.left > last + 1:
            form.apart((row, column), "表旁的内容")


def _total(form: Located, lines: Sequence[Fund]) -> int | None:
    """Which line is the total: by its name, or else by its amounts the first or the only one."""
    words = form.labels.words
    labels = [folded(line.name.text) for line in lines]
    roles = [sense.role if (sense := words.sense("funds", n)) else "" for n in labels]
    named = [at for at, role in enumerate(roles) if role == "total"]
    summed = [at for at, label in enumerate(labels) if terms.is_sum(label)]
    first = [0] if labels and "总额" in labels[0] else []
    if named or first or summed:
        return (named or first or summed)[0]
    given = bool(lines) and any(amount.value is not None for amount in _amounts(lines[0]))
    known = bool(roles) and bool(roles[0])
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

    其中 below a part details that part, and so do the lines after it, up to one that is known. A
    known name behind 其中 is a part of its own (其中：单位资金), unless that part stands above.
    """
    before: FundKind | None = None
    again = False
    seen: set[FundKind] = set()
    names = [line.name.text for line in lines]
    inside = details(names, lambda at, n: _sums_up(lines[at], lines[at + 1 : at + 1 + n]))
    for at, line in enumerate(lines):
        sense = form.labels.words.sense("funds", line.name.text)
        nested = terms.clean(line.name.text).startswith("其中")
        nested = nested and before not in (None, FundKind.TOTAL)
        if nature := _BY_NATURE.fullmatch(folded(line.name.text)):
            again = nature[1] == "支出"
            before = FundKind.TOTAL
            yield FundKind.DETAIL
            continue
        if again:
            before = FundKind.DETAIL
        elif at == total:
            before = FundKind.TOTAL
        elif at in inside:
            yield FundKind.DETAIL
            continue
        elif sense is not None and not (nested and FUND_KINDS[sense.role] in seen):
            before = FUND_KINDS[sense.role]
            seen.add(before)
        elif terms.is_sum(folded(line.name.text)):
            before = FundKind.TOTAL
        elif not (nested or before is FundKind.DETAIL):
            before = FundKind.PART
        else:
            before = FundKind.DETAIL
        yield before


_BY_NATURE = regex("按(收入|支出|资金)(?:性质|来源|类型|类别|结构)?(?:分|划分|分类)?")


def _name(form: Located, row: int, first: int) -> Position:
    """Where the line is named: the nearest text left of its amounts that begins in this row."""
    for column in range(first - 1, form.page.left - 1, -1):
        place = form.page.anchor((row, column))
        text = form.page.text(place) if place[0] == row else ""
        amount = text and cell_readers.typed_cell(text, ANY_MONEY).value is not None
        if text and not amount and form.page.area(place).right < first:
            return place
    return row, max(first - 1, 1)


def _columns(form: Located, band: Band, unit: Cell[MoneyUnit]) -> dict[str, CellIn]:
    """What gives the cells of each column of 项目资金, absent ones where there is none."""
    readers: dict[str, Reader[Any]] = {}
    for key in _AMOUNTS:
        column = band.column(key)
        stated = column.unit if column else ""
        readers[key] = cell_readers.money(str(unit.value), stated if stated != "%" else "")
    readers |= _READERS
    found: dict[str, CellIn] = dict.fromkeys(readers, lambda row: ABSENT)
    for key, reader in readers.items():
        if (column := band.column(key)) is not None:
            in_percent = key == "rate" and "%" in terms.clean(form.page.text(column.head))
            last = column is band.columns[-1]
            found[key] = form.column(column, cell_readers.percent if in_percent else reader, last)
    others = (c for c in band.columns if not c.role and _has_amounts(form, band, c))
    only = band.column("annual_budget") is None and not any(others)
    if only and band.column("initial_budget") is not None:
        found["annual_budget"] = found["initial_budget"]  # 年初预算数（A）|全年执行数（B）
    return found


def _line(form: Located, row: int, name: Position, cells_of: Mapping[str, CellIn]) -> Fund:
    """One line of 项目资金, of a kind that is not known yet."""
    named: Cell[str] = Cell(State.BLANK, address=address(*name))
    if form.page.anchor(name)[0] == row:
        named = form.at(name, cell_readers.words, form.printed(name))
    return Fund(FundKind.PART, named, **{key: cell_in(row) for key, cell_in in cells_of.items()})
