"""总分 -> 评分等级."""

from __future__ import annotations

from decimal import Decimal

from workbooks.values.regex import regex
from workbooks.values.terms import clean
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


_TICKED, _EMPTY = "☑☒■✓✔√●", "□☐○"
_BOXES = regex(f"[{_TICKED}{_EMPTY}]")
_WORD = f"(?<![^{_TICKED}{_EMPTY}])[^{_TICKED}{_EMPTY}]+"  # from its first sign only
_BEFORE = regex(f"([{_TICKED}{_EMPTY}])([^{_TICKED}{_EMPTY}]+)")
_BEHIND = regex(f"({_WORD})([{_TICKED}{_EMPTY}])")
_REMARK = regex(r"\([^()]*\)")
_SAME = (("优", "优秀", "优等"), ("良", "良好"), ("中", "中等"), ("差", "较差"))


def chosen(written: str) -> str:
    """The word of a rating as written, without ticks and remarks; "" where no box is ticked.

    >>> chosen("□优 ☑良 □中"), chosen("优■ 良□ 中□ 差□"), chosen("优□ 良□ 中□ 差□")
    ('良', '优', '')
    >>> chosen("优（98.79分）"), chosen("（优）"), chosen("优√")
    ('优', '优', '优')
    """
    text = clean(written)
    text = _REMARK.sub("", text) or text.strip("()")
    if not _BOXES.search(text):
        return text
    before = _BOXES.match(text) is not None
    boxes = [
        m.groups() if before else m.groups()[::-1]
        for m in (_BEFORE if before else _BEHIND).finditer(text)
    ]
    return "".join(word for box, word in boxes if box in _TICKED)


def rating_word(written: str, policy: Policy) -> str | None:
    """The policy's own word for a rating as written, or None when it knows no such word.

    >>> from xlfuncs.policy import load
    >>> rating_word("优 秀", load("shanghai")), rating_word("合格", load("shanghai"))
    ('优', None)
    """
    word = chosen(written)
    same = next((group for group in _SAME if word in group), (word,))
    return next((known for known in policy.rating_words if known in (word, *same)), None)
