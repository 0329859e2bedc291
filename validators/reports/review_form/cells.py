"""What stands in single cells of a 复核表."""

from __future__ import annotations

from decimal import Decimal

from validators.records.record import Record
from validators.records.results import FormRecord
from validators.reports.workbook.linked_rows import link
from validators.reports.workbook.new_workbook import safe
from validators.reports.workbook.tables import KEY, Content, Name

IDENTITY = ("单位", "项目", KEY)
"""By what a row is known to which a reviewer has added something."""

_INEXACT = Decimal("1E+15")


def whose(record: Record, form: FormRecord, cell: str) -> tuple[Content, ...]:
    """Unit, project and file of a form, and its sheet, which opens it at a cell."""
    opens = link(safe(form.sheet), record, form.sheet, cell or "A1")
    return (text(form.unit), text(form.project), Name(record.path), opens)


def text(written: str | None) -> str | None:
    """A text that somebody submitted."""
    return None if written is None else safe(written)


def number(written: str | None) -> Decimal | None:
    """A figure that can be added up in a workbook, exactly as it is written."""
    value = None if written is None else Decimal(written)
    return None if value is None or abs(value) >= _INEXACT else value


def figure(written: str | None) -> Decimal | str | None:
    """A figure as it is shown: one that Excel could not hold exactly stands as text."""
    value = number(written)
    return text(written) if value is None else value
