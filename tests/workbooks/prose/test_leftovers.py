"""What is recognised in the words of a form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cases import read_texts, texts_of
from workbooks.forms import Category
from workbooks.prose.leftovers import is_placeholder, missing_categories
from workbooks.reading import cell_readers
from workbooks.reading.from_texts import published_forms

WANTED = (Category.OUTPUT, Category.BENEFIT, Category.SATISFACTION)


def test_satisfaction_below_another_category_is_there() -> None:
    rows = read_texts(texts_of("")).form.indicators
    benefit = cell_readers.typed_cell("效益指标", cell_readers.category)
    moved = (*rows[:-1], replace(rows[-1], category=benefit))

    assert missing_categories(moved, WANTED) == ()
    assert missing_categories(rows[:-1], WANTED) == (Category.SATISFACTION,)
    assert missing_categories((), WANTED) == WANTED


@pytest.mark.parametrize(
    "text",
    ["指标1", "三级指标2：", "指标2：……", "…", "......", "XXX", "××", "≥XX（个）", "（请填写）"],
)
def test_left_over_from_a_blank_form(text: str) -> None:
    assert is_placeholder(text)


def test_no_published_text_is_a_placeholder() -> None:
    texts = [
        cell.text
        for form in published_forms()
        for row in form.indicators
        for cell in (row.name, row.target, row.actual, row.note)
    ]

    assert [text for text in texts if is_placeholder(text)] == []
