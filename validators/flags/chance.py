"""How unlikely a unit's share is beside its batch: exact binomial, and none of small numbers."""

from __future__ import annotations

from math import exp, lgamma, log

FEWEST = 5
"""Forms of a unit from which its habits can be told from chance."""

_ALPHA = 0.01
"""How often a batch in which nobody has a habit may have a flag of one kind."""

_ABOVE = 0.2
"""How far a unit must be above its batch: in a large one the smallest difference is no chance."""


def stands_out(
    of_unit: tuple[int, int], of_batch: tuple[int, int], tests: int, mostly: float
) -> float | None:
    """How likely a unit has so many by chance, where that is a flag; else None.

    Both are (so many, of so many), the batch with the unit in it. `tests` is how many units and
    things are looked at, so that of many none stands out by luck; below `mostly` it is no habit.

    >>> stands_out((20, 20), (314, 1000), 50, 0.8) < 1e-9
    True
    >>> stands_out((8, 20), (314, 1000), 50, 0.8), stands_out((20, 20), (20, 20), 1, 0.8)
    (None, None)
    """
    some, forms = of_unit
    share = of_batch[0] / max(of_batch[1], 1)
    if forms < FEWEST or forms == of_batch[1] or some / forms < max(mostly, share + _ABOVE):
        return None
    chance = at_least(some, forms, share)
    return chance if chance * max(tests, 1) <= _ALPHA else None


def at_least(some: int, forms: int, share: float) -> float:
    """How likely at least so many of some forms do what a share of all does.

    >>> round(at_least(2, 2, 0.5), 9), round(at_least(1, 3, 0.5), 9)
    (0.25, 0.875)
    """
    if share >= 1:
        return 1.0
    ways = (
        lgamma(forms + 1) - lgamma(k + 1) - lgamma(forms - k + 1) for k in range(some, forms + 1)
    )
    yes, no = log(share), log(1 - share)
    return sum(exp(way + k * yes + (forms - k) * no) for k, way in enumerate(ways, some))


def in_words(chance: float) -> str:
    """The same for a person.

    >>> in_words(0.0004), in_words(1e-9)
    ('不到千分之一', '不到百万分之一')
    """
    for least, word in ((1e-6, "百万"), (1e-5, "十万"), (1e-4, "万"), (1e-3, "千")):
        if chance < least:
            return f"不到{word}分之一"
    return "不到百分之一"
