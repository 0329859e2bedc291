"""What is said of a file, one entry after another: the one place where a finding gets its words.

The tables of the Excel report, the CSV and the web page all show these.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from validators.reports.file_data import Json
from validators.reports.record import Note, Record
from validators.reports.standing import Standing
from validators.reports.tables import Tone, Word
from validators.reports.text import fault_line
from validators.rule import Severity

STANDINGS = {
    Standing.RETURN: Word(Standing.RETURN.value, Tone.STOP),
    Standing.ASK: Word(Standing.ASK.value, Tone.CARE),
    Standing.INCOMPLETE: Word(Standing.INCOMPLETE.value, Tone.UNKNOWN),
    Standing.ADVISED: Word(Standing.ADVISED.value, Tone.ADVICE),
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
FAULT = Word("程序故障", Tone.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is said: of what kind, by which rule, of which cell, and the sentence.

    `code` is empty where it is no rule's, `cell` where it is of no single cell.
    """

    word: Word
    code: str
    cell: str
    message: str


def findings(form: Json) -> Iterator[Entry]:
    """问题, by cell."""
    for finding in form["findings"]:
        word = SEVERITIES[Severity(finding["severity"])]
        yield Entry(word, finding["code"], finding["cell"] or "", finding["message"])


def unreadable(form: Json) -> Iterator[Entry]:
    """读不成 of single cells."""
    for cell in form["unreadable"]:
        yield Entry(UNREADABLE, "", cell["cell"], cell["reason"])


def skips(form: Json) -> Iterator[Entry]:
    """未检查, by rule."""
    for skip in form["skips"]:
        yield Entry(SKIPPED, skip["code"], "", skip["reason"])


def of_form(form: Json, note: Note) -> Iterator[Entry]:
    """All that is said of one form; where that is nothing to correct, how it stands."""
    said = (*unreadable(form), *findings(form), *skips(form))
    yield from said
    if not said or note.standing is Standing.CLEAN:
        broken = "；".join(f"规则 {code} 程序故障" for code in note.broken)
        yield Entry(STANDINGS[note.standing], "", "", broken)


def refusals(record: Record) -> Iterator[Entry]:
    """Why a file or one of its sheets was not checked."""
    refusal = record.data["refusal"]
    if refusal:
        yield Entry(STANDINGS[Standing.REFUSED], "", "", refusal["message"])


def faults(record: Record) -> Iterator[Entry]:
    """程序故障, with what the maintainer needs."""
    for fault in record.data["faults"]:
        yield Entry(FAULT, fault["code"] or "", "", fault_line(fault))
