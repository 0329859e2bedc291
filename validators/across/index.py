"""The forms of a run as an index: a line for each, which knows where its rows are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import assert_never

from validators.across.extract import Extract, Extracts, extract
from validators.across.names import folded
from validators.records.folder_results import FolderFindingRecord, PlaceRecord
from validators.records.identity import content_key
from validators.records.record import Record, encodable
from validators.records.results import (
    DeclaredRecord,
    EvaluatedRecord,
    FormRecord,
    MonitoredRecord,
)
from validators.rule import Severity
from workbooks.values.dataclass import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """A form: where it stands, what names it, its amount in 万元, and a digest of its content.

    `code` is 项目编码, `kept` where its extract lies, `period` the last month that it tells of.
    """

    place: PlaceRecord
    kind: str
    word: str
    unit: str
    department: str
    project: str
    fiscal_year: int | None
    amount: Decimal | None
    content: str
    code: str = ""
    kept: int = 0
    period: int | None = None

    @property
    def file(self) -> str:
        """The name of its file."""
        return self.place.path.rsplit("/", 1)[-1]

    @property
    def called(self) -> str:
        """Its unit and the name of its file, as far as there are such."""
        return "，".join(filter(None, (self.unit, self.file)))

    @property
    def names(self) -> tuple[str, str]:
        """Unit and project, folded."""
        return folded(self.unit), folded(self.project)


def finding(
    line: Line,
    code: str,
    name: str,
    severity: Severity,
    message: str,
    places: Iterable[PlaceRecord],
) -> FolderFindingRecord:
    """What is told of a form among the others."""
    own = (line.unit or None, line.project or None, line.fiscal_year)
    return FolderFindingRecord(code, name, severity, *own, message, tuple(places))


@dataclass(slots=True)
class Index:
    """Lines as their files come."""

    lines: list[Line] = field(default_factory=list)
    extracts: Extracts = field(default_factory=Extracts)

    def add(self, record: Record) -> None:
        """The forms of one more file; none of them where one breaks."""
        path, lines = encodable(record.path), []
        for number, form in enumerate(record.data.forms, 1):
            kept = extract(form)
            place = PlaceRecord(path, form.sheet, number)
            lines.append(_line(place, form, _amount(kept), self.extracts.put(kept)))
        self.lines += lines

    def extract(self, line: Line) -> Extract:
        """The rows and the money of one of its forms."""
        return self.extracts.at(line.kept)

    def of_kind(self) -> Iterator[tuple[str, list[Line]]]:
        """The forms of each kind, by its word."""
        for word in sorted({line.word for line in self.lines}):
            yield word, [line for line in self.lines if line.word == word]


def _line(place: PlaceRecord, form: FormRecord, amount: Decimal | None, kept: int) -> Line:
    return Line(
        place,
        form.form,
        form.kind,
        form.unit or "",
        form.department or "",
        form.project or "",
        form.fiscal_year,
        amount,
        content_key(form),
        form.project_code or "",
        kept,
        _period(form),
    )


def _period(form: FormRecord) -> int | None:
    """The last month that a form tells of; None where it tells of the whole year."""
    match form.own:
        case MonitoredRecord():
            return form.own.period
        case EvaluatedRecord() | DeclaredRecord():
            return None
        case _:
            assert_never(form.own)


def _amount(kept: Extract) -> Decimal | None:
    """The year's amount: of a declaration what was applied for, of an evaluation 全年预算数."""
    return kept.annual_budget if kept.declared is None else kept.declared
