"""One form, read and scored, ready to be judged."""

from __future__ import annotations

from dataclasses import field
from typing import assert_never

from workbooks.forms import DeclaredFund, Form, Fund, Indicator, SelfEvaluation, TargetDeclaration
from workbooks.values.dataclass import dataclass
from workbooks.values.terms import fold
from xlfuncs.policy import Policy
from xlfuncs.whole_form import IndicatorWorth, Worth, score


@dataclass(frozen=True, slots=True)
class Filing:
    """A self-evaluation with its worth. `rows` are the indicator rows that a rule may judge."""

    form: SelfEvaluation
    policy: Policy
    worth: Worth
    rows: tuple[tuple[Indicator, IndicatorWorth], ...]


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declaration, which is not scored. `rows` are the indicator rows that a rule may judge."""

    form: TargetDeclaration
    policy: Policy
    rows: tuple[tuple[Indicator, None], ...] = field(default=())


AnyFiling = Filing | Declaration


def scored(filing: AnyFiling) -> Filing | None:
    """The filing of a form that is scored; None for one that is not."""
    match filing:
        case Filing():
            return filing
        case Declaration():
            return None
        case _:
            assert_never(filing)


def file(form: Form, policy: Policy) -> AnyFiling:
    """The form as rules want it."""
    match form:
        case TargetDeclaration():
            return Declaration(form, policy, tuple((row, None) for row in form.indicators))
        case SelfEvaluation():
            worth = score(form, policy)
            rows = zip(form.indicators, worth.indicators, strict=True)
            return Filing(form, policy, worth, tuple(rows))
        case _:
            assert_never(form)


def fund_name(line: Fund | DeclaredFund) -> str:
    """A line of the money as a sentence names it; the only line of some forms has no name."""
    return fold(line.name.text) or "年度资金总额"
