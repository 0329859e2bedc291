"""What stands on the sheets 复核 and 问题核准 of a 复核表."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import assert_never

from validators.checking.our_files import WHOLE
from validators.records.identity import (
    execution_key,
    finding_key,
    form_key,
    manual_key,
    row_key,
)
from validators.records.record import Record
from validators.records.results import (
    DeclarationRecord,
    EvaluationRecord,
    FindingRecord,
    FormRecord,
    IndicatorRecord,
    VerdictRecord,
    answered,
)
from validators.reports import entries
from validators.reports.entries import SEVERITIES
from validators.reports.workbook.linked_rows import link
from validators.reports.workbook.new_workbook import safe
from validators.reports.workbook.tables import (
    Computed,
    Content,
    Fillable,
    Key,
    Name,
    Row,
    Rows,
    Table,
)
from validators.review import earlier
from validators.review.applied import Lapsed, settled, settled_parts
from validators.review.review import RuleAcceptance
from validators.review.sheets import (
    BY_RULE,
    CLOSED,
    CONCLUSION,
    DAY,
    EARLIER,
    EARLIER_HEADS,
    FAILED,
    FINDINGS,
    FOR_UNIT,
    MANUAL,
    OPINION,
    PASSED,
    REASON,
    REQUESTER,
    REVIEWER,
    RULE,
    SCORES,
    TOTAL,
    UNTIL,
    sealed,
)
from xlfuncs.whole_form import added

MISSING, INCOMPLETE = "缺", "有缺项"
_INEXACT = Decimal("1E+15")
_ROOM = 20
_BY_RULE_LOOKS = (*["entry"] * 4, "date entry", "date entry", "entry")
EXECUTION = "预算执行"
"""What the line 年度资金总额 is called among the indicators."""

# By the headings' letters: J 自评得分, L 复核得分, M 核定得分, A 序号.
_STANDS = '=IF(ISNUMBER(L{{row}}),L{{row}},IF(ISNUMBER(J{{row}}),J{{row}},"{}"))'
_ADDED = (
    '=IF(COUNTIFS($A${first}:$A${last},A{row},$M${first}:$M${last},"'
    f'{MISSING}")>0,"{INCOMPLETE}",'
    "ROUND(SUMIFS($M${first}:$M${last},$A${first}:$A${last},A{row}),2))"
)


def scores(rows: Rows, forms: int) -> Table:
    """复核."""
    lead = (
        f"共 {forms} 份自评表待复核：不同意自评得分的，填「复核得分」并写「审核意见」；"
        "空着就是同意。"
    )
    return Table(
        SCORES,
        (lead if forms else "没有可以复核的自评表；发现的问题见「问题核准」。",),
        "只有浅黄色的格子可以填。复核得分为 0 至本行分值；「合计」按核定得分自动相加。"
        "点「工作表」打开原表。",
        (
            ("序号", 5), ("单位", 17), ("项目", 17), ("文件", 19), ("工作表", 8),
            ("三级指标", 20), ("年度指标值", 13), ("实际完成值", 13), ("分值", 6.5),
            ("自评\n得分", 6.5), ("测算\n得分", 6.5), ("复核\n得分", 7), ("核定\n得分", 7),
            ("审核意见", 28), ("单元格", 8), ("键", 8),
        ),
        rows,
    )  # fmt: skip


def findings(rows: Rows, count: int) -> Table:
    """问题核准."""
    lead = (
        f"共 {count} 个问题：接受、不要求修改的，在「核准」选“是”，"
        "并填理由、核准人和日期；其余空着。"
    )
    return Table(
        FINDINGS,
        (lead if count else "没有发现问题。",),
        "核准只对这一行写明的单位、项目、单元格和数有效，改动以后要重新核准。"
        "「读不成」「未能核查」的不能核准。点「单元格」打开原表。",
        (
            ("级别", 9), ("编号", 7), ("单元格", 9), ("文件", 21), ("工作表", 9), ("单位", 17),
            ("项目", 17), ("问题", 56), ("核准", 6), ("理由", 26), ("核准人", 10), ("日期", 12),
            ("键", 8),
        ),
        rows,
    )  # fmt: skip


def manual(rows: Rows) -> Table:
    """人工审核."""
    return Table(
        MANUAL,
        (
            f"审核口径里要人工看的，共 {len(rows)} 项：没有意见的，「{CONCLUSION}」选“{PASSED}”；"
            f"有意见的选“{FAILED}”，写「{OPINION}」。",
        ),
        "空着的是还没有看。结论只对这一行写明的内容有效，表改动以后要重新看。点「单元格」打开原表。",
        (
            ("编号", 7), ("分组", 9), ("单元格", 9), ("文件", 21), ("工作表", 9), ("单位", 17),
            ("项目", 17), ("要看的内容", 56), (CONCLUSION, 8), (OPINION, 40), ("键", 8),
        ),
        rows,
    )  # fmt: skip


def earlier_lines(lapsed: Sequence[Lapsed]) -> Table:
    """以前填的."""
    return Table(
        EARLIER,
        (f"以前填的、现在对不上的，共 {len(lapsed)} 处：原因见第二栏。",),
        "留在这里备查，再次生成复核表时带着；原来的内容回来了，填的自动回到原处。请不要改动。",
        tuple(zip(EARLIER_HEADS, (9, 30, 17, 19, 9, 8, 7, 7, 40, 9, 40, 10, 11, 8), strict=True)),
        tuple(_earlier_line(one) for one in lapsed),
    )


def _earlier_line(lapsed: Lapsed) -> Row:
    *texts, key = earlier.written(lapsed.said, lapsed.why)
    return (*(text or None for text in texts), Key(key))


def manual_rows(record: Record) -> Iterator[Row]:
    """What the department's own criteria ask a person to look at in a file."""
    for form, _ in record.forms:
        key = form_key(form)
        for asked in form.manual:
            shown, said = asked.cell or WHOLE, asked.verdict
            where = (safe(form.sheet), _text(form.unit), _text(form.project))
            group, question = safe(asked.group), safe(asked.message)
            chosen = said and said.passed is not None and (PASSED if said.passed else FAILED)
            locked = (asked.code, group, shown, *where, question)
            yield (
                asked.code,
                group,
                link(shown, record, form.sheet, asked.cell or ""),
                Name(record.path),
                *where,
                question,
                Fillable(chosen or None, "entry"),
                Fillable(said and said.opinion, "entry"),
                Key(sealed(key, manual_key(asked), locked)),
            )


def by_rule(said: Sequence[RuleAcceptance]) -> Table:
    """按规则核准, with what was said so far and room for more."""
    filled: list[Row] = [
        tuple(
            Fillable(value, "date entry" if isinstance(value, date) else "entry")
            for value in (
                one.code, one.unit, one.reason, one.reviewer, one.day, one.until, one.requester,
            )
        )
        for one in said
    ]  # fmt: skip
    empty: Row = tuple(Fillable(None, look) for look in _BY_RULE_LOOKS)
    return Table(
        BY_RULE,
        ("整条规则都接受的，一行写一条：写了「单位」的只对该单位，空着对全部。",),
        "规则、理由、核准人、日期要填齐。过了「有效期至」就不再采用，并提醒；没有期限的空着。"
        "「提出人」是谁要求这样核准的。逐条核准的写在「问题核准」。",
        (
            (RULE, 9), (FOR_UNIT, 34), (REASON, 46), (REVIEWER, 12), (DAY, 13), (UNTIL, 13),
            (REQUESTER, 16),
        ),
        (*filled, *[empty] * _ROOM),
    )  # fmt: skip


def score_rows(record: Record, before: int) -> Iterator[Row]:
    """The rows of each self-evaluation of a file; `before` it there were so many."""
    for number, form in enumerate(evaluations(record), before + 1):
        yield from _form(record, form, number)


def evaluations(record: Record) -> Iterator[EvaluationRecord]:
    """The forms of a file that have scores to be reviewed."""
    for form, _ in record.forms:
        match form:
            case EvaluationRecord():
                yield form
            case DeclarationRecord():
                pass
            case _:
                assert_never(form)


def _form(record: Record, form: EvaluationRecord, number: int) -> Iterator[Row]:
    key = form_key(form)
    lines = [*form.indicators]
    keys = [row_key(form, at) for at in range(len(lines))]
    if form.funding.scored:
        lines, keys = [_execution(form), *lines], [execution_key(form), *keys]
    for line, content in zip(lines, keys, strict=True):
        yield _line(record, form, number, line, (key, content))
    total = added(map(_number, settled_parts(form)))
    yield (
        number,
        *_whose(record, form, ""),
        TOTAL,
        None,
        None,
        added(_number(line.points) for line in lines if line.scored),
        _figure(form.total.reported),
        _figure(form.total.computed),
        Computed(_ADDED, INCOMPLETE if total is None else total),
        None,
        None,
        None,
        Key(TOTAL),
    )


def _execution(form: EvaluationRecord) -> IndicatorRecord:
    """The line 年度资金总额 as if it were an indicator."""
    funding, unit = form.funding, form.money_unit or ""
    rate = funding.rate.reported
    budget, executed = funding.annual_budget, funding.executed
    return IndicatorRecord(
        cell=None,
        category=None,
        subcategory=None,
        name=EXECUTION,
        target=budget and f"全年预算数 {budget} {unit}".strip(),
        relation=None,
        value=None,
        unit=None,
        actual=executed
        and f"全年执行数 {executed} {unit}".strip() + (f"，执行率 {rate}%" if rate else ""),
        points=funding.points,
        score=funding.score,
        completion=None,
        scored=funding.scored,
        note=None,
        verdict=funding.verdict,
    )


def _line(
    record: Record,
    form: EvaluationRecord,
    number: int,
    line: IndicatorRecord,
    key: tuple[str, str],
) -> Row:
    verdict = line.verdict or VerdictRecord(None, None)
    stands, lacking = _number(settled(line)), MISSING if line.scored else ""
    texts = [_text(text) for text in (line.name, line.target, line.actual)]
    points, reported = _figure(line.points), _figure(line.score.reported)
    place = (_text(form.unit), _text(form.project), safe(form.sheet))
    return (
        number,
        *_whose(record, form, line.cell or ""),
        *texts,
        points,
        reported,
        _figure(line.score.computed),
        Fillable(_number(verdict.score), "number entry"),
        Computed(_STANDS.format(lacking), lacking if stands is None else stands),
        Fillable(verdict.opinion, "entry"),
        Key(line.cell or ""),
        Key(sealed(*key, [*place, *texts, points, reported, line.cell])),
    )


def _whose(record: Record, form: FormRecord, cell: str) -> tuple[Content, ...]:
    opens = link(safe(form.sheet), record, form.sheet, cell or "A1")
    return (_text(form.unit), _text(form.project), Name(record.path), opens)


def finding_rows(record: Record) -> Iterator[Row]:
    """The findings of a file, and what of it can only be sent back."""
    for entry in entries.refusals(record):
        whole = (link("打开文件", record, "", ""), Name(record.path))
        yield (entry.word, None, *whole, None, None, None, entry.message, *_CLOSED)
    for form, _ in record.forms:
        unit, project = _text(form.unit), _text(form.project)
        where = (Name(record.path), safe(form.sheet), unit, project)
        for entry in entries.unreadable(form):
            opens = link(entry.cell, record, form.sheet, entry.cell)
            yield (entry.word, None, opens, *where, entry.message, *_CLOSED)
        key = form_key(form)
        for finding in form.findings:
            severity, address = finding.severity, finding.cell or ""
            shown, problem = address or WHOLE, safe(answered(finding))
            locked = (severity.word, finding.code, shown, where[1], unit, project, problem)
            yield (
                SEVERITIES[severity],
                finding.code,
                link(shown, record, form.sheet, address),
                *where,
                problem,
                *_accepting(finding),
                Key(sealed(key, finding_key(form, finding), locked)),
            )


_CLOSED: Sequence[Content] = (None, None, None, None, Key(CLOSED))


def _accepting(finding: FindingRecord) -> tuple[Content, ...]:
    """核准, 理由, 核准人 and 日期, to be filled in; what the unit said may be the 理由."""
    accepted, said = finding.accepted, finding.answer
    if accepted is None or accepted.by_rule:
        open_ones = (None, said and said.text, None)
        return (*(Fillable(text, "entry") for text in open_ones), Fillable(None, "date entry"))
    day = date.fromisoformat(accepted.date)
    told = ("是", accepted.reason, accepted.reviewer)
    return (*(Fillable(text, "entry") for text in told), Fillable(day, "date entry"))


def _text(text: str | None) -> str | None:
    return None if text is None else safe(text)


def _number(text: str | None) -> Decimal | None:
    """A figure that can be added up in a workbook, exactly as it is written."""
    value = None if text is None else Decimal(text)
    return None if value is None or abs(value) >= _INEXACT else value


def _figure(text: str | None) -> Decimal | str | None:
    """A figure as it is shown: one that Excel could not hold exactly stands as text."""
    number = _number(text)
    return _text(text) if number is None else number
