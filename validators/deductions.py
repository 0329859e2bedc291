"""What a form says that it lost: by row, or by part where only the parts have points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from validators.filing import Filing
from validators.rule import Facts
from workbooks.forms import Cell, Indicator
from xlfuncs.indicator import deduction


@dataclass(frozen=True, slots=True)
class Deduction:
    """Points that were not earned, and the cell in which that should be explained."""

    name: str
    points: Decimal
    score: Decimal
    note: Cell[str]

    @property
    def facts(self) -> Facts:
        """What every rule on deductions tells: whose, how many of how many points, how much."""
        difference = self.points - self.score
        facts = {"name": self.name, "score": self.score, "points": self.points}
        return facts | {"difference": difference}


def deductions(filing: Filing) -> Iterator[Deduction]:
    """Every row, or else every part of the table (年度绩效目标1(40分)), that lost points."""
    parts: dict[Cell[Decimal], list[Indicator]] = {}
    for row in filing.form.indicators:
        if row.block.value is not None:
            parts.setdefault(row.block, []).append(row)
    for row, _ in filing.rows:
        points, score = row.points.value, row.score.value
        if points is not None and score is not None and deduction(points, score):
            yield Deduction(row.called, points, score, row.note)
    for block, rows in parts.items():
        scores = [row.score.value for row in rows if row.score.value is not None]
        assert block.value is not None
        earned = sum(scores, Decimal(0))
        known = len(scores) == len(rows) and all(row.points.value is None for row in rows)
        if known and earned < block.value:
            yield Deduction(block.label, block.value, earned, rows[0].note)
