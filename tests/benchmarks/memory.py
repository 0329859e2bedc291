"""What the program remembers of texts, emptied: so that fresh texts are told from known ones."""

from __future__ import annotations

import gc
from functools import _lru_cache_wrapper

from workbooks.values.memory import Memory
from workbooks.vocabulary.vocabulary import Vocabulary

_OURS = ("workbooks.", "xlfuncs.", "validators.")


def memories() -> list[_lru_cache_wrapper[object]]:
    """Memories of other things than one text that hold so many answers and no more.

    What is read of our own data stays.
    """
    return [
        one
        for one in gc.get_objects()
        if isinstance(one, _lru_cache_wrapper)
        and one.cache_parameters()["maxsize"] is not None
        and str(getattr(one, "__module__", "")).startswith(_OURS)
    ]


def forget() -> None:
    """Empties them, and what each vocabulary has answered."""
    for memory in memories():
        memory.cache_clear()
    for answers in (one for one in gc.get_objects() if isinstance(one, Memory)):
        answers.forget()
    for vocabulary in (one for one in gc.get_objects() if isinstance(one, Vocabulary)):
        for kept in (vocabulary._kept, vocabulary._every, vocabulary._guessed):
            kept.clear()
