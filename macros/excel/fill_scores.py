"""What the button 评分 writes: a scored form -> the cells to fill, or what stands in the way.

A blank 得分 is filled, one that 核查 finds too high is lowered to the computed score, and a lower
one stays: a clerk may take off more than the formula does. What has no score of its own is the
clerk's: a tier with a bound only, a target that contradicts the name of its indicator. 总分 and
评分等级 are filled when blank and follow when scores change. Formulas are never overwritten. While
one blank 得分 cannot be computed, nothing is written at all: half a scored form looks like a whole
one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from validators.filing import Filing
from workbooks.files.spreadsheet_ml import OpenSheet
from workbooks.forms import Cell, State
from workbooks.grid import position
from workbooks.number_formats.shown import in_full
from workbooks.values.dataclass import dataclass, field
from workbooks.values.decimals import plain
from workbooks.values.terms import visible
from xlfuncs.rating import rating, rating_word
from xlfuncs.whole_form import added, total_gap


@dataclass(frozen=True, slots=True)
class Change:
    """One cell, what it is for, what stood in it and what is to stand there."""

    address: str
    name: str
    old: str
    new: Decimal | str

    @property
    def text(self) -> str:
        """The new value as a person writes it."""
        return plain(self.new) if isinstance(self.new, Decimal) else self.new

    @property
    def line(self) -> str:
        """Where, from what and to what."""
        return f"{self.address}「{self.name}」{self.old or '空'} → {self.text}"


@dataclass(frozen=True, slots=True)
class Remark:
    """A cell that was left as it is, and why."""

    address: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Scoring:
    """What is to be done with one form; `missing` are blank scores that cannot be computed."""

    changes: tuple[Change, ...]
    missing: tuple[Remark, ...]
    left: tuple[Remark, ...]


FORMULA = "由公式计算，没有得数，没有改动"
LOWER = "得分低于测算的 {computed} 分，按填报保留"
UNREADABLE = "填的是“{text}”，读不成数，没有改动"
SHARED = "几行合用一个「得分」单元格，没有改动"
INSEPARABLE = "与别的内容同在一个单元格，没有改动"
NO_POINTS = "分值是 0"
UNCOMPUTED = "{why}，得分按填报保留"


@dataclass(slots=True)
class _Plan:
    """A scoring while it is made; `scores` are what will stand in the form afterwards."""

    opened: OpenSheet
    changes: list[Change] = field(default_factory=list)
    missing: list[Remark] = field(default_factory=list)
    left: list[Remark] = field(default_factory=list)
    scores: list[Decimal | None] = field(default_factory=list)

    def note(self, cell: Cell[Any], name: str, why: str) -> None:
        self.left.append(Remark(cell.address, name, why))

    def fill(self, cell: Cell[Any], name: str, new: Decimal | str) -> bool:
        """Plans a value; False where the cell holds something else beside it, or a formula."""
        at = position(cell.address)
        if at in self.opened.formulas:
            return False
        grid = self.opened.grid
        if visible(in_full(grid.values.get(at), grid.formats.get(at, ""))) != cell.text:
            self.note(cell, name, INSEPARABLE)
            return False
        self.changes.append(Change(cell.address, name, cell.text, new))
        return True


@dataclass(frozen=True, slots=True)
class _Item:
    """One 得分: how far the reported one lies above what was computed, and why nothing was."""

    cell: Cell[Decimal]
    name: str
    computed: Decimal | None
    gap: Decimal | None
    why: str


def plan(filing: Filing, opened: OpenSheet) -> Scoring:
    """What to write into a form so that its scores are what they may be at most."""
    form, worth = filing.form, filing.worth
    made = _Plan(opened)
    execution, total = worth.execution, form.funding.total.score
    items = [_Item(total, "预算执行", execution.score, execution.gap, "执行率无法得出")]
    items += [
        _Item(row.score, row.name.text, one.earned, one.gap, one.explanation)
        for row, one in zip(form.indicators, worth.indicators, strict=True)
    ]
    shared = Counter(item.cell.address for item in items)
    for item in items:
        if item.cell.state is not State.ABSENT and shared[item.cell.address] > 1:
            made.note(item.cell, item.name, SHARED)
            made.scores.append(None)
        else:
            made.scores.append(_score(made, item))
    _closing(made, filing)
    return Scoring(tuple(made.changes), tuple(made.missing), tuple(made.left))


def _score(made: _Plan, item: _Item) -> Decimal | None:
    """Plans one 得分 and gives what will stand there."""
    cell, name, computed, written = item.cell, item.name, item.computed, item.cell.value
    if cell.state is State.ABSENT:
        return None
    if position(cell.address) in made.opened.formulas:
        if cell.state is not State.READ and computed is not None:
            made.note(cell, name, FORMULA)
        return written
    if cell.state is State.UNREADABLE or (cell.blank and cell.text):
        made.note(cell, name, UNREADABLE.format(text=cell.text))
        return written
    if computed is None:
        if cell.blank:
            made.missing.append(Remark(cell.address, name, item.why))
        else:
            made.note(cell, name, UNCOMPUTED.format(why=item.why))
        return written
    if written is not None and item.gap is None:
        made.note(cell, name, UNCOMPUTED.format(why=NO_POINTS))
        return written
    if item.gap is not None and item.gap <= 0:
        if item.gap < 0:
            made.note(cell, name, LOWER.format(computed=plain(computed)))
        return written
    return computed if made.fill(cell, name, computed) else written


def _closing(made: _Plan, filing: Filing) -> None:
    """总分 and 评分等级, blank or no longer true."""
    form, total = filing.form, added(made.scores)
    cell, changed = form.total_score, bool(made.changes)
    if total is None:
        return
    if cell.blank or (changed and total_gap(cell.value, made.scores)):
        made.fill(cell, "总分", total)
    grade, word = form.rating, rating(total, filing.policy)
    if grade.blank or (
        changed and grade.value is not None and rating_word(grade.value, filing.policy) != word
    ):
        made.fill(grade, "评分等级", word)


def entries(scorings: Iterable[Scoring]) -> Iterator[tuple[str, Decimal | str]]:
    """Everything to be written, by address."""
    for scoring in scorings:
        for change in scoring.changes:
            yield change.address, change.new
