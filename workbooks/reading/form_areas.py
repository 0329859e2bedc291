"""A sheet cut into the pages of its forms, whether they stand under or beside one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from workbooks.grid import Grid
from workbooks.reading.form_area import Names, Page

_TABLE = ("三级指标",)
_TEXTS_IN_A_TITLE_ROW = 3  # 公开14表 and 部门 may stand beside the title


def pages(grid: Grid, project_labels: Names) -> tuple[Page, ...]:
    """The forms of a sheet: each begins at its title, the last title above 项目名称.

    A table under a title of its own is a page too, even without 项目名称: its rows must not be
    taken for those of the form above.
    """
    last = max((row for row, _ in grid.values), default=0)
    whole = Page(grid, 1, last)
    tops = _tops(whole, project_labels)
    bounds = zip(tops, [*(top - 1 for top in tops[1:]), last], strict=True)
    parts = [Page(grid, *span) for span in bounds] if len(tops) > 1 else [whole]
    return tuple(page for part in parts for page in _beside(part, project_labels))


def _tops(whole: Page, project_labels: Names) -> list[int]:
    heads = sorted(
        {row for row, _ in whole.places(project_labels)}
        | {whole.inline[name][0][0] for name in project_labels if name in whole.inline}
    )
    tables = [row for row, _ in whole.places(_TABLE)]
    if len(heads) < 2 and len(tables) < 2:
        return [1]
    titles = sorted(_title_rows(whole))
    tops = [1]
    for above, head in pairwise(heads):
        tops.append(max((row for row in titles if above < row <= head), default=head))
    for title in titles:
        begin = max(top for top in tops if top <= title)
        end = min((top for top in tops if top > title), default=whole.bottom + 1)
        above = any(begin <= row < title for row in tables)
        if above and any(title <= row < end for row in tables):
            tops.append(title)
    return sorted(set(tops))


def _title_rows(whole: Page) -> Iterator[int]:
    texts = Counter(row for row, _ in whole.texts)
    yield from {row for row, _ in whole.titles if texts[row] <= _TEXTS_IN_A_TITLE_ROW}


def _beside(page: Page, project_labels: Names) -> Iterator[Page]:
    """The page, cut where a second 项目名称 stands in the same row and has a table below it."""
    places = sorted(page.places(project_labels))
    starts = [column for row, column in places if row == places[0][0]]
    if len(starts) < 2:
        yield page
        return
    bounds = zip([1, *starts[1:]], [*(start - 1 for start in starts[1:]), page.right], strict=True)
    parts = [Page(page.grid, page.top, page.bottom, *span) for span in bounds]
    cut = all(part.find(_TABLE) is not None for part in parts)
    yield from parts if cut else [page]
