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
    if _figures(outcome) - _figures(goal):
        return None
    done, wanted = _bare(outcome), _bare(goal)
    if min(len(done), len(wanted)) < _SHORTEST:
        return None
    if sorted(done) == sorted(wanted):
        return 0  # 救助资金已足额发放 for 足额发放救助资金
    same = _common(done, wanted)
    longer = max(len(done), len(wanted))
    alike = longer >= _SHORTEST_ALIKE and 2 * same >= _ALIKE * (len(done) + len(wanted))
    return longer - same if alike else None


_EMBELLISHED = regex(
    "及?以上$|有所|有效|显著|明显|不断|逐步|进一步|持续|得到|得以|大幅|较大|基本|切实|全面|稳步|更加|比较|较|[了的地]"
)
_NOT_BELOW_LAST_YEAR = regex("(?:不低于|不少于|高于|超过|多于)(?:上年|去年|上一?年度)")
_ABOVE = regex("持平|高于|超过|多于|增长|增加|提高|提升|上升")
_BELOW = regex("[未不没]|低于|少于|下降|减少|降低|回落")
_GRADES = "优良中合及"  # 优秀, 良好, 中等, 合格, 及格: each better than those after it
_TAKEN_BACK = regex("[未没不无非差欠缺]|部分|个别|仅|只|尚|有待|基本|一般|较[差低慢少]")


def speaks_of_the_target(actual: str, target: str) -> bool:
    """Whether an actual has the words of a described target and takes nothing of it back.

    Of 及时 the 及时更新 says that it was so; how far is another thing, and nobody needs to ask.

    >>> speaks_of_the_target("及时更新", "及时"), speaks_of_the_target("提升明显", "有所提升")
    (True, True)
    >>> speaks_of_the_target("优秀", "良好以上"), speaks_of_the_target("合格", "良好以上")
    (True, False)
    >>> speaks_of_the_target("高于上年3.2%", "不低于上年")
    True
    >>> speaks_of_the_target("不及时", "及时"), speaks_of_the_target("较好", "流程规范")
    (False, False)
    """
    if _NOT_BELOW_LAST_YEAR.search(terms.clean(target)):
        said = terms.clean(actual)
        return bool(_ABOVE.search(said)) and not _BELOW.search(said)
    core = _EMBELLISHED.sub("", terms.clean(target)).translate(_WORDS_ONLY)
    said = _EMBELLISHED.sub("", terms.clean(actual)).translate(_WORDS_ONLY)
    rest = terms.clean(actual).replace(core, "")
    if target.strip().endswith("以上") and core[:1] in _GRADES and said[:1] in _GRADES:
        return len(said) < _SHORTEST and _GRADES.index(said[0]) <= _GRADES.index(core[0])
    return len(core) >= 2 and core in said and not _TAKEN_BACK.search(rest)


def says_met(actual: str) -> bool:
    """Whether one clause of an actual says 达成 and no other takes anything of it back.

    >>> says_met("达成指标，全年无投诉"), says_met("达成指标，但个别未及时")
    (True, False)
    """
    clauses = [clause for clause in _CLAUSE.split(terms.clean(actual)) if clause]
    others = [clause for clause in clauses if clause not in terms.MET_WORDS]
    taken = any(_TAKEN_BACK.search(_NO_FAULT.sub("", clause)) for clause in others)
    return len(others) < len(clauses) and not taken


_CLAUSE = regex("[,;。、]")
_NO_FAULT = regex("[未无没][^,;。]{0,6}(?:投诉|事故|差错|问题|违规|延误|举报|纠纷)")


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
