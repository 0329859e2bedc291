"""What is wrong in one indicator row by itself: the rules of that number, told by code and facts.

`validators` may not be asked from here, and judges whole forms. The figures are the same
functions' (deduction, gap, band), and a test holds the answers of both together. One thing needs
the name of the indicator, which is not given here: whether its operator contradicts it (I309).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workbooks.forms import Indicator, State
from workbooks.prose.deviation_notes import is_filler
from workbooks.values.target import Tier
from xlfuncs.policy import Policy
from xlfuncs.reported_score import band_scores, deduction, excess, in_band
from xlfuncs.whole_form import IndicatorWorth

Facts = Mapping[str, Any]


def faults(row: Indicator, worth: IndicatorWorth, policy: Policy) -> Iterator[tuple[str, Facts]]:
    """The codes of the rules that such a row breaks, each with the facts of its sentence."""
    facts = {"score": row.score.value, "points": row.points.value, "note": row.note.text}
    for code, own in (*_score(row), *_worth(row, worth, policy), *_note(row)):
        if policy.severities.get(code) != "off":
            yield code, {**facts, **own}


def _score(row: Indicator) -> Iterator[tuple[str, Facts]]:
    points, score = row.points.value, row.score.value
    if score is None:
        return
    if score < 0:
        yield "R502", {}
    elif points is not None and points > 0 and (above := excess(points, score)):
        yield "R501", {"difference": above}


def _worth(row: Indicator, worth: IndicatorWorth, policy: Policy) -> Iterator[tuple[str, Facts]]:
    points, score, tier = row.points.value, row.score.value, worth.tier
    if points is None or score is None or excess(points, score):
        return
    if tier is None and worth.gap is not None and worth.gap > 0:
        facts = {"computed": worth.score, "explanation": worth.explanation}
        yield "R504", facts | {"difference": worth.gap}
    if tier is not None and score >= 0 and not in_band(score, tier, points, policy):
        lower, upper = band_scores(tier, points, policy)
        sentence = "met" if tier is Tier.MET else "below"
        yield "R507", {"tier": tier, "lower": lower, "upper": upper, "sentence": sentence}


def _note(row: Indicator) -> Iterator[tuple[str, Facts]]:
    lost = deduction(row.points.value, row.score.value)
    if lost is None or row.note.state is State.UNREADABLE:
        return
    if is_filler(row.note.text):
        yield "N602", {"difference": lost}
    elif not row.note.text:
        yield "N601", {"difference": lost}
