"""The tables of the Excel report as records: what stands in a cell, not how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from pathlib import Path


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
class Jump:
    """A rule's code, which leads to its row among the rules."""

    code: str


@dataclass(frozen=True, slots=True)
class Rate:
    """A ratio that is shown in percent."""

    value: Decimal


Content = str | int | Decimal | Rate | Word | Link | Jump | None


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its first line, a remark below it, headings with their widths, and rows."""

    name: str
    lead: str
    remark: str
    columns: tuple[tuple[str, float], ...]
    rows: tuple[tuple[Content, ...], ...]
