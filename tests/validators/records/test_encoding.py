"""Typed records and what JSON holds of them: the same, there and back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from tests.validators.json_schema import SCHEMA, VALIDATOR
from tests.validators.results import (
    S113,
    checked,
    everything,
    published,
    reread,
    result,
    unexplained,
)
from tests.validators.reviews import reviewed
from validators.checking.check_file import Result
from validators.records.encoding import OWN_RECORDS, decoded, encoded
from validators.records.record import recorded
from validators.records.results import (
    AnswerRecord,
    CellRecord,
    Change,
    FileRecord,
    FormRecord,
    HeadRecord,
    MonitoredRecord,
    OwnRecord,
    SetApartRecord,
    UnreadRecord,
)
from validators.records.standing import Standing
from validators.reports import entries, terminal
from validators.reports.json_report import as_data
from validators.rules import n601_deduction_unexplained
from workbooks.files.kinds import ASIDES, Kind, ours
from workbooks.form_kinds import ALL_KINDS
from workbooks.reading.from_texts import published_forms


def again(record: FileRecord) -> FileRecord:
    """The record after a journey through text."""
    return decoded(FileRecord, json.loads(json.dumps(encoded(record), ensure_ascii=False)))


def whole() -> FileRecord:
    """A record with everything that the JSON may leave out."""
    (record,), _ = reviewed(unexplained())
    (form,) = record.data.forms
    (finding,) = form.findings
    finding = finding._replace(
        cells=(CellRecord("G18", "少 1 分。", {"difference": "1"}), CellRecord("H18", "空。", {})),
        trial=True,
        answer=AnswerRecord("已改", "2025-03-02"),
        change=Change.NEW,
    )
    form = form._replace(
        findings=(finding,),
        unread=(UnreadRecord("J8", "绩效标准"),),
        set_apart=(SetApartRecord("C30", "指标2：", "空白表留下的"),),
        heads=(HeadRecord("C12", "指标内容", "三级指标", "同义"),),
        gone=(finding._replace(change=Change.GONE),),
    )
    return record.data._replace(forms=(form,))


@pytest.mark.parametrize("one", everything(), ids=lambda one: one.path.name)
def test_every_kind_of_result_comes_back_from_text(one: Any) -> None:
    record = recorded(one).data

    assert again(record) == record


def test_what_may_be_left_out_comes_back_as_well() -> None:
    record = whole()

    assert again(record) == record


def test_what_says_nothing_is_left_out() -> None:
    told = encoded(recorded(unexplained()).data)["forms"][0]
    full = encoded(whole())["forms"][0]

    assert set(full) - set(told) == {"unread", "set_apart", "heads", "gone"}
    more = set(full["findings"][0]) - set(told["findings"][0])
    assert more == {"cells", "trial", "answer", "change"}


def test_a_record_with_everything_keeps_to_the_schema() -> None:
    record = replace(recorded(unexplained()), data=whole())
    unread, passed = (
        recorded(Result(Path(aside.kind.value), aside=aside))
        for aside in (ASIDES[Kind.PDF], ours("复核表"))
    )

    told = json.loads(json.dumps(as_data([record, unread, passed], None), ensure_ascii=False))

    VALIDATOR.validate(told)
    aside = ASIDES[Kind.PDF]
    assert told["not_read"] == [
        {"path": "pdf", "kind": "pdf", "reason": aside.reason, "advice": aside.advice}
    ]
    assert [(one["path"], one["kind"]) for one in told["passed_over"]] == [("ours", "ours")]


def test_the_keys_are_those_of_the_schema_in_its_order() -> None:
    properties = list(SCHEMA["$defs"]["form"]["properties"])
    form = whole().forms[0]
    more = dict.fromkeys(FormRecord._field_defaults, "x")
    full = form._replace(**more, own=MonitoredRecord(form.own.funding, None, None, 6))  # type: ignore[arg-type]

    assert list(encoded(full)) == properties
    assert list(encoded(form)) == [name for name in properties if name in encoded(form)]


def test_each_kind_of_form_has_its_record() -> None:
    assert list(OWN_RECORDS) == [kind.name for kind in ALL_KINDS]
    assert set(OWN_RECORDS.values()) == set(get_args(OwnRecord))
    told = [recorded(one).data.forms[0] for one in (published()[0], published()[4])]
    assert [type(form.own) for form in told] == list(OWN_RECORDS.values())[:2]
    assert [(form.form, form.kind) for form in told] == [(k.name, k.word) for k in ALL_KINDS[:2]]


def test_a_form_that_no_rule_looked_at_is_not_clean() -> None:
    declaration = reread(published_forms()[4])
    record = recorded(result("a.xlsx", checked(declaration, (n601_deduction_unexplained,))))
    looked_at = recorded(result("a.xlsx", checked(declaration, (S113,))))

    ((form, note),) = record.forms
    told = [(entry.kind, entry.message) for entry in entries.of_form(form, note)]

    assert (form.rules, note.standing) == (0, Standing.INCOMPLETE)
    assert told == [("未检查", "所用的规则没有一条适用于申报表，这张表等于没有检查。")]
    assert not any("未发现问题" in line for line in terminal.lines(record))
    assert looked_at.forms[0][1].standing is Standing.CLEAN
