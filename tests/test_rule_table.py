"""Rules that prove themselves: in every layout, by every policy, and beside each other."""

from __future__ import annotations

from itertools import product

import pytest

from tests import rule_table
from tests.cases import cases, kind_of_texts, outcome_of, texts_of
from tests.relaid import EDITIONS, POLICIES, fitted, kind, relaid
from tests.rule_table import COMPANIONS, NOT_APPLICABLE, SILENT, concerns, law, said
from tests.thinned import thinned
from validators.checking.catalogue import RULES
from validators.engine import judge
from validators.filing import file
from validators.reports.rules_page import section
from validators.rule import RuleModule
from workbooks.reading.read_form import Reading, read_grid
from xlfuncs.policy import load, policy_names

STORED = rule_table.PAGE.read_text("utf-8")


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("policy", thinned(policy_names(), 4))
def test_a_form_that_satisfies_every_rule(edition: str, policy: str) -> None:
    """No two rules ask for what cannot be had together, in any layout, by any policy."""
    texts = texts_of(kind(edition))
    (one,) = read_grid(relaid(edition, fitted(edition, texts, load(policy))))
    assert isinstance(one, Reading)

    outcome = judge(file(one.form, load(policy)), RULES)

    assert one.edition.name == edition
    assert (outcome.findings, outcome.trials, outcome.faults) == ((), (), ())


@pytest.mark.parametrize("module", thinned(RULES, 14))
def test_the_page_says_what_a_rule_does_in_each_layout(module: RuleModule) -> None:
    """If that is meant, `python -m tests.rule_table` writes the page anew."""
    assert rule_table.line(module) in STORED.splitlines()


def test_the_page_has_each_rule_once_and_nothing_else() -> None:
    lines = STORED.splitlines()
    table = [line for line in lines if line.startswith("|")]

    assert [line.split(" ")[1] for line in table[2:]] == [module.RULE.code for module in RULES]
    assert rule_table.framed(table[2:]) == STORED


@pytest.mark.slow
@pytest.mark.parametrize("module", RULES, ids=lambda module: module.RULE.code)
def test_a_rule_speaks_alone_or_says_why_not(module: RuleModule) -> None:
    """Whatever the policy, which changes thresholds and points and not what a layout has."""
    code = module.RULE.code
    places = [edition for edition in EDITIONS if concerns(module.RULE, edition)]
    laws = [name for name in policy_names() if load(name).severities.get(code) != "off"]

    came = {(e, p): said(module, e, law(p, module)) for e, p in product(places, laws)}

    for (edition, _), one in came.items():
        assert (one.of_rule == SILENT) is ((code, edition) in NOT_APPLICABLE)
        assert one.others == COMPANIONS.get((code, edition), set())
    marks = {edition: {came[edition, policy].of_rule for policy in laws} for edition in places}
    assert all(len(said) == 1 for said in marks.values())


OTHER_MONEY = {("P404", "ningxia-self-evaluation"), ("S114", "yunnan-self-evaluation")}
"""Good examples that are good only with 10 points for 预算执行, or in 万元."""


@pytest.mark.parametrize("module", thinned(RULES, 20))
def test_obeying_a_rule_sets_off_no_other(module: RuleModule) -> None:
    """Two rules of which each forbids what the other asks for would be seen here."""
    texts = texts_of(section(module, "合格"))
    for edition in EDITIONS:
        of_kind = kind_of_texts(texts) == kind(edition)
        if not of_kind or (module.RULE.code, edition) in OTHER_MONEY:
            continue
        policy = law(POLICIES[edition], module)
        (one,) = read_grid(relaid(edition, fitted(edition, texts, policy)))
        assert isinstance(one, Reading)

        outcome = judge(file(one.form, policy), RULES)

        assert rule_table.told(outcome) <= rule_table.companions(module), edition


ALWAYS = {"R511": {"B211"}}
"""Who has spent less than half has more left than a fifth."""


@pytest.mark.parametrize("module", [m for m in RULES if m.RULE.trial], ids=lambda m: m.RULE.code)
def test_no_rule_only_says_what_another_says_as_well(module: RuleModule) -> None:
    """For the others their bad examples show it, in which they are alone (`test_rules`)."""
    code = module.RULE.code
    text = (rule_table.CASES / f"{code}.md").read_text("utf-8")
    forms = [texts_of(section(module, "不合格")), *(case.texts for case in cases(text))]

    every = [rule_table.told(outcome_of(texts)) for texts in forms]

    always = set.intersection(*(found for found in every if code in found))
    assert always == {code} | ALWAYS.get(code, set())
