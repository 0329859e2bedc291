"""`jixiao demo`: the nine published forms and three spoiled copies, laid out to be checked."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

from workbooks.forms import Cell, Indicator, SelfEvaluation, State
from workbooks.reading import cell_readers
from workbooks.reading.from_texts import published_evaluations
from workbooks.values.dataclass import replace


def lay_out_demo(folder: Path) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Writes the twelve workbooks into a folder: their paths, sorted by name, and of these those
    that somebody has changed, which stay as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    every = [*_samples(folder), *_spoiled(folder)]
    return (
        tuple(sorted(path for path, _ in every)),
        tuple(sorted(path for path, changed in every if changed)),
    )


def _samples(folder: Path) -> Iterator[tuple[Path, bool]]:
    for sample in (files("workbooks") / "samples").iterdir():
        if sample.name.endswith(".xlsx"):
            path = folder / sample.name
            yield path, _laid(path, sample.read_bytes())


def _spoiled(folder: Path) -> Iterator[tuple[Path, bool]]:
    from workbooks.drawing.draw_form import draw

    with tempfile.TemporaryDirectory() as scratch:
        for ending, spoil in SPOILED.items():
            project, form = spoil()
            drawn = Path(scratch) / "表.xlsx"
            draw(form, drawn)
            path = folder / f"2024自评表_{project}（{ending}）.xlsx"
            yield path, _laid(path, drawn.read_bytes())


def _laid(path: Path, content: bytes) -> bool:
    """Puts a file there; whether another one was there already, which is somebody's own."""
    if not path.exists():
        path.write_bytes(content)
    return path.read_bytes() != content


def _published(project: str) -> SelfEvaluation:
    named = (form for form in published_evaluations() if form.project_name.text == project)
    return next(named)


def _with_row(form: SelfEvaluation, name: str, **changed: Any) -> SelfEvaluation:
    """The form with some cells of one indicator replaced."""

    def row(indicator: Indicator) -> Indicator:
        return replace(indicator, **changed) if indicator.name.text == name else indicator

    return replace(form, indicators=tuple(map(row, form.indicators)))


def _number(text: str) -> Cell[Decimal]:
    return cell_readers.typed_cell(text, cell_readers.number)


def _reason_removed() -> tuple[str, SelfEvaluation]:
    form = _published("业务受理工作经费")
    return form.project_name.text, _with_row(form, "行政许可事项咨询回复率", note=Cell(State.BLANK))


def _total_changed() -> tuple[str, SelfEvaluation]:
    form = _published("质量发展专项经费")
    return form.project_name.text, replace(form, total_score=_number("97.47"))


def _score_raised() -> tuple[str, SelfEvaluation]:
    form = _published("新闻宣传专项经费")
    raised = _with_row(form, "H5应用预约功能使用率", score=_number("8.00"))
    return form.project_name.text, replace(raised, total_score=_number("98.00"))


SPOILED: dict[str, Callable[[], tuple[str, SelfEvaluation]]] = {
    "删去原因": _reason_removed,
    "改动总分": _total_changed,
    "抬高得分": _score_raised,
}
"""What was done to a published form, as its file name says; the raised score is in the total."""
