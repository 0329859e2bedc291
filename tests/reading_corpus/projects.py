"""The facts that forms tell: projects with money, goals and indicators (`projects.txt`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

_SOURCE = Path(__file__).parent / "projects.txt"
_MEASURED = re.compile(r"([≥≤=]) (\S+) (.+)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator. A described one has `words` for a target, and no relation, value or unit."""

    category: str
    subcategory: str
    name: str
    relation: str
    value: str
    unit: str
    words: str
    actual: str
    points: Decimal
    score: Decimal
    note: str

    @property
    def measured(self) -> bool:
        return self.relation != ""

    @property
    def counted(self) -> bool:
        """Whether the actual is a number."""
        return _NUMBER.fullmatch(self.actual) is not None


@dataclass(frozen=True, slots=True)
class Project:
    """One project of one year; money in 万元: initial, annual, executed, carried over, other."""

    name: str
    department: str
    unit: str
    initial: Decimal
    annual: Decimal
    executed: Decimal
    carried: Decimal
    other: Decimal
    goal: str
    outcome: str
    rows: tuple[Row, ...]


@cache
def projects() -> tuple[Project, ...]:
    """All projects of the source, in its order."""
    text = _SOURCE.read_text("utf-8")
    return tuple(_project(part) for part in text.split("\n== ")[1:])


def worth(rows: Sequence[Row], total: int) -> tuple[Row, ...]:
    """The same rows with points that sum to another total, and scores by the same reasons."""
    whole = sum(row.points for row in rows)
    exact = [row.points * total / whole for row in rows]
    given = [Decimal(int(points)) for points in exact]
    rest = sorted(range(len(rows)), key=lambda at: given[at] - exact[at])
    for at in rest[: total - int(sum(given))]:
        given[at] += 1
    return tuple(_rescored(row, points) for row, points in zip(rows, given, strict=True))


def _rescored(row: Row, points: Decimal) -> Row:
    score = points if row.score == row.points else points * Decimal(row.actual) / Decimal(row.value)
    return replace(row, points=points, score=score.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _project(text: str) -> Project:
    name, *lines = text.strip().splitlines()
    said = dict(line.split(" ", 1) for line in lines[:4])
    department, unit = said["dept"].split(" | ")
    amounts = [Decimal(word) for word in said["money"].split()[1::2]]
    goal, outcome = (said[key].replace("\\n", "\n") for key in ("goal", "outcome"))
    rows = tuple(_rows(lines[4:]))
    assert sum(row.points for row in rows) == 90, name
    return Project(name, department, unit, *amounts, goal, outcome, rows)


def _rows(lines: Sequence[str]) -> Iterator[Row]:
    for line in lines:
        kind, name, target, actual, points, *note = (part.strip() for part in line.split(" | "))
        category, subcategory = kind.split()
        match = _MEASURED.fullmatch(target)
        relation, value, unit = match.groups() if match else ("", "", "")
        worth, *scored = map(Decimal, points.split())
        yield Row(
            *(category, subcategory, name, relation, value, unit),
            *("" if match else target, actual, worth, (scored or [worth])[0], "".join(note)),
        )
