"""The rows of two forms of one project: which are surely the same indicator, which look alike.

Names decide, never the order. Where a name stands on several rows and these cannot be told apart,
none of them is paired.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher

from validators.across.extract import KeptRow
from validators.across.names import folded
from workbooks.values.dataclass import dataclass
from workbooks.values.memory import remembered
from workbooks.values.regex import regex
from workbooks.values.relations import Relation
from workbooks.values.target import read_target
from workbooks.values.terms import clean
from workbooks.values.units import same_unit

_NUMBER = regex(r"^(?:指标\d*[:：、.]|[(（]?[0-9一二三四五六七八九十]{1,2}[)）、.．:：]|[①-⑳])\s*")

Rows = tuple[KeptRow, ...]


@dataclass(frozen=True, slots=True)
class RowPairs:
    """`same` are pairs of rows; `ours` and `theirs` are left over, `doubtful` rows of both forms
    whose name stands several times. Of the pairs that `moved`, one name stands under another
    二级指标 with another target: they may be one indicator.
    """

    same: tuple[tuple[KeptRow, KeptRow], ...]
    ours: Rows
    theirs: Rows
    doubtful: Rows
    moved: tuple[tuple[KeptRow, KeptRow], ...]


@remembered
def key(name: str) -> str:
    """A name without its number, brackets and white space.

    >>> key("指标1：培训人数"), key("2.培训（线上）人数"), key("12345热线满意度")
    ('培训人数', '培训线上人数', '12345热线满意度')
    """
    return folded(_NUMBER.sub("", clean(name)))


def surely_same(ours: Sequence[KeptRow], theirs: Sequence[KeptRow]) -> RowPairs:
    """The rows that are one indicator, and the others."""
    names: defaultdict[str, tuple[list[KeptRow], list[KeptRow]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((ours, theirs)):
        for row in rows:
            names[key(row.name)][side].append(row)
    same: list[tuple[KeptRow, KeptRow]] = []
    left: tuple[list[KeptRow], list[KeptRow]] = ([], [])
    doubtful: list[KeptRow] = []
    moved: list[tuple[KeptRow, KeptRow]] = []
    for one, other in names.values():
        if len(one) > 1 or len(other) > 1:
            same += _by_level(one, other)
            same += _by_target(one, other)
        elif one and other:
            pair = one.pop(), other.pop()
            (moved if _is_another(*pair) else same).append(pair)
        if one and other:
            doubtful += [*one, *other]
        else:
            left[0].extend(one)
            left[1].extend(other)
    return RowPairs(tuple(same), tuple(left[0]), tuple(left[1]), tuple(doubtful), tuple(moved))


def _is_another(one: KeptRow, other: KeptRow) -> bool:
    """Whether a name that stands once in each form may well be of two indicators."""
    return _level(one) != _level(other) and not same_target(one, other)


def _by_level(one: list[KeptRow], other: list[KeptRow]) -> Iterator[tuple[KeptRow, KeptRow]]:
    """Pairs that stand alone in their 二级指标 on both sides; they are taken out of the lists."""
    for level in {_level(row) for row in one}:
        ours = [row for row in one if _level(row) == level]
        theirs = [row for row in other if _level(row) == level]
        if len(ours) == len(theirs) == 1:
            yield _taken(one, ours[0], other, theirs[0])


def _by_target(one: list[KeptRow], other: list[KeptRow]) -> Iterator[tuple[KeptRow, KeptRow]]:
    """Pairs whose targets are equal, likewise."""
    for row in tuple(one):
        same = next((theirs for theirs in other if same_target(row, theirs)), None)
        if same is not None:
            yield _taken(one, row, other, same)


def _taken(
    one: list[KeptRow], row: KeptRow, other: list[KeptRow], theirs: KeptRow
) -> tuple[KeptRow, KeptRow]:
    del one[next(at for at, each in enumerate(one) if each is row)]
    del other[next(at for at, each in enumerate(other) if each is theirs)]
    return row, theirs


def _level(row: KeptRow) -> str:
    return folded(row.subcategory or row.category)


def same_target(one: KeptRow, other: KeptRow) -> bool:
    """Whether two targets ask for the same: ≥98% is 98%以上, and 985米 may be ≥985米.

    A unit that one of them does not write is no difference.
    """
    if clean(one.target) == clean(other.target):
        return True
    if one.value is None or other.value is None:
        return one.value is other.value and folded(one.target) == folded(other.target)
    first, second = read_target(one.target), read_target(other.target)
    unstated = not (first.stated and second.stated)
    return (
        one.value == other.value
        and first.upper == second.upper
        and (one.relation == other.relation or unstated)
        and same_unit(one.unit, other.unit)
    )


def all_points(rows: Sequence[KeptRow]) -> Decimal:
    """The sum of 分值 that rows share out."""
    return sum((row.points or Decimal(0) for row in rows), Decimal(0))


def other_points(
    pairs: Sequence[tuple[KeptRow, KeptRow]],
) -> list[tuple[KeptRow, KeptRow]]:
    """Pairs whose points differ, as they are printed."""
    return [(one, other) for one, other in pairs if one.points != other.points]


def in_proportion(pairs: Sequence[tuple[KeptRow, KeptRow]], full: Decimal, total: Decimal) -> bool:
    """Whether the points of all pairs are as the sums of both forms: 36 of 90 is 40 of 100."""
    return all(
        (one.points or Decimal(0)) * total == (other.points or Decimal(0)) * full
        for one, other in pairs
    )


_UPWARDS = frozenset((Relation.AT_LEAST, Relation.MORE_THAN, Relation.EQUAL))
_DOWNWARDS = frozenset((Relation.AT_MOST, Relation.LESS_THAN))


def is_upwards(row: KeptRow) -> bool:
    """Whether more than the target is no shortfall."""
    return row.value is not None and row.relation in _UPWARDS


def is_downwards(row: KeptRow) -> bool:
    """Whether the target is a ceiling."""
    return row.value is not None and row.relation in _DOWNWARDS


def same_measure(one: KeptRow, other: KeptRow) -> bool:
    """Whether two targets are numbers of one unit, both written, that ask for more or for less."""
    way = (is_upwards(one) and is_upwards(other)) or (is_downwards(one) and is_downwards(other))
    return way and same_unit(one.unit, other.unit) and bool(one.unit) == bool(other.unit)


_LIKE = 0.6
_AHEAD = 0.1
_LEAST = 4
_ENDING = 6
_APART = regex(
    "[0-9一二三四五六七八九十百千甲乙丙丁东南西北中上下左右内外男女老新线区县镇乡村市省]"
)
_NOT = regex("[不未非无零]")


def same_sort(one: KeptRow, other: KeptRow) -> bool:
    """Whether two targets are numbers of one unit, or both are words."""
    if one.value is None or other.value is None:
        return one.value is other.value
    return same_unit(one.unit, other.unit)


def looks_alike(
    ours: Sequence[KeptRow],
    theirs: Sequence[KeptRow],
    fits: Callable[[KeptRow, KeptRow], bool] = same_measure,
) -> Iterator[tuple[KeptRow, KeptRow]]:
    """Rows whose names look alike and whose targets fit, each the other's likest by far."""
    likeness = {
        (left, right): like
        for left, one in enumerate(ours)
        for right, other in enumerate(theirs)
        if fits(one, other) and (like := _likeness(one, other)) >= _LIKE
    }
    for (left, right), like in sorted(likeness.items(), key=lambda pair: -pair[1]):
        rivals = [
            other
            for (one, another), other in likeness.items()
            if (one == left) != (another == right)
        ]
        if all(like - other >= _AHEAD for other in rivals):
            yield ours[left], theirs[right]


def _likeness(one: KeptRow, other: KeptRow) -> float:
    """From 0 to 1; 0 where something tells the names apart: 第一期 and 第二期."""
    return _alike(*sorted((key(one.name), key(other.name)))) * (_level(one) == _level(other))


def _alike(one: str, other: str) -> float:
    if min(len(one), len(other)) < _LEAST:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for kind, left, right, top, bottom in matcher.get_opcodes():
        if kind == "equal":
            continue
        gone, come = one[left:right], other[top:bottom]
        if _NOT.search(gone) or _NOT.search(come):
            return 0.0
        if _APART.search(gone) and _APART.search(come):
            return 0.0
    ending = _common_ending(one, other)
    shorter = min(len(one), len(other))
    by_ending = ending / shorter if ending >= _ENDING else 0.0
    return max(matcher.ratio(), by_ending)


def _common_ending(one: str, other: str) -> int:
    return next(
        (at for at in range(min(len(one), len(other))) if one[-at - 1] != other[-at - 1]),
        min(len(one), len(other)),
    )
