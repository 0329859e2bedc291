"""A third kind of form is a type error in every place that must decide, and has no other way."""

from __future__ import annotations

import pytest

from tests.third_kind import deciding, other_ways, third_kind_named

AFTER_THE_DOOR = {
    ("macros/new_forms/fill_words.py", "_apart"),
    ("macros/new_forms/fill_words.py", "notes"),
    ("workbooks/drawing/carried_over.py", "carried_over"),
}
"""These are given only kinds that can be carried over."""


@pytest.mark.slow
def test_no_place_decides_by_kind_with_a_silent_third_answer() -> None:
    assert other_ways() == []


@pytest.mark.slow
def test_mypy_names_every_place_that_must_decide() -> None:
    places = deciding()

    named = third_kind_named()

    assert len(places) > 20
    assert places >= AFTER_THE_DOOR
    assert named == places - AFTER_THE_DOOR
