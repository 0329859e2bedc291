"""Findings at the level that an office has set for their rules, in place of the rule's own."""

from __future__ import annotations

from collections.abc import Mapping

from validators.records.record import Note, Record
from validators.records.results import FormRecord
from validators.records.standing import stands
from validators.rule import Severity
from workbooks.values.dataclass import replace


def levelled(record: Record, levels: Mapping[str, Severity]) -> Record:
    """The record with these levels, and what they make of the standing of its forms."""
    if not levels or not record.data.forms:
        return record
    forms = tuple(_form(form, levels) for form in record.data.forms)
    notes = tuple(map(_note, forms, record.notes))
    return replace(record, data=record.data._replace(forms=forms), notes=notes)


def _form(form: FormRecord, levels: Mapping[str, Severity]) -> FormRecord:
    findings = tuple(
        one._replace(severity=levels.get(one.code, one.severity)) for one in form.findings
    )
    return form._replace(findings=findings)


def _note(form: FormRecord, note: Note) -> Note:
    said = {finding.severity for finding in form.findings}
    return replace(
        note, standing=stands(said, unreadable=bool(form.unreadable), unseen=note.unseen)
    )
