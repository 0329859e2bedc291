"""A fault of ours costs the part in which it lies and no other: found out here, kept as a value.

DESIGN knows two kinds of trouble. What is wrong with a form is a value of some record; what is
wrong with us raises. This is where the second becomes the first: around a block of a form, a row,
a rule, a sheet. What was meant to stop a whole file (`Halt`, no memory) goes through, and so does
a full disk, which is nobody's fault and stops the run.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from workbooks.values.dataclass import dataclass

Item = TypeVar("Item")
T = TypeVar("T")


class Halt(Exception):
    """Stops the work on a file on purpose: no fault."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What broke (程序故障): a bug of ours, never the filer's.

    A rule by its `code`, or a `part` of a form by what it is called; neither where a whole sheet or
    file did. `cells` say where on the `sheet`, as far as that is known.
    """

    code: str
    trace: str
    part: str = ""
    sheet: str = ""
    cells: tuple[str, ...] = ()


def spare(work: Callable[[], T]) -> tuple[T | None, str]:
    """What comes of some work, and how it broke; empty where it did not.

    >>> spare(lambda: 1 + 1)
    (2, '')
    >>> spare(lambda: 1 / 0)[1].splitlines()[-1]
    'ZeroDivisionError: division by zero'
    """
    try:
        return work(), ""
    except (Halt, MemoryError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _FULL:
            raise
        return None, traced()


def traced() -> str:
    """The whole of the exception at hand, for the maintainer."""
    import traceback  # half as long as a check, and hardly ever needed

    return traceback.format_exc()


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def sparing(
    work: Callable[[tuple[Item, ...]], T], items: Sequence[Item]
) -> tuple[T | None, tuple[Item, ...], str]:
    """What comes of all items but those that it breaks of even alone; these, and how it broke.

    All of them and nothing where it breaks of the others too.

    >>> sparing(lambda numbers: [6 / number for number in numbers], [1, 0, 2])[:2]
    ([6.0, 3.0], (0,))
    >>> sparing(lambda numbers: 1 / 0, [1, 2])[:2]
    (None, (1, 2))
    """
    listed = tuple(items)
    found, trace = spare(partial(work, listed))
    if not trace:
        return found, (), ""
    broken = tuple(item for item in listed if spare(partial(work, (item,)))[1])
    if len(broken) < len(listed):
        found, again = spare(partial(work, tuple(item for item in listed if item not in broken)))
        if not again:
            return found, broken, trace
    return None, listed, trace


def until_broken(items: Iterator[T], told: Callable[[str], T]) -> Iterator[T]:
    """The items as they come; where the making of one breaks, what is told of that, and no more."""
    while True:
        found, trace = spare(lambda: next(([one] for one in items), None))
        if found is None:
            if trace:
                yield told(trace)
            return
        yield from found
