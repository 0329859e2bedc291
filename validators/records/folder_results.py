"""What is said of the files of a run together, as typed records; the fields are keys of the JSON.

Numbers are decimal strings, amounts are in 万元.
"""

from __future__ import annotations

from enum import StrEnum

from validators.records.results import FaultRecord
from validators.rule import Severity
from workbooks.values.named_tuple import NamedTuple


class PlaceRecord(NamedTuple):
    """A form: its file and sheet. `number` counts the forms of its file from 1.

    `cell` is where to look, where that is one place.
    """

    path: str
    sheet: str
    number: int
    cell: str = ""


class FolderFindingRecord(NamedTuple):
    """A 问题 that no single form shows. `counts` is the form of several that counts, and `why`."""

    code: str
    name: str
    severity: Severity
    unit: str | None
    project: str | None
    fiscal_year: int | None
    message: str
    places: tuple[PlaceRecord, ...]
    counts: PlaceRecord | None = None
    why: str = ""

    @property
    def lost(self) -> tuple[PlaceRecord, ...]:
        """The forms that another one stands for."""
        return tuple(p for p in self.places if p != self.counts) if self.counts else ()


class Arrival(StrEnum):
    """What became of a line of the list of expected submissions."""

    MISSING = "未报"
    ALIKE = "名称近似"
    TWICE = "重复"
    UNEXPECTED = "多报"
    HANDED_IN = "已报"


class ExpectedRecord(NamedTuple):
    """A line of the list, or a form that is on none of its lines (多报).

    `row` says where it stands in the list; `kind` is 自评表 or 申报表, None
    where the list asks for either.
    """

    arrival: Arrival
    row: str | None
    unit: str | None
    project: str | None
    kind: str | None
    amount: str | None
    remark: str
    places: tuple[PlaceRecord, ...]


class ExpectedListRecord(NamedTuple):
    """应报名单 held against a run. `troubles` are lines that could not be used, a sentence each."""

    path: str
    lines: tuple[ExpectedRecord, ...]
    troubles: tuple[str, ...]

    def count_of(self, arrival: Arrival) -> int:
        """How many lines came to that."""
        return sum(line.arrival is arrival for line in self.lines)


class UncomparedRecord(NamedTuple):
    """未检查: what was not held against what it should be, by which rules, and why."""

    codes: tuple[str, ...]
    message: str
    places: tuple[PlaceRecord, ...] = ()


class LookedRecord(NamedTuple):
    """How many self-evaluations one of these rules or flags was held against: for the 义务台账."""

    code: str
    forms: int


class FlagRecord(NamedTuple):
    """复核线索 on a unit: its figure, what it is compared with, and what else could explain it."""

    code: str
    name: str
    unit: str
    figure: str
    comparison: str
    otherwise: str
    places: tuple[PlaceRecord, ...]


class FolderRecord(NamedTuple):
    """All that is said of the files of a run together; `expected` None where no list was given.

    `settings` is the settings file that the run went by. `faults` are rules of ours that broke.
    `flags` are no findings: they are for whoever reviews, and never reach a unit. `looked` is what
    the 义务台账 counts; the JSON tells it there.
    """

    findings: tuple[FolderFindingRecord, ...] = ()
    expected: ExpectedListRecord | None = None
    settings: str | None = None
    faults: tuple[FaultRecord, ...] = ()
    uncompared: tuple[UncomparedRecord, ...] = ()
    flags: tuple[FlagRecord, ...] = ()
    looked: tuple[LookedRecord, ...] = ()


NOTHING_TOGETHER = FolderRecord()
