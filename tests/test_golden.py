"""What all rules say of every published form and of every local layout, as stored lists.

And what the criteria that come with the program say of the published ones.

A change of these lists is a change of judgement: read it line by line, and tell of it in the
CHANGELOG. `python -m tests.test_golden` writes them anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.cases import judged, lines_of
from tests.workbooks import layouts
from validators.checking.catalogue import RULES
from validators.criteria.read import YES, Criteria, read
from validators.criteria.ready import DECLARATION, EXAMPLES, ready
from validators.engine import judge
from validators.filing import file
from validators.reports.workbook import criteria_book
from validators.rule import RuleModule, Severity
from workbooks.drawing import layout
from workbooks.grid import Grid
from workbooks.reading import read_form
from workbooks.reading.from_texts import published_forms
from workbooks.reading.read_form import Reading, SheetRefusal
from xlfuncs.policy import load

GOLDEN = Path(__file__).parent / "golden"


def published() -> Iterator[tuple[str, Grid]]:
    for form in published_forms():
        year, name = form.fiscal_year.value, form.project_name.text
        yield f"{year}{form.sheet}_{name}", layout.lay_out(form).grid()


def readings(grid: Grid) -> Iterator[Reading]:
    for one in read_form.read_grid(grid):
        assert not isinstance(one, SheetRefusal), one
        yield one


def listed(
    forms: Iterable[tuple[str, Grid]], rules: Sequence[RuleModule] = RULES, called: str = ""
) -> str:
    lines = []
    for name, grid in forms:
        for one in readings(grid):
            policy = one.edition.policy
            lines += [
                f"# {name}（{one.edition.name}，{called or policy}）",
                *lines_of(one, judge(file(one.form, load(policy)), rules)),
            ]
            lines.append("")
    return "\n".join(lines)


def by_criteria() -> str:
    """The published forms by both workbooks that `jixiao criteria --init` writes, all rows used."""
    told = []
    with TemporaryDirectory() as folder:
        for name, called in ((DECLARATION, "申报审核口径"), (EXAMPLES, "每种检查的例子")):
            rows = [(*row[:-1], YES) for row in ready(name)]
            criteria_book.write(Path(folder) / f"{called}.xlsx", rows)
            found = read(Path(folder) / f"{called}.xlsx")
            assert isinstance(found, Criteria)
            told.append(listed(published(), found.modules, called))
    return "\n".join(told)


RENEW = "python -m tests.test_golden"
LISTS: dict[str, Callable[[], str]] = {
    "published.txt": lambda: listed(published()),
    "layouts.txt": lambda: listed(layouts.forms()),
    "criteria.txt": by_criteria,
}


@pytest.mark.parametrize("name", LISTS)
def test_stored_list(name: str) -> None:
    now = LISTS[name]()

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
    for name, made in LISTS.items():
        (GOLDEN / name).write_text(made(), "utf-8")
