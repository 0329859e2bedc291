"""All that is found in the files of a run together, told once they have all come."""

from __future__ import annotations

from dataclasses import field

from validators.across import batch, duplicates
from validators.across.expected import ExpectedList
from validators.across.held import findings as missing
from validators.across.held import held
from validators.across.index import Index, Line
from validators.records.folder_results import FolderRecord
from validators.records.record import Record
from workbooks.values.dataclass import dataclass


@dataclass(slots=True)
class Folder:
    """The index of a run as it goes, and the list of what is expected, if there is one."""

    expected: ExpectedList | None = None
    index: Index = field(default_factory=Index)

    def add(self, record: Record) -> None:
        """One more file."""
        self.index.add(record)

    def told(self, *, whole: bool) -> FolderRecord:
        """What was found; of a run that was cut off, nobody can say what is missing or unlike."""
        lines = self.index.lines
        twice = tuple(duplicates.findings(lines))
        if not whole:
            return FolderRecord(twice)
        asked = None if self.expected is None else held(self.expected, lines, _lost(lines))
        return FolderRecord(
            (
                *(missing(asked) if asked else ()),
                *twice,
                *batch.years(self.index),
                *batch.units(self.index),
            ),
            asked,
        )


def _lost(lines: list[Line]) -> list[Line]:
    """The forms that another one of the same project stands for."""
    lost = []
    for group in duplicates.groups(lines):
        best, _ = duplicates.chosen(group)
        lost += [line for line in group if line is not best]
    return lost
