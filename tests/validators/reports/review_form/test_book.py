"""The 复核表 as it is made: what is locked, what Excel asks, and what its formulas give."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from macros.cli import main
from tests.validators import reviewer
from tests.validators.bulk.workbooks import SAMPLES
from tests.validators.reviewer import accept, line, lines, put
from tests.workbooks.layouts import forms
from tests.workbooks.printing import convert, output, unspaced
from validators.checking.check_file import Choice, Result, check_grid
from validators.filing import Filing
from validators.records.record import recorded
from validators.reports.review_form.book import collecting
from workbooks.reading.read_form import SheetRefusal
from xlfuncs.whole_form import execution_counts

OFFICE = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(
        not all(map(shutil.which, ("soffice", "pdftotext"))), reason="needs soffice and pdftotext"
    ),
]
UNIT = "上海市市场监督管理局行政服务中心"
NAME = "行政许可事项咨询回复率"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published form and the same with its reason left out, and their 复核表 beside them."""
    folder = tmp_path_factory.mktemp("复核") / "表"
    folder.mkdir()
    shutil.copy(SAMPLES[0], folder)
    shutil.copy(SAMPLES[4], folder)
    reviewer.spoiled(folder, "删去原因")
    reviewer.review_of(folder, folder.with_name("复核表.xlsx"))
    return folder


@pytest.fixture(scope="module")
def book(folder: Path) -> Any:
    return openpyxl.load_workbook(folder.with_name("复核表.xlsx"))


def stored(path: Path) -> Any:
    return openpyxl.load_workbook(path, data_only=True)


def test_first_lines(book: Any) -> None:
    assert [book[name]["A1"].value for name in book.sheetnames] == [
        "共 2 份自评表待复核：不同意自评得分的，填「复核得分」，选「扣分原因」，"
        "写「审核意见」；空着就是同意。",
        "共 9 个问题：接受、不要求修改的，在「核准」选“是”，并填理由、核准人和日期；其余空着。",
        "整条规则都接受的，一行写一条：写了「单位」的只对该单位，空着对全部。",
        "「复核」里扣分的，从这张表的原因里选一条；本单位另有口径的，在下面空行里加。",
        "填好后保存。再次核查和汇总时用 --review 读入，填写的内容原样采用。",
    ]
    assert book.sheetnames == ["复核", "问题核准", "按规则核准", "扣分原因", "填写说明"]


def test_rows_of_a_form(folder: Path) -> None:
    sheet = stored(folder.with_name("复核表.xlsx"))["复核"]

    shown = [[cell.value for cell in row.values()][:19] for row in lines(sheet)]
    whose = [1, UNIT, "业务受理工作经费", SAMPLES[0].name, "自评表"]
    assert shown[0] == [
        *whose, "预算执行", "全年预算数 16.54 万元", "全年执行数 16.19 万元，执行率 97.88%",
        10, 9.79, 9.79, None, None, None, None, 9.79, None, None, None,
    ]  # fmt: skip
    assert shown[8][:11] == [*whose, NAME, "=100.00(%)", "98.00(%)", 8, 7, 7.84]
    assert (shown[8][11], bool(shown[8][12]), shown[8][13:]) == (
        "▲警告 T801 完成情况的文字和实际完成值对不上\n"
        "○提示 R505 得分低于按完成情况测算的分数，已说明原因",
        True,
        [None, None, 7, None, None, None],
    )
    assert shown[12] == [
        *whose, "合计", None, None, 100, 98.79, 99.63, None,
        None, None, 98.79, None, 0, None, None,
    ]  # fmt: skip
    assert [row[0] for row in shown] == [1] * 13 + [2] * 13


def test_rows_of_findings(book: Any) -> None:
    shown = [[cell.value for cell in row.values()] for row in lines(book["问题核准"])]

    (error,) = [row for row in shown if row[0] == "错误"]
    assert error[:12] == [
        "错误", "N601", "H20", "删去原因.xlsx", "自评表", UNIT, "业务受理工作经费",
        f"「{NAME}」得分 7 分，比分值 8 分少 1 分，「偏差原因分析及改进措施」为空。"
        "请填写扣分的原因和改进措施。",
        None, None, None, None,
    ]  # fmt: skip
    assert len(shown) == 9


def test_links_open_the_submitted_form_at_the_row(book: Any) -> None:
    row = next(r for r in lines(book["复核"]) if r["三级指标"].value == NAME)

    link = row["工作表"].hyperlink
    target = link.target.replace("\\", "/")  # as XlsxWriter spells it
    assert (target, link.location) == (f"表/{SAMPLES[0].name}", "'自评表'!G20")


INPUTS = {
    "复核": {"复核完成值", "复核得分", "扣分原因", "审核意见"},
    "问题核准": {"核准", "理由", "核准人", "日期"},
}


@pytest.mark.parametrize("name", ["复核", "问题核准", "填写说明"])
def test_only_inputs_are_unlocked(book: Any, name: str) -> None:
    sheet = book[name]

    assert (sheet.protection.sheet, sheet.protection.password) == (True, None)
    assert (sheet.protection.autoFilter, sheet.protection.sort) == (False, False)  # not forbidden
    for row in lines(sheet):
        free = {head for head, cell in row.items() if not cell.protection.locked}
        total = name == "复核" and row["三级指标"].value == "合计"
        assert free == (set() if total else INPUTS.get(name, set()))
    assert not any(cell.protection.locked is False for row in sheet["A1:V3"] for cell in row)


def test_hidden_columns(book: Any) -> None:
    hidden = {
        name: [key for key, column in book[name].column_dimensions.items() if column.hidden]
        for name in book.sheetnames
    }

    assert hidden == {
        "复核": ["T"], "问题核准": ["M"], "按规则核准": [], "扣分原因": [], "填写说明": [],
    }  # fmt: skip
    keys = book["复核"].column_dimensions["T"]
    assert (keys.min, keys.max) == (20, 22)


def test_validations(book: Any) -> None:
    told = {
        str(rule.sqref): (rule.type, rule.errorStyle or "stop", rule.formula1, rule.formula2)
        for name in ("复核", "问题核准")
        for rule in book[name].data_validations.dataValidation
    }

    assert told == {
        "O4:O29": (
            "custom",
            "stop",
            "AND(ISNUMBER(O4),O4>=0,O4<=IF(ISNUMBER(I4),I4,100))",
            None,
        ),
        "R4:R29": (
            "list",
            "stop",
            "OFFSET('扣分原因'!$A$4,0,0,COUNTA('扣分原因'!$A$4:$A$204),1)",
            None,
        ),
        "I4:I12": ("list", "stop", '"是"', None),
        "L4:L12": ("date", "stop", "36526", "73050"),
    }
    errors = [
        r.error for n in ("复核", "问题核准") for r in book[n].data_validations.dataValidation
    ]
    assert errors == [
        "复核得分应为 0 至本行「分值」之间的数；空着就是同意自评得分。",
        "请从下拉列表里选；没有合适的，先在「扣分原因」表的空行里加一条。",
        "只能选“是”，或者空着。",
        "请填日期，如 2025-03-01。",
    ]


def test_signs(book: Any) -> None:
    told = {
        str(span.sqref): [rule.formula[0] for rule in rules]
        for name in ("复核", "问题核准")
        for span, rules in book[name].conditional_formatting._cf_rules.items()
    }

    changed = 'ISNUMBER($O4),$O4<>$J4,$T4<>"合计"'
    lowered = changed.replace("<>$J4", "<$J4")
    assert told == {
        "A4:S29": ['$T4="合计"'],
        "S4:S29": [f"AND({changed},LEN(TRIM($S4))=0)"],
        "R4:R29": [f"AND({lowered},LEN(TRIM($R4))=0)"],
        "Q4:Q29": ["AND(ISNUMBER($Q4),ISNUMBER($U4),ABS($Q4)>$U4)"],
        "N4:S29": [f"AND({changed})"],
        "J4:L12": ['AND($I4="是",LEN(TRIM(J4))=0)'],
    }


def test_scrolling_and_printing(book: Any) -> None:
    for name, last in (("复核", "V29"), ("问题核准", "M12")):
        sheet = book[name]
        assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A4", f"A3:{last}")
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToHeight, sheet.print_title_rows) == (0, "$3:$3")


def test_the_same_files_give_the_same_bytes(folder: Path) -> None:
    reviewer.review_of(folder, folder.with_name("又一份.xlsx"))

    again = folder.with_name("又一份.xlsx").read_bytes()
    assert again == folder.with_name("复核表.xlsx").read_bytes()


@pytest.mark.slow
def test_every_local_layout(tmp_path: Path) -> None:
    """Also where there are no points, no scores, or no line of 预算执行."""
    seen = set()
    for number, (_, grid) in enumerate(forms()):
        found = check_grid(grid, Choice())
        checked = tuple(form for form in found if not isinstance(form, SheetRefusal))
        with collecting(tmp_path / f"{number}.xlsx") as review:
            review.add(recorded(Result(tmp_path / "表.xlsx", checked)))
            review.write()
        sheet = stored(tmp_path / f"{number}.xlsx")["复核"]
        evaluations = [f.reading.form for f in checked if isinstance(f.filing, Filing)]
        rows = [len(form.indicators) + execution_counts(form) + 1 for form in evaluations]
        assert sum(rows) == len(list(lines(sheet)))
        seen |= {form.edition for form in evaluations}

    assert len(seen) > 7


def test_only_what_belongs_to_the_total_can_be_missing(tmp_path: Path) -> None:
    """宁夏 scores 执行率 as an indicator; in 安徽 two rows that were left as they came are none."""
    for number, name in enumerate(("ningxia/1", "anhui/1")):
        found = tuple(check_grid(dict(forms())[name], Choice()))
        checked = tuple(form for form in found if not isinstance(form, SheetRefusal))
        with collecting(tmp_path / f"{number}.xlsx") as review:
            review.add(recorded(Result(tmp_path / "表.xlsx", checked)))
            review.write()

    ningxia, anhui = (list(lines(stored(tmp_path / f"{n}.xlsx")["复核"])) for n in range(2))

    assert [row["三级指标"].value for row in ningxia][:2] == ["立项依据", "目标合理性"]
    assert (ningxia[-1]["自评得分"].value, ningxia[-1]["复核得分"].value) == (96, 96)
    assert [row for row in anhui if row["分值"].value is None] == []
    assert (anhui[-1]["自评得分"].value, anhui[-1]["复核得分"].value) == (99.4, 99.4)


def test_nothing_to_score(tmp_path: Path) -> None:
    (tmp_path / "表").mkdir()
    shutil.copy(SAMPLES[4], tmp_path / "表")

    book = reviewer.review_of(tmp_path / "表", tmp_path / "复核表.xlsx")

    assert book["复核"]["A1"].value == "没有可以复核的自评表；发现的问题见「问题核准」。"
    assert list(lines(book["复核"])) == []


def test_a_figure_that_no_cell_can_hold(tmp_path: Path) -> None:
    (tmp_path / "表").mkdir()
    book = openpyxl.load_workbook(SAMPLES[0])
    book.worksheets[0]["G13"] = book.worksheets[0]["G24"] = "9" * 40
    book.save(tmp_path / "表" / "甲.xlsx")

    review = reviewer.review_of(tmp_path / "表", tmp_path / "复核表.xlsx")
    status = main(["check", str(tmp_path / "表"), "--report", str(tmp_path / "结果.xlsx")])

    row = next(r for r in lines(review["复核"]) if r["单元格"].value == "G13")
    assert row["自评得分"].value == "9" * 40
    assert stored(tmp_path / "复核表.xlsx")["复核"][row["核定得分"].coordinate].value == "缺"
    assert status == 1


def filled(folder: Path, path: Path) -> None:
    """Scores changed, one of them missing, and a finding accepted in part."""
    book = openpyxl.load_workbook(folder.with_name("复核表.xlsx"))
    first, second = [row for row in lines(book["复核"]) if row["三级指标"].value == NAME]
    put(first, 复核得分=6.35, 扣分原因="07 偏差原因不充分，或没有改进措施", 审核意见="原因不充分")
    put(second, 复核得分=0)
    row = line(book["问题核准"], 编号="N601")
    accept(row)
    put(row, 理由=None)
    book.save(path)


def totals(path: Path) -> list[Any]:
    rows = lines(stored(path)["复核"])
    return [row["复核得分"].value for row in rows if row["三级指标"].value == "合计"]


class TestThroughLibreOffice:
    pytestmark = OFFICE

    def test_its_own_results_are_those_that_are_stored(self, folder: Path, tmp_path: Path) -> None:
        original = folder.with_name("复核表.xlsx")
        before = stored(original)["复核"]
        (tmp_path / "无结果").mkdir()
        openpyxl.load_workbook(original).save(tmp_path / "无结果" / "复核表.xlsx")

        convert(tmp_path, "xlsx", [tmp_path / "无结果" / "复核表.xlsx"])

        after = stored(tmp_path / "复核表.xlsx")["复核"]
        assert totals(tmp_path / "无结果" / "复核表.xlsx") == [None, None]
        assert totals(tmp_path / "复核表.xlsx") == [98.79, 98.79]
        assert [[row["复核得分"].value, row["核定得分"].value] for row in lines(after)] == [
            [row["复核得分"].value, row["核定得分"].value] for row in lines(before)
        ]

    def test_totals_follow_what_is_filled_in_and_survive_sorting(
        self, folder: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "填").mkdir()
        filled(folder, tmp_path / "填" / "填好.xlsx")
        book = openpyxl.load_workbook(tmp_path / "填" / "填好.xlsx")
        for row in lines(book["复核"]):
            if row["单元格"].value == "G13":
                row["自评得分"].value = None
        book.save(tmp_path / "填" / "缺一项.xlsx")
        book = openpyxl.load_workbook(tmp_path / "填" / "填好.xlsx")
        reviewer.sort(book["复核"], lambda row: (str(row[5])[::-1], row[0]))
        book.save(tmp_path / "填" / "排序.xlsx")

        convert(tmp_path, "xlsx", sorted((tmp_path / "填").glob("*.xlsx")))

        assert totals(tmp_path / "填好.xlsx") == [98.14, 91.79]
        rows = list(lines(stored(tmp_path / "填好.xlsx")["复核"]))
        apart = {
            row["三级指标"].value: row["偏离度"].value for row in rows if row["序号"].value == 2
        }
        # (7 − 0) ÷ 8, and of the total (98.79 − 91.79) ÷ 100
        assert (apart[NAME], apart["合计"]) == (0.875, pytest.approx(0.07))
        assert rows[0]["偏离度"].value in (None, "")
        assert totals(tmp_path / "排序.xlsx") == [98.14, 91.79]
        assert totals(tmp_path / "缺一项.xlsx") == ["有缺项", "有缺项"]

    def test_printed(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "填").mkdir()
        filled(folder, tmp_path / "填" / "填好.xlsx")

        convert(tmp_path, "pdf", [tmp_path / "填" / "填好.xlsx"])

        pages = unspaced(output("pdftotext", str(tmp_path / "填好.pdf"), "-")).split("绩效复核表")
        assert "不同意自评得分的，填「复核得分」，选「扣分原因」" in pages[1]
        assert "原因不充分" in "".join(pages)
        assert "填好后保存" in pages[-1]
