"""What goes back to a unit: the cells of a file that are marked, and the list of what to mend.

错误, 警告 and 读不成 mark a cell and send a file back; 提示 are only listed, and only then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from validators.checking.catalogue import find
from validators.checking.our_files import HANDLED, WHOLE
from validators.records.record import Record
from validators.records.results import FormRecord, explained
from validators.reports.rules_page import summary
from validators.reports.workbook.new_workbook import safe
from validators.rule import Severity
from validators.terminal_text import lines_of
from validators.wording import calculated_apart
from workbooks.files.refusal import Reason
from workbooks.grid import position
from workbooks.returned_copy.annotate import CellMark
from workbooks.returned_copy.list_sheet import FirstSheet, ListEntry, ListLine
from workbooks.returned_copy.marked_styles import Look
from workbooks.values.dataclass import dataclass

_LOOKS: Mapping[str, Look] = {
    Severity.ERROR: Look.STOP,
    Severity.WARNING: Look.CARE,
    Severity.NOTE: Look.ADVICE,
}
_UNREADABLE = "读不成"
_HEADS = (
    ("序号", 6.0), ("工作表", 13.0), ("单元格", 9.0), ("级别", 8.0), ("编号", 8.0),
    ("问题与改法", 62.0), ("规则说明", 38.0), (HANDLED, 20.0),
)  # fmt: skip
_WIDTH = sum(width for _, width in _HEADS)
_TALLEST = 400.0  # Excel stops at 409 points a row

MOST_LINES = 5_000
"""Lines of one list: nobody works through more, and the cells have their notes all the same."""

_BOTH = "请改正 {grave} 处，核实 {doubtful} 处；改完后保存，把本文件重新报送。"
_GRAVE = "请改正 {grave} 处；改完后保存，把本文件重新报送。"
_DOUBTFUL = "请核实 {doubtful} 处：有误的改正，无误的在「处理情况」写明理由；然后把本文件重新报送。"
_GRAVE_APART = "请照本清单在原文件里改正 {grave} 处，改完后把原文件重新报送。"
_BOTH_APART = "请照本清单在原文件里改正 {grave} 处，核实 {doubtful} 处，改完后把原文件重新报送。"
_DOUBTFUL_APART = "请照本清单核实 {doubtful} 处；原文件有误的，改正后重新报送。"
_REFUSED = "这份文件没有核查成。请照下面的说明处理，然后重新报送。"
_HOW = (
    "点「单元格」跳到要改的格：有问题的格已标色，批注写明问题和改法；未标出的内容都照原样。"
    "再次核查时不把本表当作表单，原来的批注和标色会换成新的。"
)
_HOW_APART = "原文件：{name}。{why}"
_ADVICE = "「提示」供参考，可以不改。"
_UNSEEN = "「读不成」的格改好以后，可能还会查出别的问题。"
_UNSIGNED = "原文件带有数字签名。本副本作了标注，签名已去掉；原文件没有改动。"


@dataclass(frozen=True, slots=True)
class _Said:
    """One thing that is said of a file; without a cell it is about the whole form or file.

    `each` are its cells with what is said of each alone, where it is about several.
    """

    sheet: str
    cell: str
    word: str
    look: Look
    code: str
    message: str
    each: tuple[tuple[str, str], ...] = ()
    answer: str = ""

    def notes(self) -> Iterator[CellMark]:
        """The cells that it marks, with how a comment there says it."""
        for cell, message in self.each or ((self.cell, self.message),):
            if cell:
                told = f"{self.word} {self.code}：{message}" if self.code else message
                yield CellMark(self.sheet, cell, safe(told), self.look)


def goes_back(record: Record) -> bool:
    """Whether a unit has something to mend or to verify; a fault of ours is none of its affair."""
    return any(said.look is not Look.ADVICE for said in _all(record))


def is_grave(record: Record) -> bool:
    """Whether a unit has something to mend: 错误, 读不成, or a file that could not be checked."""
    return any(said.look in (Look.STOP, Look.UNKNOWN) for said in _all(record))


def marks(record: Record) -> tuple[CellMark, ...]:
    """The cells to mark, with what their notes say."""
    return tuple(
        mark for said in _all(record) if said.look is not Look.ADVICE for mark in said.notes()
    )


def listing(record: Record, apart: str | None = None) -> FirstSheet:
    """The list; `apart` says why it stands in a workbook of its own and not before the form."""
    every = _all(record)
    lines = [
        _line(number, said, linked=apart is None)
        for number, said in enumerate(every[:MOST_LINES], 1)
    ]
    if len(every) > MOST_LINES:
        more = f"后面还有 {len(every) - MOST_LINES} 处没有列出，请先改正以上各处。"
        lines.append(
            _row(ListEntry(""), *[ListEntry("")] * 4, ListEntry(more), ListEntry(""), ListEntry(""))
        )
    told = _HOW if apart is None else _HOW_APART.format(name=record.path.name, why=apart)
    looks = {said.look for said in every}
    told += _UNSEEN * (Look.UNKNOWN in looks and bool(record.forms))
    told += _ADVICE * (Look.ADVICE in looks)
    return FirstSheet(
        _across(_lead(record, every, apart), 22),
        (_across(told, 15),),
        _HEADS,
        tuple(lines),
        _across(_UNSIGNED, 15),
    )


def _lead(record: Record, every: list[_Said], apart: str | None) -> str:
    grave = sum(said.look in (Look.STOP, Look.UNKNOWN) for said in every)
    doubtful = sum(said.look is Look.CARE for said in every)
    if not record.forms:
        return _REFUSED
    both, only_grave, only_doubtful = _BOTH, _GRAVE, _DOUBTFUL
    if apart is not None:
        both, only_grave, only_doubtful = _BOTH_APART, _GRAVE_APART, _DOUBTFUL_APART
    if grave:
        return (both if doubtful else only_grave).format(grave=grave, doubtful=doubtful)
    return only_doubtful.format(doubtful=doubtful)


def _all(record: Record) -> list[_Said]:
    """Everything said of a file: what must be mended first, then sheet by sheet, cell by cell."""
    said = [one for form, _ in record.forms for one in _form(form)]
    sheets = list(dict.fromkeys(one.sheet for one in said))

    def order(one: _Said) -> tuple[int, int, tuple[int, int]]:
        urgency = [Look.STOP, Look.CARE, Look.ADVICE].index(
            Look.STOP if one.look is Look.UNKNOWN else one.look
        )
        return urgency, sheets.index(one.sheet), position(one.cell) if one.cell else (0, 0)

    refusal = record.data.refusal
    refused = []
    if refusal and refusal.reason is not Reason.CRASHED:
        refused = [_Said("", "", _UNREADABLE, Look.UNKNOWN, "", refusal.message)]
    return [*refused, *sorted(said, key=order)]


def _form(form: FormRecord) -> Iterator[_Said]:
    sheet = form.sheet
    told = [(cell.cell, cell.reason) for cell in form.unreadable]
    cells, uncalculated = calculated_apart(told)
    for cell, reason in cells:
        yield _Said(sheet, cell, _UNREADABLE, Look.UNKNOWN, "", reason)
    if uncalculated:
        each = tuple(one for one in told if one not in cells)
        yield _Said(sheet, uncalculated[0], _UNREADABLE, Look.UNKNOWN, "", uncalculated[1], each)
    for finding in form.findings:
        if finding.accepted:
            continue  # the reviewer took it as it is
        severity = finding.severity
        look, code = _LOOKS[severity], finding.code
        each = tuple((one.cell, one.message) for one in finding.cells)
        answer = finding.answer.text if finding.answer else ""
        where = (sheet, finding.cell or "", severity.word, look, code)
        yield _Said(*where, explained(finding), each, answer)


def _line(number: int, said: _Said, *, linked: bool) -> ListLine:
    place = (said.sheet, said.cell) if linked and said.cell else None
    return _row(
        ListEntry(number),
        ListEntry(safe(said.sheet)),
        ListEntry(said.cell or (WHOLE if said.sheet else "全文件"), None, place),
        ListEntry(said.word, said.look),
        ListEntry(said.code),
        ListEntry(safe(said.message)),
        ListEntry(_explained(said.code)),
        ListEntry(safe(said.answer)),
    )


@lru_cache(maxsize=256)
def _explained(code: str) -> str:
    module = find(code) if code else None
    if module is None:
        return ""
    return "\n依据：".join(filter(None, (summary(module), certain(module.RULE.source))))


def certain(source: str) -> str:
    """What of a rule's source somebody has read: no document whose article is still to be found.

    >>> certain("得分栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核")
    '得分栏的填写要求'
    """
    return "；".join(part for part in source.split("；") if not part.endswith("条款待核"))


def _row(*entries: ListEntry) -> ListLine:
    texts = zip(entries, _HEADS, strict=True)
    lines = max(lines_of(str(entry.value), width) for entry, (_, width) in texts)
    return ListLine(entries, min(7 + 15 * lines, _TALLEST))


@lru_cache(maxsize=256)
def _across(text: str, height: int) -> ListLine:
    """A line over the whole width."""
    lines = lines_of(text, _WIDTH * 15 / height)
    return ListLine((ListEntry(safe(text)),), min(6.0 + height * lines, _TALLEST))
