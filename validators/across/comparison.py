"""Two versions of the same forms: which indicators were renamed, changed, dropped or added.

A change is one of 年度指标值 or of 分值.

Unlike the rules, this judges nothing: it lists. Names that look alike are told as renamed, with
both names, for a person to decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from enum import StrEnum
from pathlib import Path

from validators.across.extract import KeptRow
from validators.across.index import Index, Line
from validators.across.row_pairs import (
    all_points,
    in_proportion,
    looks_alike,
    other_points,
    same_sort,
    same_target,
    surely_same,
)
from validators.across.same_project import Projects
from validators.checking.sources import Found, Source
from validators.records.folder_results import PlaceRecord
from validators.records.record import Record
from workbooks.values.decimals import plain
from workbooks.values.named_tuple import NamedTuple


class Difference(StrEnum):
    """What became of an indicator."""

    RENAMED = "改名"
    CHANGED = "改指标值"
    POINTS = "改分值"
    DROPPED = "减少"
    ADDED = "增加"
    UNCLEAR = "同名分不清"


class ComparedRowRecord(NamedTuple):
    """An indicator as one of the two has it; `points` None where it has none."""

    name: str
    target: str
    cell: str
    points: str | None


class DifferenceRecord(NamedTuple):
    """What became of one indicator; `before` or `after` None where that form has it not."""

    kind: Difference
    before: ComparedRowRecord | None
    after: ComparedRowRecord | None


class ComparedFormRecord(NamedTuple):
    """A form, as it is named."""

    place: PlaceRecord
    kind: str
    unit: str
    project: str
    fiscal_year: int | None


class ComparedPairRecord(NamedTuple):
    """Two forms of one project; `same` counts the indicators that are equal in both.

    `scaled` are the sums of 分值 of both where they differ and all points are in their proportion:
    40 of 100 and 36 of 90 is no difference of one indicator.
    """

    before: ComparedFormRecord
    after: ComparedFormRecord
    same: int
    differences: tuple[DifferenceRecord, ...]
    scaled: tuple[str, str] | None = None


class ComparisonRecord(NamedTuple):
    """All pairs, and the forms of either side that have no partner."""

    pairs: tuple[ComparedPairRecord, ...]
    only_before: tuple[ComparedFormRecord, ...]
    only_after: tuple[ComparedFormRecord, ...]


def read_side(path: Path, work: Callable[[Source], Record], index: Index) -> Iterator[str]:
    """Puts the forms of a file or folder into an index; what could not be read, a sentence each."""
    with closing(Found((path,))) as found:
        for source in found:
            record = work(source)
            index.add(record)
            if record.data.refusal:
                yield f"{source.shown}：{record.data.refusal.message}"


def compared(before: Index, after: Index) -> ComparisonRecord:
    """Each form of the one beside the form of the same project of the other.

    One form alone on either side is compared with the other whatever it is called.
    """
    pairs = list(_pairs(before.lines, after.lines))
    taken = {id(line) for pair in pairs for line in pair}
    return ComparisonRecord(
        tuple(_compared(one, before, other, after) for one, other in pairs),
        tuple(_form(line) for line in before.lines if id(line) not in taken),
        tuple(_form(line) for line in after.lines if id(line) not in taken),
    )


def _pairs(before: Sequence[Line], after: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    if len(before) == len(after) == 1:
        yield before[0], after[0]
        return
    projects, taken = Projects(after), set[int]()
    waiting = list(before)
    for alike in (_same_form, _same_kind, _any_form):
        for line in tuple(waiting):
            fits = (x for x in projects.of(line) if id(x) not in taken and alike(line, x))
            other = next(fits, None)
            if other is not None:
                taken.add(id(other))
                waiting.remove(line)
                yield line, other


def _same_form(one: Line, other: Line) -> bool:
    return _same_kind(one, other) and one.fiscal_year == other.fiscal_year


def _same_kind(one: Line, other: Line) -> bool:
    return one.kind == other.kind


def _any_form(one: Line, other: Line) -> bool:
    return True


def _form(line: Line) -> ComparedFormRecord:
    return ComparedFormRecord(line.place, line.word, line.unit, line.project, line.fiscal_year)


def _compared(one: Line, before: Index, other: Line, after: Index) -> ComparedPairRecord:
    old, new = before.extract(one).rows, after.extract(other).rows
    pairs = surely_same(old, new)
    certain = (*pairs.same, *pairs.moved)
    changed = [pair for pair in certain if not same_target(*pair)]
    renamed = list(looks_alike(pairs.ours, pairs.theirs, same_sort))
    full, total = all_points(old), all_points(new)
    unlike = other_points((*certain, *renamed)) if full and total else []
    scaled = bool(unlike) and full != total and in_proportion((*certain, *renamed), full, total)
    pointed = [] if scaled else unlike
    known = {id(row) for pair in renamed for row in pair}
    changes = (
        *(DifferenceRecord(Difference.RENAMED, _row(row), _row(now)) for row, now in renamed),
        *(DifferenceRecord(Difference.CHANGED, _row(row), _row(now)) for row, now in changed),
        *(DifferenceRecord(Difference.POINTS, _row(row), _row(now)) for row, now in pointed),
        *(
            DifferenceRecord(Difference.DROPPED, _row(row), None)
            for row in pairs.ours
            if id(row) not in known
        ),
        *(
            DifferenceRecord(Difference.ADDED, None, _row(row))
            for row in pairs.theirs
            if id(row) not in known
        ),
        *_unclear(pairs.doubtful, old),
    )
    touched = {id(row) for row, _ in (*changed, *pointed)}
    same = sum(id(row) not in touched for row, _ in certain)
    sums = (plain(full), plain(total)) if scaled else None
    return ComparedPairRecord(_form(one), _form(other), same, changes, sums)


def _unclear(doubtful: Sequence[KeptRow], old: Sequence[KeptRow]) -> Iterator[DifferenceRecord]:
    ours = set(map(id, old))
    for row in doubtful:
        said = _row(row)
        mine = id(row) in ours
        yield DifferenceRecord(Difference.UNCLEAR, said if mine else None, None if mine else said)


def _row(row: KeptRow) -> ComparedRowRecord:
    points = None if row.points is None else plain(row.points)
    return ComparedRowRecord(row.name, row.target, row.cell, points)
