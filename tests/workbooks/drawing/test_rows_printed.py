"""Rows show what is typed: blank templates filled by hand, and LibreOffice's own heights."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from itertools import cycle, islice

import openpyxl
import pytest

from macros.building.templates import blank_forms, write
from tests.workbooks.drawing.monitored import monitored
from tests.workbooks.drawing.poured import pour
from tests.workbooks.printing import fit, output, unspaced
from workbooks.drawing.template_layout import ROWS, prepare
from workbooks.forms import Cell, MonitoringReport, SelfEvaluation, State
from workbooks.reading.from_texts import published_forms

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(
        not all(map(shutil.which, ("soffice", "pdftotext"))), reason="needs soffice and pdftotext"
    ),
]

REASON = (
    "因汛期提前，原定七月的现场查验顺延至十月，全年少办两期；已与承办单位重新排定计划，"
    "2025年起每季度末检查一次进度（完成率低于90%的当月补办），并把查验改为线上与现场相结合。"
)
BLANK = {form.sheet: form for form in blank_forms()}


def long_rows(form, count):
    """The form with as many rows, each of them with a long reason."""
    rows = [
        replace(row, note=Cell(State.READ, REASON[: 30 + 7 * (number % 9)]))
        if isinstance(form, SelfEvaluation | MonitoringReport)
        else row
        for number, row in enumerate(islice(cycle(form.indicators), count))
    ]
    return replace(form, indicators=tuple(rows))


PUBLISHED = {f"{form.sheet}_{form.project_name.value}": form for form in published_forms()}
PUBLISHED |= {f"监控表_{name}": form for name, form in monitored().items()}
LONG = {
    f"{form.sheet}_{count}行": long_rows(form, count)
    for form in (
        PUBLISHED["自评表_行政许可管理经费"],
        PUBLISHED["申报表_新闻宣传专项经费"],
        PUBLISHED["监控表_行政许可管理经费"],
    )
    for count in (3, 16, ROWS)
}
FORMS = PUBLISHED | LONG


@pytest.fixture(scope="module")
def poured(tmp_path_factory):
    """A folder with each form poured into its blank template, as PDF, and the texts put there."""
    folder = tmp_path_factory.mktemp("poured")
    (folder / "typed").mkdir()
    texts = {}
    for name, blank in BLANK.items():
        write(blank, folder / f"{name}.xlsx")
    for name, form in FORMS.items():
        path = folder / "typed" / f"{name}.xlsx"
        source, whole = folder / f"{form.sheet}.xlsx", name.endswith("60行")
        texts[name] = pour(form, BLANK[form.sheet], source, path, all_rows=whole)
    fit(folder, sorted((folder / "typed").glob("*.xlsx")))
    return folder, texts


@pytest.mark.parametrize("name", FORMS)
def test_every_text_typed_into_a_blank_template_is_printed(name, poured):
    folder, texts = poured

    printed = unspaced(
        output("pdftotext", str(folder / f"{name}.pdf"), "-").partition("填报说明")[0]
    )

    expected = Counter(unspaced("".join(texts[name])))
    assert len(texts[name]) > 20
    assert expected - Counter(printed) == Counter()


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    """A folder with each form as a filled template, and the heights that LibreOffice finds."""
    folder = tmp_path_factory.mktemp("fitted")
    (folder / "written").mkdir()
    for name, form in FORMS.items():
        write(form, folder / "written" / f"{name}.xlsx")
    return folder, fit(folder, sorted((folder / "written").glob("*.xlsx")))


@pytest.mark.parametrize("name", FORMS)
def test_rows_are_stored_as_high_as_their_text_needs(name, fitted):
    """The stored height is what Excel shows at first; LibreOffice's is its own optimum."""
    folder, optimal = fitted
    prepared = prepare(FORMS[name])
    written = openpyxl.load_workbook(folder / "written" / f"{name}.xlsx").worksheets[0]

    rows = range(prepared.table.first, prepared.unused.start)
    missing = {
        row: (written.row_dimensions[row].height or 18.75) - optimal[name][row] for row in rows
    }

    assert {row: by for row, by in missing.items() if by < 0} == {}
    # A line or two: those of the font that stands in here are 13 points high, 宋体's are 11.25.
    assert {row: by for row, by in missing.items() if by > 34} == {}
