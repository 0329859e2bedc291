"""Checked forms as pandas tables, for whoever counts further: one row per form, indicator, finding.

    from pathlib import Path
    from validators import frames

    found = frames.read(Path("报送/2024"))
    found.projects.groupby("unit")["executed_wan_yuan"].sum()

The columns are the fields of `Project`, `IndicatorRow`, `FindingRow` and `RefusalRow`. All money
is in 万元, whatever unit the form is written in, and the names of such columns say so. Numbers of
forms are `Decimal` in columns of dtype object, so that sums are exact (`.astype(float)` where
speed matters more); counts are int64, the year Int64, text string. What a form does not say is
None, pd.NA in columns of text and years. Empty input gives empty tables with the same columns.

`file`, `number` (forms are counted from 1 in each file) name a form; `file`, `sheet`, `cell` name
an indicator. What a reviewer said in a 复核表 stands beside what it is about.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from validators.across import duplicates
from validators.across.index import Index
from validators.bulk.work import Work
from validators.checking.catalogue import RULES
from validators.checking.checked_policy import policy_of
from validators.checking.sources import sources
from validators.frames.columns import (
    DECLARATION,
    SELF_EVALUATION,
    FindingRow,
    IndicatorRow,
    Project,
    RefusalRow,
)
from validators.frames.rows import finding_rows, indicator_rows, project_rows, refusal_rows
from validators.records.folder_results import PlaceRecord
from validators.records.record import Record, worded
from validators.review.applied import Reviewing
from validators.review.lapsed_text import review_lines
from validators.review.read import read as read_review
from workbooks.files.refusal import Refusal
from workbooks.values.named_tuple import NamedTuple

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "DECLARATION",
    "SELF_EVALUATION",
    "FindingRow",
    "Frames",
    "IndicatorRow",
    "Project",
    "RefusalRow",
    "framed",
    "gather",
    "read",
    "rows",
]


_Row = TypeVar("_Row", Project, IndicatorRow, FindingRow, RefusalRow)


class Frames(NamedTuple):
    """The four tables."""

    projects: pd.DataFrame
    indicators: pd.DataFrame
    findings: pd.DataFrame
    refusals: pd.DataFrame


def read(*paths: Path, policy: str | None = None, review: Path | None = None) -> Frames:
    """Files, folders and .zip archives, checked by every rule, as tables.

    `policy` None lets each edition's own policy stand, `review` is a 复核表 that was filled in. Our
    own files are passed over. Raises FileNotFoundError for a path and `PolicyError` for a policy
    that there is not, ValueError for a 复核表 that cannot be read; warns of what of it was not
    taken over or no longer applies.

    >>> from importlib.resources import files
    >>> found = read(Path(str(files("workbooks") / "samples")))
    >>> evaluated = found.projects[found.projects["form"] == SELF_EVALUATION]
    >>> sorted(evaluated["score"])
    [Decimal('96.00'), Decimal('96.47'), Decimal('98.62'), Decimal('98.79')]
    >>> found.projects["declared_wan_yuan"].dropna().sum()
    Decimal('498.654800')
    """
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(f"找不到 {path}。请确认路径是否正确。")
    if policy is not None:
        policy_of(policy)
    work = Work(tuple(module.RULE.code for module in RULES), policy)
    records = (work(source) for source in sources(paths))
    if review is None:
        return gather(records)
    said = read_review(review)
    if isinstance(said, Refusal):
        raise ValueError(said.message)
    reviewing = Reviewing(said, work.codes, policy)
    found = gather(worded(record, reviewing.applied)[1] for record in records)
    if told := "\n".join(review_lines(reviewing.ended(whole=True))):
        warnings.warn(told, stacklevel=2)
    return found


def gather(records: Iterable[Record]) -> Frames:
    """Records as tables.

    >>> len(gather([]).projects), list(gather([]).refusals.columns)
    (0, ['file', 'reason', 'message'])
    """
    rows: tuple[list[Any], ...] = ([], [], [], [])
    index = Index()
    for record in records:
        told, own = worded(record, _rows)
        index.add(told)
        for listed, more in zip(rows, own, strict=True):
            listed.extend(more)
    together = duplicates.findings(index.lines)
    projects, indicators, findings, refusals = rows
    lost = [place for found in together for place in found.lost]
    return framed(projects, indicators, findings, refusals, lost)


def _rows(record: Record) -> tuple[list[Any], ...]:
    kinds = (project_rows, indicator_rows, finding_rows, refusal_rows)
    return tuple(list(kind(record)) for kind in kinds)


def framed(
    projects: list[Project],
    indicators: list[IndicatorRow],
    findings: list[FindingRow],
    refusals: list[RefusalRow],
    lost: Iterable[PlaceRecord] = (),
) -> Frames:
    """Rows as tables; of the forms, those marked that another of the same project stands for."""
    left_out = {(place.path, place.number) for place in lost}
    return Frames(
        _table(Project, [_marked(project, left_out) for project in projects]),
        _table(IndicatorRow, indicators),
        _table(FindingRow, findings),
        _table(RefusalRow, refusals),
    )


def rows(table: pd.DataFrame, kind: type[_Row]) -> Iterator[_Row]:
    """A table's rows as records again, None where it has nothing.

    >>> [refusal.reason for refusal in rows(gather([]).refusals, RefusalRow)]
    []
    """
    fields: tuple[str, ...] = kind._fields
    told = table[list(fields)].astype(object)
    for row in told.where(told.notna(), None).itertuples(index=False, name=None):
        yield kind(*row)


def _marked(project: Project, left_out: Collection[tuple[str, int]]) -> Project:
    return project._replace(
        duplicate=project.duplicate or (project.file, project.number) in left_out
    )


_DTYPES: dict[Any, Any] = {
    str: "string[python]",
    str | None: "string[python]",
    int: "int64",
    int | None: "Int64",
    bool: "bool",
    Decimal | None: "object",
}


def _table(kind: type[Any], rows: list[Any]) -> pd.DataFrame:
    # Imported here: a check never counts with tables, and pandas takes longer than a check.
    import pandas as pd

    dtypes = {name: _DTYPES[hint] for name, hint in get_type_hints(kind).items()}
    columns = zip(*rows, strict=True) if rows else [()] * len(dtypes)
    return pd.DataFrame(
        {
            name: pd.Series(list(values), dtype="object").astype(dtype)
            for (name, dtype), values in zip(dtypes.items(), columns, strict=True)
        }
    )
