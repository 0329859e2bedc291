"""Which lines of the money detail a line above them: by their numbers, or below a 小计."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workbooks.values import terms
from workbooks.values.regex import regex

_DEPTHS = tuple(
    regex(sign)
    for sign in (
        r"[一二三四五六七八九十]{1,3}[、.．]",
        r"[(（][一二三四五六七八九十]{1,3}[)）]",
        r"\d{1,2}[、.．](?!\d)",
        r"[(（]\d{1,2}[)）]|[①-⑳]",
    )
)


def depth(text: str) -> int | None:
    """How deep the number of a line is: 一、 above （一）, 1. and (1); None where it has none.

    >>> depth("一、财政拨款"), depth("（二）省级"), depth("1.中央补助"), depth("其他资金")
    (0, 1, 2, None)
    """
    name = terms.clean(text)
    return next((at for at, sign in enumerate(_DEPTHS) if sign.match(name)), None)


def details(names: Sequence[str], sums_up: Callable[[int, int], bool]) -> frozenset[int]:
    """The places of lines that a line above holds already.

    A line of a deeper number belongs to the one above it; lines without numbers do to a 小计
    above them that is their sum: `sums_up` tells whether a line is that of so many below it.
    """
    depths = [depth(name) for name in names]
    top = min((one for one in depths if one is not None), default=None)
    found = set[int]()
    for at, name in enumerate(names):
        if at in found:
            continue
        count, below = 0, len(names) - at - 1
        if top is not None and depths[at] == top:
            deeper = (one is not None and one > top for one in depths[at + 1 :])
            count = next((n for n, inside in enumerate(deeper) if not inside), below)
        elif "小计" in name:
            fitting = (n for n in range(below, 1, -1) if sums_up(at, n))
            count = next(fitting, 0)
        found.update(range(at + 1, at + 1 + count))
    return frozenset(found)
