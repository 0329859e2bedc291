"""Whether one text only repeats another, as when 预期目标 is pasted into 实际完成情况."""

from __future__ import annotations

import unicodedata
from collections import Counter

from workbooks.values import terms
from workbooks.values.regex import regex

# What is put into a goal to make it sound done.
_ADDED = regex(
    r"(?:20\d\d|本|全)?年度|20\d\d年|全年|已经|已|了|将|拟|均|完成|计划|顺利|圆满|全面|全部|按期|如期|按计划|实现|达到"
)
_NUMBER = regex(r"\d+(?:\.\d+)?")
_SHORTEST = 4
_SHORTEST_ALIKE = 30
_ALIKE = 0.9


def differing_signs(outcome: str, goal: str) -> int | None:
    """How many signs an outcome has other than the goal that it repeats; None where it does not.

    Punctuation and words like 已, 完成, 全年 do not make an outcome; a figure that the goal has not
    does. Longer texts may differ in every tenth sign.

    >>> differing_signs("已完成证书采购、套印工作。", "完成证书采购、套印工作")
    0
    >>> differing_signs("完成证书采购2300张。", "完成证书采购") is None
    True
    """
    done, wanted = _bare(outcome), _bare(goal)
    if min(len(done), len(wanted)) < _SHORTEST or _figures(outcome) - _figures(goal):
        return None
    if done == wanted:
        return 0
    same = _common(done, wanted)
    longer = max(len(done), len(wanted))
    alike = longer >= _SHORTEST_ALIKE and 2 * same >= _ALIKE * (len(done) + len(wanted))
    return longer - same if alike else None


class _Signs(dict[int, str]):
    """For `str.translate`: what is left of a sign, found out when the sign is first met."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        self[code] = "" if unicodedata.category(sign)[0] in "PSZ" else sign
        return self[code]


_WORDS_ONLY = _Signs()


def _bare(text: str) -> str:
    return _ADDED.sub("", terms.clean(text)).translate(_WORDS_ONLY)


def _figures(text: str) -> set[str]:
    return {number for number in _NUMBER.findall(terms.clean(text)) if not number.startswith("20")}


def _common(one: str, other: str) -> int:
    """How many signs two texts have in common in the same order; 0 where that must be few."""
    if 2 * min(len(one), len(other)) < _ALIKE * (len(one) + len(other)):
        return 0
    shared = sum((Counter(one) & Counter(other)).values())
    if 2 * shared < _ALIKE * (len(one) + len(other)):
        return 0
    return _longest_common(one, other)


def _longest_common(one: str, other: str) -> int:
    """The length of the longest common subsequence (Hyyrö 2004: a row of the table is one number).

    Blocks sought one after the other would take minutes for two long texts of few signs.

    >>> _longest_common("完成证书采购", "完成了证书的采购")
    6
    """
    places: dict[str, int] = {}
    for at, sign in enumerate(one):
        places[sign] = places.get(sign, 0) | 1 << at
    every = (1 << len(one)) - 1
    row = every
    for sign in other:
        matched = row & places.get(sign, 0)
        row = (row + matched | row - matched) & every
    return len(one) - row.bit_count()
