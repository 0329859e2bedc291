"""Records as rows of the tables of `validators.frames`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, assert_never

from validators.frames.columns import FindingRow, IndicatorRow, Project, RefusalRow
from validators.records.record import Note, Record, encodable
from validators.records.results import (
    DeclaredRecord,
    EvaluatedRecord,
    FormRecord,
    FundingRecord,
    IndicatorRecord,
    MonitoredRecord,
    TotalRecord,
    VerdictRecord,
    decimal_of,
)
from validators.records.unsummed import Figure
from validators.review.applied import settled_parts
from validators.rule import Severity
from workbooks.forms import FundKind, MoneyUnit
from xlfuncs.reported_score import deduction
from xlfuncs.whole_form import added


def project_rows(record: Record) -> Iterator[Project]:
    """The forms of a file."""
    for (form, note), place in zip(record.forms, _places(record), strict=True):
        findings = form.findings
        severities = [said.severity for said in findings if not said.accepted]
        worth = _worth(form, note)
        yield Project(
            **place,
            edition=form.edition,
            policy=form.policy,
            department=form.department,
            money_unit=form.money_unit,
            execution_rate=decimal_of(note.rate),
            deducted=_deducted(form, worth["execution_deducted"]),
            **worth,
            errors=severities.count(Severity.ERROR),
            warnings=severities.count(Severity.WARNING),
            notes=severities.count(Severity.NOTE),
            accepted=len(findings) - len(severities),
            unreadable=len(form.unreadable),
            skips=len(form.skips),
            faults=len(note.broken),
            standing=note.standing.value,
            unsummed="".join(why for _, why in note.unsummed) or None,
        )


def indicator_rows(record: Record) -> Iterator[IndicatorRow]:
    """The indicators of a file, and the parts that have points of their own."""
    for (form, _), place in zip(record.forms, _places(record), strict=True):
        for row in form.indicators:
            points, score = decimal_of(row.points), decimal_of(row.score.reported)
            yield IndicatorRow(
                **place,
                **{key: getattr(row, key) for key in _AS_WRITTEN},
                points=points,
                score=score,
                computed=decimal_of(row.score.computed),
                completion=decimal_of(row.completion),
                deducted=_lost(points, score),
                **_verdict(row),
            )
        for part in form.parts:
            points, score = decimal_of(part.points), decimal_of(part.score)
            told: _Fields = dict.fromkeys(_AS_WRITTEN)
            told |= {"cell": part.cell, "name": part.name, "note": part.note}
            lost = _lost(points, score)
            none: _Fields = dict.fromkeys(("computed", "completion", *SAID))
            yield IndicatorRow(**place, **told, **none, points=points, score=score, deducted=lost)


def finding_rows(record: Record) -> Iterator[FindingRow]:
    """The findings of a file."""
    for (form, _), place in zip(record.forms, _places(record), strict=True):
        for finding in form.findings:
            yield FindingRow(
                **place,
                cell=finding.cell,
                name=finding.name,
                severity=finding.severity.value,
                message=finding.message,
                rule=finding.code,
                accepted=finding.accepted is not None,
            )


def refusal_rows(record: Record) -> Iterator[RefusalRow]:
    """What of a file could not be checked."""
    refusal = record.data.refusal
    if refusal:
        yield RefusalRow(encodable(record.path), refusal.reason.value, refusal.message)


_AS_WRITTEN = ("cell", "category", "subcategory", "name", "target", "actual", "note")
_ZERO = Decimal(0)
_Fields = dict[str, Any]


def _places(record: Record) -> Iterator[_Fields]:
    """What names each form of a file."""
    for number, (form, _) in enumerate(record.forms, 1):
        yield {
            "file": encodable(record.path),
            "number": number,
            "sheet": form.sheet,
            "form": form.form,
            "unit": form.unit,
            "project": form.project,
            "fiscal_year": form.fiscal_year,
        }


def _worth(form: FormRecord, note: Note) -> _Fields:
    """The amounts in 万元, 预算执行 and the totals; None for what a kind does not have."""
    unit, told = form.money_unit, dict[str, Any].fromkeys(_WORTH)
    match form.own:
        case DeclaredRecord(funding):
            funds = funding.annual
            whole = next((fund for fund in funds if fund.kind == FundKind.TOTAL.name), None)
            if whole is None:
                return told
            declared = _wan_yuan(whole.amount, unit)
            return told | {"declared_wan_yuan": declared, "declared_cell": whole.cell}
        case EvaluatedRecord(funding, total, rating):
            return told | {
                "annual_budget_wan_yuan": _wan_yuan(funding.annual_budget, unit),
                "executed_wan_yuan": _wan_yuan(funding.executed, unit),
                "annual_budget_cell": funding.annual_budget_cell,
                "executed_cell": funding.executed_cell,
                "total_reported": decimal_of(total.reported),
                "total_summed": decimal_of(total.summed),
                "total_computed": decimal_of(total.computed),
                "total_reviewed": added(map(decimal_of, settled_parts(form, funding))),
                "score": _score(total, note),
                "rating": rating.stated,
                **_execution(funding),
            }
        case MonitoredRecord():
            return told  # what was spent by then is no year's, and goes into no sum
        case _:
            assert_never(form.own)


SAID = ("verdict", "opinion", "reviewed_actual", "reason", "review_deviation")
"""What a reviewer says of a row."""

_WORTH = (
    *("declared_wan_yuan", "annual_budget_wan_yuan", "executed_wan_yuan", "total_reported"),
    *("total_summed", "total_computed", "total_reviewed", "score", "rating", "execution_points"),
    *("execution_score", "execution_deducted"),
    *(f"execution_{name}" for name in SAID),
    *("declared_cell", "annual_budget_cell", "executed_cell"),
)


def _wan_yuan(amount: str | None, unit: str | None) -> Decimal | None:
    """An amount in 万元, exactly; None where its unit is not known."""
    value = decimal_of(amount)
    if value is None or unit is None:
        return None
    return value * (MoneyUnit(unit).yuan / MoneyUnit.WAN_YUAN.yuan)


def _score(total: TotalRecord, note: Note) -> Decimal | None:
    """The total that counts; none where 总分 is written but cannot be read."""
    if any(figure is Figure.SCORE for figure, _ in note.unsummed):
        return None
    return decimal_of(total.summed if total.reported is None else total.reported)


def _execution(line: FundingRecord) -> _Fields:
    """What the line 预算执行 says of points."""
    points, score = decimal_of(line.points), decimal_of(line.score.reported)
    told = {"points": points, "score": score, "deducted": _lost(points, score), **_verdict(line)}
    return {f"execution_{name}": value for name, value in told.items()}


def _verdict(line: IndicatorRecord | FundingRecord) -> _Fields:
    """What a reviewer said of an indicator or of the funding."""
    said = line.verdict or VerdictRecord(None, None)
    return {
        "verdict": decimal_of(said.score),
        "opinion": said.opinion,
        "reviewed_actual": said.actual,
        "reason": said.reason,
        "review_deviation": decimal_of(said.deviation),
    }


def _deducted(form: FormRecord, execution: Decimal | None) -> Decimal | None:
    """All that was taken off; None for a form without points."""
    rows = [(row.points, row.score.reported) for row in form.indicators]
    rows += [(part.points, part.score) for part in form.parts]
    lost = [_lost(decimal_of(points), decimal_of(score)) for points, score in rows]
    known = [one for one in (*lost, execution) if one is not None]
    return sum(known, _ZERO) if known else None


def _lost(points: Decimal | None, score: Decimal | None) -> Decimal | None:
    if points is None or score is None or score < 0:
        return None
    return deduction(points, score) or _ZERO
