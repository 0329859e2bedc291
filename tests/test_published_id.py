"""What the rules of indicators and declarations say of the nine published forms, in short.

The sentences themselves are in golden/published.txt.
"""

from __future__ import annotations

import pytest

from tests.cases import judged
from workbooks.drawing import layout
from workbooks.forms import Form, SelfEvaluation
from workbooks.reading import read_form
from workbooks.reading.from_texts import published_forms
from workbooks.reading.read_form import Reading

FAMILIES = ("I", "D")


def found(form: Form) -> set[str]:
    (one,) = read_form.read_grid(layout.lay_out(form).grid())
    assert isinstance(one, Reading)
    outcome = judged(one)
    assert outcome.faults == ()
    assert [skip for skip in outcome.skips if skip.rule.code[0] in FAMILIES] == []
    return {f.rule.code for f in outcome.findings if f.rule.code[0] in FAMILIES}


@pytest.mark.parametrize("form", published_forms(), ids=lambda f: f.sheet + f.project_name.text)
def test_only_counts_with_an_equals_sign(form: Form) -> None:
    """The self-evaluations are clean; each declaration has = on counts."""
    assert found(form) == (set() if isinstance(form, SelfEvaluation) else {"D906"})
