"""How much of the two published texts is recovered exactly: `python -m tests.benchmarks.importing`.

Each cell of the nine forms is compared with the transcript that was checked by hand: number by
number, sign by sign (colons behind the names of funds aside). A cell that is not the same must be
on the list of doubtful cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbooks.forms import Cell, Form, Indicator, SelfEvaluation, State, every_cell
from workbooks.importing.import_file import import_file, judged
from workbooks.importing.imported import Imported
from workbooks.reading.from_texts import published_forms
from workbooks.values.terms import fold

HERE = Path(__file__).parent.parent / "workbooks" / "importing"
TEXTS = ("2024自评表.txt", "2025申报表.txt")
_FIELDS = ("category", "subcategory", "name", "target", "actual", "points", "score", "note")


@dataclass
class Share:
    """What was recovered of one text."""

    cells: int = 0
    same: int = 0
    numbers: int = 0
    same_numbers: int = 0
    indicators: int = 0
    same_indicators: int = 0
    totals: int = 0
    same_totals: int = 0
    doubtful: int = 0
    silent: tuple[str, ...] = ()


def share(name: str) -> Share:
    """What is recovered of one of the texts, against the transcript."""
    found = import_file(HERE / name)
    assert isinstance(found, Imported), found
    told = Share()
    known = {(form.sheet, form.project_name.text): form for form in published_forms()}
    for form in found.forms:
        read, refusal = judged(form.grid())
        assert read is not None, refusal
        told.doubtful += len(form.doubtful())
        doubtful = {cell.place for cell in form.doubtful()}
        _compare(told, read.form, known[form.sheet, form.project], doubtful)
    return told


def _compare(told: Share, read: Form, right: Form, doubtful: set[str]) -> None:
    for one, wanted in zip(every_cell(read), every_cell(right), strict=True):
        same = _said(one) == _said(wanted)
        is_number = any(sign.isdecimal() for sign in wanted.text) and len(wanted.text) <= 20
        told.cells += wanted.state is State.READ
        told.same += wanted.state is State.READ and same
        told.numbers += is_number
        told.same_numbers += is_number and same
        if not same and one.address not in doubtful:
            told.silent = (*told.silent, f"{right.project_name.text} {one.address} {one.text}")
    for row, wanted_row in zip(read.indicators, right.indicators, strict=True):
        told.indicators += 1
        told.same_indicators += _row(row) == _row(wanted_row)
    if isinstance(right, SelfEvaluation) and isinstance(read, SelfEvaluation):
        told.totals += 1
        told.same_totals += _said(read.total_score) == _said(right.total_score)


def _said(cell: Cell[Any]) -> tuple[object, ...]:
    text = cell.text
    return cell.state, cell.value if not isinstance(cell.value, str) else fold(text), fold(text)


def _row(row: Indicator) -> tuple[object, ...]:
    return tuple(_said(getattr(row, name)) for name in _FIELDS)


def main() -> None:
    """Prints the table of README.md."""
    heads = "文字 填写的格 完全相同 带数的格 完全相同 指标 整行相同 总分 存疑 读错而没有列出"
    print(f"| {' | '.join(heads.split())} |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name in TEXTS:
        one = share(name)
        figures = (
            *(one.cells, f"{one.same}（{one.same / one.cells:.1%}）"),
            *(one.numbers, one.same_numbers, one.indicators, one.same_indicators),
            *(one.same_totals, one.doubtful, len(one.silent)),
        )
        print(f"| {name} | {' | '.join(map(str, figures))} |")
        for told in one.silent:
            print(told)


if __name__ == "__main__":
    main()
