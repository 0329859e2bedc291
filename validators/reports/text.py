"""Records as plain text for a terminal: what was found, and what was not looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from validators.reports.columns import one_line
from validators.reports.file_data import Json
from validators.reports.record import Note, Record
from validators.reports.tally import Tally, outlook
from validators.rule import Severity
from workbooks.refusal import Reason

_CODES_SHOWN = 5


def lines(record: Record) -> Iterator[str]:
    """Everything that is to be said of one file."""
    yield one_line(str(record.path))
    if record.data["refusal"]:
        yield "  " + one_line(refusal_text(record.data["refusal"]))
    for form, note in record.forms:
        yield from _form(form, note)
    for fault in record.data["faults"]:
        yield "  " + one_line(fault_line(fault))


def trouble(record: Record) -> Iterator[str]:
    """Only what kept a file, or a part of it, from being checked; nothing where all went well."""
    data = record.data
    if data["refusal"] or data["faults"]:
        yield one_line(str(record.path))
    if data["refusal"]:
        yield "  " + one_line(refusal_text(data["refusal"]))
    for fault in data["faults"]:
        yield "  " + one_line(fault_line(fault))


def summary_lines(counted: Tally) -> Iterator[str]:
    """What the whole run comes to."""
    yield outlook(counted)
    yield (
        f"文件 {counted.files} 个（未能核查 {counted.refused} 个）；"
        f"错误 {counted.errors} 处，警告 {counted.warnings} 处，提示 {counted.notes} 处；"
        f"读不成 {counted.unreadable} 处，未检查 {counted.skips} 项。"
    )
    if counted.faults:
        yield f"程序故障 {counted.faults} 处，与填报单位无关，请把有关文件和提示发给维护人。"


def refusal_text(refusal: Json) -> str:
    """A refusal, said to be 读不成 unless it is a fault of ours."""
    message: str = refusal["message"]
    return message if refusal["reason"] == Reason.CRASHED else f"读不成 {message}"


def fault_line(fault: Json) -> str:
    """A fault with the last line of its trace, which the maintainer needs."""
    last = fault["trace"].strip().splitlines()[-1:] or [""]
    told = fault["message"] if fault["code"] else "程序故障的详情："
    return f"{told}〔{last[0]}〕"


def _form(form: Json, note: Note) -> Iterator[str]:
    yield "  " + one_line(f"工作表「{form['sheet']}」{note.heading}")
    for cell in form["unreadable"]:
        yield "    " + one_line(f"读不成 {cell['reason']}")
    for finding in form["findings"]:
        place = f"{Severity(finding['severity']).word} {finding['code']} {finding['cell'] or ''}"
        yield "    " + one_line(f"{place} {finding['message']}")
    if not form["findings"] and not form["unreadable"]:
        partly = form["skips"] or note.broken
        yield "    " + ("未发现问题，但有内容没有检查：" if partly else "未发现问题。")
    for line in _skips(form["skips"]):
        yield "    " + one_line(line)


def _skips(skips: Iterable[Json]) -> Iterator[str]:
    """Rules that were not applied for the same reason, on one line."""
    codes: dict[str, list[str]] = {}
    for skip in skips:
        codes.setdefault(skip["reason"], []).append(skip["code"])
    for reason, found in codes.items():
        more = f" 等 {len(found)} 条规则" if len(found) > _CODES_SHOWN else ""
        yield f"未检查 {'、'.join(found[:_CODES_SHOWN])}{more}：{reason}"
