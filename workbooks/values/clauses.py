"""The one figure of a sentence in the unit asked for: 抽检4次，合格率100% for a target in %."""

from __future__ import annotations

from workbooks.values.dataclass import replace
from workbooks.values.regex import regex
from workbooks.values.target import Actual, read_actual
from workbooks.values.units import one_name

_CLAUSE = regex(r"[,，;；。\n]+")
_OF_ANOTHER = regex("目标|计划|应|上年|去年|同比|环比|较|往年|上半年|预计|其中|占")


def figure_in(text: str, unit: str) -> Actual | None:
    """The figure of the only clause that is in a unit; None where another clause is not clear.

    >>> figure_in("4次抽检全部合格，合格率100%", "%").value
    Decimal('100')
    >>> figure_in("计划100%，实际98%", "%"), figure_in("约20次，合格率98%", "%")
    (None, None)
    """
    clauses = [clause for clause in map(str.strip, _CLAUSE.split(text)) if clause]
    if not unit or len(clauses) < 2 or _OF_ANOTHER.search(text):
        return None
    figures = [read_actual(clause) for clause in clauses]
    clear = all(one.understood and one.operator is None for one in figures)
    fitting = [one for one in figures if one.value is not None and _fits(one.unit, unit)]
    bare = [one for one in figures if one.value is not None and not one.unit]
    if not clear or bare or len(fitting) != 1:
        return None
    return replace(fitting[0], text=text)


def _fits(unit: str, wanted: str) -> bool:
    return bool(unit) and one_name(unit) == one_name(wanted)
