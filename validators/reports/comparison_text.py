"""Two versions compared, in words: for the terminal, and for the dialog of a button."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from validators.across.comparison import (
    ComparedFormRecord,
    ComparedPairRecord,
    ComparedRowRecord,
    ComparisonRecord,
    Difference,
    DifferenceRecord,
)
from validators.terminal_text import one_line

BLANK = "没有填"
"""Of an indicator what one of the two leaves out."""


def lines(found: ComparisonRecord) -> Iterator[str]:
    """All that there is to say, a line each: every pair, what has no partner, the counts."""
    for pair in found.pairs:
        yield f"{called(pair.before)} → {called(pair.after)}：{pair.same} 项相同"
        yield from (f"  {line}" for line in differences(pair))
    yield from alone(found.only_before, "新表")
    yield from alone(found.only_after, "原表")
    yield f"比较了 {len(found.pairs)} 对表：{counts(found.pairs)}。"


def differences(pair: ComparedPairRecord) -> Iterator[str]:
    """What became of each indicator that is not the same, a line each."""
    yield from map(difference, pair.differences)
    yield from scaled(pair)


def scaled(pair: ComparedPairRecord) -> Iterator[str]:
    """That both share out other sums of 分值, alike: no difference of any indicator."""
    if pair.scaled is not None:
        before, after = pair.scaled
        yield f"分值合计 {before} 分→{after} 分，各项按比例相同"


def difference(one: DifferenceRecord) -> str:
    """What became of an indicator."""
    named, *said = sides(one)
    quote = "{}" if one.kind is Difference.POINTS else "“{}”"
    told = (quote.format(text) if text else BLANK for text in said if text is not None)
    return f"{one.kind.value} 「{named}」{'→'.join(dict.fromkeys(told))}"


def sides(one: DifferenceRecord) -> tuple[str, str | None, str | None]:
    """An indicator's name, both where they differ, and what of it each form says.

    That is its 年度指标值, or its 分值 where these differ; None where a form has it not.
    """
    rows = [row for row in (one.before, one.after) if row is not None]
    names = "」→「".join(dict.fromkeys(joined(row.name) for row in rows))
    return names, _said(one.kind, one.before), _said(one.kind, one.after)


def _said(kind: Difference, row: ComparedRowRecord | None) -> str | None:
    if row is None:
        return None
    if kind is Difference.POINTS:
        return "" if row.points is None else f"{row.points} 分"
    return joined(row.target)


def alone(forms: Sequence[ComparedFormRecord], side: str) -> Iterator[str]:
    """Forms without a partner on the other side."""
    for form in forms:
        yield f"没有比较：{called(form)}，{side}里没有同一项目的表。"


def counts(pairs: Sequence[ComparedPairRecord]) -> str:
    """How much became of the indicators, kind by kind."""
    of = Counter(one.kind for pair in pairs for one in pair.differences)
    return "，".join(f"{kind.value} {of[kind]} 项" for kind in Difference if of[kind]) or (
        "指标没有不同"
    )


def called(form: ComparedFormRecord) -> str:
    """A form by its project, year and file."""
    year = "" if form.fiscal_year is None else f"{form.fiscal_year} 年度"
    name = form.place.path.rsplit("/", 1)[-1]
    return f"「{joined(form.project)}」{year}{form.kind}（{name}）"


def joined(text: str) -> str:
    """A text of a cell on one line."""
    return one_line("".join(text.split("\n")))
