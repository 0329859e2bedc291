"""What all rules say of every published form and of every local layout, as stored lists.

A change of these lists is a change of judgement: read it line by line, and tell of it in the
CHANGELOG. `python -m tests.test_golden` writes them anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

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


RENEW = "python -m tests.test_golden"
LISTS: dict[str, Callable[[], Iterable[tuple[str, Grid]]]] = {
    "published.txt": published,
    "layouts.txt": layouts.forms,
}


@pytest.mark.parametrize("name", LISTS)
def test_stored_list(name: str) -> None:
    now = listed(LISTS[name]())

    assert now == (GOLDEN / name).read_text("utf-8"), (
        f"what the rules say has changed: if that is meant, `{RENEW}` writes tests/golden/{name} "
        "anew; read its diff line by line, and tell of it in the CHANGELOG"
    )


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
