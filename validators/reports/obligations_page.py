"""义务台账 as a page, as a list for the terminal and as data; and, of a run, how far it was met.

`python -m validators.reports.obligations_page` writes OBLIGATIONS.md anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from validators.obligations.completion import ObligationCount, State, of_form
from validators.obligations.ledger import Obligation, obligations
from validators.records.record import Record
from workbooks.form_kinds import ALL_KINDS

PAGE = Path(__file__).parents[1] / "OBLIGATIONS.md"
"""Where the generated page lies."""

_HEAD = """\
# 义务台账

本页由 `validators/obligations/obligations.toml` 生成，请勿直接修改。版本 {version}。

各处文件和口径说自评应当核查的，一项一行，与规则分开写：规则没有选、停用了、出了程序故障，或有内容读不成，\
这一项就不算已检查。「说明」是规则看不出、还要人看的，或还没有做的。条款没有核对到原文的写“条款待核”。\
每次核查做到了哪些，见核查结果的「义务台账」。
"""


def forms_text(one: Obligation) -> str:
    """The kinds of forms that an obligation is about."""
    return "、".join(kind.word for kind in ALL_KINDS if kind.name in one.forms)


def sources_text(one: Obligation) -> str:
    """Where it is asked for."""
    return "；".join(source.text for source in one.sources)


def markdown() -> str:
    """OBLIGATIONS.md: a table for each group."""
    told = obligations()
    blocks = [_HEAD.format(version=told.version)]
    for group, listed in groupby(told.listed, key=lambda one: one.group):
        blocks.append(f"## {group}\n")
        blocks.append(
            "| 编号 | 应当核查什么 | 由什么查 | 说明 | 表种 | 依据 |\n|---|---|---|---|---|---|"
        )
        blocks += [
            f"| {one.code} | {one.what} | {one.covered_by} | {one.remark} "
            f"| {forms_text(one)} | {sources_text(one)} |"
            for one in listed
        ]
        blocks.append("")
    blocks.append(_counts_text())
    return "\n".join(blocks) + "\n"


def _counts_text() -> str:
    listed = obligations().listed
    full = sum(bool(one.codes) and not one.rest for one in listed)
    partly = sum(bool(one.codes) and bool(one.rest) for one in listed)
    person = sum(bool(one.person) for one in listed)
    return (
        f"共 {len(listed)} 项：规则能查全的 {full} 项，规则查了其余要人看的 {partly} 项，"
        f"只能由人看的 {person} 项，未建的 {len(listed) - full - partly - person} 项。"
    )


def listing() -> str:
    """The list for the terminal, by group; a line each, with what remains below it."""
    told = obligations()
    lines = [f"义务台账，版本 {told.version}"]
    for group, listed in groupby(told.listed, key=lambda one: one.group):
        lines.append(group)
        for one in listed:
            lines.append(f"  {one.code}  {one.what}（{one.covered_by}）")
            lines += [f"       说明：{one.remark}"] if one.remark else []
            lines.append(f"       依据：{sources_text(one)}")
    return "\n".join([*lines, _counts_text()])


def as_data() -> dict[str, Any]:
    """The list for another program."""
    told = obligations()
    return {
        "version": told.version,
        "obligations": [
            {
                "code": one.code,
                "group": one.group,
                "what": one.what,
                "forms": sorted(one.forms),
                "sources": [source.text for source in one.sources],
                "covered_by": list(one.codes),
                "rest": one.rest or None,
                "person": one.person or None,
                "not_built": one.not_built or None,
            }
            for one in told.listed
        ],
    }


def counts_as_data(counts: tuple[ObligationCount, ...]) -> dict[str, dict[str, Any]]:
    """How far a run has met each of them, by its code, for the JSON of a check."""
    return {
        one.obligation.code: {
            "what": one.obligation.what,
            "covered_by": list(one.obligation.codes),
            "state": one.state.name.lower(),
            "forms": {state.name.lower(): one.states.get(state, 0) for state in State},
        }
        for one in counts
    }


def forms_as_data(record: Record) -> list[dict[str, Any]]:
    """Of each form of a file that obligations concern, which it meets alone, by state."""
    told = []
    for number, form in enumerate(record.data.forms, 1):
        states = of_form(form)
        if set(states.values()) != {State.NOT_APPLICABLE}:
            named = {state.name.lower(): _of(states, state) for state in State}
            told.append({"form": number, **{name: codes for name, codes in named.items() if codes}})
    return told


def _of(states: Any, state: State) -> list[str]:
    return [code for code, own in states.items() if own is state]


def lines(counts: tuple[ObligationCount, ...]) -> Iterator[str]:
    """How far a run has met each of them, a line each, for the web page."""
    for one in counts:
        states = ((state.value, one.states.get(state, 0)) for state in State)
        told = "，".join(f"{word} {forms} 份" for word, forms in states if forms)
        told = told if one.obligation.codes else one.state.value
        remark = f"（{one.obligation.remark}）" if one.obligation.remark else ""
        yield f"{one.obligation.code} {one.obligation.what}：{told}{remark}"


if __name__ == "__main__":
    PAGE.write_text(markdown(), encoding="utf-8", newline="\n")
