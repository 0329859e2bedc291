"""Every rule against its cases, its own documentation, and what holds for all rules."""

from __future__ import annotations

import ast
import gc
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cases import KINDS, Case, cases, lines_of, outcome_of, policy_name, read_texts, texts_of
from validators.checking.catalogue import RETIRED, RULES
from validators.engine import UNREAD, cells_at, judge
from validators.filing import file
from validators.rule import Finding, RuleModule
from xlfuncs.policy import load

HERE = Path(__file__).parent
RULES_FOLDER = HERE.parent / "validators" / "rules"
HEADINGS = ["依据", "为什么", "不合格", "合格", "怎么改"]
PLACEHOLDERS = set((HERE / "placeholders.txt").read_text("utf-8").split())

ALL_CASES = [
    pytest.param(case, id=f"{path.stem}-{case.title}")
    for path in sorted((HERE / "rules").glob("*.md"))
    for case in cases(path.read_text("utf-8"))
]
every_rule = pytest.mark.parametrize("module", RULES, ids=lambda module: module.RULE.code)


@pytest.fixture(autouse=True, scope="module")
def _kept_cases_are_frozen() -> Iterator[None]:
    """A million records stay for other tests, and each full collection would look through them."""
    yield
    gc.collect()
    gc.freeze()


@pytest.mark.parametrize("case", ALL_CASES)
def test_case(case: Case) -> None:
    lines = lines_of(read_texts(case.texts), outcome_of(case.texts))

    # Skips of other rules are not what a case is about, unless it names them.
    named = {line.split("：")[0] for line in case.expected if line.startswith("未检查")}
    kept = [x for x in lines if not x.startswith("未检查") or x.split("：")[0] in named]
    assert kept == list(case.expected)


def sections(module: RuleModule) -> dict[str, str]:
    parts = re.split(r"^## (.+)$", module.__doc__ or "", flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def findings_of(text: str) -> list[Finding]:
    outcome = outcome_of(texts_of(text))
    assert outcome.faults == ()
    return [*outcome.findings, *outcome.trials]


def found_by(module: RuleModule, texts: Any) -> list[Finding]:
    """What one rule finds in a case, whether it counts or is on trial."""
    outcome = outcome_of(texts)
    every = (*outcome.findings, *outcome.trials)
    return [finding for finding in every if finding.rule.code == module.RULE.code]


def test_standard_forms_are_clean() -> None:
    assert findings_of("") == []
    assert findings_of("申报表") == []
    assert findings_of("监控表") == []


def test_catalogue_is_the_directory() -> None:
    files = sorted(path.stem for path in RULES_FOLDER.glob("[a-z]*.py"))

    listed = [f"{m.RULE.code.lower()}_{m.RULE.name.replace('-', '_')}" for m in RULES]

    assert listed == files
    assert [m.__name__.rsplit(".", 1)[1] for m in RULES] == files  # type: ignore[attr-defined]
    assert not {m.RULE.code for m in RULES} & RETIRED.keys()
    assert all(inspect.isgeneratorfunction(m.check) for m in RULES)
    assert {len(inspect.signature(m.check).parameters) for m in RULES} == {1}


@every_rule
def test_documentation_is_complete(module: RuleModule) -> None:
    found = sections(module)

    assert list(found) == HEADINGS
    assert all(text.strip() for text in found.values())
    assert (HERE / "rules" / f"{module.RULE.code}.md").exists()


@every_rule
def test_bad_example_breaks_exactly_this_rule(module: RuleModule) -> None:
    findings = findings_of(sections(module)["不合格"])

    companions = set(module.RULE.related) if module.RULE.trial else set()
    assert {finding.rule.code for finding in findings} - companions == {module.RULE.code}


@every_rule
def test_good_example_breaks_nothing(module: RuleModule) -> None:
    findings = findings_of(sections(module)["合格"])

    companions = set(module.RULE.related) if module.RULE.trial else set()
    assert {finding.rule.code for finding in findings} <= companions


@every_rule
def test_cases_show_a_finding_and_a_clean_form(module: RuleModule) -> None:
    code = module.RULE.code
    own = cases((HERE / "rules" / f"{code}.md").read_text("utf-8"))

    found = [case for case in own if any(f" {code} " in line for line in case.expected)]

    assert found
    assert [case for case in own if not any(f" {code} " in line for line in case.expected)]


@every_rule
def test_switching_a_rule_off_removes_exactly_its_findings(module: RuleModule) -> None:
    others = tuple(other for other in RULES if other is not module)
    code = module.RULE.code
    own = cases((HERE / "rules" / f"{code}.md").read_text("utf-8"))

    for case in own:
        filing = file(read_texts(case.texts).form, load(policy_name(case.texts)))
        every, rest = outcome_of(case.texts), judge(filing, others)

        assert list(rest.findings) == [f for f in every.findings if f.rule.code != code]
        assert list(rest.trials) == [f for f in every.trials if f.rule.code != code]
        assert list(rest.skips) == [s for s in every.skips if s.rule.code != code]


@every_rule
def test_message_is_a_sentence_for_a_clerk(module: RuleModule) -> None:
    rule = module.RULE
    named = [*rule.sentences.items(), *rule.joint_sentences.items()]
    for name, message in named:
        severity = rule.lesser.get(name, rule.severity).value
        used = set(re.findall(r"\{(\w+)", message))
        if not message and name == "":
            continue  # told row by row

        assert used <= PLACEHOLDERS
        assert message.endswith("。")
        assert not re.search(r"None|NaN|True|False", message)
        assert message.encode("gbk")
        assert severity != "warning" or "请" in message
        assert severity != "note" or "建议" in message


@every_rule
def test_every_sentence_has_a_case(module: RuleModule) -> None:
    code = module.RULE.code
    own = cases((HERE / "rules" / f"{code}.md").read_text("utf-8"))

    said = {
        finding.facts.get("sentence", "")
        for case in own
        for finding in found_by(module, case.texts)
    }

    assert said == set(module.RULE.sentences)


@every_rule
def test_every_joint_sentence_has_a_case(module: RuleModule) -> None:
    """Several rows with one defect are told together, and the case says which and how."""
    code = module.RULE.code
    own = cases((HERE / "rules" / f"{code}.md").read_text("utf-8"))

    said = {
        finding.facts.get("sentence", "")
        for case in own
        for finding in found_by(module, case.texts)
        if finding.rows
    }

    assert said == {name for name, text in module.RULE.joint_sentences.items() if text}
    assert set(module.RULE.joint_sentences) <= set(module.RULE.sentences) | {""}


@every_rule
def test_needs_lead_somewhere(module: RuleModule) -> None:
    forms = [read_texts(texts_of(kind)).form for kind in KINDS]
    mine = [form for form in forms if isinstance(form, module.RULE.forms)]

    paths = (*module.RULE.needs, *module.RULE.expects)
    for need in (one for needs in paths for one in needs.split("|")):
        path = need.replace("row.worth", "indicators.score").replace("row.", "indicators.")
        # what nobody read is empty in a form that is read whole
        assert need == UNREAD or any(list(cells_at(form, path)) for form in mine), need


@every_rule
def test_related_codes_exist(module: RuleModule) -> None:
    assert set(module.RULE.related) <= {other.RULE.code for other in RULES} - {module.RULE.code}


@every_rule
def test_rule_stays_small(module: RuleModule) -> None:
    source = Path(module.__file__).read_text("utf-8")  # type: ignore[attr-defined]
    tree = ast.parse(source)
    checks = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "check"]
    inside = {type(node) for node in ast.walk(checks[0])}

    assert len(source.splitlines()) <= 90
    assert (checks[0].end_lineno or 0) - checks[0].lineno + 1 <= 25
    assert not inside & {ast.JoinedStr, ast.Try}
