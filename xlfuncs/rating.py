"""总分 -> 评分等级."""

from __future__ import annotations

import re
from decimal import Decimal

from workbooks.terms import clean
from xlfuncs.policy import Policy


def rating(total: Decimal, policy: Policy) -> str:
    """The word for a total; exactly 90.00 is 优.

    >>> from xlfuncs.policy import load
    >>> rating(Decimal("90.00"), load("shanghai")), rating(Decimal("59.99"), load("shanghai"))
    ('优', '差')
    """
    for word, bound in zip(policy.rating_words, policy.rating_bounds, strict=False):
        if total >= bound:
            return word
    return policy.rating_words[-1]


_TICKS = re.compile("[☑☒■✓✔√□☐○●]")
_TICKED = re.compile("[☑☒■✓✔√]([^☑☒■✓✔√□☐○●]+)")
_REMARK = re.compile(r"\([^()]*\)")
_SAME = (("优", "优秀", "优等"), ("良", "良好"), ("中", "中等"), ("差", "较差"))


def rating_word(written: str, policy: Policy) -> str | None:
    """The policy's own word for a rating as written, or None when it knows no such word.

    A box that is ticked counts (☑优 □良), remarks in brackets and ticks behind a word do not.

    >>> from xlfuncs.policy import load
    >>> rating_word("优 秀", load("shanghai")), rating_word("合格", load("shanghai"))
    ('优', None)
    >>> rating_word("□优 ☑良 □中", load("shanghai")), rating_word("优（98.79分）", load("shanghai"))
    ('良', '优')
    """
    ticked = _TICKED.search(clean(written))
    word = _TICKS.sub("", _REMARK.sub("", ticked[1] if ticked else clean(written)))
    same = next((group for group in _SAME if word in group), (word,))
    return next((known for known in policy.rating_words if known in (word, *same)), None)
