"""One form, read and scored, ready to be judged."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbooks.forms import Form, Indicator, SelfEvaluation, TargetDeclaration
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


def file(form: Form, policy: Policy) -> AnyFiling:
    """The form as rules want it."""
    if isinstance(form, TargetDeclaration):
        return Declaration(form, policy, tuple((row, None) for row in form.indicators))
    worth = score(form, policy)
    return Filing(form, policy, worth, tuple(zip(form.indicators, worth.indicators, strict=True)))
