"""The fifteen defects that every contender looks for, and how one is put into a filled form.

They are the plain ones: what a person would check with a script, without reading targets.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.benchmarks.filled import Filled

FIRST_ROW = 13
"""The first indicator row of the sheet; the last one depends on the form."""
FUND_ROWS = (6, 7, 8, 9)
FILLERS = ("无", "略", "/", "无。")
CODES = (
    *("S101", "S103", "S104", "S105", "B201", "B203", "B205", "B206", "P402", "R501"),
    *("R502", "R503", "R508", "N601", "N602"),
)


def _unnamed(form: Filled, row: int) -> str:
    form.unit = ""
    return "F4"


def _no_target(form: Filled, row: int) -> str:
    form.rows[row].target = ""
    return f"D{FIRST_ROW + row}"


def _no_actual(form: Filled, row: int) -> str:
    form.rows[row].actual = ""
    return f"E{FIRST_ROW + row}"


def _no_score(form: Filled, row: int) -> str:
    form.rows[row].score = ""
    return f"G{FIRST_ROW + row}"


def _funds_apart(form: Filled, row: int) -> str:
    form.funds[3][0] += 7  # 年初预算数, which nothing else is computed from
    return "C6"


def _wrong_rate(form: Filled, row: int) -> str:
    form.funds[0][3] = round(form.funds[0][3] - 11, 2)
    return "G6"


def _wrong_execution_score(form: Filled, row: int) -> str:
    form.execution_score = round(form.execution_score - 2, 2)
    form.total = round(form.total - 2, 2)
    return "H6"


def _overspent(form: Filled, row: int) -> str:
    budget = form.funds[0][1]
    form.total = round(form.total + 10 - form.execution_score, 2)
    form.execution_score = 10
    form.funds[0] = [budget, budget, round(budget * 1.2, 2), 120]
    form.funds[1:] = [list(form.funds[0]), [0, 0, 0, 0], [0, 0, 0, 0]]
    return "E6"


def _wrong_points(form: Filled, row: int) -> str:
    form.rows[row].points += 2
    form.rows[row].score = float(form.rows[row].score) + 2
    form.total = round(form.total + 2, 2)
    return f"F{FIRST_ROW + len(form.rows)}"


def _too_much(form: Filled, row: int) -> str:
    worth = form.rows[row].points + 1
    form.total = round(form.total - float(form.rows[row].score) + worth, 2)
    form.rows[row].score = worth
    return f"G{FIRST_ROW + row}"


def _negative(form: Filled, row: int) -> str:
    form.total = round(form.total - float(form.rows[row].score) - 1, 2)
    form.rows[row].score, form.rows[row].note = -1.0, "因项目取消，明年将重新安排实施。"
    return f"G{FIRST_ROW + row}"


def _wrong_total(form: Filled, row: int) -> str:
    form.total = round(form.total - 1, 2)
    return f"G{FIRST_ROW + len(form.rows)}"


def _wrong_rating(form: Filled, row: int) -> str:
    form.rating = "中"
    return f"F{FIRST_ROW + len(form.rows) + 1}"


def _deducted(form: Filled, row: int, note: str) -> str:
    lost = form.rows[row]
    form.total = round(form.total - float(lost.score) + lost.points - 0.5, 2)
    lost.score, lost.note = lost.points - 0.5, note
    return f"H{FIRST_ROW + row}"


_SPOILED: tuple[Callable[[Filled, int], str], ...] = (
    *(_unnamed, _no_target, _no_actual, _no_score, _funds_apart, _wrong_rate),
    *(_wrong_execution_score, _overspent, _wrong_points, _too_much, _negative, _wrong_total),
    *(_wrong_rating, lambda form, row: _deducted(form, row, "")),
    lambda form, row: _deducted(form, row, "无。"),
)


def spoil(form: Filled, random: Random, kind: int) -> None:
    """Puts one of the fifteen defects in, and notes where it must be found."""
    row = random.randrange(len(form.rows))
    form.seeded.append((CODES[kind], _SPOILED[kind](form, row)))
    form.rating = form.rating if CODES[kind] == "R508" else rating(form.total)


def rating(total: float) -> str:
    """总分 as a grade."""
    return next(
        (word for least, word in ((90, "优"), (80, "良"), (60, "中")) if total >= least), "差"
    )
