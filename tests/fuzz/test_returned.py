"""Spoiled workbooks, marked: a copy that is well-formed, or a refusal, and never an exception."""

from __future__ import annotations

import random
from xml.etree import ElementTree

import pytest

from tests.fuzz.mutations import CHANGES, Change
from tests.fuzz.test_fuzz import LONG, SEED, SHORT
from tests.workbooks.returned_copy.test_annotate import copied, first, mark
from tests.workbooks.rich import NOTED_CELL, form_grid, rich
from tests.workbooks.rich_parts import THREADED_CELL
from workbooks.files.limits import Refused
from workbooks.files.package import Package
from workbooks.files.refusal import Refusal
from workbooks.patching.package_copy import Parts
from workbooks.returned_copy.annotate import annotated

CELLS = ("C7", "Z99", NOTED_CELL, THREADED_CELL)


@pytest.fixture(scope="module")
def workbooks() -> tuple[bytes, bytes]:
    """Everything that people put into a workbook, and its copy that comes back."""
    source = rich(form_grid())
    return source, copied(source, *(mark(cell, sheet="自评表") for cell in CELLS))


def stored(package: Package, name: str) -> bytes | None:
    """A part as it is stored; None where its beginning is spoiled, as an own list may be."""
    try:
        return package.stored(name)
    except Refused:
        return None


def spoil(workbooks: tuple[bytes, bytes], change: Change, seed: int, rounds: int) -> set[type]:
    """What became of so many spoiled workbooks."""
    chance = random.Random(f"{change.__name__} {seed}")
    outcomes = set()
    for _ in range(rounds):
        raw = change(chance, chance.choice(workbooks))
        copy = annotated(raw, [mark(chance.choice(CELLS), sheet="自评表")], first())
        outcomes.add(type(copy))
        if isinstance(copy, bytes):
            before, after = Parts(raw).package, Parts(copy).package
            for name in after.entries:
                patched = name not in before or after.stored(name) != stored(before, name)
                if patched and not name.endswith(".vml"):
                    ElementTree.fromstring(after.content(name))
    return outcomes


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.slow
def test_no_change_is_too_strange_to_be_marked(
    workbooks: tuple[bytes, bytes], change: Change
) -> None:
    assert spoil(workbooks, change, 1, SHORT) == {bytes, Refusal}


@pytest.mark.fuzz
@pytest.mark.parametrize("change", CHANGES)
def test_no_change_is_too_strange_for_long(workbooks: tuple[bytes, bytes], change: Change) -> None:
    assert spoil(workbooks, change, SEED, LONG) == {bytes, Refusal}
