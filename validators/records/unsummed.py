"""What of a form cannot go into a sum, and why: it is counted apart, never dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, assert_never

from validators.checking.check_file import CheckedForm
from validators.filing import Declaration, Filing, Monitoring
from validators.wording import unreadable_text
from workbooks.forms import ABSENT, Cell, Form, FundKind


class Figure(StrEnum):
    """What a summary adds up."""

    SCORE = "总分"
    AMOUNT = "金额"
    EXECUTED = "全年执行数"


Unsummed = tuple[Figure, str]
"""What cannot be added up, and why."""

_NO_TOTAL = "没有填总分，各项得分也不全，加不出总分。"
_NO_BUDGET = "没有填年度资金总额的全年预算数。"
_NO_EXECUTED = "没有填年度资金总额的全年执行数。"
_NO_APPLICATION = "没有填年度资金申请总额。"
_NO_UNIT = "没有写明金额单位是元还是万元。"


def unsummed(form: CheckedForm) -> Iterator[Unsummed]:
    """Everything that is missing or could not be read; nothing for a form that says all."""
    read, filing = form.reading.form, form.filing
    match filing:
        case Filing():
            total = filing.form.funding.total
            yield from _score(filing)
            yield from _money(read, total.annual_budget, Figure.AMOUNT, _NO_BUDGET)
            yield from _money(read, total.executed, Figure.EXECUTED, _NO_EXECUTED)
        case Declaration():
            annual = filing.form.funding.annual
            totals = (fund.amount for fund in annual if fund.kind is FundKind.TOTAL)
            yield from _money(read, next(totals, ABSENT), Figure.AMOUNT, _NO_APPLICATION)
        case Monitoring():
            return  # it goes into no sum
        case _:
            assert_never(filing)


def _score(filing: Filing) -> Iterator[Unsummed]:
    cell = filing.form.total_score
    if cell.trouble is not None:
        yield Figure.SCORE, unreadable_text(cell, filing.form)
    elif cell.value is None and filing.worth.summed is None:
        yield Figure.SCORE, _NO_TOTAL


def _money(form: Form, cell: Cell[Any], figure: Figure, missing: str) -> Iterator[Unsummed]:
    if cell.trouble is not None:
        yield figure, unreadable_text(cell, form)
    elif cell.value is None:
        yield figure, missing
    elif form.funding.money_unit.value is None:
        yield figure, _NO_UNIT
