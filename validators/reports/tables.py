"""The tables of the Excel report as records: what stands in a cell, not how it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Protocol


class Tone(Enum):
    """How urgent a word looks, beside what it says."""

    STOP = "stop"
    CARE = "care"
    ADVICE = "advice"
    UNKNOWN = "unknown"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is coloured as well, so that the eye finds it."""

    text: str
    tone: Tone


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
class Rate:
    """A ratio that is shown in percent."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in 万元."""

    value: Decimal


Content = str | int | Decimal | Rate | Money | Word | Link | Linked | Name | Jump | None
Row = tuple[Content, ...]


class Rows(Protocol):
    """Rows that may be many: they are counted and gone through, never all held."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Row]: ...


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its first line, a remark below it, headings with their widths, and rows.

    `total` is a last row that no filter hides.
    """

    name: str
    lead: str
    remark: str
    columns: tuple[tuple[str, float], ...]
    rows: Rows
    total: Row | None = None
