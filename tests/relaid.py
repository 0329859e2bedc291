"""A form of the standard layout written into the layout of another place.

The sheet of a place (`tests/workbooks/layouts`) is read, and where it says something, the given
form says its own: heads, money, goals, rows, totals. What the layout has no place for is left
out, as a clerk would. Heads that the form has in common with the standard form stay those of the
place, which are what its edition is known by.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import Any

from tests.cases import (
    grid_of,
    in_file,
    read_texts,
    standard_declaration,
    standard_evaluation,
    standard_monitoring,
    texts_of,
)
from tests.workbooks import layouts
from workbooks.forms import (
    ABSENT,
    UNREAD_ROW,
    Cell,
    DeclaredFund,
    Form,
    Fund,
    Indicator,
    SelfEvaluation,
)
from workbooks.grid import Area, Grid, Position, Raw, address, position
from workbooks.reading.edition import built_in
from workbooks.reading.read_form import Reading, read_all
from workbooks.values.decimals import typed
from xlfuncs.policy import Policy, load
from xlfuncs.rating import rating

Texts = dict[str, Any]
Line = Fund | DeclaredFund

STANDARD = {
    "shanghai-self-evaluation": standard_evaluation,
    "shanghai-target-declaration": standard_declaration,
    "national-monitoring-report": standard_monitoring,
}
"""Editions whose layout the standard forms have."""
EDITIONS = tuple(edition.name for edition in built_in())
POLICIES = {edition.name: edition.policy for edition in built_in()}
"""The policy of each edition."""

_HEADS = ("project_name", "supervising_department", "implementing_unit", "project_nature")
_HEADS += ("project_category", "start_date", "end_date", "title")
_KNOWN_BY = ("supervising_department", "title")
"""Heads that a place is known by."""
_PROSE = ("expected_goal", "actual_outcome", "overall_goal", "annual_goal")
_AMOUNTS = ("initial_budget", "annual_budget", "executed", "amount")
_COLUMNS = ("category", "subcategory", "name", "actual", "points", "score", "note")
_FIELDS = ("category", "subcategory", "target", "actual", "points", "score", "note")
_MEASURED = re.compile(r"([≥≤＝=<>]?)\s*(-?[\d,]+(?:\.\d+)?)\s*[(（]?([^()（）]*)[)）]?")


def kind(name: str) -> str:
    """The kind of form that an edition is of."""
    if name.endswith("monitoring-report"):
        return "监控表"
    return "申报表" if name.endswith("declaration") else "自评表"


def relaid(edition: str, texts: Texts) -> Grid:
    """The form that the texts describe, as it stands on a sheet of that edition."""
    if edition in STANDARD:
        return grid_of(texts)
    return _Relaying(edition, texts).grid()


def fitted(edition: str, texts: Texts, policy: Policy) -> Texts:
    """The same form with the points that this place gives to 预算执行, all else adding up again."""
    if kind(edition) != "自评表":
        return texts
    now = copy.deepcopy(texts)
    usual = _closing(now, load("shanghai"))
    room = policy.execution_points if _scores_execution(edition) else Decimal(0)
    head = now["funds"][0]
    points, earned = (typed(head[key] or "") for key in ("weight", "score"))
    if points and points != room:
        head["weight"] = format(room, "f")
        if earned is not None:
            head["score"] = format(earned * room / points, "f")
        _give(now["indicators"], points - room)
    if now["total_score"] == usual["total_score"]:
        now["total_score"] = _closing(now, policy)["total_score"]
    renewed = _closing(now, policy)
    return now | {key: renewed[key] for key in usual if now[key] == usual[key]}


def _scores_execution(edition: str) -> bool:
    """Whether the money has a score of its own there."""
    if edition in STANDARD:
        return True
    form = _skeletons()[edition][1]
    assert isinstance(form, SelfEvaluation)
    return bool(form.funding.total.score.address)


def _give(rows: list[Texts], more: Decimal) -> None:
    """Further points to two rows, or fewer to one: standing as in the standard form if any do."""
    usual = standard_evaluation()["indicators"]
    full = [
        row
        for row in rows
        if row["weight"] and row["weight"] == row["score"] and "分" not in row["level1"]
    ]
    full.sort(key=lambda row: (row not in usual, Decimal(row["weight"]) * (1 if more > 0 else -1)))
    takers = full[: 2 if more > 0 else 1]
    for row in takers:
        row["weight"] = row["score"] = format(Decimal(row["weight"]) + more / len(takers), "f")


def _closing(texts: Texts, policy: Policy) -> Texts:
    """What stands under the rows where everything adds up, and the rating of what stands there."""

    def summed(key: str) -> Decimal:
        parts = (texts["funds"][0], *texts["indicators"])
        return sum((typed(str(part[key])) or Decimal(0) for part in parts), Decimal(0))

    given = typed(texts["total_score"] or "")
    grade = rating(summed("score") if given is None else given, policy)
    sums = {"total_weight": str(summed("weight")), "total_score": str(summed("score"))}
    return {**sums, "grade": grade}


@cache
def _skeletons() -> dict[str, tuple[Grid, Form]]:
    """The first sheet of each layout, by its edition."""
    found = {}
    for _, grid in reversed(layouts.forms()):
        for one in read_all(grid):
            assert isinstance(one, Reading)
            found[one.edition.name] = grid, one.form
    return found


@dataclass
class _Relaying:
    """One form on its way to another sheet."""

    edition: str
    texts: Texts
    values: dict[Position, Raw] = field(default_factory=dict)
    formats: dict[Position, str] = field(default_factory=dict)
    moved: dict[Position, Position] = field(default_factory=dict)
    """Where a cell of the standard layout stands now."""

    def __post_init__(self) -> None:
        self.old, self.place = _skeletons()[self.edition]
        self.form = read_texts(self.texts).form
        declared = not isinstance(self.form, SelfEvaluation)
        self.usual = read_texts(texts_of("申报表" if declared else "")).form
        rows = [_at(row.target)[0] for row in self.place.indicators]
        self.table = range(min(rows), max(rows) + 1)
        self.funds = {_row_of(fund): fund for fund in _lines(self.place)}

    def grid(self) -> Grid:
        plan = list(self._plan())
        sources = [source for source, _ in plan]
        for row, source in enumerate(sources, 1):
            for at, raw in self.old.values.items():
                if at[0] == source:
                    self.values[row, at[1]] = raw
                    if at in self.old.formats:
                        self.formats[row, at[1]] = self.old.formats[at]
        self._heads(sources)
        for row, (_, said) in enumerate(plan, 1):
            if isinstance(said, Indicator):
                self._indicator(row, said)
            elif said is not None:
                self._fund(row, said)
        merges = tuple(_merged(self.old.merges, sources, self.table))
        grid = Grid(self.old.sheet, self.values, self.formats, merges)
        return in_file(grid, self._as_its_file_says())

    def _plan(self) -> Iterator[tuple[int, Line | Indicator | None]]:
        """The rows of the new sheet: which old one each is like, and what it holds."""
        for row in range(1, max(at for at, _ in self.old.values) + 1):
            if row == min(self.funds):
                yield from self._money()
            elif row == self.table.start:
                yield from ((row, indicator) for indicator in self._rows())
            elif row not in self.funds and row not in self.table:
                yield row, None

    def _rows(self) -> Iterator[Indicator]:
        """The rows of the table, and among them those that nobody filled in."""
        left = {_at(cell)[0]: cell for cell in self.form.understanding.leftovers}
        filled = {
            _at(row.name if row.name.address else row.target)[0]: row
            for row in self.form.indicators
        }
        for at in sorted({**left, **filled}):
            yield filled.get(at) or replace(
                UNREAD_ROW, **dict.fromkeys(_FIELDS, ABSENT), name=left[at]
            )

    def _money(self) -> Iterator[tuple[int, Line]]:
        """The lines of money: each in the row of its kind, further ones in one like the last."""
        kinds = {fund.kind: row for row, fund in self.funds.items()}
        for line in _lines(self.form):
            if line.kind in kinds:
                yield kinds[line.kind], line
            elif len(self.funds) > 1:
                yield max(self.funds), line

    def _put(self, at: Position, text: str, said: Cell[Any] | None = None) -> None:
        """A text, or what looks like a number as one; what the form leaves blank is blank."""
        self.values.pop(at, None)
        self.formats.pop(at, None)
        if said is not None and said.address:
            self.moved[position(said.address)] = at
        if text:
            raw, shown = layouts.raw(text)
            self.values[at] = raw
            if shown:
                self.formats[at] = shown

    def _heads(self, sources: Sequence[int]) -> None:
        new = {source: row for row, source in reversed(list(enumerate(sources, 1)))}

        def moved(cell: Cell[Any]) -> Position:
            row, column = _at(cell)
            return new.get(row, 0), column

        taken: set[str] = set()
        for name in (*_HEADS, *_PROSE, "total_points", "total_score", "rating"):
            mine, theirs = getattr(self.form, name, None), getattr(self.place, name, None)
            if mine is None or theirs is None or not theirs.address or theirs.address in taken:
                continue
            taken.add(theirs.address)
            own = name in _KNOWN_BY and mine.text == getattr(self.usual, name).text
            text = theirs.text if own else mine.text
            self._put(moved(theirs), text, mine)
        self._inside(moved(self.place.fiscal_year), r"\d{4}", str(self.form.fiscal_year.value))
        self._inside((min(self.funds) - 1, 0), r"\d+分", f"{self._execution}分")
        unit = self.form.funding.money_unit.value
        if unit is not self.usual.funding.money_unit.value:
            at = moved(self.place.funding.money_unit)
            self._inside(at, r"(?<![一-龥])万?元", str(unit))
        block, note = (getattr(self.place.indicators[0], name) for name in ("block", "note"))
        if block.address:
            points = sum((row.points.value or 0 for row in self.form.indicators), Decimal(0))
            self._inside(moved(block), r"\d+分", f"{points.normalize():f}分")
        if note.address and _at(note)[0] not in self.table:
            self._put(
                moved(note), "；".join(r.note.text for r in self.form.indicators if r.note.text)
            )

    @property
    def _execution(self) -> str:
        total = getattr(self.form.funding, "total", None)
        points = total.points.value if total is not None else None
        return f"{(points or Decimal(10)).normalize():f}"

    def _inside(self, at: Position, pattern: str, said: str) -> None:
        """A part of a label otherwise; column 0 means everywhere in the row."""
        for place, raw in list(self.values.items()):
            if isinstance(raw, str) and place[0] == at[0] and at[1] in (0, place[1]):
                self.values[place] = re.sub(pattern, said, raw)

    def _fund(self, row: int, line: Line) -> None:
        like = next(iter(_lines(self.place)))
        kinds = {fund.kind for fund in self.funds.values()}
        for name in line.__dataclass_fields__:
            theirs, mine = getattr(like, name), getattr(line, name)
            if name == "kind" or not theirs.address or _at(theirs)[0] != _row_of(like):
                continue
            at = row, _at(theirs)[1]
            if name == "name":
                label = str(self.values.get(at, "")) if line.kind in kinds else mine.text
                self._put(at, label, mine)
            elif name == "rate" and mine.value is not None and theirs.text.endswith("%"):
                self._put(at, f"{mine.text.rstrip('%')}%", mine)
            else:
                self._put(at, self._money_as_here(mine) if name in _AMOUNTS else mine.text, mine)

    def _money_as_here(self, amount: Cell[Decimal]) -> str:
        units = [form.funding.money_unit.value for form in (self.form, self.usual, self.place)]
        if amount.value is None or units[0] is not units[1] or units[0] is units[2]:
            return amount.text
        assert units[0] is not None
        assert units[2] is not None
        return format(amount.value * units[0].yuan / units[2].yuan, "f")

    def _indicator(self, row: int, said: Indicator) -> None:
        like = self.place.indicators[0]
        for name in _COLUMNS:
            theirs, mine = getattr(like, name), getattr(said, name)
            if theirs.address and _at(theirs)[0] in self.table:
                self._put((row, _at(theirs)[1]), mine.text, mine)
        at = row, _at(like.target)[1]
        parts = {
            raw: column for (_, column), raw in self.old.values.items() if isinstance(raw, str)
        }
        match = _MEASURED.fullmatch(said.target.text)
        if "度量单位" not in parts:
            self._put(at, said.target.text, said.target)
            return
        relation, value, unit = match.groups() if match else ("", said.target.text, "")
        self._put(at, value, said.target)
        self._put((row, parts["指标性质"]), relation)
        self._put((row, parts["度量单位"]), unit)

    def _as_its_file_says(self) -> Texts:
        """What the texts say of the file, at the places where things stand now."""
        said = {key: value for key, value in self.texts.items() if not key.startswith("template")}
        rows = {old[0]: new[0] for old, new in self.moved.items()}
        columns = {old[1]: new[1] for old, new in self.moved.items()}
        for key, lines in (("hidden_rows", rows), ("hidden_columns", columns)):
            if said.get(key):
                numbers = (lines.get(int(one)) for one in said[key].split("、"))
                said[key] = "、".join(str(number) for number in numbers if number)
        if said.get("heights"):
            sizes = (one.split("=") for one in said["heights"].split("、"))
            said["heights"] = "、".join(f"{rows[int(r)]}={h}" for r, h in sizes if int(r) in rows)
        if said.get("formats"):
            where, number, shown = said["formats"].split(" ", 2)
            now = self.moved.get(position(where))
            said["formats"] = f"{address(*now)} {number} {shown}" if now else ""
        said.pop("formulas", None)
        return said


def _lines(form: Form) -> tuple[Line, ...]:
    match form:
        case SelfEvaluation():
            return form.funding.total, *form.funding.parts
        case _:
            return form.funding.annual


def _row_of(line: Line) -> int:
    return _at(line.executed if isinstance(line, Fund) else line.amount)[0]


def _at(cell: Cell[Any]) -> Position:
    return position(cell.address)


def _merged(merges: Sequence[Area], sources: Sequence[int], table: range) -> Iterator[Area]:
    """The merged areas of the new sheet; those inside the table are left to its rows."""
    for area in merges:
        if area.top == area.bottom:
            rows = [row for row, source in enumerate(sources, 1) if source == area.top]
            yield from (Area(row, area.left, row, area.right) for row in rows)
        elif area.top not in table:
            reached = [
                row for row, source in enumerate(sources, 1) if area.top <= source <= area.bottom
            ]
            yield Area(min(reached), area.left, max(reached), area.right)
