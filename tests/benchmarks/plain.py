"""The fifteen checks as a plain script has them: fixed columns, floats, the first sheet only.

The contenders differ in how they read a sheet and put the checks; what is a defect, they share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.benchmarks.defects import FILLERS, FIRST_ROW, FUND_ROWS, rating

COLUMNS = ("category", "subcategory", "name", "target", "actual", "points", "score", "note")
ROW_COLUMNS = dict(zip(COLUMNS, "ABCDEFGH", strict=True))
Found = set[tuple[str, str]]


def number(value: Any) -> float | None:
    """A number, or nothing where a cell is blank or holds a text."""
    return float(value) if isinstance(value, int | float) and value == value else None


def rows_of(cells: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The indicator rows of a sheet, each with its row number."""
    rows = []
    for number in range(FIRST_ROW, FIRST_ROW + 60):
        if cells.get(f"A{number}") == "总分":
            break
        row = {name: cells.get(f"{ROW_COLUMNS[name]}{number}") for name in COLUMNS}
        rows.append(row | {"row": number})
    return rows


def of_row(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with one indicator."""
    where, points, score = row["row"], number(row["points"]), number(row["score"])
    for code, name in (("S103", "target"), ("S104", "actual"), ("S105", "score")):
        if row[name] in (None, ""):
            yield code, f"{ROW_COLUMNS[name]}{where}"
    if points is None or score is None:
        return
    if score > points:
        yield "R501", f"G{where}"
    if score < 0:
        yield "R502", f"G{where}"
    elif score < points and row["note"] in (None, ""):
        yield "N601", f"H{where}"
    elif score < points and row["note"] in FILLERS:
        yield "N602", f"H{where}"


def of_form(cells: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Iterator[Any]:
    """What is wrong with the head, the funds and the total."""
    for address in ("C3", "C4", "F4"):
        if not cells.get(address):
            yield "S101", address
    yield from _of_funds(cells)
    last = FIRST_ROW + len(rows)
    points = [number(row["points"]) or 0 for row in rows]
    scores = [number(row["score"]) for row in rows]
    if abs(sum(points) + (number(cells.get("F6")) or 0) - 100) > 0.005:
        yield "P402", f"F{last}"
    total, earned = number(cells.get(f"G{last}")), number(cells.get("H6"))
    if total is None or earned is None:
        return
    if None not in scores and abs(sum(s for s in scores if s) + earned - total) > 0.0101:
        yield "R503", f"G{last}"
    if cells.get(f"F{last + 1}") != rating(total):
        yield "R508", f"F{last + 1}"


def _of_funds(cells: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for column in "CDE":
        total, *parts = (number(cells.get(f"{column}{row}")) or 0 for row in FUND_ROWS)
        if abs(total - sum(parts)) > 0.005:
            yield "B201", f"{column}6"
    budget, executed, rate, points, earned = (
        number(cells.get(f"{column}6")) or 0 for column in "DEGFH"
    )
    if budget <= 0:
        return
    if executed > budget:
        yield "B206", "E6"
    if abs(executed / budget * 100 - rate) > 0.0051:
        yield "B203", "G6"
    if abs(min(executed / budget, 1) * points - earned) > 0.0051:
        yield "B205", "H6"
