"""The samples as LibreOffice prints them: nothing is cut off, and every page is A4."""

import re
import shutil
from collections import Counter

import pytest

from tests.workbooks.printing import convert, output, shown, unspaced
from workbooks.drawing.draw_form import draw
from workbooks.drawing.layout import lay_out
from workbooks.forms import SelfEvaluation
from workbooks.reading.from_texts import published_forms

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(
        not all(map(shutil.which, ("soffice", "pdftotext", "pdfinfo"))),
        reason="needs soffice, pdftotext and pdfinfo (Debian: libreoffice-calc, poppler-utils)",
    ),
]

FORMS = {f"{form.sheet}_{form.project_name.value}": form for form in published_forms()}


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """A folder with every form as PDF; LibreOffice is started once for all of them."""
    folder = tmp_path_factory.mktemp("printed")
    for name, form in FORMS.items():
        draw(form, folder / f"{name}.xlsx")
    convert(folder, "pdf", sorted(folder.glob("*.xlsx")))
    return folder


@pytest.mark.parametrize("name", FORMS)
def test_pages_are_a4_and_few(name, printed):
    info = output("pdfinfo", str(printed / f"{name}.pdf"))

    sizes = re.findall(r"Page size:.*\((\w+)\)", info)
    pages = int(re.findall(r"Pages:\s+(\d+)", info)[0])

    assert sizes == ["A4"]
    assert pages <= 2 if isinstance(FORMS[name], SelfEvaluation) else pages == 1


@pytest.mark.parametrize("name", FORMS)
def test_no_sign_is_cut_off(name, printed):
    text = unspaced(output("pdftotext", str(printed / f"{name}.pdf"), "-"))

    expected = Counter("".join(shown(box) for box in lay_out(FORMS[name]).boxes))

    assert expected - Counter(text) == Counter()


@pytest.mark.parametrize("name", FORMS)
def test_prose_is_printed_to_its_last_sentence(name, printed):
    form = FORMS[name]
    text = unspaced(output("pdftotext", "-raw", str(printed / f"{name}.pdf"), "-"))

    goals = (
        (form.expected_goal, form.actual_outcome)
        if isinstance(form, SelfEvaluation)
        else (form.annual_goal,)
    )

    sentences = [unspaced(re.split("(?<=[。；])", goal.text.rstrip("。"))[-1]) for goal in goals]
    assert [sentence for sentence in sentences if sentence not in text] == []


@pytest.mark.parametrize("name", FORMS)
def test_every_page_says_which_it_is(name, printed):
    pages = output("pdftotext", str(printed / f"{name}.pdf"), "-").split("\f")[:-1]

    footers = [re.findall(r"第\d页共\d页", unspaced(page)) for page in pages]

    count = len(pages)
    assert footers == [[f"第{number}页共{count}页"] for number in range(1, count + 1)]
