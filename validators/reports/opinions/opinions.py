"""A record -> the opinions on each of its forms: findings, 人工, and what was said of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, assert_never

from validators.records.record import Note, Record
from validators.records.results import (
    DeclaredRecord,
    EvaluatedRecord,
    FindingRecord,
    FormRecord,
    FundingRecord,
    IndicatorRecord,
    MonitoredRecord,
)
from validators.records.standing import Standing
from validators.reports import entries
from validators.reports.rules_page import FAMILIES
from validators.review.sheets import EXECUTION
from validators.rule import Severity
from workbooks.values.terms import fold

COMPLETE, MEASURABLE, FEASIBLE = "完整性", "可测性", "可行性"
GROUPS: Mapping[str, str] = {**FAMILIES, "S": COMPLETE, "I": MEASURABLE, "D": FEASIBLE}
"""The group of a rule of ours, by the family of its code: as reviewers name them, else its own."""

ORDER = tuple(dict.fromkeys((COMPLETE, MEASURABLE, FEASIBLE, *GROUPS.values())))
"""The order in which groups are told; those of a department's own come after them."""

_SCORED = GROUPS["R"]
_APART = 3
"""Findings of one rule of ours in one form, up to which each is told in full."""

_NAMED, _LONGEST = 12, 40
"""Rows of which the same is said that are named, and signs of a name."""

_NOT_TO_BE_SENT = (Standing.CLEAN, Standing.ADVISED, Standing.ACCEPTED)


class Opinion(NamedTuple):
    """One opinion under its group; `must` says that the unit has to correct it."""

    group: str
    text: str
    must: bool = False

    @property
    def told(self) -> str:
        """The text, which says where something must be corrected."""
        return f"{self.text}（必须改正）" if self.must else self.text


class Opinions(NamedTuple):
    """All opinions on one form, or why a file was not checked; `also` are other files with it."""

    unit: str
    project: str
    year: str
    kind: str
    path: str
    sheet: str
    standing: Standing
    opinions: tuple[Opinion, ...]
    remarks: tuple[str, ...]
    also: tuple[str, ...] = ()

    @property
    def grouped(self) -> dict[str, list[str]]:
        """The texts of each group that has some, in their order."""
        found: dict[str, list[str]] = {}
        for group in in_order(one.group for one in self.opinions):
            found[group] = [one.told for one in self.opinions if one.group == group]
        return found

    @property
    def summary(self) -> str:
        """综述: how many opinions of what, and what is not among them."""
        counts = "、".join(f"{group} {len(texts)} 条" for group, texts in self.grouped.items())
        said = f"提出意见 {len(self.opinions)} 条：{counts}。" if counts else "没有提出意见。"
        must = sum(one.must for one in self.opinions)
        said += f"其中必须改正的 {must} 条。" if must else ""
        twice = (
            f"同一项目另有一份（{'、'.join(self.also)}），请核对以哪份为准。" if self.also else ""
        )
        return "".join((said, *self.remarks, twice))


def in_order(groups: Iterator[str]) -> list[str]:
    """Groups, each once: those that are known before a department's own, 其他 last."""
    given = list(dict.fromkeys(groups))
    known = [group for group in ORDER if group in given]
    own = [group for group in given if group not in ORDER]
    return [*known, *sorted(own, key=lambda group: group == "其他")]


def of_record(record: Record) -> Iterator[Opinions]:
    """The opinions on each form of a file, and on the file where it could not be checked."""
    path = str(record.path)
    for entry in entries.refusals(record):
        refused = (Opinion(COMPLETE, _lines(entry.message), must=True),)
        yield Opinions("", "", "", "", path, "", Standing.REFUSED, refused, ())
    for form, note in record.forms:
        said = tuple(dict.fromkeys((*_found(form), *_by_hand(form), *_of_rows(form))))
        asked = said and note.standing in _NOT_TO_BE_SENT
        yield Opinions(
            form.unit or "",
            form.project or "",
            "" if form.fiscal_year is None else str(form.fiscal_year),
            form.kind,
            path,
            form.sheet,
            Standing.ASK if asked else note.standing,
            said,
            tuple(_remarks(form, note)),
        )


def with_others(every: Sequence[Opinions]) -> Iterator[Opinions]:
    """The same, each with the other files in which its project was handed in."""
    places: dict[tuple[str, ...], list[str]] = {}
    for one in every:
        places.setdefault(_identity(one), []).append(one.path)
    for one in every:
        others = [_name(path, one.path) for path in places[_identity(one)] if path != one.path]
        named = bool(one.unit and one.project)
        yield one._replace(also=tuple(dict.fromkeys(others))) if named else one


def _name(path: str, beside: str) -> str:
    """What a file is called, with its folder where another is called the same."""
    name = Path(path).name
    return "/".join(Path(path).parts[-2:]) if name == Path(beside).name else name


def _identity(one: Opinions) -> tuple[str, ...]:
    return (fold(one.unit), fold(one.project), one.year, one.kind)


def _found(form: FormRecord) -> Iterator[Opinion]:
    """What could not be read, and the findings that are neither accepted nor only suggestions."""
    for entry in entries.unreadable(form):
        yield Opinion(COMPLETE, _lines(entry.message), must=True)
    told = [one for one in form.findings if not one.accepted and _is_opinion(one)]
    for first, *others in _alike(told):
        text = _lines(first.message) + _likewise(others)
        must = first.severity is Severity.ERROR
        yield Opinion(first.group or GROUPS[first.code[0]], text, must)


def _alike(findings: Sequence[FindingRecord]) -> Iterator[list[FindingRecord]]:
    """Findings that are told as one: what a criterion says of several rows in the same words, and
    what a rule of ours finds in more rows than anybody wants to read apart."""
    by_rule: dict[tuple[str, Severity], list[FindingRecord]] = {}
    for one in findings:
        by_rule.setdefault((one.code, one.severity), []).append(one)
    for same in by_rule.values():
        named = all(one.facts.get("name") for one in same)
        if named and (same[0].group or len(same) > _APART):
            yield same
        else:
            yield from ([one] for one in same)


def _is_opinion(finding: FindingRecord) -> bool:
    """提示 of ours are suggestions; what a department's own criteria say is its opinion."""
    return bool(finding.group) or finding.severity is not Severity.NOTE


def _likewise(others: Sequence[FindingRecord]) -> str:
    """The other rows of which a criterion says the same."""
    told = []
    for one in others[:_NAMED]:
        name, value = str(one.facts.get("name", "")), str(one.facts.get("value", ""))
        quoted = one.group and value and value != name and value in one.message
        told.append(f"「{_short(name)}」" + (f"（{_short(value)}）" if quoted else ""))
    more = f"等 {len(others)} 处" if len(others) > _NAMED else ""
    return f"同样的还有{'、'.join(told)}{more}。" if told else ""


def _by_hand(form: FormRecord) -> Iterator[Opinion]:
    """What a reviewer wrote where he was asked to look; 符合 is no opinion."""
    for asked in form.manual:
        said = asked.verdict
        if said is not None and said.opinion and not said.passed:
            yield Opinion(asked.group, _lines(said.opinion))


def _of_rows(form: FormRecord) -> Iterator[Opinion]:
    """What a reviewer said of single rows, with the score that he gave."""
    match form.own:
        case EvaluatedRecord(funding):
            yield from _of_row(EXECUTION, funding)
            for row in form.indicators:
                yield from _of_row(row.name or "", row)
        case DeclaredRecord() | MonitoredRecord():
            pass
        case _:
            assert_never(form.own)


def _of_row(name: str, line: IndicatorRecord | FundingRecord) -> Iterator[Opinion]:
    said, own = line.verdict, line.score.reported
    if said is None:
        return
    changed = said.score is not None and (own is None or Decimal(said.score) != Decimal(own))
    scores = f"自评 {own or '空'} 分，复核 {said.score} 分" if changed else ""
    if said.opinion or said.reason or changed:
        words = _lines(said.opinion or said.reason or "")
        more = f"（{scores}）" if words and scores else scores
        yield Opinion(_SCORED, f"「{_flat(name)}」{words}{more}")


def _remarks(form: FormRecord, note: Note) -> Iterator[str]:
    """What is not among the opinions."""
    waiting = sum(one.verdict is None for one in form.manual)
    if waiting:
        yield f"人工审核还有 {waiting} 项没有结论。"
    accepted = sum(one.accepted is not None for one in form.findings)
    if accepted:
        yield f"已核准 {accepted} 处，不列入意见。"
    suggested = sum(not (one.accepted or _is_opinion(one)) for one in form.findings)
    if suggested:
        yield f"另有提示 {suggested} 处，供参考，不列入意见。"
    if note.unseen or note.broken:
        yield "有内容没有检查，见核查结果。"


def _lines(text: str) -> str:
    """A text without blank lines, and without blanks around each line."""
    return "\n".join(filter(None, map(str.strip, text.splitlines())))


def _flat(text: str) -> str:
    return "".join(text.split())


def _short(text: str) -> str:
    flat = _flat(text)
    return f"{flat[:_LONGEST]}…" if len(flat) > _LONGEST else flat
