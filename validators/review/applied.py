"""A review joined to the records of a run: what a reviewer accepted, scored and said.

It is put in after everything else: neither the engine nor the ledger ever knows of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import assert_never

from validators.checking.check_file import CheckedForm, Result
from validators.checking.checked_policy import policy_of
from validators.records.identity import (
    execution_key,
    finding_key,
    form_key,
    manual_key,
    row_key,
)
from validators.records.record import Note, Record, recorded
from validators.records.results import (
    AcceptedRecord,
    DeclaredRecord,
    EvaluatedRecord,
    FindingRecord,
    FormRecord,
    FundingRecord,
    IndicatorRecord,
    ManualVerdictRecord,
    MonitoredRecord,
    VerdictRecord,
    decimal_of,
)
from validators.records.standing import Standing, stands
from validators.review.review import (
    Acceptance,
    ManualVerdict,
    Review,
    RuleAcceptance,
    Said,
    Unkept,
    Verdict,
)
from validators.review.sheets import (
    ACTUAL,
    CONCLUSION,
    CONCLUSIONS,
    DAY,
    DEDUCTION,
    OPINION,
    REASON,
    REVIEWER,
    SCORE,
    VERDICT,
)  # fmt: skip
from validators.wording import RULE
from workbooks.values.dataclass import dataclass, field, replace
from workbooks.values.decimals import plain
from workbooks.values.target import read_actual
from workbooks.values.terms import clean
from xlfuncs.policy import ReviewDeviation
from xlfuncs.review_deviation import plain_value, review_deviation

ABSENT = "这次没有核查到这张表（单位、项目、年度、工作表都相同的）。"
ROW_CHANGED = "这一行的内容改动过，或已删去，请重新复核。"
UNCHECKED = "这次没有检查（或没有完全检查）规则 {code}，不知道问题是否还在。"
SEEN_ANEW = "要看的内容变了，请重新看。"
NOT_ASKED = "这次的审核口径没有再要求看这一项。"
CHANGED = "问题的内容或这一行的数变了，请重新核准。现在的问题：{message}"
PAST = "{where}对 {code} 的核准有效期至 {until}，已过，没有采用。请改有效期，或删去这一行。"
GONE = "这次核查没有再提出这个问题，已经改好。"


@dataclass(frozen=True, slots=True)
class Lapsed:
    """Something of a review that no longer applies, and why, as one sentence or two."""

    said: Said
    why: str

    @property
    def mended(self) -> bool:
        """Whether what was accepted is no problem any more, so that nobody need see to it."""
        return self.why == GONE


def unkept_of(lapsed: Lapsed) -> Unkept:
    """The same as what somebody typed."""
    said = lapsed.said
    typed: tuple[tuple[str, str], ...]
    match said:
        case Verdict():
            score = "" if said.score is None else plain(said.score)
            typed = (
                (ACTUAL, said.actual), (SCORE, score), (DEDUCTION, said.reason),
                (OPINION, said.opinion),
            )  # fmt: skip
        case Acceptance():
            day = said.day.isoformat()
            typed = (
                (VERDICT, "是"), (REASON, said.reason), (REVIEWER, said.reviewer), (DAY, day),
            )  # fmt: skip
        case ManualVerdict():
            chosen = "" if said.passed is None else CONCLUSIONS[said.passed]
            typed = ((CONCLUSION, chosen), (OPINION, said.opinion))
        case _:
            assert_never(said)
    where = f"{said.file} 工作表「{said.sheet}」{said.cell}".strip()
    told = "；".join(f"{head} {text}" for head, text in typed if text)
    whose = "，".join(filter(None, (said.project, said.code, said.told)))
    return Unkept(where, whose, told, lapsed.why)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What became of a review: what could not be read of it, and what no longer applies.

    `lapsed` is None where the run was cut off, so that nobody can tell.
    """

    troubles: tuple[str, ...]
    lapsed: tuple[Lapsed, ...] | None


@dataclass(slots=True)
class Reviewing:
    """A review on its way through a run; `codes` are the rules that are applied in it.

    `policy` is the one that was asked for, None where each form has its edition's own.
    """

    review: Review
    codes: Collection[str]
    policy: str | None = None
    today: date = field(default_factory=date.today)
    _of: dict[str, dict[str, Said]] = field(default_factory=dict)
    _why: dict[Said, str] = field(default_factory=dict)
    _used: set[Said] = field(default_factory=set)

    def __post_init__(self) -> None:
        for said in self._every():
            self._of.setdefault(said.form, {})[said.content] = said

    def _every(self) -> Iterator[Said]:
        yield from self.review.verdicts
        yield from self.review.acceptances
        yield from self.review.manual

    def applied(self, record: Record) -> Record:
        """The record with what was said of its forms; nothing is left out of it."""
        told = [self._form(form, note) for form, note in record.forms]
        forms = tuple(form for form, _ in told)
        notes = tuple(note for _, note in told)
        return replace(record, data=record.data._replace(forms=forms), notes=notes)

    def told(self, form: CheckedForm) -> FormRecord:
        """The record of one form, with what was said of it."""
        return self.applied(recorded(Result(Path(), (form,)))).data.forms[0]

    def ended(self, *, whole: bool) -> Reviewed:
        """What became of the review, in its order; `whole` when all files were gone through.

        Of several equal forms it is enough that something applied to one.
        """
        unused = (said for said in self._every() if said not in self._used)
        lapsed = (Lapsed(said, self._why.get(said, ABSENT)) for said in unused)
        past = [one for one in self.review.rules if self._is_past(one)]
        told = (PAST.format(where=one.where, code=one.code, until=one.until) for one in past)
        return Reviewed((*self.review.troubles, *told), tuple(lapsed) if whole else None)

    def _form(self, form: FormRecord, note: Note) -> tuple[FormRecord, Note]:
        mine = self._of.get(form_key(form), {})
        rules = self._rules(form)
        if not mine and not rules:
            return form, note
        told = form._replace(
            findings=tuple(self._findings(form, mine, rules)),
            manual=tuple(self._asked(one, mine) for one in form.manual),
        )
        match told.own:
            case EvaluatedRecord():
                told = self._verdicts(told, told.own, mine)
            case DeclaredRecord() | MonitoredRecord():
                pass
            case _:
                assert_never(told.own)
        for said in mine.values():
            if said not in self._used:
                self._why[said] = _why(said, form, note, self.codes)
        return told, replace(note, standing=_standing(told, note))

    def _verdicts(
        self, form: FormRecord, own: EvaluatedRecord, mine: dict[str, Said]
    ) -> FormRecord:
        law = policy_of(self.policy or form.policy).review_deviation
        rows = tuple(
            row._replace(verdict=self._verdict(mine.get(row_key(form, at)), law, row))
            for at, row in enumerate(form.indicators)
        )
        said = mine.get(execution_key(form))
        verdict = self._verdict(said, law, own.funding)
        funding = own.funding._replace(verdict=verdict)
        return form._replace(indicators=rows, own=own._replace(funding=funding))

    def _findings(
        self,
        form: FormRecord,
        mine: dict[str, Said],
        rules: dict[str, AcceptedRecord],
    ) -> Iterator[FindingRecord]:
        for finding in form.findings:
            said = mine.get(finding_key(form, finding))
            if not isinstance(said, Acceptance):
                yield finding._replace(accepted=rules.get(finding.code))
                continue
            self._used.add(said)
            day = said.day.isoformat()
            yield finding._replace(accepted=AcceptedRecord(said.reason, said.reviewer, day))

    def _asked(self, asked: FindingRecord, mine: dict[str, Said]) -> FindingRecord:
        said = mine.get(manual_key(asked))
        if not isinstance(said, ManualVerdict):
            return asked
        self._used.add(said)
        return asked._replace(verdict=ManualVerdictRecord(said.passed, said.opinion or None))

    def _rules(self, form: FormRecord) -> dict[str, AcceptedRecord]:
        """The rules that are accepted for the unit of a form, before those for all."""
        unit = clean(form.unit or "")
        own = [one for one in self.review.rules if one.unit and clean(one.unit) == unit]
        of_all = [one for one in self.review.rules if not one.unit]
        return {
            one.code: AcceptedRecord(
                one.reason,
                one.reviewer,
                one.day.isoformat(),
                by_rule=True,
                requester=one.requester or None,
                until=None if one.until is None else one.until.isoformat(),
            )
            for one in (*of_all, *own)
            if not self._is_past(one)
        }

    def _is_past(self, one: RuleAcceptance) -> bool:
        return one.until is not None and one.until < self.today

    def _verdict(
        self,
        said: Said | None,
        law: ReviewDeviation,
        line: IndicatorRecord | FundingRecord,
    ) -> VerdictRecord | None:
        if not isinstance(said, Verdict):
            return None
        self._used.add(said)
        apart = deviation(line, law, said.score, said.actual)
        return VerdictRecord(
            None if said.score is None else plain(said.score),
            said.opinion or None,
            said.actual or None,
            said.reason or None,
            None if apart is None else plain(apart),
        )


def deviation(
    line: IndicatorRecord | FundingRecord,
    law: ReviewDeviation,
    score: Decimal | None,
    actual: str,
) -> Decimal | None:
    """偏离度 of what a reviewer gives a row; None where he gives nothing, or it cannot be told."""
    scores = (decimal_of(line.score.reported), score)
    values = (own_value(line), plain_value(actual))
    return review_deviation(law, decimal_of(line.points), scores, values)


def own_value(line: IndicatorRecord | FundingRecord) -> Decimal | None:
    """自评完成值 as a number; 预算执行 has none."""
    actual = line.actual if isinstance(line, IndicatorRecord) else None
    return read_actual(actual or "").value


def settled(line: IndicatorRecord | FundingRecord) -> str | None:
    """核定得分 of an indicator or of the funding: the reviewer's score, else the reported one."""
    return (line.verdict and line.verdict.score) or line.score.reported


def settled_parts(form: FormRecord, funding: FundingRecord) -> Iterator[str | None]:
    """核定得分 of all that belongs to the total of a self-evaluation; None where one is missing.

    What is no part of it, as a row that nobody filled in, becomes one when the reviewer scores it.
    """
    lines: tuple[FundingRecord | IndicatorRecord, ...] = (funding, *form.indicators)
    for line in lines:
        score = settled(line)
        if line.scored or score is not None:
            yield score


def _why(said: Said, form: FormRecord, note: Note, codes: Collection[str]) -> str:
    """Why something that was said of a form does not apply to it as it is."""
    if isinstance(said, Verdict):
        return ROW_CHANGED
    skipped = {skip.code for skip in form.skips}
    if said.code not in codes or said.code in skipped or RULE.format(said.code) in note.broken:
        return UNCHECKED.format(code=said.code)
    if isinstance(said, ManualVerdict):
        return SEEN_ANEW if said.code in {one.code for one in form.manual} else NOT_ASKED
    for finding in form.findings:
        if (finding.code, finding.cell or "") == (said.code, said.cell):
            return CHANGED.format(message=finding.message)
    return GONE


def _standing(form: FormRecord, note: Note) -> Standing:
    waiting = [said.severity for said in form.findings if not said.accepted]
    found = stands(waiting, unreadable=bool(form.unreadable), unseen=note.unseen)
    accepted = len(waiting) < len(form.findings)
    return Standing.ACCEPTED if found is Standing.CLEAN and accepted else found
