"""Records as rows of the tables of `validators.frames`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import assert_never

from validators.frames.columns import FindingRow, IndicatorRow, Project, RefusalRow
from validators.records.file_data import Json
from validators.records.record import Note, Record, encodable
from validators.records.unsummed import Figure
from validators.review.applied import settled_parts
from validators.rule import Severity
from workbooks.form_kinds import named
from workbooks.forms import FundKind, MoneyUnit
from xlfuncs.reported_score import deduction
from xlfuncs.whole_form import added


def project_rows(record: Record) -> Iterator[Project]:
    """The forms of a file."""
    for (form, note), place in zip(record.forms, _places(record), strict=True):
        findings = form["findings"]
        severities = [said["severity"] for said in findings if not said["accepted"]]
        amounts = _amounts(form)
        total, rating = form["total"] or {}, form["rating"] or {}
        execution = _execution(form)
        yield Project(
            **place,
            edition=form["edition"],
            policy=form["policy"],
            department=form["department"],
            money_unit=form["money_unit"],
            **amounts,
            execution_rate=_decimal(note.rate),
            total_reported=_decimal(total.get("reported")),
            total_summed=_decimal(total.get("summed")),
            total_computed=_decimal(total.get("computed")),
            total_reviewed=_total_reviewed(form),
            score=_score(total, note),
            rating=rating.get("stated"),
            deducted=_deducted(form, execution["execution_deducted"]),
            **execution,
            errors=severities.count(Severity.ERROR),
            warnings=severities.count(Severity.WARNING),
            notes=severities.count(Severity.NOTE),
            accepted=len(findings) - len(severities),
            unreadable=len(form["unreadable"]),
            skips=len(form["skips"]),
            faults=len(note.broken),
            standing=note.standing.value,
            unsummed="".join(why for _, why in note.unsummed) or None,
        )


def indicator_rows(record: Record) -> Iterator[IndicatorRow]:
    """The indicators of a file, and the parts that have points of their own."""
    for (form, _), place in zip(record.forms, _places(record), strict=True):
        for row in form["indicators"]:
            points, score = _decimal(row["points"]), _decimal(row["score"]["reported"])
            yield IndicatorRow(
                **place,
                **{key: row[key] for key in _AS_WRITTEN},
                points=points,
                score=score,
                computed=_decimal(row["score"]["computed"]),
                completion=_decimal(row["completion"]),
                deducted=_lost(points, score),
                **_verdict(row),
            )
        for part in form["parts"]:
            points, score = _decimal(part["points"]), _decimal(part["score"])
            told: Json = dict.fromkeys(_AS_WRITTEN) | {
                key: part[key] for key in ("cell", "name", "note")
            }
            lost = _lost(points, score)
            none: Json = dict.fromkeys(("computed", "completion", "verdict", "opinion"))
            yield IndicatorRow(**place, **told, **none, points=points, score=score, deducted=lost)


def finding_rows(record: Record) -> Iterator[FindingRow]:
    """The findings of a file."""
    for (form, _), place in zip(record.forms, _places(record), strict=True):
        for finding in form["findings"]:
            told = {key: finding[key] for key in ("cell", "name", "severity", "message")}
            accepted = finding["accepted"] is not None
            yield FindingRow(**place, **told, rule=finding["code"], accepted=accepted)


def refusal_rows(record: Record) -> Iterator[RefusalRow]:
    """What of a file could not be checked."""
    refusal = record.data["refusal"]
    if refusal:
        yield RefusalRow(encodable(record.path), refusal["reason"], refusal["message"])


_AS_WRITTEN = ("cell", "category", "subcategory", "name", "target", "actual", "note")
_ZERO = Decimal(0)


def _places(record: Record) -> Iterator[Json]:
    """What names each form of a file."""
    for number, (form, _) in enumerate(record.forms, 1):
        named = {key: form[key] for key in ("sheet", "form", "unit", "project", "fiscal_year")}
        yield {"file": encodable(record.path), "number": number, **named}


def _amounts(form: Json) -> Json:
    """The three amounts in 万元."""
    funding, unit = form["funding"], form["money_unit"]
    declared = None
    kind = named(form["form"]).name
    match kind:
        case "TargetDeclaration":
            totals = (fund for fund in funding["annual"] if fund["kind"] == FundKind.TOTAL.name)
            declared = next(totals, {"amount": None})["amount"]
        case "SelfEvaluation":
            pass
        case _:
            assert_never(kind)
    return {
        "declared_wan_yuan": _wan_yuan(declared, unit),
        "annual_budget_wan_yuan": _wan_yuan(funding.get("annual_budget"), unit),
        "executed_wan_yuan": _wan_yuan(funding.get("executed"), unit),
    }


def _wan_yuan(amount: str | None, unit: str | None) -> Decimal | None:
    """An amount in 万元, exactly; None where its unit is not known."""
    value = _decimal(amount)
    if value is None or unit is None:
        return None
    return value if unit == MoneyUnit.WAN_YUAN else value.scaleb(-4)


def _score(total: Json, note: Note) -> Decimal | None:
    """The total that counts; none where 总分 is written but cannot be read."""
    if any(figure is Figure.SCORE for figure, _ in note.unsummed):
        return None
    reported = _decimal(total.get("reported"))
    return _decimal(total.get("summed")) if reported is None else reported


def _total_reviewed(form: Json) -> Decimal | None:
    if not named(form["form"]).scored:
        return None
    return added(map(_decimal, settled_parts(form)))


def _execution(form: Json) -> Json:
    """What the line 预算执行 says of points; nothing in a declaration."""
    names = ("points", "score", "deducted", "verdict", "opinion")
    told: Json = dict.fromkeys(names)
    if named(form["form"]).scored:
        line = form["funding"]
        points, score = _decimal(line["points"]), _decimal(line["score"]["reported"])
        told = {"points": points, "score": score, "deducted": _lost(points, score)}
        told |= _verdict(line)
    return {f"execution_{name}": told[name] for name in names}


def _verdict(line: Json) -> Json:
    """What a reviewer said of an indicator or of the funding."""
    said = line["verdict"] or {"score": None, "opinion": None}
    return {"verdict": _decimal(said["score"]), "opinion": said["opinion"]}


def _deducted(form: Json, execution: Decimal | None) -> Decimal | None:
    """All that was taken off; None for a form without points."""
    rows = [(row["points"], row["score"]["reported"]) for row in form["indicators"]]
    rows += [(part["points"], part["score"]) for part in form["parts"]]
    lost = [_lost(_decimal(points), _decimal(score)) for points, score in rows]
    known = [one for one in (*lost, execution) if one is not None]
    return sum(known, _ZERO) if known else None


def _lost(points: Decimal | None, score: Decimal | None) -> Decimal | None:
    if points is None or score is None or score < 0:
        return None
    return deduction(points, score) or _ZERO


def _decimal(number: str | None) -> Decimal | None:
    return None if number is None else Decimal(number)
