"""The kinds of values a policy has: what each may be, and how it reads in a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

from workbooks.forms import Category
from workbooks.values.dataclass import dataclass
from workbooks.values.decimals import plain, typed


@dataclass(frozen=True, slots=True)
class ValueKind:
    """One kind of value: what is allowed, in words, and how it is read; None when it is not."""

    wanted: str
    read: Callable[[object], object | None]


@dataclass(frozen=True, slots=True)
class PolicyKey:
    """One value of a policy as a finance officer knows it, and the kind it is of."""

    title: str
    kind: ValueKind


def number(written: object) -> Decimal | None:
    """A number as TOML gives it, bare or between quotation marks; None for anything else.

    >>> number("0.80"), number(80), number(True), number("80%")
    (Decimal('0.80'), Decimal('80'), None, None)
    """
    if isinstance(written, str):
        return typed(written)
    if isinstance(written, bool) or not isinstance(written, int | Decimal):
        return None
    value = Decimal(written)
    return value if value.is_finite() else None


def _numbers(wanted: str, least: str, most: str, whole: bool = False) -> ValueKind:
    """Numbers from `least` to `most`."""

    def read(written: object) -> Decimal | None:
        value = number(written)
        if value is None or not Decimal(least) <= value <= Decimal(most):
            return None
        return None if whole and value != value.to_integral_value() else value

    return ValueKind(wanted, read)


def choice(words: type[StrEnum]) -> ValueKind:
    """One of some words."""

    def read(written: object) -> StrEnum | None:
        return words(written) if isinstance(written, str) and written in list(words) else None

    return ValueKind("或".join(words), read)


def _texts(written: object) -> tuple[str, ...] | None:
    if not isinstance(written, list) or not all(isinstance(word, str) for word in written):
        return None
    words = tuple(word.strip() for word in written)
    distinct = len(set(words)) == len(words) >= 2
    return words if distinct and all(words) else None


def _bounds(written: object) -> tuple[Decimal, ...] | None:
    if not isinstance(written, list) or not written:
        return None
    read = [POINTS.read(one) for one in written]
    bounds = tuple(one for one in read if isinstance(one, Decimal))
    falling = all(one > other for one, other in pairwise(bounds))
    return bounds if falling and len(bounds) == len(written) else None


def _guide(written: object) -> Mapping[Category, Decimal] | None:
    if not isinstance(written, dict):
        return None
    guide = {}
    for name, points in written.items():
        read = POINTS.read(points)
        if name not in _GUIDED or not isinstance(read, Decimal):
            return None
        guide[Category(name)] = read
    return MappingProxyType(guide)


POINTS = _numbers("0.01 至 1000 的数", "0.01", "1000")
RATE = _numbers("0 至 1 的数（0.8 表示 80%）", "0", "1")
MULTIPLE = _numbers("1 至 100 的倍数", "1", "100")
COUNT = _numbers("0 至 1000 的整数", "0", "1000", whole=True)
MONTH = _numbers("0 至 12 的整数", "0", "12", whole=True)
YUAN = _numbers("1 至 1000000000000 的金额，单位为元", "1", "1000000000000")
WORDS = ValueKind("两个以上互不相同的词，由高到低，写在方括号里", _texts)
BOUNDS = ValueKind("由高到低的分数，写在方括号里", _bounds)
_GUIDED = tuple(category for category in Category if category is not Category.OTHER)
GUIDE = ValueKind(f"花括号里的一级指标和分值，一级指标为{'、'.join(_GUIDED)}", _guide)


def value_text(value: object) -> str:
    """A value as a person reads it.

    >>> value_text(Decimal("0.80")), value_text(("优", "良"))
    ('0.8', '优、良')
    >>> value_text((Decimal("90"), Decimal("60")))
    '90、60'
    """
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        return "、".join(map(value_text, value))
    if isinstance(value, Mapping):
        return "、".join(f"{name} {value_text(points)}" for name, points in value.items())
    return str(value)
