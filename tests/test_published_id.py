"""What the rules of indicators and declarations say of the nine published forms.

The golden list was judged line by line: the self-evaluations are clean, and the declarations have
only counts with = that nobody can plan to the piece. A change of it belongs into the CHANGELOG.
"""

from __future__ import annotations

from pathlib import Path

from tests.cases import judged
from validators.rule import Finding
from workbooks import layout, reading
from workbooks.forms import Form, SelfEvaluation
from workbooks.reading import Reading
from workbooks.transcript import published_forms

GOLDEN = Path(__file__).parent / "golden" / "published_id.txt"
FAMILIES = ("I", "D")


def findings(form: Form) -> list[Finding]:
    (one,) = reading.read_grid(layout.lay_out(form).grid())
    assert isinstance(one, Reading)
    outcome = judged(one)
    assert outcome.faults == ()
    assert [skip for skip in outcome.skips if skip.rule.code[0] in FAMILIES] == []
    return [finding for finding in outcome.findings if finding.rule.code[0] in FAMILIES]


def listed() -> str:
    lines = []
    for form in published_forms():
        lines.append(f"# {form.sheet} {form.project_name.text}")
        lines += [
            f"{f.severity.word} {f.rule.code} {f.cell.address}：{f.text}" for f in findings(form)
        ]
    return "\n".join(lines) + "\n"


def test_published_findings() -> None:
    assert listed() == GOLDEN.read_text("utf-8")


def test_nothing_on_the_self_evaluations_and_only_notes_on_the_declarations() -> None:
    evaluations = [f for f in published_forms() if isinstance(f, SelfEvaluation)]
    declarations = [f for f in published_forms() if not isinstance(f, SelfEvaluation)]

    assert [findings(form) for form in evaluations] == [[]] * 4
    assert {f.rule.code for form in declarations for f in findings(form)} == {"D906"}
