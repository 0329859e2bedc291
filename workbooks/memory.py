"""What was found out about a text, kept for a while: sixty rules ask about the same few hundred."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

R = TypeVar("R")

_KEPT = 4096
_LONGEST = 400
"""Signs of a text that is kept. Longer ones are rare, and thousands of them would fill the memory;
so no file, however it is made, can hold more than a few megabytes here."""


def remembered(function: Callable[[str], R]) -> Callable[[str], R]:
    """The same function of a text alone, which answers at once when asked again.

    >>> remembered(len)("绩效"), remembered(len)("绩效")
    (2, 2)
    """
    kept = lru_cache(maxsize=_KEPT)(function)

    @wraps(function)
    def answer(text: str) -> R:
        return kept(text) if len(text) <= _LONGEST else function(text)

    return answer
