"""What is said of a file, as typed records: the fields are the keys of the JSON, in its order.

Numbers that were read or computed are decimal strings, a missing one is None. A field with a
default is one that the JSON leaves out where it says nothing. `check.schema.json` explains each.
Tuples, because there are many: as many dataclasses would make every start a tenth slower.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from validators.rule import Severity
from workbooks.files.refusal import Reason
from workbooks.form_kinds import KindName


def decimal_of(written: str | None) -> Decimal | None:
    """A number of a record.

    >>> decimal_of("9.50"), decimal_of(None)
    (Decimal('9.50'), None)
    """
    return None if written is None else Decimal(written)


class ReportedAndComputed(NamedTuple):
    """The same figure twice: 填报的, 测算的."""

    reported: str | None
    computed: str | None


class VerdictRecord(NamedTuple):
    """复核得分 and 审核意见 of a reviewer; `score` None where he agrees.

    `actual` is 复核完成值, `reason` 扣分原因 as chosen, `deviation` 偏离度 as the policy says.
    """

    score: str | None
    opinion: str | None
    actual: str | None = None
    reason: str | None = None
    deviation: str | None = None


class ManualVerdictRecord(NamedTuple):
    """结论 and 审核意见 of a reviewer on what he was asked to look at (人工).

    `passed` None where he only wrote.
    """

    passed: bool | None
    opinion: str | None


class AcceptedRecord(NamedTuple):
    """核准 of a finding; `by_rule` where its rule was accepted for a unit or for all.

    Then it may have been asked for by somebody and stand until a day only.
    """

    reason: str
    reviewer: str
    date: str
    by_rule: bool = False
    requester: str | None = None
    until: str | None = None


class FundingRecord(NamedTuple):
    """年度资金总额 of a self-evaluation. `scored`: whether 预算执行 has points of its own.

    Where its 全年预算数 and its 全年执行数 stand is told as well. `forecast` is 全年预计执行数 of a
    monitoring report, `executed_for_projects` what was executed of 项目支出 in a department's.
    """

    initial_budget: str | None
    annual_budget: str | None
    executed: str | None
    rate: ReportedAndComputed
    score: ReportedAndComputed
    points: str | None
    scored: bool
    verdict: VerdictRecord | None
    annual_budget_cell: str | None = None
    executed_cell: str | None = None
    forecast: str | None = None
    executed_for_projects: str | None = None


class DeclaredFundRecord(NamedTuple):
    """One line of 项目资金 of a declaration."""

    kind: str
    cell: str | None
    amount: str | None


class DeclaredFundingRecord(NamedTuple):
    """项目资金 of a declaration: the whole project, and this year's application.

    `annual_for_projects` is the line 项目支出 of a department's form.
    """

    project: tuple[DeclaredFundRecord, ...]
    annual: tuple[DeclaredFundRecord, ...]
    annual_for_projects: str | None = None


class IndicatorRecord(NamedTuple):
    """One 三级指标. `scored`: whether it belongs to the total.

    `initial_target` is what was asked before the target was adjusted, where a form has both.
    A monitoring report has what is expected of the year (`forecast`), the `causes` that are ticked,
    and how far the row has come: `progress` in percent of what the calendar asks, and its `light`.
    """

    cell: str | None
    category: str | None
    subcategory: str | None
    name: str | None
    target: str | None
    relation: str | None
    value: str | None
    unit: str | None
    actual: str | None
    points: str | None
    score: ReportedAndComputed
    completion: str | None
    scored: bool
    note: str | None
    verdict: VerdictRecord | None
    initial_target: str | None = None
    forecast: str | None = None
    possibility: str | None = None
    causes: tuple[str, ...] = ()
    remark: str | None = None
    progress: str | None = None
    light: str | None = None


class PartRecord(NamedTuple):
    """A part of the indicator table that has points as a whole."""

    cell: str
    name: str
    points: str | None
    score: str | None
    note: str | None


class TotalRecord(NamedTuple):
    """总分: as reported, the reported scores added up, and the computed ones."""

    reported: str | None
    summed: str | None
    computed: str | None


class RatingRecord(NamedTuple):
    """评分等级: as reported, the one that counts in a summary, and the computed one."""

    reported: str | None
    stated: str | None
    computed: str | None


class CellRecord(NamedTuple):
    """One of several cells that a finding is about: what is said of that cell alone, its facts."""

    cell: str
    message: str
    facts: Mapping[str, Any]


class AnswerRecord(NamedTuple):
    """What a unit answered to a finding in its 修改清单: 已改, or why it is right."""

    text: str
    date: str | None


class ChangeRecord(NamedTuple):
    """A cell, what it says, and what it would have to say."""

    cell: str
    label: str
    before: str
    value: str


class RepairRecord(NamedTuple):
    """最少改动: equally small sets of changes, each of which would make the form agree."""

    message: str
    choices: tuple[tuple[ChangeRecord, ...], ...]


def explained(finding: FindingRecord) -> str:
    """The sentence of a finding, with the smallest change that would settle it."""
    return finding.message + (finding.repair.message if finding.repair else "")


ANSWER = "单位说明："


def answered(finding: FindingRecord) -> str:
    """The same with what the unit said of it."""
    said = finding.answer
    return explained(finding) + (f"{ANSWER}{said.text}" if said else "")


class Change(StrEnum):
    """What became of a finding since the last time."""

    NEW = "new"
    STANDING = "standing"
    GONE = "gone"


class FindingRecord(NamedTuple):
    """One 问题. `cells` where it is about several, `trial` where its rule is on trial (试行).

    `answer` is what the unit said of it, `change` what became of it since the last time,
    `repair` the smallest change to the form after which it would not be made, `group` the heading
    under which a department's own criteria are told, `verdict` what a reviewer says where he was
    asked to look (人工).
    """

    code: str
    name: str
    severity: Severity
    cell: str | None
    message: str
    facts: Mapping[str, Any]
    accepted: AcceptedRecord | None
    cells: tuple[CellRecord, ...] = ()
    trial: bool = False
    answer: AnswerRecord | None = None
    change: Change | None = None
    repair: RepairRecord | None = None
    group: str = ""
    verdict: ManualVerdictRecord | None = None


class SkipRecord(NamedTuple):
    """未检查: a rule that was not, or not wholly, applied."""

    code: str
    reason: str


class UnreadableRecord(NamedTuple):
    """读不成: a cell that could not be read."""

    cell: str
    text: str
    reason: str


class UnreadRecord(NamedTuple):
    """A cell of a form that nothing looked at."""

    cell: str
    text: str


class SetApartRecord(NamedTuple):
    """A row that is no indicator, and why: left over from a blank form, not applicable, a note."""

    cell: str
    text: str
    reason: str


class HeadRecord(NamedTuple):
    """How the head of a column was understood: as which role, and by the weakest step needed."""

    cell: str
    text: str
    role: str
    how: str


class EvaluatedRecord(NamedTuple):
    """What a self-evaluation alone has: its funding, what it earned, and what that comes to."""

    funding: FundingRecord
    total: TotalRecord
    rating: RatingRecord


class DeclaredRecord(NamedTuple):
    """What a declaration alone has; it is not scored."""

    funding: DeclaredFundingRecord
    total: None
    rating: None


class MonitoredRecord(NamedTuple):
    """What a monitoring report alone has: what was spent to date; it is not scored.

    `period` is the last month that it tells of.
    """

    funding: FundingRecord
    total: None
    rating: None
    period: int | None = None


OwnRecord = EvaluatedRecord | DeclaredRecord | MonitoredRecord
"""What the kind of a form has of its own; the JSON has its keys among those of the form."""


class FormRecord(NamedTuple):
    """A form of any kind: what it says, what it is worth, what was found.

    `form` is the name of its kind, `kind` its Chinese name. `rules` counts the rules that concern
    it. `gone` are findings of the last time that are not made any more, `trials` those of rules on
    trial (试行), which count for nothing; `manual` is what a person shall look at (人工).
    `project_code` is 项目编码 where the form prints one. For the 义务台账: `unused` are rules that
    concern it and were not applied, left out, switched off or broken; `held_up` those that could
    look at nothing of it, `in_part` those that could not look at all of it.
    """

    sheet: str
    form: KindName
    kind: str
    edition: str
    policy: str
    fiscal_year: int | None
    project: str | None
    department: str | None
    unit: str | None
    money_unit: str | None
    own: OwnRecord
    indicators: tuple[IndicatorRecord, ...]
    parts: tuple[PartRecord, ...]
    rules: int
    findings: tuple[FindingRecord, ...]
    skips: tuple[SkipRecord, ...]
    unreadable: tuple[UnreadableRecord, ...]
    unread: tuple[UnreadRecord, ...] = ()
    set_apart: tuple[SetApartRecord, ...] = ()
    heads: tuple[HeadRecord, ...] = ()
    gone: tuple[FindingRecord, ...] = ()
    trials: tuple[FindingRecord, ...] = ()
    manual: tuple[FindingRecord, ...] = ()
    project_code: str | None = None
    unused: tuple[str, ...] = ()
    held_up: tuple[str, ...] = ()
    in_part: tuple[str, ...] = ()


class Since(NamedTuple):
    """错误 and 警告 counted by what became of them since the last time."""

    gone: int = 0
    standing: int = 0
    explained: int = 0
    new: int = 0


def since(form: FormRecord) -> Since:
    """What became of those of a form; all 0 where there is nothing to compare."""
    said = [one for one in form.findings if one.severity is not Severity.NOTE and not one.accepted]
    standing = [one for one in said if one.change is Change.STANDING]
    return Since(
        sum(one.severity is not Severity.NOTE for one in form.gone),
        len(standing),
        sum(one.answer is not None for one in standing),
        sum(one.change is Change.NEW for one in said),
    )


def since_text(form: FormRecord) -> str:
    """The same as a sentence; empty where there is nothing to compare."""
    gone, standing, explained, new = counts = since(form)
    if not any(counts):
        return ""
    more = f"（有说明 {explained}）" if explained else ""
    return f"上次 {gone + standing} 处，已改 {gone}，未改 {standing}{more}，新增 {new}"


class RefusalRecord(NamedTuple):
    """Why a file or a sheet was not checked."""

    reason: Reason
    message: str


class FaultRecord(NamedTuple):
    """程序故障: a fault of ours, by the rule that broke, if it was one, and where."""

    code: str | None
    message: str
    trace: str
    sheet: str = ""
    cells: tuple[str, ...] = ()


class FileRecord(NamedTuple):
    """All that is said of a file, without its path."""

    outcome: Literal["checked", "refused"]
    refusal: RefusalRecord | None
    forms: tuple[FormRecord, ...]
    faults: tuple[FaultRecord, ...]


class ApartRecord(NamedTuple):
    """A file that is none of those checked: passed over, or not read; why, and what to do."""

    path: str
    kind: str
    reason: str
    advice: str | None = None
