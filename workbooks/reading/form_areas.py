"""A sheet cut into the areas of its forms, whether they stand under or beside one another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from workbooks.form_kinds import kind_named
from workbooks.grid import Position
from workbooks.reading.form_area import LabelIndex, Page, Sheet
from workbooks.values.regex import regex

_TEXTS_IN_A_TITLE_ROW = 3  # 公开14表 and 部门 may stand beside the title
_CONTINUED = regex(r"续表|[（(]续[)）\d]|续$")
_HEADS = ("project_name", "department_name")
_LEAST_HEADS = 3  # labels in a row that heads a table


def pages(sheet: Sheet, labels: LabelIndex) -> tuple[Page, ...]:
    """The forms of a sheet: each begins at its title, the last title above 项目名称.

    A second 项目名称 begins a form only where an indicator table lies between: it may head the
    money as well. A table under a title of its own is an area too, even without 项目名称: its
    rows must not be taken for those of the form above.
    """
    last = sheet.numbers[-1] if sheet.numbers else 0
    whole = Page(sheet, 1, last)
    tops = _tops(whole, labels)
    bounds = zip(tops, [*(top - 1 for top in tops[1:]), last], strict=True)
    parts = [Page(sheet, *span) for span in bounds] if len(tops) > 1 else [whole]
    return tuple(page for part in parts for page in _beside(part, labels))


def head_places(page: Page, labels: LabelIndex) -> Sequence[Position]:
    """Where a label stands that names a project or a department, above a table.

    In the head of a table it names a column: 项目名称 beside 三级指标, or above the money.
    """
    area = (page.top, page.bottom, page.left, page.right)
    if area not in labels.heads:
        labels.heads[area] = _head_places(page, labels)
    return labels.heads[area]


def _head_places(page: Page, labels: LabelIndex) -> Sequence[Position]:
    tables = set(_table_rows(page, labels))
    found = [
        place
        for role in _HEADS
        for place in labels.places(page, "heads", role)
        if role == "project_name" or labels.is_listed("heads", place)
    ]
    found += [place for role in _HEADS for place, _ in labels.inline(page, "heads", role)]
    return sorted({place for place in found if not _in_head(page, labels, tables, place)})


def _in_head(page: Page, labels: LabelIndex, tables: set[int], place: Position) -> bool:
    row, after = place[0], page.right_of(place)
    texts = page.row(row)
    over_heads = row + 1 in tables and len(texts) >= _LEAST_HEADS
    if over_heads and all(labels.words.is_label(text) for _, text in texts):
        return True
    if row in tables or page.area(place).bottom in tables:
        return True
    if not any(block == "money" for block, _ in labels.words.senses(page.text(after))):
        return False
    return all(labels.words.is_label(text) for column, text in page.row(row) if column > place[1])


def _tops(whole: Page, labels: LabelIndex) -> list[int]:
    heads = sorted({row for row, _ in head_places(whole, labels)})
    tables = _table_rows(whole, labels)
    if len(heads) < 2 and len(tables) < 2:
        return [1]
    titles = sorted(_title_rows(whole))
    tops = [1]
    for above, head in pairwise(heads):
        if _any(tables, above + 1, head - 1):
            between = titles[bisect_right(titles, above) : bisect_right(titles, head)]
            tops.append(between[-1] if between else head)
    every = sorted({*tops, *titles, whole.bottom + 1})
    starts = sorted(tops)
    for title in titles:
        at = bisect_right(starts, title)
        begin, end = starts[at - 1], (starts[at] if at < len(starts) else whole.bottom + 1)
        if begin < title and _any(tables, begin, title - 1) and _any(tables, title, end - 1):
            after = every[bisect_right(every, title)]
            if _any(tables, title, after - 1):
                tops.append(title)
    return sorted(set(tops))


def _table_rows(page: Page, labels: LabelIndex) -> list[int]:
    """The rows that head indicators: by their name, or by a level of them beside an aim."""
    named = labels.rows(page, [("indicators", "name")])
    levels = labels.rows(page, [("indicators", role) for role in ("category", "subcategory")])
    aims = set(labels.rows(page, [("indicators", role) for role in ("target", "actual")]))
    return sorted({*named, *aims.intersection(levels)})


def _any(rows: Sequence[int], first: int, last: int) -> bool:
    return bisect_left(rows, first) < bisect_right(rows, last)


def _title_rows(whole: Page) -> Iterator[int]:
    for row in whole.numbers:
        texts = whole.row(row)
        if len(texts) <= _TEXTS_IN_A_TITLE_ROW:
            named = next((text for _, text in texts if kind_named(text)), None)
            if named is not None and not _CONTINUED.search(named):
                yield row


def _beside(page: Page, labels: LabelIndex) -> Iterator[Page]:
    """The page, cut where a second 项目名称 or title stands in the same row, over a table."""
    places = head_places(page, labels)
    starts = [column for row, column in places if row == places[0][0]]
    titled = [place for place, text in page.texts.items() if "表" in text and kind_named(text)]
    titles = [column for row, column in titled if row == titled[0][0]]
    if len(titles) > 1:
        starts = titles
    elif len(starts) > 1:
        starts = [starts[0], *(_gap(page, a, b) for a, b in pairwise(starts))]
    else:
        yield page
        return
    bounds = zip([1, *starts[1:]], [*(start - 1 for start in starts[1:]), page.right], strict=True)
    parts = [Page(page.sheet, page.top, page.bottom, *span) for span in bounds]
    cut = all(_table_rows(part, labels) for part in parts)
    yield from parts if cut else [page]


def _gap(page: Page, first: int, second: int) -> int:
    """Where the form begins whose head stands at a column: behind the last empty one before it."""
    taken = {x for row, left in page.texts for x in _columns(page, (row, left))}
    empty = [column for column in range(first + 1, second) if column not in taken]
    return empty[-1] + 1 if empty else second


def _columns(page: Page, place: Position) -> range:
    area = page.area(place)
    return range(area.left, min(area.right, page.sheet.last_column) + 1)
