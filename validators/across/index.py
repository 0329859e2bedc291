"""The forms of a run as an index: a line for each, and nothing of what is written in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from decimal import Decimal
from typing import assert_never

from validators.across.names import folded
from validators.records.folder_results import PlaceRecord
from validators.records.identity import content_key
from validators.records.record import Record, encodable
from validators.records.results import DeclarationRecord, EvaluationRecord, FormRecord
from workbooks.forms import FundKind, MoneyUnit
from workbooks.values.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A form: where it stands, what names it, its amount in 万元, and a digest of its content."""

    place: PlaceRecord
    kind: str
    word: str
    unit: str
    department: str
    project: str
    fiscal_year: int | None
    amount: Decimal | None
    content: str

    @property
    def called(self) -> str:
        """Its unit and the name of its file, as far as there are such."""
        return "，".join(filter(None, (self.unit, self.place.path.rsplit("/", 1)[-1])))

    @property
    def names(self) -> tuple[str, str]:
        """Unit and project, folded."""
        return folded(self.unit), folded(self.project)


@dataclass(slots=True)
class Index:
    """Lines as their files come. `uncounted` are those that another one stands for."""

    lines: list[Line] = field(default_factory=list)

    def add(self, record: Record) -> None:
        """The forms of one more file."""
        path = encodable(record.path)
        for number, form in enumerate(record.data.forms, 1):
            self.lines.append(_line(PlaceRecord(path, form.sheet, number), form))

    def of_kind(self) -> Iterator[tuple[str, list[Line]]]:
        """The forms of each kind, by its word."""
        for word in sorted({line.word for line in self.lines}):
            yield word, [line for line in self.lines if line.word == word]


def _line(place: PlaceRecord, form: FormRecord) -> Line:
    return Line(
        place,
        form.form,
        form.kind,
        form.unit or "",
        form.department or "",
        form.project or "",
        form.fiscal_year,
        _amount(form),
        content_key(form),
    )


def _amount(form: FormRecord) -> Decimal | None:
    """The year's amount in 万元."""
    match form:
        case DeclarationRecord():
            totals = (fund for fund in form.funding.annual if fund.kind == FundKind.TOTAL.name)
            written = next((fund.amount for fund in totals), None)
        case EvaluationRecord():
            written = form.funding.annual_budget
        case _:
            assert_never(form)
    if written is None or form.money_unit is None:
        return None
    return Decimal(written) * MoneyUnit(form.money_unit).yuan / MoneyUnit.WAN_YUAN.yuan
