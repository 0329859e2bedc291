"""What is said of a file, one entry after another: the one place where a finding gets its words.

The screen, the tables of the Excel report, the CSV and the web page all show these.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING

from validators.checking.catalogue import find
from validators.records.folder_results import Arrival, FolderRecord
from validators.records.record import Note, Record
from validators.records.results import (
    AcceptedRecord,
    FaultRecord,
    FindingRecord,
    FormRecord,
    answered,
)
from validators.records.standing import Standing
from validators.reports.rules_page import summary
from validators.review.review import Acceptance
from validators.review.sheets import CONCLUSIONS
from validators.rule import Severity
from validators.wording import calculated_apart, clause
from workbooks.values.dataclass import dataclass


class Tone(Enum):
    """How urgent a word looks, beside what it says; `sign` tells it without colour."""

    STOP = "stop"
    CARE = "care"
    ADVICE = "advice"
    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    FINE = "fine"

    @property
    def sign(self) -> str:
        """A sign that every Chinese font has."""
        return _SIGNS[self]


_SIGNS = {
    Tone.STOP: "■",
    Tone.CARE: "▲",
    Tone.ADVICE: "○",
    Tone.UNKNOWN: "◇",
    Tone.ACCEPTED: "◎",
    Tone.FINE: "√",
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is coloured as well, so that the eye finds it."""

    text: str
    tone: Tone


if TYPE_CHECKING:
    from validators.review.applied import Lapsed, Reviewed

STANDINGS = {
    Standing.RETURN: Word(Standing.RETURN.value, Tone.STOP),
    Standing.ASK: Word(Standing.ASK.value, Tone.CARE),
    Standing.INCOMPLETE: Word(Standing.INCOMPLETE.value, Tone.UNKNOWN),
    Standing.ADVISED: Word(Standing.ADVISED.value, Tone.ADVICE),
    Standing.ACCEPTED: Word(Standing.ACCEPTED.value, Tone.ACCEPTED),
    Standing.CLEAN: Word(Standing.CLEAN.value, Tone.FINE),
    Standing.REFUSED: Word(Standing.REFUSED.value, Tone.STOP),
}
SEVERITIES = {
    Severity.ERROR: Word(Severity.ERROR.word, Tone.STOP),
    Severity.WARNING: Word(Severity.WARNING.word, Tone.CARE),
    Severity.NOTE: Word(Severity.NOTE.word, Tone.ADVICE),
}
UNREADABLE = Word("读不成", Tone.STOP)
SKIPPED = Word("未检查", Tone.UNKNOWN)
PASSED_OVER = Word("不核查", Tone.FINE)
TRIAL = Word("试行", Tone.ADVICE)
MANUAL = Word("人工", Tone.ADVICE)
FAULT = Word("程序故障", Tone.UNKNOWN)
ACCEPTED = STANDINGS[Standing.ACCEPTED]
LAPSED = Word("不再适用", Tone.CARE)
MENDED = Word("已改好", Tone.FINE)
NOT_TAKEN = Word("没有采用", Tone.CARE)
NO_RULES = "所用的规则没有一条适用于{kind}，这张表等于没有检查。"


@dataclass(frozen=True, slots=True)
class ReviewerRemark:
    """What a reviewer said beside an entry, and why that no longer applies, if so.

    `level` is what the finding is or was without him; 复核 where he spoke of a row. Then `reason`
    is his opinion, and `reviewer` and `day` are empty.
    """

    level: str
    reason: str
    reviewer: str
    day: str
    why: str = ""

    @property
    def text(self) -> str:
        """The same as one line, without `why`; empty where he only gave a score."""
        if self.reviewer:
            return f"核准理由：{clause(self.reason)}（{clause(self.reviewer)}，{self.day}）"
        return f"审核意见：{self.reason}" if self.reason else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is said: of what kind, by which rule, of which cell, and the sentence.

    `code` is empty where it is no rule's, `cell` where it is of no single cell; `name` is that of
    the rule, which says what a criterion of the department's own looks at.
    """

    word: Word
    code: str
    cell: str
    message: str
    remark: ReviewerRemark | None = None
    name: str = ""

    @property
    def kind(self) -> str:
        """Its word, with the level of what a reviewer spoke of."""
        return self.word.text if self.remark is None else f"{self.word.text}（{self.remark.level}）"

    @property
    def remarked(self) -> str:
        """The sentence, with what a reviewer said of it."""
        said = self.remark
        parts = (said.level, said.text) if said else ()
        return self.message + (f"（{'，'.join(filter(None, parts))}）" if said else "")


Where = tuple[str, str, str]
"""File, sheet and project as a 复核表 names them."""


def findings(form: FormRecord) -> Iterator[Entry]:
    """问题 that no reviewer has accepted, by cell."""
    for finding in form.findings:
        if not finding.accepted:
            yield _finding(SEVERITIES[finding.severity], finding)


def accepted(form: FormRecord) -> Iterator[Entry]:
    """已核准: the others, by cell."""
    for finding in form.findings:
        if said := finding.accepted:
            level = finding.severity.word
            told = (_by_rule(said), said.reviewer, said.date)
            remark = ReviewerRemark(level, *told)
            yield _finding(ACCEPTED, finding, remark)


def _by_rule(said: AcceptedRecord) -> str:
    """The reason, and where it is that of a whole rule, that it is, until when and for whom."""
    if not said.by_rule:
        return said.reason
    more = ("按规则核准", said.requester and f"提出人 {clause(said.requester)}")
    until = said.until and f"有效期至 {said.until}"
    return f"{clause(said.reason)}（{'，'.join(filter(None, (*more, until)))}）"


def _finding(word: Word, said: FindingRecord, remark: ReviewerRemark | None = None) -> Entry:
    return Entry(word, said.code, said.cell or "", answered(said), remark, said.name)


def unreadable(form: FormRecord) -> Iterator[Entry]:
    """读不成 of single cells; a workbook that was not calculated is one."""
    cells, uncalculated = calculated_apart((cell.cell, cell.reason) for cell in form.unreadable)
    for cell, reason in (*cells, *filter(None, (uncalculated,))):
        yield Entry(UNREADABLE, "", cell, reason)


def trials(form: FormRecord) -> Iterator[Entry]:
    """试行: what rules on trial found; it counts for nothing."""
    for finding in form.trials:
        yield _finding(TRIAL, finding)


def manual(form: FormRecord) -> Iterator[Entry]:
    """人工: what a person shall look at by the department's own criteria; no finding."""
    for asked in form.manual:
        said = asked.verdict
        chosen = "有意见" if said is None or said.passed is None else CONCLUSIONS[said.passed]
        remark = None if said is None else ReviewerRemark(chosen, said.opinion or "", "", "")
        yield _finding(MANUAL, asked, remark)


def skips(form: FormRecord) -> Iterator[Entry]:
    """未检查, by rule."""
    if not form.rules:
        yield Entry(SKIPPED, "", "", NO_RULES.format(kind=form.kind))
    for skip in form.skips:
        yield Entry(SKIPPED, skip.code, "", skip.reason)


def of_form(form: FormRecord, note: Note) -> Iterator[Entry]:
    """All that is said of one form; where that is nothing to correct, how it stands."""
    said = (*unreadable(form), *findings(form), *accepted(form), *skips(form))
    yield from said
    if not said or note.standing is Standing.CLEAN:
        broken = "；".join(f"{part} 程序故障" for part in note.broken)
        yield Entry(STANDINGS[note.standing], "", "", broken)
    yield from trials(form)
    yield from manual(form)


def refusals(record: Record) -> Iterator[Entry]:
    """Why a file or one of its sheets was not checked."""
    refusal = record.data.refusal
    if refusal:
        yield Entry(STANDINGS[Standing.REFUSED], "", "", refusal.message)


def passed_over(record: Record) -> Iterator[Entry]:
    """What a file is that holds no form."""
    if record.passed_over and record.aside is not None:
        yield Entry(PASSED_OVER, "", "", record.aside.told)


def faults(record: Record) -> Iterator[Entry]:
    """程序故障, each with the last line of its trace, which the maintainer needs."""
    refusal = record.data.refusal
    for fault in record.data.faults:
        said = refusal is not None and fault.message == refusal.message
        yield _fault(fault, "程序故障的详情：" if said else fault.message)


def _fault(fault: FaultRecord, told: str) -> Entry:
    last = fault.trace.strip().splitlines()[-1:] or [""]
    return Entry(FAULT, fault.code or "", next(iter(fault.cells), ""), f"{told}〔{last[0]}〕")


def finds(code: str, name: str) -> str:
    """What a rule finds, in one sentence; of a department's own criterion, its `name`."""
    module = find(code)
    return summary(module) if module else name


FolderWhere = tuple[str, str, str, str, str]
"""File, sheet, unit, project and year of what is said of files together."""

ARRIVALS = {
    Arrival.MISSING: Word(Arrival.MISSING.value, Tone.STOP),
    Arrival.ALIKE: Word(Arrival.ALIKE.value, Tone.CARE),
    Arrival.TWICE: Word(Arrival.TWICE.value, Tone.CARE),
    Arrival.UNEXPECTED: Word(Arrival.UNEXPECTED.value, Tone.ADVICE),
    Arrival.HANDED_IN: Word(Arrival.HANDED_IN.value, Tone.FINE),
}


def of_folder(folder: FolderRecord) -> Iterator[tuple[FolderWhere, Entry]]:
    """What was found in all files together, each with its first file: after all files."""
    for found in folder.findings:
        place = found.counts or next(iter(found.places), None)
        year = "" if found.fiscal_year is None else str(found.fiscal_year)
        where = (place.path, place.sheet) if place else ("", "")
        entry = Entry(SEVERITIES[found.severity], found.code, "", found.message)
        yield (*where, found.unit or "", found.project or "", year), entry
    for left_out in folder.uncompared:
        place = next(iter(left_out.places), None)
        where = (place.path, place.sheet) if place else ("", "")
        yield (*where, "", "", ""), Entry(SKIPPED, "、".join(left_out.codes), "", left_out.message)
    for fault in folder.faults:
        yield ("", "", "", "", ""), _fault(fault, fault.message)
    for trouble in folder.expected.troubles if folder.expected else ():
        where = (folder.expected.path if folder.expected else "", "")
        yield (*where, "", "", ""), Entry(NOT_TAKEN, "", "", f"应报名单{trouble}")


def of_expected(folder: FolderRecord) -> Iterator[tuple[Word, FolderWhere, str]]:
    """Each line of the list of expected submissions: its word, its place, and what is to say."""
    for line in folder.expected.lines if folder.expected else ():
        place = next(iter(line.places), None)
        file = (place.path, place.sheet) if place else ("", "")
        row = f"应报名单{line.row}" if line.row else ""
        said = "，".join(filter(None, (row, line.kind or "", line.remark)))
        yield ARRIVALS[line.arrival], (*file, line.unit or "", line.project or "", ""), said


def arrivals(folder: FolderRecord) -> str:
    """One sentence: how much of what is expected has come; empty where no list was given."""
    asked = folder.expected
    if asked is None:
        return ""
    counts = {arrival: asked.count_of(arrival) for arrival in Arrival}
    lines = sum(counts.values()) - counts[Arrival.UNEXPECTED]
    parts = "，".join(
        f"{arrival.value} {counts[arrival]}"
        for arrival in (Arrival.HANDED_IN, Arrival.MISSING, Arrival.ALIKE, Arrival.TWICE)
        if counts[arrival] or arrival in (Arrival.HANDED_IN, Arrival.MISSING)
    )
    extra = counts[Arrival.UNEXPECTED]
    return f"应报名单 {lines} 份：{parts}" + (f"；多报 {extra} 份。" if extra else "。")


def of_review(reviewed: Reviewed | None) -> Iterator[tuple[Where, Entry]]:
    """What of a 复核表 was 没有采用, and what is 不再适用: after all files."""
    if reviewed is None:
        return
    for trouble in reviewed.troubles:
        yield ("", "", ""), Entry(NOT_TAKEN, "", "", trouble)
    for lapsed in reviewed.lapsed or ():
        said = lapsed.said
        remark = _lapsed(lapsed)
        yield (
            (said.file, said.sheet, said.project),
            Entry(lapsed_word(lapsed), said.code, said.cell, said.told, remark),
        )


def lapsed_word(lapsed: Lapsed) -> Word:
    """已改好 where a finding that was accepted is gone, else 不再适用."""
    return MENDED if lapsed.mended else LAPSED


def _lapsed(lapsed: Lapsed) -> ReviewerRemark:
    said = lapsed.said
    if isinstance(said, Acceptance):
        day = said.day.isoformat()
        return ReviewerRemark(said.severity, said.reason, said.reviewer, day, lapsed.why)
    return ReviewerRemark("复核", said.opinion, "", "", lapsed.why)
