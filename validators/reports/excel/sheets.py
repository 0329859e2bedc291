"""What stands on each sheet of the Excel report: 汇总, 问题清单, 未检查与读不成, 规则说明."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, assert_never

from validators.bulk.last_time import form_name
from validators.checking.catalogue import find
from validators.records.folder_results import NOTHING_TOGETHER, FolderRecord
from validators.records.identity import digest, row_names
from validators.records.record import Note, Record
from validators.records.results import (
    DeclaredRecord,
    EvaluatedRecord,
    FormRecord,
    MonitoredRecord,
    since_text,
)
from validators.records.standing import Standing
from validators.records.tally import NO_UNIT, Tally, next_step, outlook
from validators.reports import entries
from validators.reports.entries import SEVERITIES, STANDINGS, Entry, Word
from validators.reports.rules_page import section, summary
from validators.reports.workbook.linked_rows import cell_link, link
from validators.reports.workbook.tables import (
    HANDLING,
    KEY,
    PROBLEMS_SHEET,
    RULES_SHEET,
    Back,
    Content,
    Fillable,
    Jump,
    Key,
    Name,
    Rate,
    Row,
    Rows,
    Table,
)
from validators.rule import Severity

OVERVIEW_SHEET, TOTALS_SHEET = "汇总", "合计"
ACCEPTED_SHEET = "核准"
UNCHECKED_SHEET = "未检查与读不成"
TRIAL_SHEET = "试行"
MANUAL_SHEET = "人工"
ALWAYS = (OVERVIEW_SHEET, PROBLEMS_SHEET, UNCHECKED_SHEET)
"""Sheets that are there even without rows."""

_FILLED: Content = Fillable(None, "entry")


def overview(
    counted: Tally,
    rows: Rows,
    folder: str,
    stopped: str,
    together: FolderRecord = NOTHING_TOGETHER,
) -> Table:
    """汇总; `stopped` tells what is missing when a run was cut off."""
    place = f"文件夹：{folder}。" if folder else ""
    place += f"设置文件：{together.settings}。" if together.settings else ""
    return Table(
        OVERVIEW_SHEET,
        (outlook(counted) + stopped, next_step(counted, together) + entries.arrivals(together)),
        f"{place}点「工作表」可打开原表，逐条问题见「问题清单」。"
        "「测算总分」按年度指标值和实际完成值算出，供核对，不代替单位自评。",
        (
            ("处理", 13), ("文件", 25), ("工作表", 9), ("项目名称", 18), ("实施单位", 18),
            ("年度", 6), ("自评\n总分", 7.5), ("测算\n总分", 7.5), ("评级", 5.5), ("执行率", 8.5),
            ("错误", 5), ("警告", 5), ("提示", 5), ("读不成", 5), ("未检查", 5), ("说明", 22),
            (HANDLING, 22), (KEY, 8),
        ),
        rows,
        identity=(KEY,),
        open=(HANDLING,),
    )  # fmt: skip


def overview_rows(record: Record) -> Iterator[Row]:
    """One row for each form, and one for what was refused."""
    name = Name(record.path)
    for form, note in record.forms:
        counts = Counter(entry.word for entry in entries.findings(form))
        accepted = sum(1 for _ in entries.accepted(form))
        year = form.fiscal_year
        yield (
            STANDINGS[note.standing],
            name,
            link(form.sheet, record, form.sheet, "A1"),
            form.project,
            form.unit,
            "" if year is None else str(year),
            *_marks(form, note),
            *(counts[word] for word in SEVERITIES.values()),
            len(form.unreadable),
            len(form.skips),
            "；".join(filter(None, (since_text(form), *_remarks(note, accepted)))),
            _FILLED,
            _key(record, form),
        )
    if record.data.refusal:
        whole = link("打开文件", record, "", "")
        told = record.data.refusal.message
        yield (STANDINGS[Standing.REFUSED], name, whole, *[None] * 12, told, _FILLED, _key(record))


def _remarks(note: Note, accepted: int) -> Iterator[str]:
    if accepted:
        yield f"已核准 {accepted} 处，见「{ACCEPTED_SHEET}」"
    yield from (f"{part} 程序故障" for part in note.broken)


def _marks(form: FormRecord, note: Note) -> tuple[Content, ...]:
    """总分, 测算总分, 评级, 执行率; a form that is not scored has none."""
    match form.own:
        case DeclaredRecord():
            return ("不评分", None, None, None)
        case MonitoredRecord(funding):
            rate = funding.rate.computed
            return ("不评分", None, None, None if rate is None else Rate(Decimal(rate).scaleb(-2)))
        case EvaluatedRecord(_, total, rating):
            reported, computed = total.reported, total.computed
            return (
                note.total if reported is None else Decimal(reported),
                None if computed is None else Decimal(computed),
                rating.reported,
                None if note.rate is None else Rate(Decimal(note.rate)),
            )
        case _:
            assert_never(form.own)


def totals(counted: Tally) -> Table:
    """合计: by unit and by rule, those with most to do first, then the files that go back."""
    units: list[Row] = [
        ("单位", name or NO_UNIT, one.forms, one.errors, one.warnings, one.mended, None)
        for name, one in counted.by_unit
    ]
    rules: list[Row] = [
        ("规则", code, None, *_at_level(severity, count), None, _what(code, counted.told[code][0]))
        for code, severity, count in counted.by_rule
    ]
    returning: list[Row] = [
        ("退回", Name(path), None, None, None, None, None) for path in counted.returning
    ]
    return Table(
        TOTALS_SHEET,
        (
            "各单位、各条规则的合计，要改的多的在前；「已改」是与上次核查相比，提示没有计入。"
            "最后是要退回修改的文件。",
        ),
        "",
        (
            ("按", 7), ("名称", 40), ("份数", 7), ("错误\n（处）", 8), ("警告\n（处）", 8),
            ("已改\n（处）", 8), ("检查什么", 46),
        ),
        (*units, *rules, *returning),
        identity=("按", "名称"),
    )  # fmt: skip


def _at_level(severity: Severity, count: int) -> tuple[int | None, int | None]:
    errors = count if severity is Severity.ERROR else None
    return errors, count if severity is Severity.WARNING else None


def problems(counted: Tally, rows: Rows) -> Table:
    """问题清单, without what was accepted."""
    some = "请逐条核对，先改「错误」。点「单元格」打开原表的该格，点「规则」看为什么和怎么改。"
    counts = (
        (counted.unreadable, "处读不成"),
        (counted.standings[Standing.REFUSED], "份未能核查"),
    )
    others = "、".join(f"{number} {what}" for number, what in counts if number)
    unseen = f"另有 {others}，见「{UNCHECKED_SHEET}」。" if others else ""
    none = "没有发现问题。"
    if counted.accepted:
        none = f"没有待处理的问题，已核准的 {counted.accepted} 处见「{ACCEPTED_SHEET}」。"
    none += unseen or f"是否全部查过，见「{UNCHECKED_SHEET}」。"
    return Table(
        PROBLEMS_SHEET,
        (some + unseen if len(rows) else none,),
        "",
        (
            ("级别", 9), ("规则", 7), ("单元格", 9), ("文件", 25), ("工作表", 9),
            ("实施单位", 18), ("项目", 22), ("问题", 62), ("检查什么", 24),
            (HANDLING, 22), (KEY, 8),
        ),
        rows,
        identity=(KEY,),
        open=(HANDLING,),
    )  # fmt: skip


def problem_rows(record: Record) -> Iterator[tuple[Word, str, Row]]:
    """What was found: of which level, by which rule, and its row."""
    name = Name(record.path)
    for form, _ in record.forms:
        where = (name, form.sheet, form.unit, form.project)
        lines = row_names(form)
        for entry in entries.findings(form):
            opens = cell_link(entry.cell, record, form.sheet)
            what = _what(entry.code, entry.name)
            key = _key(record, form, entry.code, lines.get(entry.cell, entry.cell))
            last = (entry.message, what, _FILLED, key)
            row = (entry.word, Jump(entry.code), opens, *where, *last)
            yield entry.word, entry.code, row


def trials(rows: Rows) -> Table:
    """试行."""
    some = "试行的规则提出的，准不准还在看：不计入错误、警告和提示，不发给单位，供核实时参考。"
    return _apart(TRIAL_SHEET, some, rows)


def manual(rows: Rows) -> Table:
    """人工."""
    some = "审核口径里要人工看的：不计入错误、警告和提示，不发给单位，供审核人逐条看。"
    return _apart(MANUAL_SHEET, some, rows)


def _apart(name: str, some: str, rows: Rows) -> Table:
    return Table(
        name,
        (some,),
        "",
        (
            ("类别", 9), ("规则", 7), ("单元格", 9), ("文件", 25), ("工作表", 9),
            ("项目", 22), ("提出的问题", 62), ("检查什么", 24),
        ),
        rows,
        identity=("规则", "单元格", "项目"),
    )  # fmt: skip


def trial_rows(record: Record) -> Iterator[Row]:
    """What rules on trial found."""
    return _rows_apart(record, entries.trials)


def manual_rows(record: Record) -> Iterator[Row]:
    """What a person shall look at."""
    return _rows_apart(record, entries.manual)


def _rows_apart(record: Record, said: Callable[[FormRecord], Iterator[Entry]]) -> Iterator[Row]:
    name = Name(record.path)
    for form, _ in record.forms:
        where = (name, form.sheet, form.project)
        for entry in said(form):
            opens = cell_link(entry.cell, record, form.sheet)
            yield (
                entry.word,
                entry.code,
                opens,
                *where,
                entry.remarked,
                _what(entry.code, entry.name),
            )


def unchecked(rows: Rows) -> Table:
    """未检查与读不成."""
    some = (
        "先看「未能核查」和「读不成」：请单位改正后重新核查。"
        "「未检查」是规则没有（完全）用上，不等于没有问题；"
        "「不核查」的是图片、文本等。"
    )
    return Table(
        UNCHECKED_SHEET,
        (some if len(rows) else "所选规则对全部文件都已检查，没有读不成的单元格。",),
        "",
        (
            ("类别", 12), ("规则", 7), ("检查什么", 24), ("单元格", 9), ("文件", 25),
            ("工作表", 9), ("实施单位", 18), ("项目", 22), ("原因", 56), (HANDLING, 22), (KEY, 8),
        ),
        rows,
        identity=(KEY,),
        open=(HANDLING,),
    )  # fmt: skip


def unreadable_rows(record: Record) -> Iterator[Row]:
    """What was refused or could not be read."""
    name = Name(record.path)
    for entry in (*entries.refusals(record), *entries.passed_over(record)):
        whole = link("打开文件", record, "", "")
        last = (entry.message, _FILLED, _key(record))
        yield (entry.word, None, None, whole, name, None, None, None, *last)
    for form, _ in record.forms:
        where = (name, form.sheet, form.unit, form.project)
        lines = row_names(form)
        for entry in entries.unreadable(form):
            opens = link(entry.cell, record, form.sheet, entry.cell)
            key = _key(record, form, entry.word.text, lines.get(entry.cell, entry.cell))
            yield (entry.word, None, None, opens, *where, entry.message, _FILLED, key)


def unchecked_rows(record: Record) -> Iterator[Row]:
    """Rules that were not applied or broke."""
    name = Name(record.path)
    for form, _ in record.forms:
        where = (name, form.sheet, form.unit, form.project)
        for entry in entries.skips(form):
            rule = (_explained(entry.code), _what(entry.code))
            key = _key(record, form, entry.word.text, entry.code)
            yield (entry.word, *rule, None, *where, entry.message, _FILLED, key)
    for entry in entries.faults(record):
        last = (entry.message, _FILLED, _key(record, None, entry.word.text, entry.code))
        rule = (_explained(entry.code), _what(entry.code))
        yield (entry.word, *rule, None, name, None, None, None, *last)


def _explained(code: str) -> Jump | str:
    """A rule's code, which leads to its explanation where it has one."""
    return Jump(code) if find(code) else code


def _key(record: Record, form: FormRecord | None = None, *what: str) -> Key:
    """By what a row is known again: unit, project, year and kind of a form, else its file."""
    whose = form and form_name(form)
    return Key(digest("row", whose or [record.path.name, form and form.sheet], *what))


def _what(code: str, name: str = "") -> str:
    """What a rule looks at; of a criterion of the department's own, its name says it."""
    module = find(code)
    return summary(module) if module else name


def rules(counted: Tally, firsts: Mapping[str, str]) -> Table:
    """规则说明: every rule that the other sheets name; `firsts` are their first cells there."""
    some = "本次提出问题或未能检查的规则。点「本次问题」回到问题清单。"
    every = "全部规则可用 jixiao rules 查看。"
    met = counted.met
    return Table(
        RULES_SHEET,
        ((some if met else "本次没有规则提出问题。") + every,),
        "",
        (
            ("规则", 7), ("级别", 9), ("本次\n问题", 6), ("检查什么", 24), ("为什么", 40),
            ("怎么改", 38), ("依据", 34), ("名称", 24),
        ),
        tuple(_rule_row(code, counted, firsts.get(code)) for code in met),
        identity=("规则",),
    )  # fmt: skip


def _rule_row(code: str, counted: Tally, first: str | None) -> Row:
    module = find(code)
    told: tuple[Any, ...] = ("", "", "")
    name, severity = counted.told.get(code, ("", Severity.NOTE))
    if module is not None:
        told = tuple(section(module, heading) for heading in ("为什么", "怎么改", "依据"))
        name, severity = module.RULE.name, module.RULE.severity
    back = Back(counted.rules[code], first)
    return (code, SEVERITIES[severity], back, _what(code, name), *told, name)
