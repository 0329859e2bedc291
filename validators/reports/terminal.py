"""Records as plain text for a terminal: what was found, and what was not looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from validators.records.folder_results import Arrival, FolderRecord
from validators.records.record import Note, Record
from validators.records.results import FormRecord, RefusalRecord, since_text
from validators.records.tally import NO_UNIT, Tally, outlook
from validators.reports import entries
from validators.reports.entries import Entry
from validators.rule import Severity
from validators.terminal_text import one_line
from workbooks.files.kinds import Kind
from workbooks.files.refusal import Reason

if TYPE_CHECKING:
    pass

_CODES_SHOWN = 5
_FINDINGS_SHOWN = 10


def lines(record: Record, least: Severity = Severity.NOTE) -> Iterator[str]:
    """Everything that is to be said of one file; of findings, those of a level and above."""
    for entry in entries.passed_over(record):
        if record.aside is not None and record.aside.kind is Kind.OURS:
            yield one_line(str(record.path))
            yield "  " + entry.message
    if record.passed_over or record.ignored:
        return
    yield one_line(str(record.path))
    yield from _refusal(record)
    for form, note in record.forms:
        yield from _form(form, note, least)
    yield from _faults(record)


def trouble(record: Record) -> Iterator[str]:
    """Only what kept a file, or a part of it, from being checked; nothing where all went well."""
    if record.data.refusal or record.data.faults:
        yield one_line(str(record.path))
        yield from _refusal(record)
        yield from _faults(record)


def summary_lines(counted: Tally) -> Iterator[str]:
    """What the whole run comes to."""
    yield outlook(counted)
    yield (
        f"文件 {counted.files + counted.unread} 个（{_unchecked(counted)}）；"
        f"错误 {counted.errors} 处，警告 {counted.warnings} 处，提示 {counted.notes} 处；"
        f"读不成 {counted.unreadable} 处，未检查 {counted.skips} 项。"
        + (f"另有已核准 {counted.accepted} 处。" if counted.accepted else "")
    )
    if counted.faults:
        yield f"程序故障 {counted.faults} 处，与填报单位无关，请把有关文件和提示发给维护人。"


def folder_lines(folder: FolderRecord, where: str) -> Iterator[str]:
    """What was found in all files together; of each kind as many as a screen takes.

    `where` tells where all of them stand.
    """
    told: dict[str, list[str]] = {}
    for _, entry in entries.of_folder(folder):
        said = f"{entry.kind} {entry.code} {entry.message}" if entry.code else entry.message
        told.setdefault(entry.code, []).append(one_line(said))
    for line in folder.expected.lines if folder.expected else ():
        if line.arrival in (Arrival.ALIKE, Arrival.UNEXPECTED):
            named = one_line(f"{line.unit or '（未填单位）'}「{line.project or ''}」")
            said = f"{line.arrival.value}：{named}{line.kind or ''}，{line.remark}。"
            told.setdefault(line.arrival.value, []).append(said)
    for lines_of_a_kind in told.values():
        yield from lines_of_a_kind[:_FINDINGS_SHOWN]
        if (more := len(lines_of_a_kind) - _FINDINGS_SHOWN) > 0:
            yield f"这样的还有 {more} 处，{where}"


def flag_lines(folder: FolderRecord, *, asked: bool) -> Iterator[str]:
    """How many 复核线索 there are, and where they are told; nothing where there are none."""
    if folder.flags:
        where = "见「复核线索」页" if asked else "写 --report 核查结果.xlsx 可看"
        yield f"复核线索 {len(folder.flags)} 条（不是问题，只提示先看哪里）：{where}。"


def statistics(counted: Tally, most: int | None = None) -> Iterator[str]:
    """Totals by unit and by rule, those with most to do first, and what goes back.

    `most` is how many of each are told.
    """
    yield "按单位（份数，错误，警告，已改）："
    # on a short list, who has nothing to mend is not among those with most to mend
    units = [one for one in counted.by_unit if most is None or one[1].found]
    yield from (f"  {one_line(name or NO_UNIT)}：{one.text}" for name, one in units[:most])
    yield from _more(len(units), most, "个单位")
    yield "按规则："
    rules = counted.by_rule
    for code, severity, count in rules[:most]:
        what = entries.finds(code, counted.told[code][0])
        yield "  " + one_line(f"{severity.word} {code} {count} 处：{what}")
    yield from _more(len(rules), most, "条规则")
    if counted.returning:
        yield "需退回修改的："
        yield from ("  " + one_line(str(path)) for path in counted.returning[:most])
        yield from _more(len(counted.returning), most, "个文件")


def _more(count: int, most: int | None, what: str) -> Iterator[str]:
    if most is not None and count > most:
        yield f"  还有 {count - most} {what}，见 Excel 核查结果的「合计」。"


def _unchecked(counted: Tally) -> str:
    """How many files were not checked, and how many need not be."""
    unread = f"，其中没有读取 {counted.unread} 个" if counted.unread else ""
    passed = f"；另有 {counted.passed_over} 个不核查" if counted.passed_over else ""
    return f"未能核查 {counted.refused + counted.unread} 个{unread}{passed}"


def refusal_text(refusal: RefusalRecord) -> str:
    """A refusal, said to be 读不成 unless it is a fault of ours, or nobody tried."""
    own = refusal.reason in (Reason.CRASHED, Reason.NOT_READ)
    return refusal.message if own else f"读不成 {refusal.message}"


def _refusal(record: Record) -> Iterator[str]:
    if record.data.refusal:
        yield "  " + one_line(refusal_text(record.data.refusal))


def _faults(record: Record) -> Iterator[str]:
    for entry in entries.faults(record):
        yield "  " + one_line(entry.message)


def _form(form: FormRecord, note: Note, least: Severity) -> Iterator[str]:
    since = since_text(form)
    told = f"工作表「{form.sheet}」{note.heading}" + (f"；{since}" if since else "")
    yield "  " + one_line(told)
    for entry in entries.unreadable(form):
        yield "    " + one_line(f"{entry.kind} {entry.message}")
    levels = list(Severity)
    wanted = {entries.SEVERITIES[level] for level in levels[: levels.index(least) + 1]}
    listed = (entry for entry in entries.findings(form) if entry.word in wanted)
    for entry in (*listed, *entries.accepted(form)):
        yield "    " + one_line(f"{entry.kind} {entry.code} {entry.cell} {entry.message}")
        if entry.remark:
            yield "      " + one_line(entry.remark.text)
    if not form.findings and not form.unreadable and form.rules:
        partly = form.skips or note.broken
        yield "    " + ("未发现问题，但有内容没有检查：" if partly else "未发现问题。")
    tried = list(entries.trials(form))
    if tried:
        yield "    试行的规则另外提出（不计入，供核实）："
    for entry in tried:
        yield "      " + one_line(f"{entry.kind} {entry.code} {entry.cell} {entry.message}")
    looked_at = list(entries.manual(form))
    if looked_at:
        yield "    审核口径里要人工看的（不计入）："
    for entry in looked_at:
        yield "      " + one_line(f"{entry.kind} {entry.code} {entry.cell} {entry.message}")
        if entry.remark and entry.remark.text:
            yield "        " + one_line(entry.remark.text)
    for line in _skips(entries.skips(form)):
        yield "    " + one_line(line)


def _skips(skips: Iterable[Entry]) -> Iterator[str]:
    """Rules that were not applied for the same reason, on one line."""
    codes: dict[str, list[str]] = {}
    for skip in skips:
        codes.setdefault(skip.message, []).append(skip.code)
    for reason, found in codes.items():
        if found == [""]:
            yield f"未检查：{reason}"
            continue
        more = f" 等 {len(found)} 条规则" if len(found) > _CODES_SHOWN else ""
        yield f"未检查 {'、'.join(found[:_CODES_SHOWN])}{more}：{reason}"
