"""The sheet 义务台账 of the Excel report: what must be checked, and how far this run did so."""

from __future__ import annotations

from validators.obligations.completion import ObligationCount, State, completion_text
from validators.reports.entries import Tone, Word
from validators.reports.obligations_page import forms_text, sources_text
from validators.reports.workbook.tables import Row, Table

OBLIGATIONS_SHEET = "义务台账"
_WORDS = {
    State.CHECKED: Word(State.CHECKED.value, Tone.FINE),
    State.REST_BY_PERSON: Word(State.REST_BY_PERSON.value, Tone.FINE),
    State.PARTLY: Word(State.PARTLY.value, Tone.ADVICE),
    State.NO_DATA: Word(State.NO_DATA.value, Tone.UNKNOWN),
    State.LEFT_OUT: Word(State.LEFT_OUT.value, Tone.CARE),
    State.BY_PERSON: Word(State.BY_PERSON.value, Tone.ADVICE),
    State.NOT_BUILT: Word(State.NOT_BUILT.value, Tone.UNKNOWN),
    State.NOT_APPLICABLE: Word(State.NOT_APPLICABLE.value, Tone.ACCEPTED),
}
_BROKEN = {State.REST_BY_PERSON: "其余\n要人看", State.PARTLY: "查了\n一部分"}
_COUNTED = (
    State.CHECKED,
    State.REST_BY_PERSON,
    State.PARTLY,
    State.NO_DATA,
    State.LEFT_OUT,
    State.NOT_APPLICABLE,
)


def table(counts: tuple[ObligationCount, ...]) -> Table:
    """义务台账."""
    return Table(
        OBLIGATIONS_SHEET,
        (
            completion_text(counts),
            "「其余要人看」是规则都查了，说明里写的还要人看；「没有资料」是表上没有、读不成，或没有给申报表、上年的表；"
            "「没有检查」是规则没有选、停用了或出了程序故障。",
        ),
        "各栏是份数。一项里的规则全部用上、全部看到的才算「已检查」。",
        (
            ("本次", 13), ("编号", 6), ("类别", 12), ("应当核查什么", 44), ("由什么查", 20),
            *((_BROKEN.get(state, state.value), 8) for state in _COUNTED),
            ("说明", 36), ("表种", 16), ("依据", 40),
        ),
        tuple(map(_row, counts)),
        identity=("编号",),
    )  # fmt: skip


def _row(one: ObligationCount) -> Row:
    asked = one.obligation
    return (
        _WORDS[one.state],
        asked.code,
        asked.group,
        asked.what,
        asked.covered_by,
        *(one.states.get(state, 0) or None if asked.codes else None for state in _COUNTED),
        asked.remark or None,
        forms_text(asked),
        sources_text(asked),
    )
