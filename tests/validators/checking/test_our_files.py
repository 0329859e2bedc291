"""Our own outputs among the files that are checked: always told by name, and nobody hides in one.

Identity is never proved by what a submitter can write: names of sheets prove nothing, and a sheet
that is made up like one of ours costs only itself.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from macros.cli import main
from macros.excel import check_view
from tests.validators import reviewer
from validators.checking import our_files
from validators.checking.our_files import own_sheet
from workbooks.files.open_file import open_workbook
from workbooks.grid import Grid

SAMPLE = Path(__file__).parents[3] / "workbooks" / "samples" / "2024自评表_业务受理工作经费.xlsx"


def checked(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    capsys.readouterr()
    main(["check", *map(str, words), "--format", "json"])
    return json.loads(capsys.readouterr().out)


def outputs(folder: Path, out: Path) -> dict[str, Path]:
    """Every output of ours but those that are forms themselves, by what it is."""
    out.mkdir()
    words: list[list[object]] = [
        ["check", folder, "--report", out / "核查结果.xlsx", "--report", out / "核查结果.html"],
        ["review", folder, "-o", out / "复核表.xlsx"],
        ["summary", folder, "-o", out / "汇总.xlsx", "-o", out / "公开文字.docx"],
        ["check", folder, "--return", out / "退回"],
    ]
    for asked in words:
        main(list(map(str, asked)))
    listing = next((out / "退回").rglob("*_修改清单.xlsx"))
    listing.rename(out / "修改清单.xlsx")
    shutil.rmtree(out / "退回")
    return {path.stem + path.suffix: path for path in sorted(out.iterdir())}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("输出")
    reviewer.spoiled(root / "表")
    (root / "表" / "坏.xlsx").write_bytes(SAMPLE.read_bytes()[:3000])
    return outputs(root / "表", root / "写出的")


NAMES = (
    "公开文字.docx",
    "修改清单.xlsx",
    "复核表.xlsx",
    "核查结果.html",
    "核查结果.xlsx",
    "汇总.xlsx",
)


@pytest.mark.parametrize("name", NAMES)
def test_each_output_among_submissions_is_told_by_name(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, made: dict[str, Path], name: str
) -> None:
    assert sorted(made) == sorted(NAMES)
    shutil.copy(SAMPLE, tmp_path / "交来的.xlsx")
    shutil.copy(made[name], tmp_path / name)

    data = checked(capsys, tmp_path)

    assert [Path(file["path"]).name for file in data["files"]] == ["交来的.xlsx"]
    (told,) = data["passed_over"]
    assert Path(told["path"]).name == name
    kind = name.partition(".")[0]
    assert told["reason"] == f"本工具的{kind}，不作为报送表核查。"


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".xlsx")])
def test_filled_in_it_is_still_known(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, made: dict[str, Path], name: str
) -> None:
    """People write into it, put columns and sheets of their own, and save it elsewhere."""
    book = openpyxl.load_workbook(made[name])
    for sheet in book:
        sheet.cell(6, sheet.max_column + 1, "已电话联系，下周改好")
    book.create_sheet("我的记录")["B2"] = "张科长已阅"
    book.save(tmp_path / name)

    data = checked(capsys, tmp_path)

    assert data["files"] == []
    assert [Path(told["path"]).name for told in data["passed_over"]] == [name]


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".xlsx")])
@pytest.mark.parametrize("state", ["visible", "veryHidden"])
def test_a_form_beside_the_sheets_of_an_output_is_checked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, made: dict[str, Path], name: str, state: str
) -> None:
    """The worst that a submitter can do: a form put into a true output of ours."""
    book, source = openpyxl.load_workbook(made[name]), openpyxl.load_workbook(SAMPLE)
    (form,) = source
    copy = book.create_sheet("自评表")
    for row in form.iter_rows():
        for cell in row:
            if cell.value is not None:
                copy[cell.coordinate] = cell.value
    for area in form.merged_cells.ranges:
        copy.merge_cells(str(area))
    copy["G14"] = 4  # 9 points, 4 earned, no reason
    for sheet in book:
        if sheet is not copy:
            sheet.sheet_state = state
    book.active = book.index(copy)
    book.save(tmp_path / name)

    data = checked(capsys, tmp_path)

    (file,) = data["files"]
    assert [one["sheet"] for one in file["forms"]] == ["自评表"]
    assert "N601" in {one["code"] for one in file["forms"][0]["findings"]}


NAMED_LIKE_OURS = [
    ("汇总", "问题清单", "规则说明"),
    ("概览", "项目", "薄弱指标", "公开文字", "图表数据"),
    ("复核", "问题核准", "填写说明"),
    ("修改清单",),
    ("核查结果",),
    ("填报说明",),
]


@pytest.mark.parametrize("names", NAMED_LIKE_OURS)
def test_names_of_sheets_prove_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, names: tuple[str, ...]
) -> None:
    book = openpyxl.load_workbook(SAMPLE)
    for name in names:
        book.create_sheet(name).sheet_state = "veryHidden"
    book.save(tmp_path / "甲单位.xlsx")
    shutil.copy(SAMPLE, tmp_path / "乙单位.xlsx")

    data = checked(capsys, tmp_path)

    assert [Path(file["path"]).name for file in data["files"]] == ["乙单位.xlsx", "甲单位.xlsx"]
    assert all(len(file["forms"]) == 1 for file in data["files"])


@pytest.mark.parametrize("names", NAMED_LIKE_OURS)
def test_the_form_itself_may_be_called_like_ours(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, names: tuple[str, ...]
) -> None:
    book = openpyxl.load_workbook(SAMPLE)
    book.active.title = names[0]
    book.save(tmp_path / f"{names[-1]}.xlsx")

    data = checked(capsys, tmp_path)

    assert [len(file["forms"]) for file in data["files"]] == [1]


@pytest.mark.parametrize("heads", [words for _, words in our_files._HEADINGS])
def test_headings_of_ours_above_a_form_hide_nothing(heads: str) -> None:
    """A row that heads a table of ours, forged above a form on its own sheet."""
    grids = open_workbook(SAMPLE)
    assert isinstance(grids, tuple)
    form = {(row + 1, column): value for (row, column), value in grids[0].values.items()}
    head = {(1, column): word for column, word in enumerate(heads.split(" "), 1)}

    assert own_sheet(Grid("自评表", head)) != ""
    assert own_sheet(Grid("自评表", head | form)) == ""


def test_the_list_that_a_click_puts_beside_a_form_is_known() -> None:
    listing = check_view.listing("自评表", ())
    values = {
        (row, column): text
        for row, line in enumerate(listing.lines, 1)
        for column, text in enumerate(line, 1)
        if text
    }

    assert own_sheet(Grid("无论什么名字", values)) == "核查结果"


def test_score_says_what_an_output_is(
    capsys: pytest.CaptureFixture[str], made: dict[str, Path]
) -> None:
    status = main(["score", str(made["汇总.xlsx"])])

    assert status == 2
    assert capsys.readouterr().out == "汇总.xlsx\n本工具的汇总，不作为报送表核查。\n"
