"""Published declarations as monitoring reports that somebody has filled in by July."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

from workbooks.drawing.carried_over import carried_to_monitoring
from workbooks.drawing.layout import CAUSES
from workbooks.forms import Cell, State, TargetDeclaration
from workbooks.reading.cell_readers import actual, number, possibility, typed_cell, words
from workbooks.reading.from_texts import published_forms

MONTH = 7
REASON = (
    "因汛期提前，原定七月的现场查验顺延至十月，上半年少办两期；已与承办单位重新排定计划，"
    "每月末对照一次进度（不到序时进度的当月补办），并把查验改为线上与现场相结合。"
)
_SHARES = tuple(map(Decimal, ("0.2", "0.4", "0.6", "0.9")))
_CHANCES = ("确定能", "有可能", "完全不可能")


@cache
def monitored():
    """By the names of their projects."""
    sources = [form for form in published_forms() if isinstance(form, TargetDeclaration)]
    return {form.project_name.value: _filled(form) for form in sources}


def _filled(source):
    form = carried_to_monitoring(source, MONTH).form
    rows = [_row(row, number) for number, row in enumerate(form.indicators)]
    parts = [
        replace(
            part,
            initial_budget=typed_cell(amount, number),
            executed=typed_cell(f"{Decimal(amount) * _SHARES[1]:.2f}", number),
            forecast=typed_cell(amount, number),
        )
        for part, amount in zip(form.funding.parts, ("55.72", "0.00", "3.50"), strict=True)
    ]
    blank = replace(form.funding.total, initial_budget=Cell(State.BLANK))
    funding = replace(form.funding, total=blank, parts=tuple(parts))
    return replace(form, indicators=tuple(rows), funding=funding)


def _row(row, number):
    target = row.target.value
    done = "进行中"
    if target is not None and target.value is not None:
        done = f"{target.value * _SHARES[number % 4]:.2f}({target.unit})"
    ticks = tuple(
        Cell(State.READ, "✔", "✔", cause)
        if number % 2 and (number + at) % 3 == 0
        else Cell(State.BLANK, label=cause)
        for at, cause in enumerate(CAUSES)
    )
    note = REASON[: 20 + 9 * number] if number % 4 == 1 else None
    remark = "见附件" if number == 2 else None
    return replace(
        row,
        actual=typed_cell(done, actual),
        forecast=typed_cell(row.target.text.lstrip("≥≤="), actual),
        causes=ticks,
        note=typed_cell(note, words),
        possibility=typed_cell(_CHANCES[number % 3], possibility),
        others=(typed_cell(remark, words)._replace(label="备注"),),
    )
