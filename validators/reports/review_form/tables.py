"""What stands on the sheets of a 复核表 beside 复核: 问题核准, 人工审核, 按规则核准 and so on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from validators.checking.our_files import WHOLE
from validators.records.identity import finding_key, form_key, manual_key
from validators.records.record import Record
from validators.records.results import FindingRecord, answered
from validators.reports import entries
from validators.reports.entries import SEVERITIES
from validators.reports.review_form.cells import IDENTITY, text
from validators.reports.workbook.linked_rows import link
from validators.reports.workbook.new_workbook import safe
from validators.reports.workbook.tables import KEY, Content, Fillable, Key, Name, Row, Rows, Table
from validators.review.deductions import Deduction, standard
from validators.review.review import RuleAcceptance, Unkept
from validators.review.sheets import (
    BY_RULE,
    CLOSED,
    CONCLUSION,
    CONCLUSIONS,
    DAY,
    FAILED,
    FINDINGS,
    FOR_UNIT,
    MANUAL,
    OPINION,
    PASSED,
    REASON,
    REASONS,
    REQUESTER,
    REVIEWER,
    RULE,
    UNKEPT,
    UNKEPT_HEADS,
    UNTIL,
    WHEN,
    sealed,
)

_ROOM = 20
_BY_RULE_LOOKS = (*["entry"] * 4, "date entry", "date entry", "entry")


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
            (KEY, 8),
        ),
        rows,
        identity=IDENTITY,
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
            ("项目", 17), ("要看的内容", 56), (CONCLUSION, 8), (OPINION, 40), (KEY, 8),
        ),
        rows,
        identity=IDENTITY,
    )  # fmt: skip


def manual_rows(record: Record) -> Iterator[Row]:
    """What the department's own criteria ask a person to look at in a file."""
    for form, _ in record.forms:
        key = form_key(form)
        for asked in form.manual:
            shown, said = asked.cell or WHOLE, asked.verdict
            where = (safe(form.sheet), text(form.unit), text(form.project))
            group, question = safe(asked.group), safe(asked.message)
            chosen = None if said is None or said.passed is None else CONCLUSIONS[said.passed]
            locked = (asked.code, group, shown, *where, question)
            yield (
                asked.code,
                group,
                link(shown, record, form.sheet, asked.cell or ""),
                Name(record.path),
                *where,
                question,
                Fillable(chosen, "entry"),
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
        identity=(RULE, FOR_UNIT),
    )  # fmt: skip


def reasons(own: Sequence[Deduction]) -> Table:
    """扣分原因: ours, what the office has added, and room for more."""
    ours: list[Row] = [(one.told, one.when) for one in standard()]
    added: list[Row] = [(Fillable(one.told, "entry"), Fillable(one.when, "entry")) for one in own]
    empty: Row = (Fillable(None, "entry"), Fillable(None, "entry"))
    return Table(
        REASONS,
        ("「复核」里扣分的，从这张表的原因里选一条；本单位另有口径的，在下面空行里加。",),
        "加的原因也以代码开头，如“21 没有公示”，代码不能重复；以后生成的复核表照样带着。",
        ((REASONS, 40), (WHEN, 80)),
        (*ours, *added, *[empty] * _ROOM),
        identity=(REASONS,),
    )


def unkept(left: Sequence[Unkept]) -> Table | None:
    """没有沿用: what was typed in earlier 复核表 and stands nowhere else; None where nothing is."""
    if not left:
        return None
    widths = (34, 44, 50, 60)
    return Table(
        UNKEPT,
        (f"以前的复核表里有 {len(left)} 处填写的内容没有沿用，留在这里。",),
        "仍要用的，请在前面的表里重新填写；不要的可以删去整行。",
        tuple(zip(UNKEPT_HEADS, widths, strict=True)),
        tuple(tuple(map(text, (one.where, one.whose, one.typed, one.why))) for one in left),
    )


def finding_rows(record: Record) -> Iterator[Row]:
    """The findings of a file, and what of it can only be sent back."""
    for entry in entries.refusals(record):
        whole = (link("打开文件", record, "", ""), Name(record.path))
        yield (entry.word, None, *whole, None, None, None, entry.message, *_CLOSED)
    for form, _ in record.forms:
        unit, project = text(form.unit), text(form.project)
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
