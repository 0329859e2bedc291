"""Template workbooks, drawn once for all tests of a process that only read them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from openpyxl.formula.translate import Translator

from macros.building import templates
from workbooks.forms import Form

# The formulas of a template are kept once for all its rows, and openpyxl writes them out for each
# cell: a hundred thousand references, of which most are asked for again.
Translator.translate_range = staticmethod(cache(Translator.translate_range))


@cache
def package(form: Form, suffix: str) -> bytes:
    """The bytes of a form's template by the ending of its file."""
    return templates.package(form, suffix)


def write(form: Form, path: Path) -> None:
    """Writes a form's template."""
    path.write_bytes(package(form, path.suffix))
