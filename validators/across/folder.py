"""All that is found in the files of a run together, told once they have all come."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field
from functools import partial
from typing import TypeVar

from validators.across import batch, duplicates
from validators.across.expected import ExpectedList
from validators.across.held import findings as missing
from validators.across.held import held
from validators.across.index import Index, Line
from validators.records.folder_results import (
    ExpectedListRecord,
    FolderFindingRecord,
    FolderRecord,
)
from validators.records.record import Record
from validators.records.results import FaultRecord
from validators.wording import fault_text
from workbooks.sparing import Fault, spare
from workbooks.values.dataclass import dataclass

T = TypeVar("T")


@dataclass(slots=True)
class Folder:
    """The index of a run as it goes, and the list of what is expected, if there is one."""

    expected: ExpectedList | None = None
    index: Index = field(default_factory=Index)
    faults: list[FaultRecord] = field(default_factory=list)

    def add(self, record: Record) -> None:
        """One more file."""
        self._spared("X7", partial(self.index.add, record))

    def told(self, *, whole: bool) -> FolderRecord:
        """What was found; of a run that was cut off, nobody can say what is missing or unlike.

        A rule that breaks costs no other; where a form could not be put beside the others, nothing
        is said of what is missing.
        """
        index, whole = self.index, whole and not self.faults
        asked = self._spared("X707", self._held) if whole and self.expected else None
        found = (
            *(self._listed("X707", lambda: missing(asked)) if asked else ()),
            *self._listed("X704", lambda: duplicates.findings(index.lines)),
            *(self._listed("X708", lambda: batch.years(index)) if whole else ()),
            *(self._listed("X709", lambda: batch.units(index)) if whole else ()),
        )
        return FolderRecord(found, asked, faults=tuple(self.faults))

    def _held(self) -> ExpectedListRecord | None:
        lines = self.index.lines
        return None if self.expected is None else held(self.expected, lines, _lost(lines))

    def _listed(
        self, code: str, found: Callable[[], Iterable[FolderFindingRecord]]
    ) -> tuple[FolderFindingRecord, ...]:
        return self._spared(code, lambda: tuple(found())) or ()

    def _spared(self, code: str, work: Callable[[], T]) -> T | None:
        """What comes of a rule; None where it breaks, which is told."""
        found, trace = spare(work)
        if trace:
            told = fault_text(Fault(code, trace)).replace("此文件", "所核查的文件")
            self.faults.append(FaultRecord(code, told, trace))
        return found


def _lost(lines: list[Line]) -> list[Line]:
    """The forms that another one of the same project stands for."""
    lost = []
    for group in duplicates.groups(lines):
        best, _ = duplicates.chosen(group)
        lost += [line for line in group if line is not best]
    return lost
