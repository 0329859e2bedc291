"""The indicator tables of a form: every row as what it is, merged categories carried down.

It is long because where a table begins is only known by what its columns and rows then say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from workbooks.forms import (
    ABSENT,
    Category,
    Cell,
    Indicator,
    Possibility,
    State,
    Subcategory,
    Trouble,
    unread_by_fault,
)
from workbooks.grid import Position, address, position
from workbooks.reading import cell_readers, row_kinds
from workbooks.reading.cell_readers import Reader
from workbooks.reading.column_roles import is_long_term, settled
from workbooks.reading.form_area import Page
from workbooks.reading.head_bands import Band, Column, band_at, of_one_project
from workbooks.reading.labelled_cells import VALUE, Located, Mark
from workbooks.reading.row_kinds import RowKind
from workbooks.sparing import Fault, spare, sparing
from workbooks.values import terms
from workbooks.values.dataclass import dataclass, field, fields, replace
from workbooks.values.regex import regex
from workbooks.vocabulary.vocabulary import Step

_READERS: Mapping[str, Reader[Any]] = {
    "category": cell_readers.category,
    "subcategory": cell_readers.subcategory,
    "name": cell_readers.words,
    "target": cell_readers.target,
    "adjusted_target": cell_readers.target,
    "target_relation": cell_readers.words,
    "target_unit": cell_readers.words,
    "actual": cell_readers.actual,
    "actual_relation": cell_readers.words,
    "actual_unit": cell_readers.words,
    "points": cell_readers.points,
    "score": cell_readers.points,
    "note": cell_readers.words,
    "measure": cell_readers.words,
    "last_actual": cell_readers.actual,
    "reviewed_actual": cell_readers.actual,
    "reviewed_score": cell_readers.points,
    "forecast": cell_readers.actual,
    "possibility": cell_readers.possibility,
    "certain": cell_readers.words,
    "possible": cell_readers.words,
    "impossible": cell_readers.words,
}
_CARRIED = ("category", "subcategory")
_TICKS = {
    "certain": Possibility.CERTAIN,
    "possible": Possibility.POSSIBLE,
    "impossible": Possibility.IMPOSSIBLE,
}
_PARTS = ("target_relation", "target_unit", "adjusted_target", "actual_relation", "actual_unit")
_LABELS = {
    "category": "一级指标",
    "target": "年度指标值",
    "actual": "实际完成值",
    "points": "分值",
    "score": "得分",
    "note": "偏差原因",
}
_NOWHERE: Mapping[str, Any] = {
    field.name: ABSENT._replace(label=_LABELS.get(field.name, ""))
    for field in fields(Indicator)
    if field.name not in ("others", "shared", "causes")
}
_SERIAL = regex(r"(?<![\d一二三四五六七八九十])[\d一二三四五六七八九十]+$")
_PROJECT = (
    *("project", "project_unit", "project_department", "project_goal", "project_money"),
    *("project_initial_budget", "project_executed"),
)

_OUTSIDE = (RowKind.TOTAL, RowKind.SUBTOTAL, RowKind.LABEL, RowKind.APART)

Row = Mapping[str, Cell[Any]]
CellIn = Callable[[int], Cell[Any]]


@dataclass(slots=True)
class Tables:
    """All that the indicator tables of one form hold.

    `projects` has, where a column names the project, the first row of each project's rows with
    its own cells; `leftovers` are rows of the blank form, `medium_term` the rows of another term,
    `execution` those that score how the budget was executed. `unsure`: a total may be lost.
    """

    bands: tuple[Band, ...] = ()
    indicators: list[Indicator] = field(default_factory=list)
    medium_term: list[Indicator] = field(default_factory=list)
    leftovers: list[Cell[str]] = field(default_factory=list)
    projects: list[tuple[int, Row]] = field(default_factory=list)
    skipped: list[Indicator] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    execution: list[tuple[int, Row]] = field(default_factory=list)
    unsure: bool = False


def find_bands(form: Located) -> tuple[Band, ...]:
    """The head of each indicator table: a name, and a target or an actual value."""
    page = form.page
    found = _bands_at(form, form.labels.rows(page, [("indicators", "name")]))
    return found or _bands_at(form, _rows_without_a_name(form))


def _bands_at(form: Located, rows: Sequence[int]) -> tuple[Band, ...]:
    words, page = form.labels.words, form.page
    money = _money_heads(form)
    found: list[Band] = []
    for row in rows:
        if found and row <= found[-1].bottom:
            continue
        band = band_at(page, words, "indicators", row)
        if "project" not in band.roles:
            band = of_one_project(band)
        band = _without_what_is_beside(page, band)
        if row in money and band.roles.isdisjoint({"target", "adjusted_target", "actual"}):
            continue  # 指标|年初预算数|全年执行数|得分 heads the money
        if _heads_a_table(band) or _heads_a_table(settled(page, band, None)[0]):
            found.append(band)
    return tuple(sorted((*found, *_alike(form, found)), key=lambda band: band.top))


def _alike(form: Located, found: Sequence[Band]) -> Iterator[Band]:
    """Heads that repeat the last one but for a word, or lack one: 考核要点 for 三级指标."""
    if not found:
        return
    last, page = found[-1], form.page
    known = {c.left: c for c in last.columns if c.role}
    aims = [c for c in known.values() if c.role in _VALUES]
    inside = {row for band in found for row in range(band.top, band.bottom + 1)}
    for row in page.numbers:
        if row in inside or len(page.row(row)) < len(known) - 1:
            continue
        if sum(page.text((row, c.left)) == page.text(c.head) for c in aims) < _ALIKE:
            continue
        texts = dict(page.row(row))
        if sum(page.text(c.head) == texts.get(left) for left, c in known.items()) < len(known) - 1:
            continue
        band = band_at(page, form.labels.words, "indicators", row)
        same = [replace(c, role=known[c.left].role) if c.left in known else c for c in band.columns]
        yield replace(band, columns=tuple(_with_name(same, known)))


def _with_name(columns: Sequence[Column], known: Mapping[int, Column]) -> Iterator[Column]:
    """The columns with that of the names, whose own head is blank or lies under another."""
    name = next(c.left for c in known.values() if c.role == "name")
    lacking = all(column.role != "name" for column in columns)
    for column in columns:
        if not (lacking and column.left <= name <= column.right):
            yield column
            continue
        if column.left < name:
            yield replace(column, right=name - 1)
        yield replace(column, left=name, label=known[name].label, role="name", step=Step.PLACE)


_ALIKE = 2


def _without_what_is_beside(page: Page, band: Band) -> Band:
    """The head without what stands beside the table: behind an empty column, and adding nothing.

    Our own templates have their checks there, other forms lists of codes or hints.
    """
    for at, column in enumerate(band.columns[1:], 1):
        before = band.columns[at - 1]
        if page.area(before.head).right + 1 >= column.left:
            continue
        left = {one.role for one in band.columns[:at]}
        right = {one.role for one in band.columns[at:]}
        another = "name" in right and right & {"target", "actual"}
        if left >= {"name"} and left & _VALUES and not another and not (right & _CORE) - left:
            return replace(band, columns=band.columns[:at], beside=column.left)
    return band


_CORE = frozenset({"target", "adjusted_target", "actual", "points", "score", "note", "measure"})
_VALUES = frozenset({"target", "adjusted_target", "actual", "points", "score"})


def _heads_a_table(band: Band) -> bool:
    roles = band.roles
    return "name" in roles and not roles.isdisjoint(_VALUES) and len(roles) > 1


def _rows_without_a_name(form: Located) -> list[int]:
    """Rows that head a table although nobody knows their word for the third level."""
    page = form.page
    return [
        row
        for row in page.numbers[:_MOST_SEARCHED]
        if any(_may_head(form, one) for one in _heads_in(page, row))
    ]


def _heads_in(page: Page, row: int) -> Iterator[Sequence[tuple[int, str]]]:
    """The texts of a row, and with those of the next where its cells reach down."""
    texts = page.row(row)
    yield texts
    if any(page.area((row, column)).bottom > row for column, _ in texts):
        yield (*texts, *page.row(row + 1))


def _may_head(form: Located, texts: Sequence[tuple[int, str]]) -> bool:
    """Whether a row has an aim, and levels of indicators or several other heads."""
    if len(texts) < _LEAST_HEADS or any(len(text) > _LONGEST_HEAD for _, text in texts):
        return False
    senses = (form.labels.words.likely("indicators", text) for _, text in texts)
    found = _HEADS.intersection(sense.role for sense in senses if sense is not None)
    return bool(found & {"target", "actual"} and (found & _LEVELS or len(found) > _ENOUGH))


_LEVELS, _ENOUGH = frozenset({"category", "subcategory", "name"}), 3
_HEADS = _LEVELS | {"target", "actual", "points", "score", "note", "target_relation", "target_unit"}
_MOST_SEARCHED, _LEAST_HEADS, _LONGEST_HEAD = 80, 4, 30


def read_tables(form: Located, bands: Sequence[Band], fiscal_year: int | None) -> Tables:
    """The rows of every indicator table of the form."""
    tables = Tables(tuple(bands))
    ends = [band.top for band in bands[1:]] + [form.page.bottom + 1]
    money = _money_heads(form)
    ends = [
        min((row for row in money if band.bottom < row < end), default=end)
        for band, end in zip(bands, ends, strict=True)
    ]
    above: Band | None = None
    boxed = form.labels.first(form.page, "heads", "deviation_note") is not None
    carried: dict[str, Cell[Any]] = {}
    for band, end in zip(bands, ends, strict=True):
        corner = _beside_head(form, band)
        if corner or above is None or not _repeated(form, above, band):
            carried = dict.fromkeys(_CARRIED, ABSENT) | corner
        to_date = form.edition.kind.to_date
        halves = settled(form.page, band, fiscal_year, boxed=boxed, to_date=to_date)
        medium = _medium_term(form, halves)
        for half, is_medium in zip(halves, medium, strict=True):
            _mark_heads(form, half)
            own = carried if len(halves) == 1 else dict.fromkeys(_CARRIED, ABSENT)
            reader = _Table(form, half, end, own, tables)
            rows = list(row_kinds.sharing([*reader.rows()]))
            (tables.medium_term if is_medium else tables.indicators).extend(rows)
        above = band
    return tables


def _beside_head(form: Located, band: Band) -> dict[str, Cell[Any]]:
    """The category of a table that has it at its left, from the head down: 产出指标|二级指标|…."""
    for column in band.columns if band.column("category") is None else ():
        text = form.page.text(column.head)
        if not column.role and cell_readers.is_first_level(text):
            return {"category": form.at(column.head, cell_readers.category, "一级指标")}
    return {}


def _money_heads(form: Located) -> list[int]:
    """The rows that head the money: an indicator table above ends there."""
    rows: dict[int, int] = {}
    for role in ("initial_budget", "annual_budget", "executed", "rate"):
        for row in {row for row, _ in form.labels.places(form.page, "money", role)}:
            rows[row] = rows.get(row, 0) + 1
    return sorted(row for row, roles in rows.items() if roles > 1)


def _medium_term(form: Located, halves: Sequence[Band]) -> list[bool]:
    """Which halves are about the medium term; never all of several."""
    told = [is_long_term(form.page, half) for half in halves]
    if len(halves) == 1:
        return told
    if not any(told):
        first = halves[0].top
        overall = [
            place
            for place in form.labels.places(form.page, "goals", "overall_goal")
            if place[0] < first
        ]
        told = [any(_covers(form, half, place) for place in overall) for half in halves]
        if overall and not any(told):
            told[0] = True  # the longer term stands first wherever both do
    return told if not all(told) else [at < len(halves) - 1 for at in range(len(halves))]


def _covers(form: Located, half: Band, place: Position) -> bool:
    own = [column for column in half.columns if column.role in ("name", "target")]
    return any(
        column.left <= place[1] <= column.right
        or place[1] <= column.left <= form.page.area(place).right
        for column in own
    )


def _mark_heads(form: Located, band: Band) -> None:
    for column in reversed(band.columns):  # of two below one head the first is what it says
        for place in column.path:
            role = column.role if place == column.head else "heads"
            role = role or form.unknown_head("indicators", place)
            form.label(place, f"indicators.{role}", column.step)
    for row in form.page.between(band.top, band.bottom):
        for column_at, text in form.page.row(row):
            if (row, column_at) not in form.marks and len(text) <= 40:
                form.label((row, column_at), "indicators.corner")


def _repeated(form: Located, above: Band, below: Band) -> bool:
    """Whether a head only repeats the one above it, as at the top of a printed page."""

    def printed(band: Band) -> list[tuple[int, str]]:
        return [(column.left, column.label) for column in band.columns if column.role]

    alone = _block(form, below).state is State.ABSENT
    return alone and printed(above) == printed(below)


def _block(form: Located, band: Band) -> Cell[Decimal]:
    """The points of a part of the table, in the label left of its head: 年度绩效目标1(40分)."""
    first = min((c.left for c in band.columns if c.role), default=1)
    places = [c.head for c in band.columns if not c.role and c.left < first]
    place = places[-1] if places else form.page.anchor((band.top, max(first - 1, 1)))
    text = form.page.text(place)
    points = terms.stated_points(text)
    name = _SERIAL.sub("", terms.fold(text))
    if points is None or not name.endswith("目标") or place[1] >= first:
        return ABSENT
    return Cell(State.READ, text, points, form.printed(place), address(*place))


def _is_new(told: Row, before: Row | None) -> bool:
    """Whether a row names another project than the one above; lists repeat it on every row."""
    keys = ("project", "project_unit")
    return before is None or any(told[k].text != before[k].text for k in keys if k in told)


_OF_OUTPUT = frozenset({Subcategory.QUANTITY, Subcategory.QUALITY, Subcategory.TIMELINESS})
_OF_COSTS = frozenset(
    {Subcategory.ECONOMIC_COST, Subcategory.SOCIAL_COST, Subcategory.ECOLOGICAL_COST}
)


class _Table:
    """One half of one table, row by row; what it finds beside indicators goes into `found`."""

    def __init__(
        self, form: Located, band: Band, end: int, carried: dict[str, Cell[Any]], found: Tables
    ) -> None:
        self.form, self.band, self.end, self.carried, self.found = form, band, end, carried, found
        self.known = {c.role: c for c in band.columns if c.role in _READERS}
        self.others = [c for c in band.columns if c.role and c.role not in _READERS]
        self.projects = [c for c in band.columns if c.role in _PROJECT]
        self.block = _block(form, band)
        last = band.columns[-1]
        self.cells_of: dict[str, CellIn] = {
            role: form.column(column, _READERS[role], column is last)
            for role, column in self.known.items()
        }
        self.others_of = [
            (c, form.column(c, cell_readers.words, c is last))
            for c in self.others
            if c.role not in (*_PROJECT, "cause")
        ]
        self.causes_of = [
            form.column(c, cell_readers.words, c is last) for c in self.others if c.role == "cause"
        ]
        self._span_groups()

    def _span_groups(self) -> None:
        """Cells may lie across 一级 and 二级, or across the parts of a target, and belong there."""
        columns = [c for c in self.band.columns if c.role]
        for group, owner in (
            (("category", "subcategory", "name"), "category"),
            (("target_relation", "target", "target_unit"), "target"),
            (("actual_relation", "actual", "actual_unit"), "actual"),
        ):
            mine = [c for c in columns if c.role in group]
            if len(mine) > 1 and owner in self.known:
                self.cells_of[owner] = self._across(owner, mine)

    def _across(self, owner: str, mine: Sequence[Column]) -> CellIn:
        """What gives the cells of a column, also where they lie across its neighbours."""
        # not `self`, which would keep itself alive by what it is asked with
        plain, form = self.cells_of[owner], self.form
        label, reader = self.known[owner].label, _READERS[owner]
        left, right = min(c.left for c in mine), max(c.right for c in mine)
        own = self.known[owner].left

        def cell_in(row: int) -> Cell[Any]:
            area = form.page.sheet.merged.get((row, own))
            if area is None or not (left <= area.left <= own and area.right <= right):
                return plain(row)
            return form.at((area.top, area.left), reader, label)

        return cell_in

    def rows(self) -> Iterator[Indicator]:
        """The indicators, in order."""
        rows = self.form.page.between(self.band.bottom + 1, self.end - 1)
        found, broken, trace = sparing(self._read, rows)
        read, kinds = self._read(rows) if found is None else found  # which breaks again
        project = self.found.projects[-1][1] if self.found.projects else None
        inside = max((row for row, kind in kinds.items() if kind not in _OUTSIDE), default=0)
        self.form.tables.update(range(self.band.top, self.band.bottom + 1))
        self.form.tables.update(row for row in rows if row <= inside or row in broken)
        self.form.indicator_rows.update(row for row in rows if row <= inside or row in broken)
        for row in sorted({*kinds, *broken}):
            if (
                self.projects
                and (told := self._project(row)) is not None
                and _is_new(told, project)
            ):
                project = told
                self.carried.update(dict.fromkeys(_CARRIED, ABSENT))
                self.found.projects.append((row, told))
            own = None
            if row not in broken:
                own, trace = spare(partial(self._of_kind, row, kinds[row], dict(read[row])))
            yield from [self._lost(row, trace)] if own is None else own

    def _read(self, rows: Sequence[int]) -> tuple[dict[int, Row], dict[int, RowKind]]:
        """The cells of some rows, and what each row is."""
        read: dict[int, Row] = {
            row: {role: cell_in(row) for role, cell_in in self.cells_of.items()} for row in rows
        }
        return read, row_kinds.kinds(self.form, self.band, read)

    def _lost(self, row: int, trace: str) -> Indicator:
        """A row that our own code broke on: it may say anything, and may have been the total."""
        form = self.form
        first = [address(row, column) for column, _ in form.page.row(row)[:1]]
        form.faults.append(Fault("", trace, "指标表的一行", form.page.grid.sheet, tuple(first)))
        form.apart_row(row, "程序故障，没有读")
        self.found.unsure = True
        own = {
            role: unread_by_fault(column.label, address(*form.page.anchor((row, column.left))))
            for role, column in self.known.items()
            if role in _NOWHERE
        }
        levels = {role: self.cells_of[role] for role in _CARRIED if role in self.known}
        said, _ = spare(lambda: {role: cell_in(row) for role, cell_in in levels.items()})
        if said is None or len(form.page.row(row)) < _LEAST_HEADS:  # or a group alone
            said = {role: unread_by_fault() for role in _CARRIED}
            self.carried.update(said)
        row_kinds.carry(self.carried, said)
        return Indicator(**{**_NOWHERE, **own})

    def _of_kind(self, row: int, kind: RowKind, read: dict[str, Cell[Any]]) -> list[Indicator]:
        """The indicator that a row is, or none; what else it says is noted."""
        form = self.form
        match kind:
            case RowKind.INDICATOR:
                row_kinds.carry(self.carried, read)
                several = enumerate(row_kinds.indicators(read, _READERS))
                return [self._indicator(row, dict(one), at == 0) for at, one in several]
            case RowKind.GROUP:
                self._group(row, read)
            case RowKind.NOT_APPLICABLE:
                row_kinds.carry(self.carried, read)
                self.found.skipped.append(self._named(read))
                form.apart_row(row, "不适用的指标")
            case RowKind.LEFT_OVER:
                row_kinds.carry(self.carried, read)
                self.found.leftovers.append(row_kinds.first_said(read))
                form.apart_row(row, "空白表留下的行")
            case RowKind.TOTAL:
                self.found.totals.append(row)
                form.apart_row(row, "合计")
            case RowKind.SUBTOTAL:
                form.apart_row(row, "小计")
            case RowKind.EMPTY:
                row_kinds.carry(self.carried, read)
                form.apart_row(row, "没有填写指标的类别")
            case RowKind.EXECUTION:
                self.found.execution.append((row, read))
            case RowKind.LABEL:
                form.apart_row(row, "表下的栏目")
            case RowKind.APART:
                form.apart_row(row, "说明、签章")
        return []

    def _project(self, row: int) -> Row | None:
        """The cells that tell which project a row is of; None where the row names none."""
        column = self.band.column("project")
        if column is None:
            return None
        cells: dict[str, Cell[Any]] = {}
        for one in self.projects:
            cell = self.form.column(one, cell_readers.words, False)(row)
            cells[one.role] = cell
            if cell.text:
                self.form.marks[position(cell.address)] = Mark(VALUE, f"indicators.{one.role}")
        return cells if cells["project"].text else None

    def _group(self, row: int, read: Row) -> None:
        """Takes over what a row that is a group alone says: 产出指标（50分）."""
        column, text = self.form.page.row(row)[0]
        place = row, column
        self.form.apart_row(row, "一类指标的分值和得分")
        self.form.marks[place] = row_kinds.GROUP
        second = self._is_second_level(row, text)
        for role in _CARRIED[second:]:
            label = self.known[role].label if role in self.known else ""
            cell = self.form.at(place, _READERS[role], label)
            if cell.value not in (None, Category.OTHER, Subcategory.OTHER):
                row_kinds.carry(self.carried, {role: cell})
                return
        if terms.stated_points(text) is not None and "category" in self.carried:
            cell = self.form.at(place, cell_readers.category, "一级指标")
            row_kinds.carry(self.carried, {"category": cell})

    def _named(self, read: Row) -> Indicator:
        """A row of which no more counts than what it is called, and where it belongs."""
        levels = {key: cell for key, cell in self.carried.items() if cell.state is not State.ABSENT}
        said = cell_readers.levels({"name": read["name"], **levels})
        return Indicator(**{**_NOWHERE, **said})

    def _is_second_level(self, row: int, text: str) -> bool:
        """Whether a group alone on its line is one of the level below that of the rows above.

        So is 成本指标 among those of 产出指标, as forms until 2020 have it.
        """
        category, level = self.carried["category"], self.carried["subcategory"]
        if not cell_readers.is_first_level(text):
            return category.value is cell_readers.category(text, "") is not Category.OTHER
        if cell_readers.category(text, "") is not Category.COST or terms.stated_points(text):
            return False
        if category.value is not Category.OUTPUT or level.value not in _OF_OUTPUT:
            return False
        alone = self.form.marks.get(position(level.address)) == row_kinds.GROUP
        below = self.form.page.between(row + 1, self.end - 1)[:1]
        after = (said for one in below for _, said in self.form.page.row(one)[:1])
        return alone and not any(cell_readers.subcategory(s, "") in _OF_COSTS for s in after)

    def _indicator(self, row: int, read: dict[str, Cell[Any]], first: bool) -> Indicator:
        """The indicator of a row, or one of several in it: the first has the further columns."""
        said: dict[str, Any] = {k: c for k, c in read.items() if k not in (*_PARTS, *_TICKS)}
        said |= self._composed(read)
        said |= self._ticked(read)
        said.pop("measure", None)
        said |= {key: cell for key, cell in self.carried.items() if cell.state is not State.ABSENT}
        for key in ("points", "score"):
            if key in said and self._shared(row, key, said[key]):
                said[key] = said[key]._replace(state=State.BLANK, text=row_kinds.ABOVE, value=None)
        further = self.others_of if first else []
        others = tuple(cell for _, cell_in in further if (cell := cell_in(row)).text)
        initial = read.get("target", ABSENT)
        if "target" in said and said["target"].address != initial.address and initial.text:
            others = (initial, *others)  # 年初指标值 beside the adjusted one
        causes = tuple(cell_in(row) for cell_in in self.causes_of) if first else ()
        own = {"others": others, "causes": causes, "block": self.block}
        return Indicator(**{**_NOWHERE, **cell_readers.levels(said), **own})

    def _shared(self, row: int, key: str, cell: Cell[Any]) -> bool:
        """Whether points or a score stand in one cell for several rows and were counted above."""
        if cell.state is not State.READ:
            return False
        area = self.form.page.sheet.merged.get((row, self.known[key].left))
        return area is not None and self.band.bottom < area.top < row

    def _ticked(self, read: Row) -> dict[str, Cell[Any]]:
        """完成目标可能性 of the three columns that can be ticked: the cell with the only tick."""
        columns = {key: read[key] for key in _TICKS if key in read}
        if not columns:
            return {}
        for key, cell in columns.items():
            if cell.text:
                self.form.marks[position(cell.address)] = Mark(VALUE, f"indicators.{key}")
        ticked = [key for key, cell in columns.items() if terms.is_ticked(cell.text)]
        first = next(iter(columns.values()))
        if len(ticked) == 1:
            found: Cell[Any] = columns[ticked[0]]._replace(value=_TICKS[ticked[0]])
        elif ticked:
            marks = " ".join(columns[key].text for key in ticked)
            where = columns[ticked[0]].address
            trouble = Trouble.SEVERAL_TICKED
            found = Cell(State.UNREADABLE, marks, None, "", where, trouble)
        else:
            found = first._replace(state=State.BLANK, text="", value=None)
        return {"possibility": found._replace(label="完成目标可能性")}

    def _composed(self, read: Row) -> dict[str, Cell[Any]]:
        """Target and actual value as the one cell each that other forms have."""
        found = {}
        for key in (*_PARTS, "measure"):
            if key in read and read[key].text:
                self.form.marks[position(read[key].address)] = Mark(VALUE, f"indicators.{key}")
        target, adjusted = read.get("target", ABSENT), read.get("adjusted_target")
        column = self.known.get("target")
        if adjusted is not None and adjusted.text and not adjusted.blank:
            target, column = adjusted, self.known["adjusted_target"]
        named = cell_readers.unit_in_name(read.get("name", ABSENT).text)
        if target.state is not State.ABSENT:
            unit = column.unit if column else ""
            found["target"] = cell_readers.joined(target, read, "target", unit or named)
        if "actual" in read and read["actual"].state is State.READ:
            unit = self.known["actual"].unit or named
            found["actual"] = cell_readers.joined(read["actual"], read, "actual", unit)
        if "forecast" in read and read["forecast"].state is State.READ:
            unit = self.known["forecast"].unit or named
            found["forecast"] = cell_readers.joined(read["forecast"], read, "actual", unit)
        note, measure = read.get("note", ABSENT), read.get("measure")
        if measure is not None and measure.text and not measure.blank:
            said = "" if terms.clean(measure.text) in terms.NOTHING_WORDS else "改进措施："
            both = note.text and not note.blank
            text = f"{note.text}；{said}{measure.text}" if both else measure.text
            place = note if note.state is not State.ABSENT else measure
            found["note"] = place._replace(state=State.READ, text=text, value=text)
        elif measure is not None and note.state is State.ABSENT:
            found["note"] = measure
        return found
