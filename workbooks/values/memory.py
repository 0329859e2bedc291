"""What is kept in memory, and for how long: answers about texts, and rubbish."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, wraps
from itertools import count
from typing import TypeVar

R = TypeVar("R")

KEPT = 4096
"""Answers of one kind that are kept."""
LONGEST_KEPT = 400
"""Signs of a text that is kept. Longer ones are rare, and thousands of them would fill the memory;
so no file, however it is made, can hold more than a few megabytes here."""
LONG_ONES_KEPT = 4
"""Answers about longer texts that are kept: as many as one form has, which several ask about."""


def remembered(function: Callable[[str], R]) -> Callable[[str], R]:
    """The same function of a text alone, which answers at once when asked again.

    Sixty rules ask about the same few hundred texts.

    >>> remembered(len)("绩效"), remembered(len)("绩效")
    (2, 2)
    """
    kept = lru_cache(maxsize=KEPT)(function)
    kept_long = lru_cache(maxsize=LONG_ONES_KEPT)(function)

    @wraps(function)
    def answer(text: str) -> R:
        return kept(text) if len(text) <= LONGEST_KEPT else kept_long(text)

    return answer


@contextmanager
def collected_later() -> Iterator[None]:
    """Leaves rubbish lying while files are looked at: a form is thousands of records and no cycle.

    Python would otherwise look through them a dozen times for cycles, a sixth of the whole time.
    In a batch, which is one of these around those of its files, it looks now and then.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        elif not next(_FILES) % _FILES_BETWEEN:
            gc.collect()


_FILES, _FILES_BETWEEN = count(1), 200
