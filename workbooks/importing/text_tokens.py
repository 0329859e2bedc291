"""A text as words with their lines, and the labels of a form found among them.

A label may be broken over lines, as narrow cells break it: 满意, 度指, 标.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbooks.importing.text_lines import seam
from workbooks.values.dataclass import dataclass
from workbooks.values.regex import regex
from workbooks.values.terms import clean
from workbooks.vocabulary.vocabulary import vocabulary

AIM = regex(r"^[≥≤=＝<>＜＞≠]=?[-+]?\d")
VALUE = regex(r"^[-+]?[\d,]*\.?\d+(?:[(（%％]|$)")
PLAIN = regex(r"^(?:[-+]?\d[\d,]*(?:\.\d+)?|[-—–/])$")

_LONGEST = 7  # pieces that a label is broken into


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: where it stands, in which of its lines, and whether it begins the line."""

    text: str
    place: int
    line: int
    first: bool


def tokens(lines: Iterable[tuple[int, str]]) -> tuple[Token, ...]:
    """The words of the lines, each line with its place in the document."""
    return tuple(
        Token(word, place, number, at == 0)
        for number, (place, line) in enumerate(lines)
        for at, word in enumerate(line.split())
    )


def label_at(words: Sequence[Token], at: int, block: str) -> tuple[int, str] | None:
    """Where a label of a block that begins at a word ends, and its role; the longest counts.

    >>> words = tokens([(1, "计划开始"), (2, "日期"), (3, "2025-01-01")])
    >>> label_at(words, 0, "heads")
    (2, 'start_date')
    """
    known = vocabulary()
    last = at + 1
    while last < min(at + _LONGEST, len(words)) and words[last].first:
        last += 1
    for end in range(last, at, -1):
        sense = known.sense(block, "".join(word.text for word in words[at:end]))
        if sense is not None:
            return end, sense.role
    return None


def together(words: Sequence[Token]) -> tuple[str, tuple[str, ...]]:
    """Words as one text, and what of that is doubtful: a space stays, a new line goes."""
    text = ""
    doubts: list[str] = []
    for number, word in enumerate(words):
        if number and not word.first:
            text = f"{text} {word.text}"
        else:
            text, more = seam(text, word.text)
            doubts += more
    return text, tuple(dict.fromkeys(doubts))


def is_open(text: str) -> bool:
    """Whether a bracket in it is not closed.

    >>> is_open("≤5.00(工作"), is_open("≤5.00(工作日)")
    (True, False)
    """
    flat = clean(text)
    return flat.count("(") > flat.count(")")
