"""One Result as the JSON of `jixiao check` has it, but for its path."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, assert_never

from validators.checking.check_file import CheckedForm, Result
from validators.deductions import Part, parts
from validators.engine import Fault
from validators.filing import Declaration, Filing
from validators.wording import fault_text, skip_text, unreadable_text
from workbooks.forms import (
    Category,
    Cell,
    DeclaredFund,
    Form,
    Indicator,
    SelfEvaluation,
    Subcategory,
    TargetDeclaration,
)
from workbooks.values.decimals import rounded
from xlfuncs.whole_form import IndicatorWorth, execution_counts, row_counts

Json = dict[str, Any]


def file_data(result: Result) -> Json:
    """All that is to be said of one file, without its path.

    Numbers that were read or computed are decimal strings, a missing one is None. What a reviewer
    says of it, `accepted` and `verdict`, is put in later, by `reviewed.Reviewing`.
    """
    refusal = result.refusal
    return {
        "outcome": "checked" if result.checked else "refused",
        "refusal": refusal and {"reason": refusal.reason.value, "message": refusal.message},
        "forms": [_form(form) for form in result.forms],
        "faults": [_fault(fault, result) for fault in result.faults],
    }


def _fault(fault: Fault, result: Result) -> Json:
    told = fault_text(fault) if fault.code or result.refusal is None else result.refusal.message
    return {"code": fault.code or None, "message": told, "trace": fault.trace}


def _form(form: CheckedForm) -> Json:
    read, outcome = form.reading.form, form.outcome
    return {
        "sheet": read.sheet,
        "form": type(read).__name__,
        "edition": form.reading.edition.name,
        "policy": form.filing.policy.name,
        "fiscal_year": read.fiscal_year.value,
        "project": _text(read.project_name),
        "department": _text(read.supervising_department),
        "unit": _text(read.implementing_unit),
        "money_unit": read.funding.money_unit.value,
        **_worth(form),
        "findings": [
            {
                "code": finding.rule.code,
                "name": finding.rule.name,
                "severity": finding.severity.value,
                "cell": finding.cell.address or None,
                "message": finding.text,
                "facts": _facts(finding.facts),
                "accepted": None,
            }
            for finding in outcome.findings
        ],
        "skips": [{"code": skip.rule.code, "reason": skip_text(skip)} for skip in outcome.skips],
        "unreadable": [_unreadable(cell, read) for cell in form.reading.unreadable],
    }


def _worth(form: CheckedForm) -> Json:
    """Money, indicators, total and rating."""
    match form.filing:
        case Filing():
            return _evaluated(form.filing)
        case Declaration():
            declared = form.filing.form
            return {
                "funding": _declared_funding(declared),
                "indicators": [_indicator(row, None) for row in declared.indicators],
                "parts": [],
                "total": None,
                "rating": None,
            }
        case _:
            assert_never(form.filing)


def _evaluated(filing: Filing) -> Json:
    read, worth = filing.form, filing.worth
    rows = zip(read.indicators, worth.indicators, strict=True)
    return {
        "funding": _funding(filing, read),
        "indicators": [_indicator(row, own) for row, own in rows],
        "parts": [_part(part) for part in parts(filing)],
        "total": {
            "reported": _number(read.total_score.value),
            "summed": _number(worth.summed),
            "computed": _number(worth.computed),
        },
        "rating": {
            "reported": _text(read.rating),
            "stated": worth.stated,
            "computed": worth.computed_rating,
        },
    }


def _funding(filing: Filing, form: SelfEvaluation) -> Json:
    total, worth = form.funding.total, filing.worth.execution
    return {
        "initial_budget": _number(total.initial_budget.value),
        "annual_budget": _number(total.annual_budget.value),
        "executed": _number(total.executed.value),
        "rate": _both(_percent(total.rate.value), _percent(worth.rate, 2)),
        "score": _both(_number(total.score.value), _number(worth.score)),
        "points": _number(total.points.value),
        "scored": execution_counts(form),
        "verdict": None,
    }


def _declared_funding(form: TargetDeclaration) -> Json:
    return {
        "project": [_declared_fund(fund) for fund in form.funding.project],
        "annual": [_declared_fund(fund) for fund in form.funding.annual],
    }


def _declared_fund(fund: DeclaredFund) -> Json:
    amount = _number(fund.amount.value)
    return {"kind": fund.kind.name, "cell": fund.amount.address or None, "amount": amount}


def _indicator(row: Indicator, worth: IndicatorWorth | None) -> Json:
    target = row.target.value
    completion = None if worth is None else worth.completion
    return {
        "cell": (row.score if worth else row.target).address or None,
        "category": _kind(row.category),
        "subcategory": _kind(row.subcategory),
        "name": _text(row.name),
        "target": _text(row.target),
        "relation": target and target.relation.value,
        "value": _number(target.value) if target else None,
        "unit": (target and target.unit) or None,
        "actual": _text(row.actual),
        "points": _number(row.points.value),
        "score": _both(_number(row.score.value), _number(worth.score) if worth else None),
        "completion": None if completion is None else _number(rounded(completion, 4)),
        "scored": worth is not None and row_counts(row),
        "note": _text(row.note),
        "verdict": None,
    }


def _part(part: Part) -> Json:
    return {
        "cell": part.block.address,
        "name": part.block.label,
        "points": _number(part.points),
        "score": _number(part.score),
        "note": _text(part.note),
    }


def _both(reported: str | None, computed: str | None) -> Json:
    return {"reported": reported, "computed": computed}


def _text(cell: Cell[Any]) -> str | None:
    return cell.text or None


def _kind(cell: Cell[Category] | Cell[Subcategory]) -> str | None:
    """The full name of a known kind of indicator, or what is written there."""
    known = cell.value not in (None, Category.OTHER, Subcategory.OTHER)
    return str(cell.value) if known else _text(cell)


def _number(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _percent(rate: Decimal | None, decimals: int | None = None) -> str | None:
    """A ratio in percent: as printed, or with so many decimals."""
    if rate is None:
        return None
    value = rate.scaleb(2)
    return _number(value if decimals is None else rounded(value, decimals))


def _unreadable(cell: Cell[Any], form: Form) -> Json:
    return {"cell": cell.address, "text": cell.text, "reason": unreadable_text(cell, form)}


def _facts(facts: Mapping[str, Any]) -> Json:
    return {name: _fact(fact) for name, fact in facts.items()}


def _fact(fact: Any) -> Any:
    """A fact as JSON has it: Decimals as strings, enumerations by their value."""
    if isinstance(fact, Decimal):
        return _number(fact)
    if isinstance(fact, (tuple, list, frozenset)):
        return [_fact(part) for part in fact]
    return fact if fact is None or isinstance(fact, (bool, int)) else str(fact)
