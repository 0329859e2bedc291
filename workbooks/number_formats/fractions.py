"""A number as a fraction: `# ?/?` shows 3.5 as 3 1/2."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from workbooks.number_formats.code import Sign, Token
from workbooks.values.named_tuple import NamedTuple

_LONGEST = 7
"""Digits of a denominator that are looked for; Excel offers three."""


class Parts(NamedTuple):
    """The pieces of a section that shows a fraction; `fixed` is a denominator that it names."""

    before: Sequence[Token]
    above: Sequence[Token]
    below: Sequence[Token]
    fixed: int
    behind: Sequence[Token]


def parts_of(tokens: Sequence[Token]) -> Parts | None:
    """The pieces around a slash between places; None where it is a sign as any other."""
    slash = next((n for n, one in enumerate(tokens) if one.sign is Sign.SLASH), 0)
    start, end = slash, slash + 1
    while start and tokens[start - 1].sign is Sign.DIGIT:
        start -= 1
    while end < len(tokens) and _is_place(tokens[end]):
        end += 1
    if start == slash or end == slash + 1:
        return None
    below = tokens[slash + 1 : end]
    said = "".join(token.text for token in below)
    fixed = int(said[:_LONGEST]) if said.isdecimal() else 0
    return Parts(tokens[:start], tokens[start:slash], below, fixed, tokens[end:])


def _is_place(token: Token) -> bool:
    return token.sign is Sign.DIGIT or (token.sign is Sign.LITERAL and token.text.isdecimal())


def fraction(parts: Parts, number: Decimal) -> str:
    """A number without its sign; whole numbers leave the fraction blank.

    >>> from workbooks.number_formats.code import format_of
    >>> fraction(parts_of(format_of("# ?/?").sections[0].tokens), Decimal("3.5"))
    '3 1/2'
    """
    from fractions import Fraction  # only where one is shown: its import costs 3 ms

    mixed = any(token.sign is Sign.DIGIT for token in parts.before)
    whole = int(number) if mixed else 0
    rest = Fraction(number) - whole
    if parts.fixed:
        above, below = int(rest * parts.fixed + Fraction(1, 2)), parts.fixed
    else:
        near = rest.limit_denominator(10 ** min(len(parts.below), _LONGEST) - 1)
        above, below = near.numerator, near.denominator
    if mixed and above == below:
        whole, above = whole + 1, 0
    behind = "".join(token.text for token in parts.behind)
    if not mixed:
        head = "".join(token.text for token in parts.before)
    else:
        head = _places(parts.before, str(whole) if whole or not above else "")
        if not above and all(token.text != "0" for token in parts.above):
            return head + " " * (len(parts.above) + 1 + len(parts.below)) + behind
    lower = str(below)
    if not parts.fixed:
        lower = lower.ljust(sum(token.text != "#" for token in parts.below))
    return f"{head}{_places(parts.above, str(above))}/{lower}{behind}"


def _places(tokens: Sequence[Token], digits: str) -> str:
    """Signs with digits in their places, from the right; those that are left over go first."""
    pieces: list[str] = []
    left = list(digits)
    places = sum(token.sign is Sign.DIGIT for token in tokens)
    for token in reversed(tokens):
        if token.sign is not Sign.DIGIT:
            pieces.append(token.text)
            continue
        places -= 1
        pieces.append(left.pop() if left else {"0": "0", "?": " "}.get(token.text, ""))
        while not places and left:
            pieces.append(left.pop())
    return "".join(reversed(pieces))
