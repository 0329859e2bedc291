"""What of a 复核表 was not taken and what no longer applies, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from validators.terminal_text import one_line

if TYPE_CHECKING:
    from validators.review.applied import Lapsed, Reviewed


MOST = 50
"""Of each kind that are listed one by one; the reports list all."""


def review_lines(review: Reviewed | None) -> Iterator[str]:
    """What of a review could not be read, and what no longer applies."""
    if review is None:
        return
    if review.troubles:
        yield f"复核表有 {len(review.troubles)} 处没有采用："
        yield from _listed(review.troubles)
    mended = [one for one in review.lapsed or () if one.mended]
    lapsed = [one for one in review.lapsed or () if not one.mended]
    for some, told in ((lapsed, "不再适用"), (mended, "已改好，不用再核准")):
        if some:
            yield f"复核表有 {len(some)} 处{told}："
            yield from _listed([lapsed_text(one) for one in some])


def _listed(told: Sequence[str]) -> Iterator[str]:
    """The first of them, as far as anybody reads on, and how many more there are."""
    yield from ("  " + one_line(one) for one in told[:MOST])
    if len(told) > MOST:
        yield f"  另有 {len(told) - MOST} 处，这里不逐条列出；核查结果（--report）里都有。"


def lapsed_text(lapsed: Lapsed) -> str:
    """What does not apply any more, where it was said, and why."""
    said = lapsed.said
    what = f"核准 {said.code}" if said.code else f"复核「{said.told}」"
    return f"{what}：{said.file} 工作表「{said.sheet}」{said.cell} {lapsed.why}"
