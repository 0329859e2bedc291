"""What stands on each sheet of the Excel report: 汇总, 问题清单, 未检查, 规则说明."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from validators.bulk import CheckedForm, Result
from validators.catalogue import find
from validators.filing import Filing
from validators.reports.rules_page import section, summary
from validators.reports.tables import Content, Jump, Link, Rate, Table, Tone, Word
from validators.reports.tally import Standing, outlook, standing, tally
from validators.reports.text import fault_line
from validators.rule import Rule, Severity
from validators.wording import skip_text, unreadable_text
from workbooks.forms import Cell
from workbooks.refusal import Reason, Refusal

_TONES = {
    Standing.RETURN: Tone.STOP,
    Standing.ASK: Tone.CARE,
    Standing.INCOMPLETE: Tone.UNKNOWN,
    Standing.ADVISED: Tone.ADVICE,
    Standing.CLEAN: Tone.FINE,
    Standing.REFUSED: Tone.STOP,
}
_SEVERITY_TONES = {
    Severity.ERROR: Tone.STOP,
    Severity.WARNING: Tone.CARE,
    Severity.NOTE: Tone.ADVICE,
}
_UNREADABLE = Word("读不成", Tone.STOP)
_FAULT = Word("程序故障", Tone.UNKNOWN)
RULES_SHEET = "规则说明"


def sheets(results: Sequence[Result]) -> tuple[Table, ...]:
    """The sheets of the report, in their order."""
    folder, names = _names([result.path for result in results])
    return (
        _overview(results, names, folder),
        _problems(results, names),
        _unchecked(results, names),
        _rules(results),
    )


def _names(paths: Sequence[Path]) -> tuple[str, Mapping[Path, str]]:
    """The folder that holds all files, and each file's path below it."""
    try:
        folder = os.path.commonpath([path.parent for path in paths])
    except ValueError:  # none, or on several drives
        return "", {path: str(path) for path in paths}
    return folder, {path: str(path.relative_to(folder)) for path in paths}


def _overview(results: Sequence[Result], names: Mapping[Path, str], folder: str) -> Table:
    place = f"文件夹：{folder}。" if folder else ""
    return Table(
        "汇总",
        outlook(tally(results)),
        f"{place}点「工作表」可打开原表，逐条问题见「问题清单」。"
        "「测算总分」按年度指标值和实际完成值算出，供核对，不代替单位自评。",
        (
            ("处理", 10), ("文件", 25), ("工作表", 9), ("项目名称", 19), ("实施单位", 19),
            ("年度", 6), ("自评\n总分", 7.5), ("测算\n总分", 7.5), ("评级", 5.5), ("执行率", 8.5),
            ("错误", 5), ("警告", 5), ("提示", 5), ("读不成", 5), ("未检查", 5), ("说明", 22),
        ),
        tuple(row for result in results for row in _overview_rows(result, names)),
    )  # fmt: skip


def _overview_rows(result: Result, names: Mapping[Path, str]) -> Iterator[tuple[Content, ...]]:
    name = names[result.path]
    for form in result.forms:
        read, outcome = form.reading.form, form.outcome
        counts = Counter(finding.severity for finding in outcome.findings)
        kind = standing(form)
        yield (
            Word(kind.value, _TONES[kind]),
            name,
            Link(read.sheet, result.path, read.sheet, "A1"),
            read.project_name.text,
            read.implementing_unit.text,
            "" if read.fiscal_year.value is None else str(read.fiscal_year.value),
            *_marks(form),
            *(counts[severity] for severity in Severity),
            len(form.reading.unreadable),
            len(outcome.skips),
            "；".join(f"规则 {fault.code} 程序故障" for fault in outcome.faults),
        )
    if result.refusal is not None:
        kind = Standing.REFUSED
        whole = Link("打开文件", result.path, "", "")
        yield (Word(kind.value, _TONES[kind]), name, whole, *[None] * 12, result.refusal.message)


def _marks(form: CheckedForm) -> tuple[Content, ...]:
    """总分, 测算总分, 评级, 执行率; a declaration has none."""
    if not isinstance(form.filing, Filing):
        return ("不评分", None, None, None)
    read, worth = form.filing.form, form.filing.worth
    rate = worth.execution.rate
    rate_shown = None if rate is None else Rate(rate)
    return (_as_read(read.total_score), worth.computed, read.rating.text, rate_shown)


def _as_read(cell: Cell[Decimal]) -> Content:
    return cell.text if cell.value is None else cell.value


def _problems(results: Sequence[Result], names: Mapping[Path, str]) -> Table:
    rows = tuple(row for result in results for row in _problem_rows(result, names[result.path]))
    some = (
        "请逐条核对，先改「错误」和「读不成」。"
        "点「单元格」打开原表的该格，点「规则」看为什么和怎么改。"
    )
    return Table(
        "问题清单",
        some if rows else "没有发现问题。是否全部查过，见「未检查」。",
        "",
        (
            ("级别", 9), ("规则", 7), ("单元格", 9), ("文件", 25),
            ("工作表", 9), ("项目", 22), ("问题", 66),
        ),
        rows,
    )  # fmt: skip


def _problem_rows(result: Result, name: str) -> Iterator[tuple[Content, ...]]:
    if result.refusal is not None:
        word = _refusal_word(result.refusal)
        whole = Link("打开文件", result.path, "", "")
        yield (word, None, whole, name, None, None, result.refusal.message)
    for form in result.forms:
        read = form.reading.form
        where = (name, read.sheet, read.project_name.text)
        for cell in form.reading.unreadable:
            link = Link(cell.address, result.path, read.sheet, cell.address)
            yield (_UNREADABLE, None, link, *where, unreadable_text(cell, read))
        for finding in form.outcome.findings:
            word = Word(finding.severity.word, _SEVERITY_TONES[finding.severity])
            address = finding.cell.address
            link = Link(address or "全表", result.path, read.sheet, address)
            yield (word, Jump(finding.rule.code), link, *where, finding.text)


def _refusal_word(refusal: Refusal) -> Word:
    return _FAULT if refusal.reason is Reason.CRASHED else _UNREADABLE


def _unchecked(results: Sequence[Result], names: Mapping[Path, str]) -> Table:
    rows = tuple(row for result in results for row in _unchecked_rows(result, names[result.path]))
    some = "下列规则对所列的表没有（完全）检查，不等于没有问题。原因消除后请重新核查。"
    return Table(
        "未检查",
        some if rows else "所选规则对能核查的表都已检查；未能核查的文件见「汇总」。",
        "",
        (
            ("类别", 10), ("规则", 7), ("检查什么", 28), ("文件", 25),
            ("工作表", 9), ("项目", 22), ("原因", 50),
        ),
        rows,
    )  # fmt: skip


def _unchecked_rows(result: Result, name: str) -> Iterator[tuple[Content, ...]]:
    word = Word("未检查", Tone.UNKNOWN)
    for form in result.forms:
        read = form.reading.form
        where = (name, read.sheet, read.project_name.text)
        for skip in form.outcome.skips:
            yield (word, Jump(skip.rule.code), _what(skip.rule.code), *where, skip_text(skip))
    for fault in result.faults:
        code = Jump(fault.code) if find(fault.code) else fault.code
        yield (_FAULT, code, _what(fault.code), name, None, None, fault_line(fault))


def _what(code: str) -> str:
    module = find(code)
    return summary(module) if module else ""


def _rules(results: Sequence[Result]) -> Table:
    outcomes = [form.outcome for result in results for form in result.forms]
    counts = Counter(finding.rule.code for one in outcomes for finding in one.findings)
    met = {finding.rule.code: finding.rule for one in outcomes for finding in one.findings}
    met |= {skip.rule.code: skip.rule for one in outcomes for skip in one.skips}
    broken = {fault.code for result in results for fault in result.faults}
    met |= {module.RULE.code: module.RULE for module in map(find, broken) if module}
    some = "本次提出问题或未能检查的规则。全部规则可用 jixiao rules 查看。"
    return Table(
        RULES_SHEET,
        some if met else "本次没有规则提出问题。全部规则可用 jixiao rules 查看。",
        "",
        (
            ("规则", 7), ("级别", 8), ("本次\n问题", 6), ("检查什么", 24), ("为什么", 40),
            ("怎么改", 38), ("依据", 34), ("名称", 24),
        ),
        tuple(_rule_row(met[code], counts[code]) for code in sorted(met)),
    )  # fmt: skip


def _rule_row(rule: Rule, count: int) -> tuple[Content, ...]:
    module = find(rule.code)
    told: Iterable[str] = ("", "", "")
    if module is not None:
        told = (section(module, heading) for heading in ("为什么", "怎么改", "依据"))
    level = Word(rule.severity.word, _SEVERITY_TONES[rule.severity])
    return (rule.code, level, count, _what(rule.code), *told, rule.name)
