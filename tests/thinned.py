"""Tests over many like inputs: a sample of them before each commit, all of them in `.ci/run`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

import pytest


def thinned(values: Iterable[Any], every: int = 8) -> list[Any]:
    """The values as parameters, all but each `every`th of them marked as slow."""
    slow = [pytest.mark.slow]
    return [
        pytest.param(value, marks=slow if number % every else ())
        for number, value in enumerate(values)
    ]


def paired(*lists: Sequence[Any]) -> list[Any]:
    """All combinations as parameters; those that are not slow have each value of each list."""
    fewest = min(map(len, lists))
    return [
        pytest.param(
            *(value for _, value in one),
            marks=[pytest.mark.slow] if sum(number for number, _ in one) % fewest else (),
        )
        for one in product(*map(enumerate, lists))
    ]
