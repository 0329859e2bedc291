"""What of a form is kept to hold it against others: its rows and its money, laid down on disk.

A run may have fifty thousand forms: the index has a line for each, and the rest waits in a file.
"""

from __future__ import annotations

import pickle
import tempfile
from contextlib import suppress
from decimal import Decimal
from typing import IO, Any, NamedTuple, assert_never

from validators.records.results import (
    DeclaredRecord,
    EvaluatedRecord,
    FormRecord,
    FundingRecord,
    IndicatorRecord,
    MonitoredRecord,
    decimal_of,
)
from workbooks.forms import FundKind, MoneyUnit


class KeptRow(NamedTuple):
    """An indicator. `value` counts single units; `cell` is in its row, wherever the form has it.

    `initial` is the target before it was adjusted, where the form prints both; `computed` the score
    that follows from target and actual. `forecast` and `possibility` are a monitoring report's.
    """

    category: str
    subcategory: str
    name: str
    target: str
    relation: str
    value: Decimal | None
    unit: str
    actual: str
    points: Decimal | None
    score: Decimal | None
    note: str
    cell: str
    initial: str = ""
    computed: Decimal | None = None
    forecast: str = ""
    possibility: str = ""


class Extract(NamedTuple):
    """A form: amounts are in 万元. `declared` is 年度资金申请总额, the others are of an evaluation.

    `for_projects` is what of `declared` or `executed` a department's form gives as 项目支出.
    A form whose money unit is not known has no amounts.
    """

    rows: tuple[KeptRow, ...]
    declared: Decimal | None = None
    initial_budget: Decimal | None = None
    annual_budget: Decimal | None = None
    executed: Decimal | None = None
    execution_points: Decimal | None = None
    execution_score: Decimal | None = None
    total: Decimal | None = None
    rating: str = ""
    for_projects: Decimal | None = None


def extract(form: FormRecord) -> Extract:
    """What is kept of a form."""
    rows = tuple(map(_row, form.indicators))
    match form.own:
        case DeclaredRecord(funding):
            totals = (fund for fund in funding.annual if fund.kind == FundKind.TOTAL.name)
            written = next((fund.amount for fund in totals), None)
            return Extract(
                rows,
                declared=_amount(written, form),
                for_projects=_amount(funding.annual_for_projects, form),
            )
        case EvaluatedRecord(funds, total, rating):
            return Extract(
                rows,
                **_spent(funds, form),
                execution_points=decimal_of(funds.points),
                execution_score=decimal_of(funds.score.reported),
                total=decimal_of(total.reported),
                rating=rating.stated or rating.reported or "",
                for_projects=_amount(funds.executed_for_projects, form),
            )
        case MonitoredRecord(funds):
            return Extract(rows, **_spent(funds, form))
        case _:
            assert_never(form.own)


def _row(one: IndicatorRecord) -> KeptRow:
    return KeptRow(
        one.category or "",
        one.subcategory or "",
        one.name or one.subcategory or "",
        one.target or "",
        one.relation or "",
        decimal_of(one.value),
        one.unit or "",
        one.actual or "",
        decimal_of(one.points),
        decimal_of(one.score.reported),
        one.note or "",
        one.cell or "",
        one.initial_target or "",
        decimal_of(one.score.computed),
        one.forecast or "",
        one.possibility or "",
    )


def _spent(funds: FundingRecord, form: FormRecord) -> dict[str, Any]:
    """What there was to spend and what was spent, in 万元."""
    names = ("initial_budget", "annual_budget", "executed")
    return {name: _amount(getattr(funds, name), form) for name in names}


def _amount(text: str | None, form: FormRecord) -> Decimal | None:
    if text is None or form.money_unit is None:
        return None
    return Decimal(text) * MoneyUnit(form.money_unit).yuan / MoneyUnit.WAN_YUAN.yuan


class Extracts:
    """The extracts of a run, in a file without a name that nobody else can write to."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives with the run

    def put(self, kept: Extract) -> int:
        """Where one more lies."""
        at = self._file.seek(0, 2)
        pickle.dump(kept, self._file, pickle.HIGHEST_PROTOCOL)
        return at

    def at(self, place: int) -> Extract:
        """The one that lies there."""
        self._file.seek(place)
        kept: Extract = pickle.load(self._file)
        return kept

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Forget them; they are forgotten with the last that knows of them anyway."""
        with suppress(OSError):  # what a full disk did not take is wanted no more
            self._file.close()
