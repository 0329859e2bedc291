"""What the figures of one indicator row contradict: decided here, once for rules and for cells.

A function gives the facts of its rule where the row breaks it, and None where it does not. The
rules of `validators` add whose row it is and where; the JX_ functions put the facts into a short
sentence of their own. What needs other rows or the heads of the form is decided in the rule alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from workbooks.forms import Cell, Indicator, State
from workbooks.prose.deviation_notes import is_filler
from workbooks.prose.indicator_names import contradiction
from workbooks.values.target import Tier
from xlfuncs.policy import Policy
from xlfuncs.reported_score import above_points, band_scores, deduction, excess, in_band, is_full
from xlfuncs.whole_form import IndicatorWorth

Facts = Mapping[str, Any]
Verdict = Facts | None


def verdicts(row: Indicator, worth: IndicatorWorth, policy: Policy) -> Iterator[tuple[str, Facts]]:
    """The codes of the rules that a row breaks by itself, each with the facts of its sentence."""
    for code, decided in _DECIDED.items():
        facts = decided(row, worth, policy)
        if facts is not None and policy.severities.get(code) != "off":
            yield code, facts


def direction_doubted(row: Indicator) -> Verdict:
    """I309: a written sign goes against what the name surely says; without a sign it is I308."""
    target = row.target.value
    if target is None or not target.stated:
        return None
    better = contradiction(row.name.text, target)
    return None if better is None else {"target": target.text, "sentence": better}


def score_above_points(row: Indicator) -> Verdict:
    """R501: more than the points; points of 0 or less are P401."""
    points, score = row.points.value, row.score.value
    above = above_points(points, score)
    if above is None:
        return None
    return {"score": score, "points": points, "difference": above}


def score_negative(row: Indicator) -> Verdict:
    """R502: a score below zero."""
    score = row.score.value
    return {"score": score} if score is not None and score < 0 else None


def score_above_computed(row: Indicator, worth: IndicatorWorth) -> Verdict:
    """R504: more than what was achieved is worth; rows with a tier are R507."""
    points, score = row.points.value, row.score.value
    late = worth.met is False and worth.score is None
    if not (late or worth.gap) or points is None or score is None or worth.tier is not None:
        return None  # as nearly always
    if excess(points, score):
        return None
    facts = {"target": row.target.text, "actual": row.actual.text, "score": score}
    if late and points > 0 and is_full(points, score):
        return facts | {"points": points, "sentence": "late"}
    if worth.gap is None or worth.gap <= 0:
        return None
    facts |= {"points": points, "computed": worth.score, "difference": worth.gap}
    sentence = "full" if is_full(points, score) else "part"
    return facts | {"explanation": worth.explanation, "sentence": sentence}


def score_outside_band(row: Indicator, worth: IndicatorWorth, policy: Policy) -> Verdict:
    """R507: a score that its tier does not allow; above the points it is R501."""
    points, score, tier = row.points.value, row.score.value, worth.tier
    if tier is None or points is None or score is None or score < 0 or excess(points, score):
        return None
    if in_band(score, tier, points, policy):
        return None
    lower, upper = band_scores(tier, points, policy)
    facts = {"score": score, "actual": row.actual.text, "tier": tier.value}
    sentence = "met" if tier is Tier.MET else "below"
    return facts | {"lower": lower, "upper": upper, "sentence": sentence}


def is_blank_note(note: Cell[str]) -> bool:
    """Whether points that were lost are not explained at all (N601); a dash is N602."""
    return not note.text and note.state is not State.UNREADABLE


def is_filler_note(note: Cell[str]) -> bool:
    """Whether points that were lost are explained by words that say nothing (N602)."""
    return is_filler(note.text) and note.state is not State.UNREADABLE


def _noted(is_so: Callable[[Cell[str]], bool], row: Indicator) -> Verdict:
    points, score = row.points.value, row.score.value
    lost = deduction(points, score)
    if lost is None or not is_so(row.note):
        return None
    return {"score": score, "points": points, "difference": lost, "note": row.note.text}


_DECIDED: Mapping[str, Callable[[Indicator, IndicatorWorth, Policy], Verdict]] = {
    "I309": lambda row, worth, policy: direction_doubted(row),
    "R501": lambda row, worth, policy: score_above_points(row),
    "R502": lambda row, worth, policy: score_negative(row),
    "R504": lambda row, worth, policy: score_above_computed(row, worth),
    "R507": score_outside_band,
    "N601": lambda row, worth, policy: _noted(is_blank_note, row),
    "N602": lambda row, worth, policy: _noted(is_filler_note, row),
}

CODES = tuple(_DECIDED)
"""The rules that a row can break by itself, in the order in which a cell tells of them."""
