"""The tables of the Excel report as records: what stands in a cell, not how it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from validators.reports.entries import Word
from workbooks.values.dataclass import dataclass

PROBLEMS_SHEET = "问题清单"


RULES_SHEET = "规则说明"

KEY = "键"
"""The heading of a hidden column by which a row is known again."""

HANDLING = "办理情况"
"""The heading of a column that people fill in as they please."""


@dataclass(frozen=True, slots=True)
class Link:
    """A text that opens a submitted file at a cell."""

    text: str
    path: Path
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Linked:
    """A text with its link as Excel writes it; without one it is text alone."""

    text: str
    target: str | None


@dataclass(frozen=True, slots=True)
class Name:
    """A file's name, told below the folder that holds all files of the report."""

    path: Path


@dataclass(frozen=True, slots=True)
class Jump:
    """A rule's code, which leads to its row among the rules."""

    code: str


@dataclass(frozen=True, slots=True)
class Back:
    """How many findings a rule has, which leads to the first of them; without one, a number."""

    count: int
    cell: str | None


@dataclass(frozen=True, slots=True)
class Rate:
    """A ratio that is shown in percent."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in 万元."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Fillable:
    """A cell that somebody may fill in, with what it holds so far; `look` says of which kind."""

    value: str | Decimal | date | None
    look: str


@dataclass(frozen=True, slots=True)
class Computed:
    """A formula and what it gives now.

    `{row}` in it stands for its own row, `{first}` and `{last}` for the rows of the whole table.
    """

    formula: str
    value: Decimal | str
    look: str = "number"


@dataclass(frozen=True, slots=True)
class Key:
    """What only a program reads, in a hidden column."""

    text: str


Content = (
    str
    | int
    | Decimal
    | Rate
    | Money
    | Word
    | Link
    | Linked
    | Name
    | Jump
    | Back
    | Fillable
    | Computed
    | Key
    | None
)
Row = tuple[Content, ...]


class Rows(Protocol):
    """Rows that may be many: they are counted and gone through, never all held."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Row]: ...


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its first lines, a remark below them, headings with their widths, and rows.

    `total` is a last row that no filter hides. People may write into `open` columns, and add
    columns: what they wrote is known again by what stands under the headings of `identity`.
    `sometimes` are columns of ours that another run may have.
    """

    name: str
    leads: tuple[str, ...]
    remark: str
    columns: tuple[tuple[str, float], ...]
    rows: Rows
    total: Row | None = None
    identity: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    sometimes: tuple[str, ...] = ()
