"""Numbers: the only door from float to Decimal, and the only comparison of money and rates."""

from __future__ import annotations

import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from workbooks.values.regex import regex
from workbooks.values.signs import legible

_NUMBER = regex(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")

MOST_DECIMALS = 30
"""Excel shows no more, whatever a number format says."""
_LONGEST = 40
"""Signs of a number that somebody typed: what is longer is no amount, and no figure to reckon
with (Excel itself keeps 15 digits)."""

_WIDE = Context(prec=40_000)
"""Room for whatever can be reckoned from what cells hold: 1E+308, times and over itself."""


@lru_cache(maxsize=4096)
def exact(number: float, decimals: int = 0) -> Decimal:
    """The number that Excel shows for a float, to its own 15 digits; `decimals` at the least.

    A cell that holds 22 and is shown as 22.00 was written with two decimals, and how many were
    written matters to `agree`.

    >>> exact(0.1 + 0.2), exact(22.0, 2)
    (Decimal('0.3'), Decimal('22.00'))
    """
    value = Decimal(format(number + 0.0, ".15g"))  # -0.0 is no other number than 0
    decimals = min(decimals, MOST_DECIMALS)
    if value.as_tuple().exponent > -decimals:  # type: ignore[operator]
        value = value.quantize(Decimal(1).scaleb(-decimals), context=_WIDE)
    return value


def typed(text: str) -> Decimal | None:
    """The number a text is, with its decimals as typed, or None when it is anything else.

    >>> typed("144,208.00"), typed("９５"), typed("约90")
    (Decimal('144208.00'), Decimal('95'), None)
    >>> typed("9" * 5000)
    """
    folded = "".join(unicodedata.normalize("NFKC", legible(text)).split())
    if len(folded) > _LONGEST or not _NUMBER.fullmatch(folded):
        return None
    return Decimal(folded.replace(",", ""))


def unit_in_last_place(value: Decimal) -> Decimal:
    """The value of one step in the last written decimal.

    >>> unit_in_last_place(Decimal("55.72"))
    Decimal('0.01')
    """
    return _step(min(int(value.as_tuple().exponent), 0))


@lru_cache(maxsize=64)
def _step(exponent: int) -> Decimal:
    return Decimal(1).scaleb(exponent)


def decimals(value: Decimal) -> int:
    """How many decimals a number has that are not zeros at its end.

    >>> decimals(Decimal("4.7220")), decimals(Decimal("5.00"))
    (3, 0)
    """
    return len(plain(value).partition(".")[2])


def agree(one: Decimal, other: Decimal) -> bool:
    """Whether two amounts or rates are equal to half a unit of the coarser one, as written.

    >>> agree(Decimal("22.00"), Decimal("22.004")), agree(Decimal("22.00"), Decimal("22.01"))
    (True, False)
    """
    coarser = max(unit_in_last_place(one), unit_in_last_place(other))
    return abs(one - other) <= coarser / 2


def rounded(value: Decimal, decimals: int = 2) -> Decimal:
    """The value rounded half up, as scores are: 4.725 -> 4.73.

    >>> rounded(Decimal("4.725"))
    Decimal('4.73')
    """
    return value.quantize(_step(-decimals), rounding=ROUND_HALF_UP, context=_WIDE)


def plain(value: Decimal) -> str:
    """A number as a person writes it: no exponent, no zeros at the end.

    >>> plain(Decimal("5.00")), plain(Decimal("0.280")), plain(Decimal("1E+3"))
    ('5', '0.28', '1000')
    """
    text = str(value)  # a third of the time that `format` takes
    text = format(value, "f") if "E" in text else text
    return text.rstrip("0").rstrip(".") if "." in text else text
