"""The smallest change in words: which cells, and what each would need."""

from __future__ import annotations

from typing import assert_never

from validators.repair.relations import Spot, Value, Writing
from validators.repair.smallest_change import Change, Repair
from workbooks.values.decimals import rounded

_ONE = "最少改动：{change}，其余都相符（按勾稽关系推算，请对照原件）。"
_SEVERAL = "最少改动有 {count} 种：{changes}，其余都相符；何者有误，本表看不出来。"
_SHOWN = 4


def repair_text(repair: Repair) -> str:
    """One sentence; of very many choices the first few."""
    choices = [f"改 {'、'.join(map(_change, changes))}" for changes in repair.choices]
    if len(choices) == 1:
        return _ONE.format(change=choices[0])
    more = "等" if len(choices) > _SHOWN else ""
    return _SEVERAL.format(count=len(choices), changes="，或".join(choices[:_SHOWN]) + more)


def text_beside(code: str, repair: Repair | None) -> str:
    """What is said of the smallest change beside a finding of a rule; nothing beside others."""
    return repair_text(repair) if repair is not None and code in repair.codes else ""


def written(spot: Spot, value: Value) -> str:
    """A value as it is written into its cell; a ratio as a percentage.

    >>> from decimal import Decimal
    >>> written(Spot("G6", "执行率(%)", "", Writing.RATE), Decimal("0.988"))
    '98.80%'
    >>> written(Spot("E6", "全年执行数", "", Writing.AMOUNT), Decimal("49.50"))
    '49.50'
    """
    if isinstance(value, str):
        return "".join(value.splitlines())
    match spot.writing:
        case Writing.RATE:
            return f"{rounded(value.scaleb(2))}%"
        case Writing.AMOUNT | Writing.WORD | Writing.STATED_POINTS:
            return format(value, "f")
        case _:
            assert_never(spot.writing)


def _change(change: Change) -> str:
    label = "".join(change.spot.label.splitlines())
    stated = "注明的分值" if change.spot.writing is Writing.STATED_POINTS else ""
    name = f"「{label}」" if label else ""
    return f"{change.spot.address}{name}{stated}为 {written(change.spot, change.value)}"
