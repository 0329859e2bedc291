"""What stands on each sheet of the Excel report: 汇总, 问题清单, 未检查, 规则说明."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from validators.catalogue import find
from validators.reports.file_data import Json
from validators.reports.listed import link
from validators.reports.record import Note, Record
from validators.reports.rules_page import section, summary
from validators.reports.standing import Standing
from validators.reports.tables import Content, Jump, Name, Rate, Row, Rows, Table, Tone, Word
from validators.reports.tally import Tally, outlook
from validators.reports.text import fault_line
from validators.rule import Severity
from workbooks.refusal import Reason

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


def overview(counted: Tally, rows: Rows, folder: str, stopped: str) -> Table:
    """汇总; `stopped` tells what is missing when a run was cut off."""
    place = f"文件夹：{folder}。" if folder else ""
    return Table(
        "汇总",
        outlook(counted) + stopped,
        f"{place}点「工作表」可打开原表，逐条问题见「问题清单」。"
        "「测算总分」按年度指标值和实际完成值算出，供核对，不代替单位自评。",
        (
            ("处理", 10), ("文件", 25), ("工作表", 9), ("项目名称", 19), ("实施单位", 19),
            ("年度", 6), ("自评\n总分", 7.5), ("测算\n总分", 7.5), ("评级", 5.5), ("执行率", 8.5),
            ("错误", 5), ("警告", 5), ("提示", 5), ("读不成", 5), ("未检查", 5), ("说明", 22),
        ),
        rows,
    )  # fmt: skip


def overview_rows(record: Record) -> Iterator[Row]:
    """One row for each form, and one for what was refused."""
    name = Name(record.path)
    for form, note in record.forms:
        counts = Counter(finding["severity"] for finding in form["findings"])
        year = form["fiscal_year"]
        yield (
            Word(note.standing.value, _TONES[note.standing]),
            name,
            link(form["sheet"], record, form["sheet"], "A1"),
            form["project"],
            form["unit"],
            "" if year is None else str(year),
            *_marks(form, note),
            *(counts[severity] for severity in Severity),
            len(form["unreadable"]),
            len(form["skips"]),
            "；".join(f"规则 {code} 程序故障" for code in note.broken),
        )
    if record.data["refusal"]:
        kind = Standing.REFUSED
        whole = link("打开文件", record, "", "")
        message = record.data["refusal"]["message"]
        yield (Word(kind.value, _TONES[kind]), name, whole, *[None] * 12, message)


def _marks(form: Json, note: Note) -> tuple[Content, ...]:
    """总分, 测算总分, 评级, 执行率; a declaration has none."""
    if form["total"] is None:
        return ("不评分", None, None, None)
    reported, computed = form["total"]["reported"], form["total"]["computed"]
    return (
        note.total if reported is None else Decimal(reported),
        None if computed is None else Decimal(computed),
        form["rating"]["reported"],
        None if note.rate is None else Rate(Decimal(note.rate)),
    )


def problems(rows: Rows) -> Table:
    """问题清单."""
    some = (
        "请逐条核对，先改「错误」和「读不成」。"
        "点「单元格」打开原表的该格，点「规则」看为什么和怎么改。"
    )
    return Table(
        "问题清单",
        some if len(rows) else "没有发现问题。是否全部查过，见「未检查」。",
        "",
        (
            ("级别", 9), ("规则", 7), ("单元格", 9), ("文件", 25),
            ("工作表", 9), ("项目", 22), ("问题", 66),
        ),
        rows,
    )  # fmt: skip


def problem_rows(record: Record) -> Iterator[Row]:
    """What was refused, could not be read, and was found."""
    name = Name(record.path)
    refusal = record.data["refusal"]
    if refusal:
        word = _FAULT if refusal["reason"] == Reason.CRASHED else _UNREADABLE
        yield (word, None, link("打开文件", record, "", ""), name, None, None, refusal["message"])
    for form, _ in record.forms:
        sheet = form["sheet"]
        where = (name, sheet, form["project"])
        for cell in form["unreadable"]:
            opens = link(cell["cell"], record, sheet, cell["cell"])
            yield (_UNREADABLE, None, opens, *where, cell["reason"])
        for finding in form["findings"]:
            severity = Severity(finding["severity"])
            word = Word(severity.word, _SEVERITY_TONES[severity])
            address = finding["cell"] or ""
            opens = link(address or "全表", record, sheet, address)
            yield (word, Jump(finding["code"]), opens, *where, finding["message"])


def unchecked(rows: Rows) -> Table:
    """未检查."""
    some = "下列规则对所列的表没有（完全）检查，不等于没有问题。原因消除后请重新核查。"
    return Table(
        "未检查",
        some if len(rows) else "所选规则对能核查的表都已检查；未能核查的文件见「汇总」。",
        "",
        (
            ("类别", 10), ("规则", 7), ("检查什么", 28), ("文件", 25),
            ("工作表", 9), ("项目", 22), ("原因", 50),
        ),
        rows,
    )  # fmt: skip


def unchecked_rows(record: Record) -> Iterator[Row]:
    """Rules that were not applied or broke."""
    name, word = Name(record.path), Word("未检查", Tone.UNKNOWN)
    for form, _ in record.forms:
        where = (name, form["sheet"], form["project"])
        for skip in form["skips"]:
            code = skip["code"]
            yield (word, Jump(code), _what(code), *where, skip["reason"])
    for fault in record.data["faults"]:
        known = fault["code"] or ""
        jump = Jump(known) if find(known) else known
        yield (_FAULT, jump, _what(known), name, None, None, fault_line(fault))


def _what(code: str) -> str:
    module = find(code)
    return summary(module) if module else ""


def rules(counted: Tally) -> Table:
    """规则说明: every rule that the other sheets name."""
    met = sorted(code for code in counted.rules if find(code) or code in counted.told)
    some = "本次提出问题或未能检查的规则。全部规则可用 jixiao rules 查看。"
    return Table(
        RULES_SHEET,
        some if met else "本次没有规则提出问题。全部规则可用 jixiao rules 查看。",
        "",
        (
            ("规则", 7), ("级别", 8), ("本次\n问题", 6), ("检查什么", 24), ("为什么", 40),
            ("怎么改", 38), ("依据", 34), ("名称", 24),
        ),
        tuple(_rule_row(code, counted) for code in met),
    )  # fmt: skip


def _rule_row(code: str, counted: Tally) -> Row:
    module = find(code)
    told: tuple[Any, ...] = ("", "", "")
    name, severity = counted.told.get(code, ("", Severity.NOTE))
    if module is not None:
        told = tuple(section(module, heading) for heading in ("为什么", "怎么改", "依据"))
        name, severity = module.RULE.name, module.RULE.severity
    level = Word(severity.word, _SEVERITY_TONES[severity])
    return (code, level, counted.rules[code], _what(code), *told, name)
