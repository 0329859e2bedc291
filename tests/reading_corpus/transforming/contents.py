"""Changes of what is written and of the sheet around it: rows, types of values, neighbours."""

from __future__ import annotations

from random import Random

from tests.reading_corpus import synonyms
from tests.reading_corpus.layouts import Layout
from tests.reading_corpus.sheet import Sheet, Stone

_ROWS = (
    {"leftovers": "yes", "prefixed": "yes"},
    {"na": "不适用"},
    {"na": "无"},
    {"na": "/"},
    {"subtotals": "小计"},
    {"grouprows": "yes"},
    {"grouppoints": "inline"},
    {"grouppoints": "line"},
    {"short": "yes"},
    {"nothing": "无"},
    {"vertical": "yes"},
)


def other_rows(layout: Layout, random: Random) -> Layout | None:
    """Left-over lines, rows that do not apply, subtotals, groups with points."""
    return layout.with_settings(**random.choice(_ROWS))


def typed_otherwise(layout: Layout, random: Random) -> Layout | None:
    """Numbers as text, with separators or formats."""
    new = {
        "numbers": random.choice(["text", "cell"]),
        "percents": "format",
        "points": random.choice(["text", "decimals", "worded"]),
        "amounts": random.choice(["text", "comma"]),
        "rate": random.choice(["text", "format"]),
    }
    if layout.settings.get("amounts") == "unit":
        del new["amounts"]  # the unit may stand nowhere else
    return layout.with_settings(**new)


def moved(sheet: Sheet, random: Random) -> Sheet:
    """The form begins at J20."""
    return sheet.moved(19, 9)


def table_beside(sheet: Sheet, random: Random) -> Sheet:
    """Something else stands at the right of the form."""
    rows = random.choice(synonyms.BESIDE)
    top, left = random.randint(2, max(sheet.bottom - len(rows), 2)), sheet.right + 2
    cells = {
        (top + down, left + right): Stone(text, place="beside")
        for down, texts in enumerate(rows)
        for right, text in enumerate(texts)
    }
    return sheet.joined(Sheet(cells))


def stray_words(sheet: Sheet, random: Random) -> Sheet:
    """Somebody's words in cells at the right of the form and below it."""
    rows = sorted({row for (row, _), cell in sheet.cells.items() if cell.place == "三级"})
    right, bottom = sheet.right + 1, sheet.bottom + 1
    cells = {
        (random.choice(rows) if rows else 5, right): Stone("待核实", place="stray"),
        (bottom, 2): Stone("已与业务股核对", place="stray"),
        (bottom + 1, 1): Stone("15.6", place="stray"),
    }
    return sheet.joined(Sheet(cells))


def other_sheets(sheet: Sheet, random: Random) -> Sheet:
    """Instructions before the form, a list for choosing behind it."""

    def page(name: str, rows: tuple[tuple[str, ...], ...]) -> Sheet:
        cells = {
            (row, column): Stone(text)
            for row, texts in enumerate(rows, 1)
            for column, text in enumerate(texts, 1)
        }
        return Sheet(cells, name=name)

    before = page("填报说明", synonyms.BESIDE[0])
    after = page("下拉选项", random.choice(synonyms.BESIDE[1:3]))
    return Sheet(sheet.cells, sheet.merges, "绩效表", (before,), (after,))
