"""What a template shows by colour while it is filled in, by Excel's own formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, assert_never

from workbooks.drawing.layout import CAUSE_KEYS
from workbooks.drawing.native_progress import BLUE, GREEN, YELLOW
from workbooks.drawing.native_progress import RED as RED_LIGHT
from workbooks.drawing.native_scoring import UNDECIDED
from workbooks.drawing.template_formulas import (
    CHECKED,
    LIT,
    NOTED,
    PROGRESS,
    TOLD,
    certain_at_red,
    lacks_cause,
)
from workbooks.drawing.template_layout import IndicatorTable, Prepared
from workbooks.forms import MonitoringReport, SelfEvaluation, TargetDeclaration
from workbooks.values.decimals import plain

Sign = tuple[str, str, Mapping[str, Any]]
"""A range, the condition in its first cell, and the look that it then takes."""

RED = {"bg_color": "#FFC7CE"}
_AMBER = {"bg_color": "#FFEB9C"}
_LIGHTS = {
    RED_LIGHT: RED,
    YELLOW: _AMBER,
    GREEN: {"bg_color": "#C6EFCE"},
    BLUE: {"bg_color": "#BDD7EE"},
}
_RED_TEXT = {"font_color": "#C00000"}
_SIDES = {"left": 1, "right": 1}
_ABOVE, _BELOW = {"top": 1}, {"bottom": 1}


def signs(prepared: Prepared, whole: Decimal, *, live: bool) -> Iterator[Sign]:
    """The signs of a form, whose 分值 should add up to the whole; `live` ones ask the add-in."""
    yield from _groups(prepared.table)
    match prepared.form:
        case SelfEvaluation():
            yield from _scores(prepared.form, prepared.table, whole, live=live)
        case TargetDeclaration():
            pass
        case MonitoringReport():
            yield from _lights(prepared.table, live=live)
        case _:
            assert_never(prepared.form)


def _scores(
    form: SelfEvaluation, table: IndicatorTable, whole: Decimal, *, live: bool
) -> Iterator[Sign]:
    """A deduction without its reason, a score or a sum that cannot be."""
    points, score, note = (table.cell(key, table.first) for key in ("points", "score", "note"))
    scored = f"ISNUMBER({points}),ISNUMBER({score})"
    unexplained = f"=AND({scored},{score}<{points},LEN(TRIM({note}))=0)"
    yield table.column("note"), unexplained, RED
    not_numbers = f"NOT(ISNUMBER({points})),NOT(ISNUMBER({score}))"
    wrong = f"OR({not_numbers},{score}>{points},{score}<0)"
    yield table.column("score"), f"=AND(LEN(TRIM({score}))>0,{wrong})", RED
    total = form.total_points.address
    yield total, f"=AND(ISNUMBER({total}),ROUND({total},2)<>{plain(whole)})", _AMBER
    columns = (TOLD, CHECKED.left) if live else (TOLD,)
    name, target = (table.cell(key, table.first) for key in ("name", "target"))
    for column in columns:
        said = f"=AND(LEN(${column}{table.first})>0,LEN({name}&{target})>0)"
        yield f"{column}{table.first}:{column}{table.last}", said, _RED_TEXT
        yield table.column("name"), said, _AMBER


def _lights(table: IndicatorTable, *, live: bool) -> Iterator[Sign]:
    """序时进度预警 on what was done, a cause that is missing, 确定能 at a red light."""
    first, last = table.first, table.last
    own, second = f"${LIT}{first}", f"${PROGRESS.left}{first}"
    for light, look in _LIGHTS.items():
        lit = f'{own}="{light}"'
        if live:
            lit = f'OR({lit},AND({own}="{UNDECIDED}",{second}="{light}"))'
        for column in (table.column("actual"), f"{LIT}{first}:{LIT}{last}"):
            yield column, f"={lit}", look
    yield table.column(CAUSE_KEYS[0], "note"), f"={lacks_cause(table, first)}", _AMBER
    yield table.column("possibility"), f"={certain_at_red(table, first)}", _AMBER
    yield f"{NOTED}{first}:{NOTED}{last}", f"=LEN(${NOTED}{first})>0", _RED_TEXT


def _groups(table: IndicatorTable) -> Iterator[Sign]:
    """A line above each group label and below the last row: what is left blank belongs above.

    Empty rows have all their lines. Each condition brings all lines of its cells, because the
    first one that holds may be the only one that is applied.
    """
    category, subcategory, name, following = (
        table.cell(key, row)
        for key, row in (
            ("category", table.first),
            ("subcategory", table.first),
            ("name", table.first),
            ("name", table.first + 1),
        )
    )
    ends = f'{following}=""'
    for key, label in (
        ("category", f'{category}<>""'),
        ("subcategory", f'{category}<>"",{subcategory}<>""'),
    ):
        begins = f'OR({label},{name}="")'
        yield table.column(key), f"=AND({begins},{ends})", {**_SIDES, **_ABOVE, **_BELOW}
        yield table.column(key), f"={begins}", {**_SIDES, **_ABOVE}
        yield table.column(key), f"={ends}", {**_SIDES, **_BELOW}
