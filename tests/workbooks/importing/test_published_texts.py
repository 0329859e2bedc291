"""The two published texts: what is recovered, and that whatever is not is on the list."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.benchmarks.importing import HERE, TEXTS, share
from tests.workbooks.importing import pdfs
from tests.workbooks.printing import convert
from workbooks.drawing.draw_form import draw
from workbooks.files.refusal import Refusal
from workbooks.importing.import_file import import_file
from workbooks.importing.imported import Imported
from workbooks.importing.text_forms import UNPLACED
from workbooks.importing.text_rows import LEVELS_INSIDE
from workbooks.reading.from_texts import published_forms


def test_self_evaluations_are_recovered_exactly() -> None:
    found = share(TEXTS[0])

    assert (found.indicators, found.same_indicators) == (52, 52)
    assert (found.totals, found.same_totals) == (4, 4)
    assert (found.cells, found.same) == (502, 502)
    assert (found.numbers, found.same_numbers) == (285, 285)
    assert found.silent == ()


def test_declarations_are_recovered_but_for_a_goal_that_is_out_of_order() -> None:
    found = share(TEXTS[1])

    assert (found.indicators, found.same_indicators) == (68, 68)
    assert (found.cells, found.same) == (382, 381)
    assert (found.numbers, found.same_numbers) == (100, 100)
    assert found.silent == ()  # the one that differs is on the list


@pytest.mark.parametrize("name", TEXTS)
def test_every_word_of_a_text_stands_in_a_cell(name: str) -> None:
    """All but the label 绩效指标 beside the whole table, which has no column here."""
    found = import_file(HERE / name)
    assert isinstance(found, Imported)

    lines = (HERE / name).read_text("utf-8").split("\n")
    for form in found.forms:
        words = "".join("".join(lines[form.pages[0] - 1 : form.pages[-1]]).split())
        cells = "".join("".join(cell.text.split()) for cell in form.cells)
        lost = Counter(words) - Counter(cells)
        assert set(lost.elements()) <= set("绩效指标")
        assert max(lost.values(), default=0) <= 1
        assert not Counter(cells) - Counter(words)


def test_text_above_the_first_form_is_told() -> None:
    found = import_file(HERE / TEXTS[1])

    assert isinstance(found, Imported)
    above = "上海市市场监督管理局行政服务中心 2025年度项目绩效目标汇总表"
    assert found.told == (f"第一张表以前的文字没有写出：“{above}”。",)


def _refused(text: str, path: Path) -> str:
    path.write_text(text, "utf-8")
    found = import_file(path)
    assert isinstance(found, Refusal), found
    return found.message


def test_a_row_without_its_figures_leaves_nothing_to_write(tmp_path: Path) -> None:
    text = (HERE / TEXTS[0]).read_text("utf-8").split("财政项目支出绩效自评表")[1]
    text = f"财政项目支出绩效自评表{text}"

    without = _refused(text.replace("180.00(条) 260.00(条) 15.00 15.00", ""), tmp_path / "a.txt")
    fewer = _refused(
        text.replace("公众号推送频率 =2.00(次/周) 2.00(次/周) 10.00 10.00\n", ""),
        tmp_path / "b.txt",
    )
    inside = _refused(text.replace("产出\n\n指标\n\n数量\n\n指标\n", ""), tmp_path / "c.txt")

    assert "没有框线，文字的先后次序又与表格不合" in without
    assert "各行分值加起来不是总分" in fewer
    assert LEVELS_INSIDE in inside
    assert inside.endswith("请导入 PDF 本身；只有文字的，请照原件录入。")


def test_a_word_above_its_label_leaves_nothing_to_write(tmp_path: Path) -> None:
    """A name that is printed over two lines stands before its label and behind it."""
    text = (HERE / TEXTS[0]).read_text("utf-8").split("财政项目支出绩效自评表")[1]
    text = text.replace("项目名称 新闻宣传专项经费", "新闻宣传\n项目名称 专项经费")

    assert UNPLACED in _refused(f"财政项目支出绩效自评表{text}", tmp_path / "a.txt")


def test_a_page_without_lines_is_read_as_text(tmp_path: Path) -> None:
    """The lines of a page come from above: names of groups in the middle of them do not fit."""
    form = published_forms()[5]
    lines = [said for said in (HERE / TEXTS[1]).read_text("utf-8").split("\n") if said.strip()]
    begin = lines.index("财政项目支出绩效目标申报表", 60)
    end = lines.index("财政项目支出绩效目标申报表", begin + 1)
    page = b"".join(pdfs.text(40, 20 + 14 * n, said) for n, said in enumerate(lines[begin:end]))
    path = tmp_path / "a.pdf"
    path.write_bytes(pdfs.document([page]))

    found = import_file(path)

    assert isinstance(found, Imported), found
    (one,) = found.forms
    assert (one.project, one.counted) == (form.project_name.text, "页")
    assert len(one.doubts) == 1


@pytest.mark.libreoffice
@pytest.mark.skipif(
    not all(map(shutil.which, ("soffice", "pdftotext"))), reason="needs LibreOffice and pdftotext"
)
@pytest.mark.parametrize("order", ["", "-layout", "-raw"])
def test_text_in_another_order_is_not_written(order: str, tmp_path: Path) -> None:
    """What pdftotext makes of the nine forms keeps no cell together: nothing of it is guessed."""
    for number, form in enumerate(published_forms()):
        draw(form, tmp_path / f"{number}.xlsx")
    convert(tmp_path, "pdf", sorted(tmp_path.glob("*.xlsx")))

    for path in sorted(tmp_path.glob("*.pdf")):
        subprocess.run(["pdftotext", *filter(None, [order]), str(path)], check=True)
        assert isinstance(import_file(path.with_suffix(".txt")), Refusal)
