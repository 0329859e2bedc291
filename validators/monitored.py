"""What the rules about monitoring reports share: which rows are behind, and what cannot be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from validators.filing import Monitoring, fund_name
from validators.rule import Undecided
from workbooks.forms import ABSENT, Cell, Indicator, Possibility, State
from workbooks.prose.deviation_notes import says_something
from workbooks.values.target import Relation
from xlfuncs.indicator import Unjudged
from xlfuncs.progress import Light, Progress, light, money_progress

BEHIND = (Light.RED, Light.YELLOW)


def measured(filing: Monitoring) -> Iterator[tuple[Indicator, Progress]]:
    """The rows of which it can be told how far they have come."""
    for row, _ in filing.rows:
        come = filing.progress(row)
        if isinstance(come, Progress):
            yield row, come


def undecided(filing: Monitoring) -> Iterator[Undecided]:
    """What of a report nobody can tell: of which month it is, or how far some rows have come.

    A target that is described, or not understood (I301), has no progress, and nothing is missing.
    """
    asked = [
        row
        for row, _ in filing.rows
        if row.target.value is not None
        and row.target.value.value is not None
        and row.actual.state is State.READ
    ]
    if filing.month is None:
        if asked:
            yield Undecided(paths=("period",))
        return
    found = [
        (row.actual, come) for row in asked if isinstance(come := filing.progress(row), Unjudged)
    ]
    if found:
        cells = tuple(cell for cell, _ in found)
        yield Undecided(cells, reasons=tuple(why.reason for _, why in found))


def is_over(row: Indicator, come: Progress) -> bool:
    """Whether a red light says that a bound is passed (≤50万元, =0起), and not that it is late."""
    target = row.target.value
    assert target is not None
    ceiling = target.relation in (Relation.AT_MOST, Relation.LESS_THAN) or target.upper is not None
    return come.light is Light.RED and (ceiling or come.share is None)


def is_certain(row: Indicator) -> bool:
    """Whether a row says that its target will surely be reached."""
    return row.possibility.value is Possibility.CERTAIN


def hardly_spent(filing: Monitoring) -> Mapping[str, object] | None:
    """The facts of 年度资金总额 where its light is red; None where it is not, or cannot be told."""
    total, month = filing.form.funding.total, filing.month
    budget, executed = total.annual_budget.value, total.executed.value
    if month is None or budget is None or executed is None:
        return None
    share = money_progress(budget, executed, month)
    if share is None or light(share, filing.policy) is not Light.RED:
        return None
    unit = filing.form.funding.money_unit.value
    facts = {"name": fund_name(total), "month": month, "share": share}
    return facts | {"executed": executed, "budget": budget, "unit": unit}


def is_certain_all_the_same(filing: Monitoring) -> bool:
    """Whether all rows are certain and none says how far it has come: the money tells then."""
    rows = [row for row, _ in filing.rows]
    return bool(rows) and all(map(is_certain, rows)) and not any(True for _ in measured(filing))


def explains(row: Indicator) -> bool:
    """Whether a row has a cause: a column that is ticked, or words that say something.

    无 and 无偏差, which systems write where nothing was chosen, are no cause.
    """
    return bool(row.chosen_causes) or says_something(row.note.text)


def cause_cell(row: Indicator) -> Cell[str]:
    """Where the cause of a row belongs; absent where the layout has no place for it."""
    if row.note.state is not State.ABSENT:
        return row.note
    return row.causes[0] if row.causes else ABSENT


def further_words(row: Indicator) -> Iterator[str]:
    """All that is written of a row in words: its cause, its remark, what shall be corrected."""
    yield row.note.text
    for cell in row.others:
        if any(word in cell.label for word in ("备注", "整改", "措施", "说明")):
            yield cell.text
