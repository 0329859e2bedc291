"""The sheet 复核 of a 复核表: each row of a self-evaluation, and what a reviewer makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import assert_never

from validators.checking.catalogue import find
from validators.checking.checked_policy import policy_of
from validators.records.identity import execution_key, form_key, row_key
from validators.records.record import Record
from validators.records.results import (
    DeclaredRecord,
    EvaluatedRecord,
    FindingRecord,
    FormRecord,
    FundingRecord,
    IndicatorRecord,
    MonitoredRecord,
    VerdictRecord,
)
from validators.reports import entries
from validators.reports.review_form.cells import IDENTITY, figure, number, text, whose
from validators.reports.rules_page import summary
from validators.reports.workbook.new_workbook import safe
from validators.reports.workbook.tables import Computed, Content, Fillable, Key, Row, Rows, Table
from validators.review.applied import deviation, own_value, settled, settled_parts
from validators.review.consistency import beside_rows
from validators.review.sheets import (
    ACTUAL,
    BOUND,
    DEDUCTION,
    EARLIER_HEADS,
    EXECUTION,
    KEY,
    OPINION,
    SCORES,
    TOTAL,
    sealed,
)
from validators.wording import clause
from workbooks.grid import address, position
from workbooks.values.decimals import plain
from xlfuncs.policy import Policy, ReviewDeviation
from xlfuncs.review_deviation import review_deviation
from xlfuncs.whole_form import added

MISSING, INCOMPLETE = "缺", "有缺项"
_FUNDING = "B"
"""The family of rules about money."""

_COLUMNS = (
    ("序号", 5), ("单位", 14), ("项目", 14), ("文件", 14), ("工作表", 7),
    ("三级指标", 18), ("年度指标值", 12), ("实际完成值", 12), ("分值", 6.5),
    ("自评\n得分", 6.5), ("测算\n得分", 6.5), ("问题", 22), ("偏差原因", 24),
    (ACTUAL, 12), ("复核\n得分", 7), ("核定\n得分", 7), ("偏离度", 8.5), (DEDUCTION, 20),
    (OPINION, 26), (KEY, 8), (BOUND, 8), ("单元格", 8),
)  # fmt: skip
_LETTERS = {"".join(head.split()): address(1, at)[:-1] for at, (head, _) in enumerate(_COLUMNS, 1)}


def column(head: str) -> str:
    """The letter of a heading.

    >>> column("自评得分"), column("键")
    ('J', 'T')
    """
    return _LETTERS[head]


def table(rows: Rows, forms: int) -> Table:
    """复核."""
    lead = (
        f"共 {forms} 份自评表待复核：不同意自评得分的，填「复核得分」，选「扣分原因」，"
        "写「审核意见」；空着就是同意。"
    )
    return Table(
        SCORES,
        (lead if forms else "没有可以复核的自评表；发现的问题见「问题核准」。",),
        "只有浅黄色的格子可以填。复核得分为 0 至本行分值；「合计」按核定得分自动相加。"
        "点「工作表」打开原表。",
        _COLUMNS,
        rows,
        identity=IDENTITY,
        sometimes=EARLIER_HEADS,
    )


def rows(record: Record, before: int, policy: str | None = None) -> Iterator[Row]:
    """The rows of each self-evaluation of a file; `before` it there were so many.

    `policy` is the one that was asked for, None where each form has its edition's own.
    """
    for at, (form, own) in enumerate(evaluations(record), before + 1):
        yield from _form(record, form, own, at, policy_of(policy or form.policy))


def evaluations(record: Record) -> Iterator[tuple[FormRecord, EvaluatedRecord]]:
    """The forms of a file that have scores to be reviewed."""
    for form, _ in record.forms:
        match form.own:
            case EvaluatedRecord():
                yield form, form.own
            case DeclaredRecord() | MonitoredRecord():
                pass
            case _:
                assert_never(form.own)


def _form(
    record: Record, form: FormRecord, own: EvaluatedRecord, at: int, law: Policy
) -> Iterator[Row]:
    key = form_key(form)
    lines = [*form.indicators]
    keys = [row_key(form, row) for row in range(len(lines))]
    if own.funding.scored:
        lines, keys = (
            [_execution(own.funding, form.money_unit or ""), *lines],
            [execution_key(form), *keys],
        )
    beside, rest = _found(form, own.funding.scored, lines)
    for line, content, found in zip(lines, keys, beside, strict=True):
        yield (at, *_line(record, form, line, (key, content), found, law))
    yield (at, *_total(record, form, own, lines, rest, law))


def _found(
    form: FormRecord, execution: bool, lines: Sequence[IndicatorRecord]
) -> tuple[list[Sequence[FindingRecord]], Sequence[FindingRecord]]:
    """What was found beside each line, and what belongs to none, which stands at the total."""
    by_row = beside_rows(form)
    beside = [by_row.get(position(line.cell)[0], ()) if line.cell else () for line in lines]
    told = {id(one) for found in beside for one in found}
    rest = [one for one in form.findings if id(one) not in told]
    if execution:
        beside[0] = [one for one in rest if one.code.startswith(_FUNDING)]
        rest = [one for one in rest if not one.code.startswith(_FUNDING)]
    return beside, rest


def _marks(found: Iterable[FindingRecord]) -> str | None:
    """Findings in short, each on a line of its own; their sentences stand in 问题核准."""
    return "\n".join(map(_mark, found)) or None


def _mark(finding: FindingRecord) -> str:
    word = entries.ACCEPTED if finding.accepted else entries.SEVERITIES[finding.severity]
    module = find(finding.code)
    said = clause(summary(module)) if module else finding.group
    return f"{word.tone.sign}{word.text} {finding.code} {said}".strip()


def _execution(funding: FundingRecord, unit: str) -> IndicatorRecord:
    """The line 年度资金总额 as if it were an indicator."""
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
    form: FormRecord,
    line: IndicatorRecord,
    key: tuple[str, str],
    found: Iterable[FindingRecord],
    law: Policy,
) -> Row:
    said = line.verdict or VerdictRecord(None, None)
    stands, lacking = number(settled(line)), MISSING if line.scored else ""
    texts = [text(written) for written in (line.name, line.target, line.actual)]
    points, reported = figure(line.points), figure(line.score.reported)
    place = (text(form.unit), text(form.project), safe(form.sheet))
    given, own = number(said.score), own_value(line) if line.cell else None
    apart = deviation(line, law.review_deviation, given, said.actual or "")
    return (
        *whose(record, form, line.cell or ""),
        *texts,
        points,
        reported,
        figure(line.score.computed),
        text(_marks(found)),
        text(line.note),
        Fillable(said.actual, "entry"),
        Fillable(given, "number entry"),
        Computed(_stands(lacking), lacking if stands is None else stands),
        _apart(law, apart, own),
        Fillable(said.reason, "entry"),
        Fillable(said.opinion, "entry"),
        Key(sealed(*key, [*place, *texts, points, reported, line.cell])),
        _bound(law),
        Key(line.cell or ""),
    )


def _total(
    record: Record,
    form: FormRecord,
    evaluated: EvaluatedRecord,
    lines: Iterable[IndicatorRecord],
    found: Iterable[FindingRecord],
    law: Policy,
) -> Row:
    total = added(map(number, settled_parts(form, evaluated.funding)))
    points = added(number(line.points) for line in lines if line.scored)
    own = number(evaluated.total.reported)
    apart = review_deviation(law.review_deviation, points, (own, total), (None, None))
    return (
        *whose(record, form, ""),
        TOTAL,
        None,
        None,
        points,
        figure(evaluated.total.reported),
        figure(evaluated.total.computed),
        text(_marks(found)),
        None,
        None,
        Computed(_ADDED, INCOMPLETE if total is None else total),
        None,
        _apart(law, apart, None),
        None,
        None,
        Key(TOTAL),
        _bound(law),
        None,
    )


def _apart(law: Policy, value: Decimal | None, own: Decimal | None) -> Content:
    """偏离度 by the policy; None where it never can be."""
    score, self_score, points, actual = (
        f"{column(head)}{{row}}" for head in ("复核得分", "自评得分", "分值", ACTUAL)
    )
    both = f"ISNUMBER({score}),ISNUMBER({self_score})"
    match law.review_deviation:
        case ReviewDeviation.OF_POINTS:
            ratio = f'IF({points}>0,ABS({self_score}-{score})/{points},"")'
            formula = f'=IF(AND({both},ISNUMBER({points})),{ratio},"")'
        case ReviewDeviation.OF_OWN_SCORE:
            ratio = f'IF({self_score}<>0,({self_score}-{score})/{self_score},"")'
            formula = f'=IF(AND({both}),{ratio},"")'
        case ReviewDeviation.OF_VALUES:
            if own is None:
                return None
            plainly = f'SUBSTITUTE(SUBSTITUTE({actual},"%",""),"％","")'
            formula = f'=IFERROR(VALUE({plainly})-({plain(own)}),"")'
            return Computed(formula, "" if value is None else value)
        case _:
            assert_never(law.review_deviation)
    return Computed(formula, "" if value is None else value, "rate")


def _bound(law: Policy) -> Content:
    """Beyond which 偏离度 is marked; a difference of 完成值 has no bound."""
    of_values = law.review_deviation is ReviewDeviation.OF_VALUES
    return None if of_values else law.review_deviation_noted


def _stands(lacking: str) -> str:
    """核定得分: the reviewer's, else the reported one."""
    score, own = (f"{column(head)}{{row}}" for head in ("复核得分", "自评得分"))
    return f'=IF(ISNUMBER({score}),{score},IF(ISNUMBER({own}),{own},"{lacking}"))'


def _summed() -> str:
    """核定得分 of all rows with the same 序号."""
    numbers, scores = (
        f"${column(head)}${{first}}:${column(head)}${{last}}" for head in ("序号", "核定得分")
    )
    own = f"{column('序号')}{{row}}"
    missing = f'COUNTIFS({numbers},{own},{scores},"{MISSING}")>0'
    return f'=IF({missing},"{INCOMPLETE}",ROUND(SUMIFS({scores},{numbers},{own}),2))'


_ADDED = _summed()
