"""`jixiao fill` (带入): self-evaluations begun from declarations, or from last year's forms."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from macros.new_forms.begin import Beginning, Begun, NotBegun, begin

if TYPE_CHECKING:
    from validators.checking.check_file import CheckedForm
    from workbooks.forms import Form


def fill(arguments: Namespace) -> int:
    """Everything that `jixiao fill` does; the exit status."""
    return begin(arguments, Beginning("自评表", _stem, _made))


def _stem(form: Form, arguments: Namespace) -> str:
    from workbooks.drawing.carried_over import year_after

    return f"{arguments.year or year_after(form) or ''}自评表"


def _made(source: Path, checked: CheckedForm, arguments: Namespace) -> Begun | NotBegun:
    from macros.building.fill import Unfit, filled, unreadable
    from macros.new_forms.fill_words import notes, summary, unfit_text

    made = filled(checked.reading, checked.filing.policy, arguments.policy, arguments.year)
    if isinstance(made, Unfit):
        return NotBegun(
            unfit_text(made, checked.reading.form, "申报表或自评表"),
            fault=made is Unfit.NOT_THE_SAME,
        )
    return Begun(
        made.content, summary(source, made), tuple(notes(made)), bool(unreadable(made.carried.left))
    )
