"""What all rules say of every published form and of every local layout, as stored lists.

A change of these lists is a change of judgement: read it line by line, and tell of it in the
CHANGELOG. `python -m tests.test_golden` writes them anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.cases import judged, lines_of
from tests.workbooks import layouts
from validators.rule import Severity
from workbooks.drawing import layout
from workbooks.grid import Grid
from workbooks.reading import read_form
from workbooks.reading.from_texts import published_forms
from workbooks.reading.read_form import Reading, SheetRefusal

GOLDEN = Path(__file__).parent / "golden"


def published() -> Iterator[tuple[str, Grid]]:
    for form in published_forms():
        year, name = form.fiscal_year.value, form.project_name.text
        yield f"{year}{form.sheet}_{name}", layout.lay_out(form).grid()


def readings(grid: Grid) -> Iterator[Reading]:
    for one in read_form.read_grid(grid):
        assert not isinstance(one, SheetRefusal), one
        yield one


def listed(forms: Iterable[tuple[str, Grid]]) -> str:
    lines = []
    for name, grid in forms:
        for one in readings(grid):
            policy = one.edition.policy
            lines += [
                f"# {name}（{one.edition.name}，{policy}）",
                *lines_of(one, judged(one, policy)),
            ]
            lines.append("")
    return "\n".join(lines)


LISTS = {"published.txt": published, "layouts.txt": layouts.forms}


def test_published_forms() -> None:
    assert listed(published()) == (GOLDEN / "published.txt").read_text("utf-8")


def test_local_layouts() -> None:
    assert listed(layouts.forms()) == (GOLDEN / "layouts.txt").read_text("utf-8")


def test_no_error_on_published_forms() -> None:
    severities = {
        finding.severity
        for _, grid in published()
        for one in readings(grid)
        for finding in judged(one).findings
    }

    assert severities == {Severity.WARNING, Severity.NOTE}


if __name__ == "__main__":
    for file, forms in LISTS.items():
        (GOLDEN / file).write_text(listed(forms()), "utf-8")
