"""K10: a percentage that no whole number of those asked can give (95.5 % of 40).

The number asked is what the actual value or the note says of a 问卷 or 调查; of several any may be
meant. Rounded and cut percentages are both possible, and zeros at the end tell nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from validators.across.extract import Extract
from validators.across.index import Line
from validators.records.folder_results import FlagRecord
from validators.wording import one_line
from workbooks.values.decimals import decimals, plain
from workbooks.values.regex import regex
from workbooks.values.terms import clean

CODE, NAME = "K10", "percentage-impossible"
OTHERWISE = "满意度是按分数平均的，不是满意的份数占比；有效问卷数与写的不同；分几次调查后合计。"

_ASKED = regex(
    r"(?:问卷|调查|样本|受访|测评|回收|收回|发放)[^0-9%余约]{0,8}([1-9]\d{0,3})(?:份|人|名|户|家|位)"
)
_SHARE = regex(r"(?<![\d.])\d{1,3}(?:\.\d{1,2})?(?=\(?%)")


def flags(line: Line, form: Extract) -> Iterator[FlagRecord]:
    """One for each such row of a form."""
    for row in form.rows:
        found = impossible(row.actual, row.note)
        if found is not None:
            share, asked = found
            numbers = "、".join(map(str, asked))
            step = plain(Decimal(100) / min(asked))
            name = one_line(row.name)
            yield FlagRecord(
                CODE,
                NAME,
                line.unit or line.department,
                f"「{line.project}」的「{name}」写 {plain(share)}%，调查的份数写的是 {numbers}。",
                f"{min(asked)} 份里每一份占 {step[:5]}%，怎么算也得不出 {plain(share)}%。",
                f"也可能：{OTHERWISE}",
                (line.place._replace(cell=row.cell),),
            )


def says_how_many(form: Extract) -> bool:
    """Whether any row writes one percentage and how many were asked, so that it can be tried."""
    return any(
        len(_SHARE.findall(clean(row.actual))) == 1 and any(_numbers(row.actual, row.note))
        for row in form.rows
    )


def impossible(actual: str, note: str) -> tuple[Decimal, tuple[int, ...]] | None:
    """The percentage of an actual value and the numbers asked, where none of these can give it.

    >>> impossible("95.5%（发放问卷40份）", ""), impossible("95%（发放问卷40份）", "")
    ((Decimal('95.5'), (40,)), None)
    >>> impossible("95.50(%)", "问卷调查40人，收回有效问卷22份"), impossible("95.5%", "")
    (None, None)
    """
    shares = _SHARE.findall(clean(actual))
    asked = tuple(dict.fromkeys(_numbers(actual, note)))
    if len(shares) != 1 or not asked:
        return None
    share = Decimal(shares[0])
    return None if any(_can_be(share, number) for number in asked) else (share, asked)


def _numbers(*texts: str) -> Iterator[int]:
    for text in texts:
        for match in _ASKED.finditer(clean(text)):
            yield int(match[1])


def _can_be(share: Decimal, asked: int) -> bool:
    """Whether so many of so many asked are that share, as far as it is written."""
    step = Decimal(1).scaleb(-decimals(share))
    near = int(share * asked / 100)
    return any(
        (Decimal(100 * some) / asked).quantize(step, rounding=how) == share
        for some in (near, near + 1)
        for how in (ROUND_HALF_UP, ROUND_DOWN)
    )
