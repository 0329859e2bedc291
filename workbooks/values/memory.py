"""What is kept in memory, and for how long: answers about texts, and rubbish."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
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


class Memory(dict[str, R]):
    """Answers about texts; full, it begins anew.

    A dict, because a text that was met before is then answered without a line of Python: a form
    asks two thousand times.
    """

    def __init__(self, function: Callable[[str], R]) -> None:
        super().__init__()
        self._function = function
        self._long = lru_cache(maxsize=LONG_ONES_KEPT)(function)

    def __missing__(self, text: str) -> R:
        if len(text) > LONGEST_KEPT:
            return self._long(text)
        answer = self._function(text)
        if len(self) >= KEPT:
            self.clear()
        self[text] = answer
        return answer

    def forget(self) -> None:
        """Empties it, long texts too."""
        self.clear()
        self._long.cache_clear()


def remembered(function: Callable[[str], R]) -> Callable[[str], R]:
    """The same function of a text alone, which answers at once when asked again.

    Sixty rules ask about the same few hundred texts. What comes back is no Python function and
    has no examples of its own: `doctest` is told in the module's `__test__` where they are.

    >>> remembered(len)("绩效"), remembered(len)("绩效")
    (2, 2)
    """
    if (module := getattr(function, "__globals__", None)) is not None:
        module.setdefault("__test__", {})[function.__name__] = function
    return Memory(function).__getitem__


@contextmanager
def collected_later() -> Iterator[None]:
    """Leaves rubbish lying while files are looked at: a form is thousands of records and no cycle.

    Python would otherwise look through them a dozen times for cycles, a sixth of the whole time.
    In a batch, which is one of these around those of its files, it looks now and then through what
    came since, and not again through what the whole batch keeps.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        elif not next(_FILES) % _FILES_BETWEEN:
            gc.collect(0)


_FILES, _FILES_BETWEEN = count(1), 200
