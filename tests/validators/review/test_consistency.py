"""Reviewers held against each other and against their own words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from validators.review.consistency import (
    BLANK,
    COPIED,
    POINTS,
    RAISED,
    SHARE,
    UNEVEN,
    Reviewed,
    inconsistencies,
)


def row(
    score: str | None = "8", opinion: str = "", project: str = "甲项目", code: str = ""
) -> Reviewed:
    codes = (code,) if code else ()
    scored = None if score is None else Decimal(score)
    return Reviewed("某单位", project, "培训场次", Decimal(9), Decimal(10), scored, opinion, codes)


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (row("9"), []),
        (row("9.5"), [RAISED.format(score="9.5", own="9")]),
        (row(None, "材料不全，扣20%"), [BLANK]),
        (row(None, "同意"), []),
        (row("8", "材料不全，扣20%"), []),
        (row("8", "按标准扣减该指标分值的 20%"), []),
        (row("7", "材料不全，扣20%"), [SHARE.format(said="20", taken="30")]),
        (row("8", "未公示，扣1分"), []),
        (row("8", "未公示，扣2分"), []),
        (row("7", "未公示，扣1分"), [POINTS.format(said="1", taken="2")]),
    ],
)
def test_what_a_reviewer_says_is_what_he_did(one: Reviewed, told: list[str]) -> None:
    assert [said for _, said in inconsistencies([one])] == told


def test_an_opinion_that_serves_several_projects() -> None:
    text = "佐证材料不完整，未见签到表。"
    rows = [row("8", text), row("8", text, "乙项目"), row("8", "同意", "丙项目"), row("8", "同意")]

    assert list(inconsistencies(rows)) == [(0, COPIED.format(count=2, projects="甲项目、乙项目"))]


@pytest.mark.parametrize(("score", "here"), [("8", ""), ("7.9", "21")])
def test_one_fault_costs_the_same_everywhere(score: str, here: str) -> None:
    rows = [row("9", code="N601"), row(score, code="N601", project="乙项目"), row("0", code="N603")]

    told = list(inconsistencies(rows))

    said = {"code": "N601", "here": here, "there": "10", "project": "甲项目"}
    assert told == [(1, UNEVEN.format(**said, name="培训场次"))][: bool(here)]
