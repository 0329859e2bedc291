"""The tests of a criterion: what of a text, or of a number, makes it be raised.

Expressions (正则) are RE2's, whose work grows with the length of the text and with the size of the
expression, and both are bounded: no expression that somebody writes can keep a check from ending.
It is imported where one is met.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum

from workbooks.values.dataclass import dataclass
from workbooks.values.decimals import typed
from workbooks.values.regex import regex
from workbooks.values.terms import clean

LONGEST_EXPRESSION = 500
LARGEST_EXPRESSION = 1000
"""Steps that an expression may have once it is compiled; those of reviewers have some hundred."""

_EXPRESSION_MEMORY = 1 << 21
_TOO_LARGE = "正则表达式太大（例如 {100} 这样的重复套着重复）。请写得简单些，或分成几条。"
_BETWEEN = regex(r"[、,，\n|｜]")


class Asked(StrEnum):
    """What is asked of an object; the criterion is raised where it is so."""

    BLANK = "空"
    LACKS = "不含"
    HAS = "含"
    LENGTH = "字数"
    NUMBER = "数值"
    MATCHES = "正则"
    UNMATCHED = "不合正则"
    MANUAL = "人工"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is tested: a text, and its number where it is one."""

    text: str
    number: Decimal | None = None


Condition = Callable[[Subject], bool]


class WrongCondition(ValueError):
    """What is wrong with the words beside a test, and how to write them."""


def condition(test: Asked, against: str) -> Condition:
    """Whether a subject is to be raised; raises `WrongCondition`.

    A blank subject is raised by 空 alone, and what is no number by no 数值.

    >>> lacks = condition(Asked.LACKS, "《、文号")
    >>> lacks(Subject("按上级要求")), lacks(Subject("《预算法》")), lacks(Subject(""))
    (True, False, False)
    >>> condition(Asked.LENGTH, ">15")(Subject("一" * 16))
    True
    """
    match test:
        case Asked.BLANK:
            return lambda subject: not clean(subject.text)
        case Asked.MANUAL:
            return lambda subject: False
        case Asked.LACKS:
            words = _words(against)
            return lambda subject: bool(subject.text) and not _any(words, subject.text)
        case Asked.HAS:
            words = _words(against)
            return lambda subject: _any(words, subject.text)
        case Asked.LENGTH:
            holds = _comparison(against)
            return lambda subject: bool(subject.text) and holds(Decimal(len(clean(subject.text))))
        case Asked.NUMBER:
            compared = _comparison(against)
            return lambda subject: subject.number is not None and compared(subject.number)
        case Asked.MATCHES | Asked.UNMATCHED:
            found = _expression(against)
            wanted = test is Asked.MATCHES
            return lambda subject: bool(subject.text) and found(clean(subject.text)) is wanted


def _words(against: str) -> tuple[str, ...]:
    words = tuple(filter(None, map(clean, _BETWEEN.split(against))))
    if not words:
        raise WrongCondition("要写词语，几个之间用顿号，例如 持续、长期。")
    return words


def _any(words: tuple[str, ...], text: str) -> bool:
    told = clean(text)
    return any(word in told for word in words)


_COMPARED: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": lambda one, other: one >= other,
    "<=": lambda one, other: one <= other,
    "≥": lambda one, other: one >= other,
    "≤": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    "<": lambda one, other: one < other,
    "=": lambda one, other: one == other,
    "≠": lambda one, other: one != other,
}


def _comparison(against: str) -> Callable[[Decimal], bool]:
    told = clean(against)
    for sign, compare in _COMPARED.items():
        bound = typed(told.removeprefix(sign)) if told.startswith(sign) else None
        if bound is not None:
            limit = bound
            return lambda number: compare(number, limit)
    raise WrongCondition("要写比较符号和一个数，例如 >15、<3、=0。")


def _expression(against: str) -> Callable[[str], bool]:
    if not against.strip():
        raise WrongCondition("要写正则表达式，例如 (数|次|人)$。")
    if len(against) > LONGEST_EXPRESSION:
        raise WrongCondition(f"正则表达式超过 {LONGEST_EXPRESSION} 个字，请分成几条。")
    try:
        import re2
    except ImportError as error:
        told = "这台电脑没有装 google-re2，用不了正则。请重新安装本工具，或改用“含”“不含”。"
        raise WrongCondition(told) from error
    options = re2.Options()
    options.max_mem, options.log_errors = _EXPRESSION_MEMORY, False
    try:
        pattern = re2.compile(against.strip(), options)
    except re2.error as error:
        if "too large" in str(error):
            raise WrongCondition(_TOO_LARGE) from error
        told = "正则表达式写得不对，或用了不支持的写法（(?=…)、(?!…)、\\1）；否定请用“不合正则”。"
        raise WrongCondition(told) from error
    if pattern.programsize > LARGEST_EXPRESSION:
        raise WrongCondition(_TOO_LARGE)
    return lambda text: pattern.search(text) is not None
