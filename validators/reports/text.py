"""Results as plain text for a terminal: what was found, and what was not looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from validators.bulk import CheckedForm, Result
from validators.engine import Fault, Skip
from validators.filing import Filing
from validators.reports.columns import one_line
from validators.reports.tally import outlook, tally
from validators.wording import fault_text, skip_text, unreadable_text
from workbooks.decimals import plain
from workbooks.forms import Cell
from workbooks.refusal import Reason, Refusal

_CODES_SHOWN = 5


def lines(result: Result) -> Iterator[str]:
    """Everything that is to be said of one file."""
    yield one_line(str(result.path))
    if result.refusal is not None:
        yield "  " + one_line(refusal_text(result.refusal))
    for form in result.forms:
        yield from _form(form)
    for fault in result.faults:
        yield "  " + one_line(fault_line(fault))


def summary_lines(results: Iterable[Result]) -> Iterator[str]:
    """What the whole run comes to."""
    counted = tally(results)
    yield outlook(counted)
    yield (
        f"文件 {counted.files} 个（未能核查 {counted.refused} 个）；"
        f"错误 {counted.errors} 处，警告 {counted.warnings} 处，提示 {counted.notes} 处；"
        f"读不成 {counted.unreadable} 处，未检查 {counted.skips} 项。"
    )
    if counted.faults:
        yield f"程序故障 {counted.faults} 处，与填报单位无关，请把有关文件和提示发给维护人。"


def refusal_text(refusal: Refusal) -> str:
    """A refusal, said to be 读不成 unless it is a fault of ours."""
    return refusal.message if refusal.reason is Reason.CRASHED else f"读不成 {refusal.message}"


def fault_line(fault: Fault) -> str:
    """A fault with the last line of its trace, which the maintainer needs."""
    last = fault.trace.strip().splitlines()[-1:] or [""]
    told = fault_text(fault) if fault.code else "程序故障的详情："
    return f"{told}〔{last[0]}〕"


def _form(form: CheckedForm) -> Iterator[str]:
    outcome = form.outcome
    yield "  " + one_line(f"工作表「{form.reading.form.sheet}」{heading(form)}")
    for cell in form.reading.unreadable:
        yield "    " + one_line(f"读不成 {unreadable_text(cell, form.reading.form)}")
    for finding in outcome.findings:
        place = f"{finding.severity.word} {finding.rule.code} {finding.cell.address}"
        yield "    " + one_line(f"{place} {finding.text}")
    if not outcome.findings and not form.reading.unreadable:
        partly = outcome.skips or outcome.faults
        yield "    " + ("未发现问题，但有内容没有检查：" if partly else "未发现问题。")
    for line in _skips(outcome.skips):
        yield "    " + one_line(line)


def _skips(skips: Iterable[Skip]) -> Iterator[str]:
    """Rules that were not applied for the same reason, on one line."""
    codes: dict[str, list[str]] = {}
    for skip in skips:
        codes.setdefault(skip_text(skip), []).append(skip.rule.code)
    for reason, found in codes.items():
        more = f" 等 {len(found)} 条规则" if len(found) > _CODES_SHOWN else ""
        yield f"未检查 {'、'.join(found[:_CODES_SHOWN])}{more}：{reason}"


def heading(form: CheckedForm) -> str:
    """Which form it is: project, year, and the totals of a self-evaluation."""
    read = form.reading.form
    year = read.fiscal_year.value
    parts = [
        shown(read.project_name, "（未填项目名称）"),
        f"{year} 年度" if year else "（未见年度）",
    ]
    if isinstance(form.filing, Filing):
        computed = form.filing.worth.computed
        parts.append(
            f"总分 {shown(form.filing.form.total_score)}"
            f"（测算 {'无法得出' if computed is None else plain(computed)}），"
            f"评级 {shown(form.filing.form.rating)}"
        )
    else:
        parts.append(f"申报表，{len(read.indicators)} 项指标，不评分")
    return "，".join(parts)


def shown(cell: Cell[Any], blank: str = "未填") -> str:
    """What a cell says, or a word for nothing."""
    return cell.text or blank
