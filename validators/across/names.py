"""Names of units and projects: when two are the same, and when they only look alike."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from difflib import SequenceMatcher

from workbooks.values.memory import remembered
from workbooks.values.regex import regex
from workbooks.values.terms import clean

_MARKS = regex(r"[《》〈〉“”‘’\"'()\[\]【】〔〕「」『』·•・,，。.、;；:：_\-—–~/\\|]+")
_PLACE = regex(r"^[一-鿿]{1,3}?(?=[市省])")

# Names that differ in one of these are two: 第一小学 and 第二小学, 教育局 and 教育局考试中心.
_TELLING = regex(
    "[0-9零一二三四五六七八九十百千甲乙丙丁戊己庚辛壬癸a-z东南西北中上下左右前后大小初高幼男女老新"
    "区县镇乡村街省州盟旗校院所站馆队室科处部局委办会园厂社期批段年月季"
    "非不无未免减增已]"
)
_NUMBERS = regex(r"[\d.%‰]+")
_SHORTEST_NOTE = 10
_ALIKE = 0.8
_SHORTENED = 0.6
_LEAST = 4
_COMMON = 200
"""A pair of signs that so many names have tells nothing."""


@remembered
def folded(name: str) -> str:
    """A name without white space, brackets, quotes and punctuation, in one width.

    >>> folded("某某局（本级）"), folded("《培训 经费》")
    ('某某局本级', '培训经费')
    """
    return _MARKS.sub("", clean(name)).casefold()


def undated(name: str, year: int | None) -> str:
    """A folded name without a year, where it tells that and at least two signs beside it.

    >>> undated("2024年度演出经费", 2024), undated("演出经费2023", 2024), undated("2024年", 2024)
    ('演出经费', '演出经费2023', '2024年')
    """
    left = re.sub(rf"(?<!\d){year}(?!\d)(?:年度|年)?", "", name, count=1) if year else name
    return left if len(left) >= _FEWEST else name


_FEWEST = 2


def bare(note: str, names: Collection[str]) -> str:
    """A note without folded names and without numbers; empty where too little is left to tell.

    >>> bare("受疫情影响，线下培训减少 3 场，只办了 7 场。", ["线下培训"])
    '受疫情影响减少场只办了场'
    >>> bare("任务减少。", [])
    ''
    """
    said = folded(note)
    for name in sorted(set(names) - {""}, key=len, reverse=True):
        said = said.replace(name, "")
    said = _NUMBERS.sub("", said)
    return said if len(said) >= _SHORTEST_NOTE else ""


def alike(one: str, other: str) -> bool:
    """Whether one folded name may well be the other with signs left out: shortened, or mistyped.

    >>> alike("上海市市场监督管理局行政服务中心", "市市场监管局行政服务中心")
    True
    >>> alike("第一小学", "第二小学"), alike("市教育局", "市教育局考试中心")
    (False, False)
    >>> alike("窗口人员业务培训经费", "窗口人员业务培训费")
    True
    """
    if one == other or min(len(one), len(other)) < _LEAST:
        return False
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    if longer.endswith(shorter) and len(shorter) > _LEAST and not _TELLING.match(shorter):
        return True
    longer, shorter = _same_place(longer, shorter), _same_place(shorter, longer)
    matcher = SequenceMatcher(None, longer, shorter, autojunk=False)
    codes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    left_out = "".join(longer[left:right] for _, left, right, _, _ in codes)
    if any(kind != "delete" for kind, *_ in codes) or _TELLING.search(left_out):
        return False
    return matcher.ratio() >= _SHORTENED


def misspelt(one: str, other: str) -> bool:
    """Whether two folded names differ in few signs, none of which tells things apart.

    That alone proves little: 金山街道 and 银山街道 are two.

    >>> misspelt("窗口人员业务培训经费", "窗口人员业务陪训经费")
    True
    >>> misspelt("业务培训经费一期", "业务培训经费二期")
    False
    """
    if one == other or min(len(one), len(other)) < _LEAST:
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.ratio() < _ALIKE:
        return False
    codes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    return not any(_TELLING.search(one[a:b] + other[c:d]) for _, a, b, c, d in codes)


def _same_place(one: str, other: str) -> str:
    """A name without the name of the city before 市, where the other begins with 市."""
    return _PLACE.sub("", one) if other[:1] in "市省" else one


class Candidates:
    """Folded names by the pairs of signs in them: which others are worth comparing with one."""

    def __init__(self, names: Collection[str]) -> None:
        self._by_pair: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted(names):
            for pair in _pairs(name):
                self._by_pair[pair].append(name)

    def near(self, name: str) -> Iterator[str]:
        """The names that have half of their signs in common with one, most first."""
        shared: Counter[str] = Counter()
        for pair in sorted(_pairs(name)):
            others = self._by_pair.get(pair, ())
            if len(others) <= _COMMON:
                shared.update(others)
        for other, count in shared.most_common():
            if count * 2 < min(len(name), len(other)) - 1:
                return
            if other != name:
                yield other


def _pairs(name: str) -> set[str]:
    return {name[at : at + 2] for at in range(len(name) - 1)}
