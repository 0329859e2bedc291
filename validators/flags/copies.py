"""K03, K04: one note or one table of indicators over many projects of a unit, and hardly elsewhere.

Names of projects, units and indicators and all numbers are taken out before notes are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from validators.across.extract import Extract
from validators.across.index import Line
from validators.across.names import bare, folded
from validators.across.row_pairs import key
from validators.flags.habits import FlagKind
from validators.records.identity import digest
from workbooks.values.dataclass import dataclass

_FEW_ROWS = 3


@dataclass(frozen=True, slots=True)
class Copy(FlagKind):
    """What is held in common; `of` gives the keys of a form, each with how it begins."""

    of: Callable[[Line, Extract], Iterator[tuple[str, str]]]


def _notes(line: Line, form: Extract) -> Iterator[tuple[str, str]]:
    """A digest of each note without names and numbers, and how the note begins."""
    names = {*line.names, *(key(row.name) for row in form.rows)}
    for note in dict.fromkeys(row.note for row in form.rows):
        said = bare(note, names)
        if said:
            yield digest(said), _shown(note)


def _tables(line: Line, form: Extract) -> Iterator[tuple[str, str]]:
    """A digest of the names and targets of all indicators, without the project's own name."""
    if len(form.rows) < _FEW_ROWS:
        return
    rows = [(key(row.name).replace(line.names[1], ""), folded(row.target)) for row in form.rows]
    yield digest(sorted(rows)), _shown("、".join(row.name for row in form.rows[:_FEW_ROWS]))


_SHOWN = 40


def _shown(text: str) -> str:
    text = "".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……"


COPIES = (
    Copy(
        "K03", "note-over-projects", "用同一句偏差原因（名称和数字不论）",
        "几个项目确有同一个原因，例如资金同时下达、同一次招标推迟。",
        _notes,
    ),
    Copy(
        "K04", "indicators-cloned", "是同一套指标和指标值",
        "本来是同一类项目分几个点做；指标是主管部门统一定的。",
        _tables,
    ),
)  # fmt: skip
