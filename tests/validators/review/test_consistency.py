"""Reviewers held against each other and against their own words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.validators.results import unexplained
from tests.validators.reviews import reviewed
from validators.records.results import EvaluatedRecord, ReportedAndComputed, VerdictRecord
from validators.review.consistency import (
    BLANK,
    COPIED,
    IDLE,
    POINTS,
    RAISED,
    REASONED,
    REVALUED,
    SHARE,
    UNEVEN,
    UNEVEN_CODE,
    UNEVEN_REASON,
    UNREASONED,
    UNSCORED,
    Reviewed,
    inconsistencies,
    reviewed_rows,
)


def row(
    score: str | None = "8",
    opinion: str = "",
    project: str = "甲项目",
    code: str = "",
    reason: str = "",
    own: str | None = "9",
    value: str | None = None,
) -> Reviewed:
    scores = [None if one is None else Decimal(one) for one in (own, score, value)]
    return Reviewed(
        unit="某单位",
        project=project,
        name="培训场次",
        own=scores[0],
        points=Decimal(10),
        score=scores[1],
        opinion=opinion,
        codes=(code,) if code else (),
        reason=reason,
        own_value=Decimal(12),
        value=scores[2],
    )


REASON = "01 没有佐证材料，或佐证不足"


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (row("9"), []),
        (row("9.5"), [RAISED.format(score="9.5", own="9")]),
        (row(None, "材料不全，扣20%"), [BLANK]),
        (row(None, "同意"), []),
        (row("8", "材料不全，扣20%"), []),
        (row("8", "按标准扣减该指标分值的 20%"), []),
        (row("7", "材料不全，扣20%"), []),  # of the points, from the reported score
        (row("6.5", "材料不全，扣20%"), [SHARE.format(said="20", taken="35")]),
        (row("8"), [UNREASONED.format(taken="1")]),
        (row("8", reason=REASON), []),
        (row("9", reason=REASON), [IDLE.format(reason=REASON)]),
        (row(None, reason=REASON), [REASONED.format(reason=REASON)]),
        (row(None, value="10"), [REVALUED.format(value="10", own="12")]),
        (row(None, value="12"), []),
        (row(None, "属实，不影响得分", value="10"), []),
        (row(None, own=None), [UNSCORED]),
        (row("8", own=None), []),
        (row("8", "未公示，扣1分"), []),
        (row("8", "未公示，扣2分"), []),
        (row("7", "未公示，扣1分"), [POINTS.format(said="1", taken="2")]),
    ],
)
def test_what_a_reviewer_says_is_what_he_did(one: Reviewed, told: list[str]) -> None:
    assert [said for _, said in inconsistencies([one])] == told


def test_an_opinion_that_serves_several_projects() -> None:
    text = "佐证材料不完整，未见签到表。"
    rows = [row("8", text), row("8", text, "乙项目"), row("9", "同意", "丙项目"), row("9", "同意")]

    assert list(inconsistencies(rows)) == [(0, COPIED.format(count=2, projects="甲项目、乙项目"))]


@pytest.mark.parametrize(("score", "here"), [("8", ""), ("7.9", "21")])
def test_one_fault_costs_the_same_everywhere(score: str, here: str) -> None:
    same = row(score, "核减", "乙项目", "N601")
    rows = [row("9", code="N601"), same, row("0", "核减", code="N603")]

    told = list(inconsistencies(rows))

    said = {"what": UNEVEN_CODE.format("N601"), "here": here, "there": "10", "project": "甲项目"}
    assert told == [(1, UNEVEN.format(**said, name="培训场次"))][: bool(here)]


@pytest.mark.parametrize(("reason", "uneven"), [(REASON, True), ("99 其他", False)])
def test_one_reason_costs_the_same_everywhere(reason: str, uneven: bool) -> None:
    """Whatever else is wrong with the rows; only 其他 is never the same."""
    rows = [
        row("8.5", "核减", code="N601", reason=reason),
        row("5", "核减一半", "乙项目", "N603", reason),
    ]

    told = list(inconsistencies(rows))

    what = UNEVEN_REASON.format(reason)
    said = UNEVEN.format(what=what, here="40", there="5", project="甲项目", name="培训场次")
    assert told == [(1, said)] * uneven


def test_the_line_of_execution_and_rows_without_any_score_are_held_to_the_same() -> None:
    (record, *_), _ = reviewed(unexplained())
    (form,) = record.data.forms
    assert isinstance(form.own, EvaluatedRecord)
    said = VerdictRecord("10.5", None)
    first = form.indicators[0]._replace(score=ReportedAndComputed(None, None))
    funding = form.own.funding._replace(verdict=said)
    unscored = form._replace(indicators=(first, *form.indicators[1:]))

    told = [(cell, one) for cell, one in reviewed_rows(unscored, funding)]
    sentences = list(inconsistencies([one for _, one in told]))

    assert [(cell, one.name) for cell, one in told] == [
        (None, "预算执行"),
        (first.cell, first.name),
    ]
    assert sentences == [(0, RAISED.format(score="10.5", own="10")), (1, UNSCORED)]
    # nobody has scored it, so that nothing is missing yet
    assert list(reviewed_rows(form, form.own.funding)) == []
