"""`jixiao monitor`: monitoring reports to a month, begun from declarations."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from macros.new_forms.begin import Beginning, Begun, NotBegun, begin

if TYPE_CHECKING:
    from validators.checking.check_file import CheckedForm
    from workbooks.forms import Form


def monitor(arguments: Namespace) -> int:
    """Everything that `jixiao monitor` does; the exit status."""
    return begin(arguments, Beginning("监控表", _stem, _made))


def _stem(form: Form, arguments: Namespace) -> str:
    return f"{form.fiscal_year.value or ''}监控表1-{arguments.month}月"


def _made(source: Path, checked: CheckedForm, arguments: Namespace) -> Begun | NotBegun:
    from macros.building.fill import Unfit, monitored, unreadable
    from macros.new_forms.fill_words import monitored_notes, monitored_summary, unfit_text

    made = monitored(checked.reading, checked.filing.policy, arguments.month, arguments.policy)
    if isinstance(made, Unfit):
        told = unfit_text(made, checked.reading.form, "申报表")
        return NotBegun(told, fault=made is Unfit.NOT_THE_SAME)
    lacking = bool(unreadable(made.carried.left))
    return Begun(
        made.content, monitored_summary(source, made), tuple(monitored_notes(made)), lacking
    )
