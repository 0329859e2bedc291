"""All that a summary tells, added up once and put into words by the workbook and the document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from validators.frames import (
    FindingRow,
    Frames,
    IndicatorRow,
    Project,
    RefusalRow,
    framed,
    rows,
)
from validators.frames.rows import SAID, finding_rows, indicator_rows, project_rows, refusal_rows
from validators.records.folder_results import NOTHING_TOGETHER, FolderRecord
from validators.records.record import Record, encodable
from validators.reports.entries import MENDED, of_review, passed_over
from validators.reports.summary.figures import (
    Figures,
    Loss,
    counted,
    deducted,
    figures,
    losses,
    units,
)
from validators.reports.summary.held_back import held_back
from validators.reports.workbook.linked_rows import link
from validators.reports.workbook.tables import Link, Name
from validators.terminal_text import one_line
from workbooks.values.dataclass import dataclass, field
from workbooks.values.decimals import plain

if TYPE_CHECKING:
    from validators.review.applied import Reviewed

Key = tuple[str, int]
"""A form: its file and its number there."""

_LOST = "同一项目报了几份，计的是 {name}（{why}），这一份没有计入。请确认以哪一份为准。"
_MOST_REASONS = 5
_LONGEST_REASON = 60


@dataclass(frozen=True, slots=True)
class Summed:
    """`found` are the tables, `all` the figures of all counted forms, `units` of each unit.

    `weak` are the indicators that lost points, `losses` those points by kind, `reasons` what each
    form says of them. `reviewed` tells what of a 复核表 does not count; None where none was given.
    """

    found: Frames
    all: Figures
    units: tuple[tuple[str, Figures], ...]
    weak: tuple[IndicatorRow, ...]
    losses: tuple[Loss, ...]
    reasons: Mapping[Key, str]
    files: Mapping[str, Name]
    places: Mapping[Key, tuple[Name, Link]]
    stopped: str
    reviewed: Reviewed | None
    passed_over: tuple[tuple[Name, str], ...] = ()
    folder: FolderRecord = NOTHING_TOGETHER

    @property
    def lost(self) -> Mapping[Key, str]:
        """Forms that another one of the same project stands for: which, and why."""
        return {
            (place.path, place.number): _LOST.format(name=found.counts.path, why=found.why)
            for found in self.folder.findings
            if found.counts
            for place in found.lost
        }

    @property
    def lapsed(self) -> int:
        """How much of a 复核表 was not taken over or no longer applies, as far as can be told."""
        return sum(entry.word is not MENDED for _, entry in of_review(self.reviewed))

    def cell(self, one: IndicatorRow | Project, cell: str | None) -> Link:
        """The link that opens the file of an indicator, or a form, at one of its cells."""
        _, sheet = self.places[one.file, one.number]
        inside = not sheet.sheet
        return Link(cell or "", sheet.path, sheet.sheet, "" if inside else cell or "")


@dataclass(slots=True)
class Gathered:
    """What is kept of the records of a run, as they come: of its indicators those told of."""

    projects: list[Project] = field(default_factory=list)
    indicators: list[IndicatorRow] = field(default_factory=list)
    findings: list[FindingRow] = field(default_factory=list)
    refusals: list[RefusalRow] = field(default_factory=list)
    files: dict[str, Name] = field(default_factory=dict)
    places: dict[Key, tuple[Name, Link]] = field(default_factory=dict)
    passed_over: list[tuple[Name, str]] = field(default_factory=list)

    def worded(self, record: Record) -> Callable[[], None]:
        """The rows of one more file, and what keeps them."""
        name, file = Name(record.path), encodable(record.path)
        over = [(name, entry.message) for entry in passed_over(record)]
        places = {
            (file, number): (name, link(form.sheet, record, form.sheet, "A1"))
            for number, (form, _) in enumerate(record.forms, 1)
        }
        projects, findings = list(project_rows(record)), list(finding_rows(record))
        indicators = [row for row in indicator_rows(record) if row.deducted or spoken(row)]
        refusals = list(refusal_rows(record))

        def keep() -> None:
            self.passed_over.extend(over)
            self.files[file] = name
            self.places.update(places)
            self.projects.extend(projects)
            self.indicators.extend(indicators)
            self.findings.extend(findings)
            self.refusals.extend(refusals)

        return keep

    def summed(
        self,
        stopped: str = "",
        reviewed: Reviewed | None = None,
        folder: FolderRecord = NOTHING_TOGETHER,
    ) -> Summed:
        """Everything added up; `stopped` tells what is missing when a run was cut off.

        `reviewed` tells what became of a 复核表; without one there is no 复核总分 either.
        """
        forms = held_back(self.projects)
        if reviewed is None:
            forms = [form._replace(total_reviewed=None) for form in forms]
        left_out = [place for one in folder.findings for place in one.lost]
        found = framed(forms, self.indicators, self.findings, self.refusals, left_out)
        projects, lost = counted(found.projects), deducted(found)
        return Summed(
            found,
            figures(found.projects),
            tuple(units(found.projects)),
            tuple(rows(lost, IndicatorRow)),
            losses(lost, projects),
            _reasons(self.projects, self.indicators),
            self.files,
            self.places,
            stopped,
            reviewed,
            tuple(self.passed_over),
            folder,
        )


def spoken(row: IndicatorRow) -> bool:
    """Whether a reviewer said something of an indicator."""
    return any(getattr(row, name) is not None for name in SAID)


def _reasons(projects: Iterable[Project], lost: Iterable[IndicatorRow]) -> dict[Key, str]:
    """What each form says of the points that it lost, shortened, the largest losses first."""
    own: dict[Key, list[IndicatorRow]] = {}
    for row in lost:
        if row.deducted:
            own.setdefault((row.file, row.number), []).append(row)
    told = {}
    for form in projects:
        key, execution = (form.file, form.number), form.execution_deducted
        lines = [f"预算执行扣 {plain(execution)} 分"] if execution else []
        lines += _indicators(sorted(own.get(key, ()), key=_size))
        told[key] = "\n".join(lines)
    return told


def _size(row: IndicatorRow) -> Decimal:
    return -(row.deducted or Decimal(0))


def _indicators(lost: list[IndicatorRow]) -> Iterator[str]:
    for row in lost[:_MOST_REASONS]:
        why = shortened(row.note, _LONGEST_REASON) or "没有写原因"
        yield f"「{one_line(row.name or '')}」扣 {plain(row.deducted or Decimal(0))} 分：{why}"
    if len(lost) > _MOST_REASONS:
        yield f"另有 {len(lost) - _MOST_REASONS} 项，见「薄弱指标」"


def shortened(text: str | None, most: int) -> str:
    """A text on one line, cut after so many signs.

    >>> shortened("因设备\\n故障，未能及时答复", 6)
    '因设备 故障……'
    """
    line = one_line(text or "")
    return line if len(line) <= most else line[:most].rstrip() + "……"
