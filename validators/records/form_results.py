"""One Result as typed records: all that is said of a file, put into words.

What a reviewer says of it, `accepted` and `verdict`, is put in later, by `review.applied`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, assert_never

from validators.checking.answers import Answer
from validators.checking.catalogue import RULES
from validators.checking.check_file import CheckedForm, Result
from validators.deductions import Part
from validators.filing import AnyFiling, Declaration, Filing, Monitoring
from validators.records.results import (
    AnswerRecord,
    CellRecord,
    ChangeRecord,
    DeclaredFundingRecord,
    DeclaredFundRecord,
    DeclaredRecord,
    EvaluatedRecord,
    FaultRecord,
    FileRecord,
    FindingRecord,
    FormRecord,
    FundingRecord,
    HeadRecord,
    IndicatorRecord,
    MonitoredRecord,
    OwnRecord,
    PartRecord,
    RatingRecord,
    RefusalRecord,
    RepairRecord,
    ReportedAndComputed,
    SetApartRecord,
    SkipRecord,
    TotalRecord,
    UnreadableRecord,
    UnreadRecord,
)
from validators.repair.smallest_change import Repair
from validators.repair.words import repair_text, written
from validators.rule import Finding
from validators.wording import fault_text, skip_text, unreadable_text
from workbooks.files.refusal import Reason, Refusal
from workbooks.form_kinds import CountedAs, kind_of
from workbooks.forms import (
    Category,
    Cell,
    DeclaredFund,
    Form,
    Indicator,
    Possibility,
    SelfEvaluation,
    Subcategory,
    TargetDeclaration,
    Understanding,
)
from workbooks.sparing import Fault
from workbooks.values.decimals import rounded
from workbooks.values.regex import regex
from workbooks.values.target import Target
from workbooks.values.terms import clean, fold
from xlfuncs.execution import execution_rate
from xlfuncs.progress import Progress
from xlfuncs.whole_form import IndicatorWorth, execution_counts, row_counts


def file_record(result: Result) -> FileRecord:
    """All that is to be said of one file, without its path."""
    refusal = result.refusal
    if result.aside is not None and result.aside.is_unread:
        refusal = Refusal(Reason.NOT_READ, result.aside.told)
    return FileRecord(
        outcome="checked" if result.checked else "refused",
        refusal=None if refusal is None else RefusalRecord(refusal.reason, refusal.message),
        forms=tuple(with_answers(_form(form), result.answers) for form in result.forms),
        faults=tuple(_fault(fault, result) for fault in result.faults),
    )


def with_answers(form: FormRecord, answers: Collection[Answer]) -> FormRecord:
    """The form with what the unit answered to its findings."""
    said = {(one.code, one.cell): one.text for one in answers if one.sheet == form.sheet}
    if not said:
        return form
    findings = (
        finding._replace(answer=AnswerRecord(text, None))
        if (text := said.get((finding.code, finding.cell or "")))
        else finding
        for finding in form.findings
    )
    return form._replace(findings=tuple(findings))


def _fault(fault: Fault, result: Result) -> FaultRecord:
    named = fault.code or fault.part or result.refusal is None
    told = fault_text(fault) if named or result.refusal is None else result.refusal.message
    return FaultRecord(fault.code or None, told, fault.trace, fault.sheet, fault.cells)


def _form(form: CheckedForm) -> FormRecord:
    read, outcome, filing = form.reading.form, form.outcome, form.filing
    kind: Any = type(read)
    codes = form.repair.codes if form.repair else frozenset()
    repair = _repair(form.repair)
    own, indicators, its_parts = _of_kind(filing)
    unread, apart, heads = _understood(read.understanding)
    return FormRecord(
        sheet=read.sheet,
        form=kind_of(read).name,
        kind=kind_of(read).word,
        edition=form.reading.edition.name,
        policy=filing.policy.name,
        fiscal_year=read.fiscal_year.value,
        project=_text(read.project_name),
        department=_text(read.supervising_department),
        unit=_unit(read),
        money_unit=read.funding.money_unit.value,
        own=own,
        indicators=indicators,
        parts=its_parts,
        rules=outcome.applied,
        findings=tuple(
            _finding(one, repair if one.rule.code in codes else None) for one in outcome.findings
        ),
        skips=tuple(SkipRecord(skip.rule.code, skip_text(skip)) for skip in outcome.skips),
        unreadable=tuple(_unreadable(cell, read) for cell in form.reading.unreadable),
        unread=unread,
        set_apart=apart,
        heads=heads,
        trials=tuple(_finding(one, trial=True) for one in outcome.trials),
        manual=tuple(map(_finding, outcome.manual)),
        project_code=_project_code(read.understanding),
        unused=_unused(kind, outcome.looks.used),
        held_up=tuple(sorted(outcome.looks.held_up)),
        in_part=tuple(sorted(outcome.looks.in_part)),
    )


_OfKind = tuple[OwnRecord, tuple[IndicatorRecord, ...], tuple[PartRecord, ...]]


def _of_kind(filing: AnyFiling) -> _OfKind:
    """What the kind of a form has of its own, its indicators, and the parts of their table."""
    match filing:
        case Filing():
            rows = zip(filing.form.indicators, filing.worth.indicators, strict=True)
            told = tuple(_indicator(row, worth) for row, worth in rows)
            return _evaluated(filing), told, tuple(map(_part, filing.parts))
        case Declaration():
            own = DeclaredRecord(_declared_funding(filing.form), None, None)
            return own, tuple(_indicator(row, None) for row in filing.form.indicators), ()
        case Monitoring():
            told = tuple(_with_progress(row, filing) for row in filing.form.indicators)
            return MonitoredRecord(_spent_to_date(filing), None, None, filing.month), told, ()
        case _:
            assert_never(filing)


def _evaluated(filing: Filing) -> EvaluatedRecord:
    read, worth = filing.form, filing.worth
    return EvaluatedRecord(
        _funding(filing, read),
        TotalRecord(
            _number(read.total_score.value), _number(worth.summed), _number(worth.computed)
        ),
        RatingRecord(_text(read.rating), worth.stated, worth.computed_rating),
    )


def _spent_to_date(filing: Monitoring) -> FundingRecord:
    total = filing.form.funding.total
    rate, budget = None, total.annual_budget.value
    if budget is not None and total.executed.value is not None:
        rate = execution_rate(budget, total.executed.value)
    return FundingRecord(
        initial_budget=_number(total.initial_budget.value),
        annual_budget=_number(total.annual_budget.value),
        executed=_number(total.executed.value),
        rate=ReportedAndComputed(_percent(total.rate.value), _percent(rate, 2)),
        score=ReportedAndComputed(None, None),
        points=None,
        scored=False,
        verdict=None,
        annual_budget_cell=total.annual_budget.address,
        executed_cell=total.executed.address,
        forecast=_number(total.forecast.value),
    )


def _with_progress(row: Indicator, filing: Monitoring) -> IndicatorRecord:
    """A row of a monitoring report, with how far it has come."""
    come = filing.progress(row)
    share = come.share if isinstance(come, Progress) else None
    possible = row.possibility.value
    plain = possible in (None, Possibility.OTHER)
    told = _text(row.possibility) if plain else str(possible)
    return _indicator(row, None)._replace(
        forecast=_text(row.forecast),
        possibility=told,
        causes=row.chosen_causes,
        remark=next((cell.text for cell in row.others if "备注" in cell.label), None),
        progress=None if share is None else _percent(share, 2),
        light=come.light.value if isinstance(come, Progress) else None,
    )


def _unit(read: Form) -> str | None:
    """实施单位; of a department's own form, the department, which is all that it names."""
    named, kind = _text(read.implementing_unit), kind_of(read).counted_as
    match kind:
        case CountedAs.EVALUATED_PROJECT | CountedAs.DECLARED_PROJECT:
            return named
        case CountedAs.MONITORED_PROJECT:
            return named
        case CountedAs.EVALUATED_DEPARTMENT | CountedAs.DECLARED_DEPARTMENT:
            return named or _text(read.project_name)
        case _:
            assert_never(kind)


_CODES = frozenset(("项目编码", "项目代码", "项目编号"))


def _project_code(said: Understanding) -> str | None:
    """项目编码, which stands beside the fields of a form; the first that is filled in."""
    written = (clean(cell.text) for cell in said.others if fold(cell.label) in _CODES)
    return next(filter(None, written), None)


@lru_cache(maxsize=64)
def _unused(kind: type[Form], used: frozenset[str]) -> tuple[str, ...]:
    """The rules of the catalogue that concern a kind of form and did not look at it."""
    rules = (module.RULE for module in RULES)
    return tuple(r.code for r in rules if issubclass(kind, r.forms) and r.code not in used)


def _understood(
    said: Understanding,
) -> tuple[tuple[UnreadRecord, ...], tuple[SetApartRecord, ...], tuple[HeadRecord, ...]]:
    """How the form was understood, and what of it was not, where there is something to tell."""
    apart = [(cell, "空白表留下的行") for cell in said.leftovers]
    apart += [(row.name, "不适用的行") for row in said.not_applicable]
    heads = (HeadRecord(c.address, c.label, str(c.value), "不是通行的栏名") for c in said.heads)
    return (
        tuple(UnreadRecord(cell.address, cell.text) for cell in said.unread),
        tuple(SetApartRecord(cell.address, cell.text, why) for cell, why in apart),
        tuple(heads),
    )


def _finding(
    finding: Finding, repair: RepairRecord | None = None, trial: bool = False
) -> FindingRecord:
    return FindingRecord(
        code=finding.rule.code,
        name=finding.rule.name,
        severity=finding.severity,
        cell=finding.cell.address or None,
        message=finding.text,
        facts=_facts(finding.facts),
        accepted=None,
        cells=tuple(
            CellRecord(row.cell.address, row.text, _facts(row.facts)) for row in finding.rows
        ),
        trial=trial,
        repair=repair,
        group=finding.rule.group,
    )


def _repair(repair: Repair | None) -> RepairRecord | None:
    if repair is None:
        return None
    choices = tuple(
        tuple(
            ChangeRecord(
                one.spot.address,
                one.spot.label,
                written(one.spot, one.spot.value),
                written(one.spot, one.value),
            )
            for one in changes
        )
        for changes in repair.choices
    )
    return RepairRecord(repair_text(repair), choices)


def _funding(filing: Filing, form: SelfEvaluation) -> FundingRecord:
    total, worth = form.funding.total, filing.worth.execution
    return FundingRecord(
        initial_budget=_number(total.initial_budget.value),
        annual_budget=_number(total.annual_budget.value),
        executed=_number(total.executed.value),
        rate=ReportedAndComputed(_percent(total.rate.value), _percent(worth.rate, 2)),
        score=ReportedAndComputed(_number(total.score.value), _number(worth.score)),
        points=_number(total.points.value),
        scored=execution_counts(form),
        verdict=None,
        annual_budget_cell=total.annual_budget.address,
        executed_cell=total.executed.address,
        executed_for_projects=_for_projects(
            form, [(fund.name, fund.executed) for fund in form.funding.parts]
        ),
    )


def _declared_funding(form: TargetDeclaration) -> DeclaredFundingRecord:
    return DeclaredFundingRecord(
        tuple(map(_declared_fund, form.funding.project)),
        tuple(map(_declared_fund, form.funding.annual)),
        _for_projects(form, [(fund.name, fund.amount) for fund in form.funding.annual]),
    )


_PROJECTS = regex("^[0-9一二三四、.]*项目支出(?:总额|合计|小计)?$")


def _for_projects(form: Form, lines: Sequence[tuple[Cell[str], Cell[Decimal]]]) -> str | None:
    """The amount of 项目支出 in a department's form, where one line alone is called so."""
    if not kind_of(form).of_department:
        return None
    amounts = [amount for name, amount in lines if _PROJECTS.match(fold(name.text))]
    return _number(amounts[0].value) if len(amounts) == 1 else None


def _declared_fund(fund: DeclaredFund) -> DeclaredFundRecord:
    amount = _number(fund.amount.value)
    return DeclaredFundRecord(fund.kind.name, fund.amount.address or None, amount)


def _indicator(row: Indicator, worth: IndicatorWorth | None) -> IndicatorRecord:
    target = row.target.value
    completion = None if worth is None else worth.completion
    computed = _number(worth.score) if worth else None
    return IndicatorRecord(
        cell=(row.score if worth else row.target).address or None,
        category=_kind(row.category),
        subcategory=_kind(row.subcategory),
        name=_text(row.name),
        target=_text(row.target),
        relation=None if target is None else target.relation.value,
        value=_number(target.value) if target else None,
        unit=(target and target.unit) or None,
        actual=_text(row.actual),
        points=_number(row.points.value),
        score=ReportedAndComputed(_number(row.score.value), computed),
        completion=None if completion is None else _number(rounded(completion, 4)),
        scored=worth is not None and row_counts(row),
        note=_text(row.note),
        verdict=None,
        initial_target=_initial_target(row.others) if row.others else None,
    )


def _initial_target(others: Iterable[Cell[Any]]) -> str | None:
    """A further cell of a row that is a target: the one that was adjusted afterwards."""
    return next((cell.text for cell in others if isinstance(cell.value, Target)), None)


def _part(part: Part) -> PartRecord:
    block, note = part.block, _text(part.note)
    return PartRecord(block.address, block.label, _number(part.points), _number(part.score), note)


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


def _unreadable(cell: Cell[Any], form: Form) -> UnreadableRecord:
    return UnreadableRecord(cell.address, cell.text, unreadable_text(cell, form))


def _facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _fact(fact) for name, fact in facts.items()}


def _fact(fact: Any) -> Any:
    """A fact as JSON has it: Decimals as strings, enumerations by their value."""
    if isinstance(fact, Decimal):
        return _number(fact)
    if isinstance(fact, (tuple, list, frozenset)):
        return [_fact(part) for part in fact]
    return fact if fact is None or isinstance(fact, (bool, int)) else str(fact)
