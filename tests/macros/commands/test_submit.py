"""`jixiao submit` as somebody types it: what is written, what is objected to, what is kept."""

from __future__ import annotations

import json
import re
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from macros.cli import main
from macros.hand_in import hand_in
from tests import drawn
from tests.fuzz.mutations import unpacked
from tests.thinned import paired, thinned
from tests.validators import reviewer
from tests.workbooks import layouts
from tests.workbooks.packages import packed, parts, sheet
from tests.workbooks.rich import live, rich
from validators.checking.check_file import Choice, check_file
from validators.checking.our_files import LEAD
from validators.rules import n601_deduction_unexplained
from workbooks.files.limits import DAMAGED
from workbooks.files.open_file import GONE
from workbooks.reading.from_texts import published_forms
from workbooks.values_copy import values_only

ROOT = Path(__file__).parents[3]
SAMPLES = sorted((ROOT / "workbooks" / "samples").glob("*.xlsx"))
BUSINESS = next(path for path in SAMPLES if "2024自评表_业务受理" in path.name)
LOCAL = dict(layouts.forms())


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main([str(word) for word in words])
    told = capsys.readouterr()
    return status, told.out, told.err


def findings(capsys: pytest.CaptureFixture[str], path: Path) -> list[dict[str, Any]]:
    """What `jixiao check` finds in the forms of a file."""
    _, out, _ = run(capsys, "check", path, "--format", "json", "--no-ledger")
    return [
        {key: form[key] for key in ("sheet", "project", "findings", "unreadable", "skips")}
        for file in json.loads(out)["files"]
        for form in file["forms"]
    ]


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A published form that has no errors."""
    return Path(shutil.copy(BUSINESS, tmp_path / "自评表.xlsx"))


def spoiled(form: Path, **cells: object) -> Path:
    book = openpyxl.load_workbook(form)
    for place, value in cells.items():
        book.active[place] = value
    book.save(form)
    return form


def beside(form: Path) -> list[str]:
    return sorted(path.name for path in form.parent.iterdir())


# --- what is written ---


def test_a_form_without_errors_is_written_beside_it(
    capsys: pytest.CaptureFixture[str], form: Path
) -> None:
    before = form.read_bytes()

    status, out, err = run(capsys, "submit", form)

    target = form.with_name("自评表_报送版.xlsx")
    assert (status, err) == (0, "")
    assert out == (
        f"报送版已写入 {target}，各单元格已与原文件逐一核对。\n"
        "错误 0 处，警告 2 处，提示 2 处，读不成 0 处，未检查 0 项。\n"
    )
    assert beside(form) == ["自评表.xlsx", target.name]
    assert form.read_bytes() == before


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_published_form_is_found_to_be_the_same(
    capsys: pytest.CaptureFixture[str], path: Path, tmp_path: Path
) -> None:
    target = tmp_path / "送.xlsx"

    run(capsys, "submit", path, "-o", target)

    assert findings(capsys, target) == findings(capsys, path)


@pytest.mark.parametrize("name", thinned(LOCAL))
def test_a_local_form_is_found_to_be_the_same(
    capsys: pytest.CaptureFixture[str], name: str, tmp_path: Path
) -> None:
    source, target = tmp_path / "表.xlsm", tmp_path / "表_报送版.xlsx"
    source.write_bytes(rich(LOCAL[name]))

    status, out, _ = run(capsys, "submit", source, "--force")

    assert status == 0, out
    assert "报送版里没有带：隐藏的工作表「底稿」、批注、" in out
    assert findings(capsys, target) == findings(capsys, source)


@pytest.mark.parametrize(("number", "ending"), paired([0, 1, 4], ["xlsm", "xlsx"]))
def test_a_filled_template_is_handed_in_without_its_guide(
    capsys: pytest.CaptureFixture[str], number: int, ending: str, tmp_path: Path
) -> None:
    source, target = tmp_path / f"填.{ending}", tmp_path / "填_报送版.xlsx"
    form = published_forms()[number]
    drawn.write(form, source)

    status, out, _ = run(capsys, "submit", source)

    assert status == 0
    assert ("宏" in out) is (ending == "xlsm")
    assert "工作表「填报说明」" in out
    assert openpyxl.load_workbook(target).sheetnames == [form.sheet]
    assert findings(capsys, target) == findings(capsys, source)


def test_several_forms_of_a_workbook_go_together(
    capsys: pytest.CaptureFixture[str], form: Path
) -> None:
    book = openpyxl.load_workbook(form)
    book.copy_worksheet(book.active).title = "另一份"
    book.create_sheet("核查结果")["A1"] = LEAD
    book.create_sheet("封面", 0)["A1"] = "2024年度"
    book.save(form)

    run(capsys, "submit", form)

    made = openpyxl.load_workbook(form.with_name("自评表_报送版.xlsx"))
    assert made.sheetnames == ["封面", "自评表", "另一份"]


@pytest.mark.parametrize(("area", "last"), [("A1:C9", 10), ("A1:K9", 11)])
def test_a_print_area_never_cuts_a_form(area: str, last: int, tmp_path: Path) -> None:
    grid = LOCAL["sichuan/1"]
    source = tmp_path / "表.xlsx"
    book = openpyxl.load_workbook(BytesIO(live(grid)), data_only=True)
    book.active.print_area = area
    book.save(source)
    assert max(area.right for area in grid.merges) == 10

    found = hand_in.candidate(source.read_bytes(), Choice())

    assert isinstance(found, hand_in.Candidate)
    assert found.copy.last == {grid.sheet: last}


# --- what is objected to ---


def test_errors_are_listed_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str], form: Path
) -> None:
    spoiled(form, G20=8, C7="约90")

    status, out, err = run(capsys, "submit", form)

    assert (status, out) == (1, "")
    first, *lines, last = err.splitlines()
    assert first == f"没有生成报送版：还有 {len(lines)} 处要先改正。"
    assert lines[:2] == [
        "  工作表「自评表」读不成 C7「年初预算数」填的是“约90”，读不成数。请只填数字，单位为万元。",
        "  工作表「自评表」G20 错误 R504 「行政许可事项咨询回复率」实际完成值“98.00(%)”没有达到年度"
        "指标值“=100.00(%)”，却得满分 8 分；按完成情况最多 7.84 分（98 ÷ 100 × 8 = 7.84），多出"
        " 0.16 分。请更正得分，并填写偏差原因和改进措施。",
    ]
    assert last == "请改正后再运行；确要照现状报送的，加 --force。"
    assert beside(form) == ["自评表.xlsx"]


def test_force_writes_what_has_errors(capsys: pytest.CaptureFixture[str], form: Path) -> None:
    spoiled(form, G20=8, C7="约90")

    status, out, err = run(capsys, "submit", form, "--force")

    assert (status, err) == (0, "")
    assert "读不成 1 处" in out
    assert findings(capsys, form.with_name("自评表_报送版.xlsx")) == findings(capsys, form)


def test_a_policy_decides_what_an_error_is(
    capsys: pytest.CaptureFixture[str], form: Path, tmp_path: Path
) -> None:
    spoiled(form, G20=8)
    told = run(capsys, "submit", form)[2]
    mild = tmp_path / "办法.toml"
    entry = 'value = "note"\nsince = "待核"\nsource = "本单位规定"\n'
    codes = sorted(set(re.findall(" 错误 ([A-Z][0-9]+) ", told)))
    listed = "".join(f"[severities.{code}]\n{entry}" for code in codes)
    mild.write_text(f'base = "shanghai"\n{listed}', "utf-8")

    status, _, err = run(capsys, "submit", form, "--policy", mild)

    assert (status, err) == (0, "")


def test_a_sheet_of_no_known_layout_is_objected_to(
    capsys: pytest.CaptureFixture[str], form: Path
) -> None:
    book = openpyxl.load_workbook(form)
    other = book.copy_worksheet(book.active)
    other.title = "别的"
    for row in other.iter_rows():
        for cell in row:
            if cell.value in ("三级指标", "年度指标值", "实际完成值"):
                cell.value = "某某栏"
    book.save(form)

    status, _, err = run(capsys, "submit", form)

    assert status == 1
    assert "  工作表「别的」没有找到指标表：" in err
    assert run(capsys, "submit", form, "--force")[0] == 0


def test_a_broken_rule_is_said_to_be_ours_and_objected_to(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, form: Path
) -> None:
    monkeypatch.setattr(n601_deduction_unexplained, "check", lambda filing: 1 / 0)

    status, _, err = run(capsys, "submit", form)

    assert status == 1
    assert "  工作表「自评表」程序故障（与填报单位无关）：规则 N601 未能完成" in err


# --- what cannot be handed in ---


def test_a_formula_that_was_never_calculated_has_no_value(
    capsys: pytest.CaptureFixture[str], form: Path
) -> None:
    spoiled(form, G14="=F14", A40="=1")

    status, out, err = run(capsys, "submit", form, "--force")

    assert (status, out) == (2, "")
    sentence = hand_in.UNCALCULATED.format(sheet="自评表", cells="G14、A40")
    assert err == f"{form}：{sentence}\n"
    assert beside(form) == ["自评表.xlsx"]


def test_an_old_workbook_is_saved_anew_first(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    import xlwt

    book = xlwt.Workbook()
    book.add_sheet("自评表").write(0, 0, "项目名称")
    path = tmp_path / "表.xls"
    book.save(str(path))

    assert run(capsys, "submit", path) == (2, "", f"{path}：{hand_in.LEGACY}\n")


def test_a_form_on_a_hidden_sheet(capsys: pytest.CaptureFixture[str], form: Path) -> None:
    book = openpyxl.load_workbook(form)
    book.active.sheet_state = "hidden"
    book.create_sheet("封面", 0)
    book.active = 0
    book.save(form)

    status, _, err = run(capsys, "submit", form, "--force")

    assert status == 2
    assert err.endswith(hand_in.HIDDEN.format(sheets="「自评表」") + "\n")


def test_a_hidden_form_beside_another_stays_behind(
    capsys: pytest.CaptureFixture[str], form: Path
) -> None:
    book = openpyxl.load_workbook(form)
    book.copy_worksheet(book.active).title = "底稿"
    book["底稿"].sheet_state = "veryHidden"
    book.save(form)

    status, out, _ = run(capsys, "submit", form)

    assert (status, "没有带：隐藏的工作表「底稿」。" in out) == (0, True)
    assert openpyxl.load_workbook(form.with_name("自评表_报送版.xlsx")).sheetnames == ["自评表"]


def test_two_sheets_of_one_name_are_no_workbook(
    capsys: pytest.CaptureFixture[str], form: Path
) -> None:
    book = openpyxl.load_workbook(form)
    book.copy_worksheet(book.active).title = "另一份"
    book.save(form)
    made = unpacked(form.read_bytes())
    listed = made["xl/workbook.xml"].decode().replace("另一份", "自评表")
    form.write_bytes(packed({**made, "xl/workbook.xml": listed}))

    assert run(capsys, "submit", form) == (2, "", f"{form}：{DAMAGED}\n")


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (None, GONE),
        (packed(parts(sheet("<row><c><v>1</v></c></row>"))), "没有找到绩效自评表或绩效目标申报表"),
        (b"%PDF-1.7", "文件是PDF 文件，不是 Excel 工作簿。"),
    ],
    ids=["gone", "no form", "pdf"],
)
def test_what_is_no_form(
    capsys: pytest.CaptureFixture[str], raw: bytes | None, sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "表.xlsx"
    if raw is not None:
        path.write_bytes(raw)

    status, out, err = run(capsys, "submit", path, "--force")

    assert (status, out) == (2, "")
    assert err.startswith(f"{path}：{sentence}")


# --- where it goes ---


def test_an_earlier_copy_is_replaced_and_nothing_else(
    capsys: pytest.CaptureFixture[str], form: Path
) -> None:
    target = form.with_name("自评表_报送版.xlsx")
    run(capsys, "submit", form)
    spoiled(form, G14=9.5)

    again = run(capsys, "submit", form, "--force")[0]

    assert again == 0
    assert openpyxl.load_workbook(target).active["G14"].value == 9.5
    openpyxl.load_workbook(target).save(target)
    kept = target.read_bytes()
    assert run(capsys, "submit", form, "--force") == (
        2, "", hand_in.TAKEN.format(path=target) + "请用 -o 另写一个文件名。\n",
    )  # fmt: skip
    assert target.read_bytes() == kept
    assert run(capsys, "submit", form, "--force", "--overwrite")[0] == 0
    assert target.read_bytes() != kept


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("自评表.xlsx", hand_in.SOURCE),
        ("送.xls", "报送版要写成 .xlsx 文件，不能写成 送.xls。请改文件名。"),
        ("没有/送.xlsx", hand_in.NO_FOLDER),
    ],
)
def test_where_it_may_not_go(
    capsys: pytest.CaptureFixture[str], name: str, sentence: str, form: Path
) -> None:
    before, target = form.read_bytes(), form.parent / name

    told = run(capsys, "submit", form, "-o", target)

    assert told == (2, "", f"{sentence.format(path=target)}请用 -o 另写一个文件名。\n")
    assert (form.read_bytes(), beside(form)) == (before, ["自评表.xlsx"])


def test_a_copy_handed_in_again_is_not_replaced_by_itself(
    capsys: pytest.CaptureFixture[str], form: Path
) -> None:
    run(capsys, "submit", form)
    made = form.with_name("自评表_报送版.xlsx")

    run(capsys, "submit", made)

    again = form.with_name("自评表_报送版_报送版.xlsx")
    assert again.read_bytes() == made.read_bytes()


def test_a_copy_that_differs_is_a_fault_of_ours(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, form: Path
) -> None:
    edited = values_only.sheet_values

    def wrong(data: bytes, kept: Any) -> Any:
        return edited(data.replace(b"<v>10</v>", b"<v>11</v>", 1), kept)

    monkeypatch.setattr(values_only, "sheet_values", wrong)

    status, out, err = run(capsys, "submit", form)

    assert (status, out) == (3, "")
    assert "UnlikeError: 自评表!" in err
    assert err.endswith("程序故障（与填报单位无关）：请把以上内容发给维护人。\n")
    assert beside(form) == ["自评表.xlsx"]


def test_stopped_in_the_middle_it_leaves_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, form: Path
) -> None:
    def stop(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(hand_in, "unlike", stop)

    told = run(capsys, "submit", form)

    assert told == (2, "", "中途停止。没有写完的文件都没有留下。\n")
    assert beside(form) == ["自评表.xlsx"]


def test_a_disk_that_is_full(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, form: Path
) -> None:
    def full(self: Path, target: Path) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", full)

    status, out, err = run(capsys, "submit", form)

    target = form.with_name("自评表_报送版.xlsx")
    assert (status, out, err) == (2, "", hand_in.UNWRITABLE.format(name=target) + "\n")
    assert beside(form) == ["自评表.xlsx"]


def test_findings_that_only_the_copy_has_are_seen(
    monkeypatch: pytest.MonkeyPatch, form: Path
) -> None:
    found = hand_in.candidate(form.read_bytes(), Choice(()))
    assert isinstance(found, hand_in.Candidate)

    with pytest.raises(hand_in.UnlikeError, match="N6"):
        hand_in.put(found, Choice(), form.with_name("送.xlsx"))

    assert beside(form) == ["自评表.xlsx"]


def test_a_name_that_would_be_too_long_is_told(
    capsys: pytest.CaptureFixture[str], form: Path
) -> None:
    long = form.rename(form.with_name("表" * 83 + ".xlsx"))

    status, out, err = run(capsys, "submit", long)

    name = "表" * 83 + "_报送版.xlsx"
    assert (status, out) == (2, "")
    assert err == f"文件名 {name} 太长，写不了。请用 -o 另写一个文件名。\n"
    assert beside(long) == [long.name]


# --- what was returned before, and what a reviewer has accepted ---


def returned(form: Path) -> Path:
    """The copy of a spoiled form that goes back to its unit; the only copy in its folder."""
    folder = form.parent / "退回"
    assert main(["check", str(form), "--return", str(folder)]) == 1
    (copy,) = (folder / "退回修改").iterdir()
    return copy


def test_a_returned_copy_is_handed_in_as_if_it_had_never_been_marked(
    capsys: pytest.CaptureFixture[str], form: Path
) -> None:
    spoiled(form, H20=None)
    copy = returned(form)
    run(capsys, "submit", form, "--force", "-o", form.with_name("一.xlsx"))

    status, out, _ = run(capsys, "submit", copy, "--force", "-o", form.with_name("二.xlsx"))

    assert status == 0
    assert out.splitlines()[1] == "报送版里没有带：退回修改时的「修改清单」和标色、批注。"
    one, two = (openpyxl.load_workbook(form.with_name(name)) for name in ("一.xlsx", "二.xlsx"))
    assert two.sheetnames == one.sheetnames
    for cell in (cell for row in one.active for cell in row):
        other = two.active[cell.coordinate]
        assert (other.value, other.comment) == (cell.value, None)
        assert repr((other.fill, other.font, other.border, other.alignment)) == repr(
            (cell.fill, cell.font, cell.border, cell.alignment)
        )


def accepting(form: Path, *, code: str) -> Path:
    """The 复核表 of a form in which the findings of a rule are accepted."""
    path = form.with_name("复核表.xlsx")
    book = reviewer.review_of(form, path)
    for row in reviewer.lines(book["问题核准"]):
        if row["编号"].value == code:
            reviewer.accept(row)
    book.save(path)
    return path


def test_what_a_reviewer_has_accepted_is_no_objection(
    capsys: pytest.CaptureFixture[str], form: Path
) -> None:
    spoiled(form, H20=None)
    review = accepting(form, code="N601")
    capsys.readouterr()

    without, _, objections = run(capsys, "submit", form)
    status, out, err = run(capsys, "submit", form, "--review", review)

    assert (without, objections.splitlines()[1].split()[2]) == (1, "N601")
    assert (status, err) == (0, "")
    assert out.splitlines()[1:] == [
        "错误 1 处，警告 2 处，提示 1 处，读不成 0 处，未检查 0 项。",
        "其中已核准 1 处：",
        "  已核准（错误） N601 H20 「行政许可事项咨询回复率」得分 7 分，比分值 8 分少 1 分，"
        "「偏差原因分析及改进措施」为空。请填写扣分的原因和改进措施。",
        "    核准理由：经核实，情况属实（审核员，2025-03-01）",
    ]
    assert beside(form) == ["复核表.xlsx", "自评表.xlsx", "自评表_报送版.xlsx"]


def test_what_was_accepted_of_other_figures_is_an_objection_again(
    capsys: pytest.CaptureFixture[str], form: Path
) -> None:
    spoiled(form, H20=None)
    review = accepting(form, code="N601")
    spoiled(form, G20=6)
    capsys.readouterr()

    status, out, err = run(capsys, "submit", form, "--review", review)

    assert (status, out) == (1, "")
    told = err.splitlines()
    assert told[0] == "没有生成报送版：还有 2 处要先改正。"
    assert [line.split()[1:3] for line in told[1:3]] == [["错误", "N601"], ["错误", "R503"]]
    assert told[4] == "复核表有 1 处不再适用："
    assert "这一行的数变了，请重新核准" in told[5]
    assert beside(form) == ["复核表.xlsx", "自评表.xlsx"]


def test_what_is_no_review_is_refused(capsys: pytest.CaptureFixture[str], form: Path) -> None:
    status, out, err = run(capsys, "submit", form, "--review", form)

    assert (status, out) == (2, "")
    assert err.startswith(f"{form} 不是本工具生成的复核表：")
    assert beside(form) == ["自评表.xlsx"]


def test_rows_of_the_copy_show_their_text_and_empty_ones_are_left_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    source, target = tmp_path / "填.xlsx", tmp_path / "填_报送版.xlsx"
    drawn.write(published_forms()[3], source)
    book = openpyxl.load_workbook(source, data_only=True)
    sheet = book.worksheets[0]
    sheet.row_dimensions[11].height = 40
    for row in range(29, 35):
        sheet.row_dimensions[row].hidden = False
    book.save(source)

    assert "S118" in [f.rule.code for f in check_file(source, Choice()).forms[0].outcome.findings]
    status, _, _ = run(capsys, "submit", source)

    copy = openpyxl.load_workbook(target).worksheets[0]
    assert status == 0
    assert copy.row_dimensions[11].height > 300
    assert [row for row in range(13, 73) if not copy.row_dimensions[row].hidden] == [*range(13, 29)]
    assert check_file(target, Choice()).forms[0].reading.form.sight.cut_rows == ()


# --- what nobody sees, and what nobody calculated ---


def test_what_lies_under_merged_cells_stays_behind(
    capsys: pytest.CaptureFixture[str], form: Path
) -> None:
    content = unpacked(form.read_bytes())
    name = "xl/worksheets/sheet1.xml"
    under = re.search(rb'<c r="B3"( s="\d+")?/>', content[name])
    assert under is not None
    assert b'<mergeCell ref="A3:B3"/>' in content[name]
    said = '<c r="B3" t="inlineStr"><is><t>旧单位机密</t></is></c>'.encode()
    form.write_bytes(packed(content | {name: content[name].replace(under[0], said)}))

    status, out, err = run(capsys, "submit", form)

    copy = unpacked(form.with_name("自评表_报送版.xlsx").read_bytes())
    assert (status, err) == (0, "")
    assert "报送版里没有带：" in out
    assert "合并单元格盖住的内容 1 格" in out
    assert [name for name, data in copy.items() if "旧单位机密".encode() in data] == []


def test_zeros_beside_the_form_that_nobody_calculated_are_not_written(
    capsys: pytest.CaptureFixture[str], form: Path
) -> None:
    book = openpyxl.load_workbook(form)
    book.create_sheet("测算")["A1"] = "=5*5"
    book.save(form)
    content = unpacked(form.read_bytes())
    part = content["xl/worksheets/sheet2.xml"]
    assert b"<f>5*5</f><v></v>" in part or b"<f>5*5</f><v/>" in part
    zero = re.sub(rb"<f>5\*5</f><v ?/?>(</v>)?", b"<f>5*5</f><v>0</v>", part)
    form.write_bytes(packed(content | {"xl/worksheets/sheet2.xml": zero}))

    status, out, err = run(capsys, "submit", form, "--force")

    assert (status, out) == (2, "")
    assert err == (
        f"{form}：工作表「测算」A1 的公式还没有计算结果，不能只留数值。"
        "请用 Excel 打开，保存后再试。\n"
    )
    assert beside(form) == ["自评表.xlsx"]
