"""One known fault put into a drawn form: what a check must find wherever the form can be read.

Each is a change of drawn cells, found by the facts that they were drawn for; None where a form has
no place for it. A fault may bring others with it (a score too high changes the sum).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.reading_corpus.expected import Expected, ExpectedRow
from tests.reading_corpus.sheet import Position, Sheet

Places = dict[str, Position]
Change = Callable[[Sheet, Expected], "Sheet | None"]
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault, and the code of the finding that it must give (of several, one)."""

    name: str
    codes: tuple[str, ...]
    change: Change


def _lines(sheet: Sheet) -> Iterator[Places]:
    """The rows of the sheet: place -> position."""
    rows: dict[int, Places] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        rows.setdefault(row, {})[cell.place] = (row, column)
    yield from rows.values()


def _named(sheet: Sheet, row: ExpectedRow) -> Places:
    """The places of one indicator."""
    return next(
        line
        for line in _lines(sheet)
        if "三级" in line and sheet.cells[line["三级"]].raw == row.name
    )


def _with(sheet: Sheet, at: Position, change: Callable[[Decimal], Decimal]) -> Sheet:
    """The number in a cell changed, whether it is a number or stands in a text."""
    cell = sheet.cells[at]
    if isinstance(cell.raw, float):
        raw: str | float = float(change(Decimal(str(cell.raw))))
    else:
        raw = _NUMBER.sub(lambda found: f"{change(Decimal(found[0])):f}", cell.raw, count=1)
    return replace(sheet, cells=sheet.cells | {at: replace(cell, raw=raw)})


def _without(sheet: Sheet, at: Position) -> Sheet:
    return replace(sheet, cells={place: c for place, c in sheet.cells.items() if place != at})


def _met(expected: Expected) -> ExpectedRow | None:
    """A row that has reached a lower bound with full marks."""
    return next(
        (
            row
            for row in expected.rows
            if row.target is not None
            and row.target.relations == ("AT_LEAST",)
            and row.actual is not None
            and row.actual.value
            and row.points is not None
            and row.points == row.score
        ),
        None,
    )


def score_above_points(sheet: Sheet, expected: Expected) -> Sheet | None:
    row = _met(expected)
    return row and _with(sheet, _named(sheet, row)["得分"], lambda score: score + 1)


def missed_with_full_marks(sheet: Sheet, expected: Expected) -> Sheet | None:
    row = _met(expected)
    return row and _with(sheet, _named(sheet, row)["实际"], lambda actual: actual / 2)


def deduction_unexplained(sheet: Sheet, expected: Expected) -> Sheet | None:
    row = _met(expected)
    if row is None or "原因" not in expected.places:
        return None
    return _with(sheet, _named(sheet, row)["得分"], lambda score: score - 2)


def points_beyond_total(sheet: Sheet, expected: Expected) -> Sheet | None:
    row = _met(expected)
    if row is None:
        return None
    for place in ("分值", "得分"):
        sheet = _with(sheet, _named(sheet, row)[place], lambda points: points + 5)
    return sheet


def word_for_number(sheet: Sheet, expected: Expected) -> Sheet | None:
    row = _met(expected)
    if row is None or row.target is None or row.target.unit in ("%", "‰", ""):
        return None
    at = _named(sheet, row)["实际"]
    return replace(sheet, cells=sheet.cells | {at: replace(sheet.cells[at], raw="完成")})


def target_missing(sheet: Sheet, expected: Expected) -> Sheet | None:
    places = _named(sheet, expected.rows[0])
    at = places.get("目标", places.get("数值"))
    return None if at is None or "调整" in places else _without(sheet, at)


def actual_missing(sheet: Sheet, expected: Expected) -> Sheet | None:
    at = _named(sheet, expected.rows[0]).get("实际")
    return None if at is None else _without(sheet, at)


def _only(sheet: Sheet, place: str) -> Position | None:
    found = [at for at, cell in sheet.cells.items() if cell.place == place]
    return found[0] if len(found) == 1 else None


def total_wrong(sheet: Sheet, expected: Expected) -> Sheet | None:
    at = _only(sheet, "总得分")
    return None if at is None else _with(sheet, at, lambda total: total - 3)


def goal_missing(sheet: Sheet, expected: Expected) -> Sheet | None:
    at = _only(sheet, "年度目标")
    return None if at is None else _without(sheet, at)


def project_missing(sheet: Sheet, expected: Expected) -> Sheet | None:
    at = _only(sheet, "项目名称")
    return None if at is None or "单位名称" in expected.texts else _without(sheet, at)


def fund_parts_differ(sheet: Sheet, expected: Expected) -> Sheet | None:
    name = expected.texts.get("line.财", "")
    for line in _lines(sheet):
        if "执" in line and "资金" in line and sheet.cells[line["资金"]].raw == name:
            return _with(sheet, line["执"], lambda amount: amount * 2)
    return None


def rate_wrong(sheet: Sheet, expected: Expected) -> Sheet | None:
    for line in _lines(sheet):
        if "率" in line and ("全" in line or "总.全" in line):
            return _with(sheet, line["率"], lambda rate: rate / 2)
    return None


FAULTS = (
    Fault("score-above-points", ("R501",), score_above_points),
    Fault("missed-with-full-marks", ("R504",), missed_with_full_marks),
    Fault("deduction-unexplained", ("N601", "N602"), deduction_unexplained),
    Fault("points-beyond-total", ("P402",), points_beyond_total),
    Fault("word-for-number", ("I302",), word_for_number),
    Fault("target-missing", ("S103",), target_missing),
    Fault("actual-missing", ("S104",), actual_missing),
    Fault("total-wrong", ("R503",), total_wrong),
    Fault("goal-missing", ("S102",), goal_missing),
    Fault("project-missing", ("S101",), project_missing),
    Fault("fund-parts-differ", ("B201", "D901"), fund_parts_differ),
    Fault("rate-wrong", ("B203",), rate_wrong),
)
