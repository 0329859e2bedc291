"""`jixiao trend`: years side by side; what was published, and three years that were composed."""

from __future__ import annotations

import gc
import pkgutil
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from macros.cli import main
from tests.cases import standard_declaration, standard_evaluation
from tests.season import declaration, evaluation
from validators.across import index
from validators.across.extract import Extract
from validators.across.index import Index, Line
from validators.across.trend import ProjectYears, arranged, project_years
from validators.checking.check_file import CRASHED
from validators.records.folder_results import PlaceRecord
from validators.reports.trend.figures import Tallied, TrendFigures, sentences

SAMPLES = Path(__file__).parents[3] / "workbooks" / "samples"
UNIT = "上海市市场监督管理局行政服务中心（上海市市场监督管理局投诉举报中心）"
LONG = "2021—2025年度窗口单位业务受理、证照发放与“一网通办”线下专区综合保障经费（第三期）"
NOTE = "受疫情影响，{0} 场线下培训改为线上，少办 {1} 场；下一年度提前安排场地。"


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main([str(word) for word in words])
    told = capsys.readouterr()
    return status, told.out, told.err


def rows_of(path: Path, sheet: str) -> list[list[Any]]:
    """The rows below the headings."""
    book = openpyxl.load_workbook(path)
    below = int(str(book[sheet].freeze_panes)[1:])
    return [list(row) for row in book[sheet].iter_rows(min_row=below, values_only=True)]


def test_of_what_was_published_the_weakened_targets_are_found(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "历年.xlsx"

    status, out, err = run(capsys, "trend", SAMPLES, "-o", path)

    assert status == 0
    assert out.splitlines() == [
        "2024、2025 年度，5 个项目，其中 4 个有两年以上的表，可以比较。",
        "平均总分：2024 年 97.47。",
        "平均执行率：2024 年 99.16%。",
        "3 个项目有 6 项指标值比上一次放宽，或比上一次实际完成的少一成以上，"
        "最多的是「业务受理工作经费」（2）。请逐项核实：任务、资金减少的写明理由，没有理由的恢复。",
        "没有一项指标在两个以上年度都扣分。",
        "没有一条偏差原因在两个以上年度是同一句话。",
    ]
    assert err == f"历年比较已写入 {path}\n"
    assert [(row[0], row[3], row[6], row[8], row[9]) for row in rows_of(path, "放宽的指标值")] == [
        ("放宽", "证书保存完好程度", "≥95.00(%)", "=100.00(%)", "100.00(%)"),
        ("放宽", "证书送达时间", "≤10.00(工作日)", "≤5.00(工作日)", "5.00(工作日)"),
        ("低于实际", "公众号全年信息发布数量", "=200.00(条)", "≥180.00(条)", "260.00(条)"),
        (
            "放宽",
            "微信小程序“政府服务开放日”预约功能使用率",
            "≥65.00(%)",
            "≥80.00(%)",
            "57.14(%)",
        ),
        ("低于实际", "发布召回信息数量", "=50.00(条)", "≥40.00(条)", "64.00(条)"),
        ("放宽", "缺陷消费品宣贯覆盖人数", "≥2000.00(人)", "≥4000.00(人)", "2211.00(人)"),
    ]
    projects = {row[1]: row[2:] for row in rows_of(path, "项目")}
    assert projects["业务受理工作经费"][1] == 2
    assert projects["质量发展专项经费"][2:4] == [96.47, "优"]
    assert projects["政府聘用辅助人员经费"][2:6] == [None, None, None, "只有申报"]
    called = {row[3]: row[4] for row in rows_of(path, "指标")}
    assert called["发布召回信息数量"] == "年发布召回信息"
    assert openpyxl.load_workbook(path).sheetnames == [
        "概览", "项目", "指标", "放宽的指标值", "图表数据",
    ]  # fmt: skip


def rows(**first: Any) -> list[dict[str, Any]]:
    """The rows of the standard form, the first as said."""
    told = [dict(row) for row in standard_evaluation()["indicators"]]
    told[0] |= first
    return told


@pytest.fixture(name="years")
def _years(tmp_path: Path) -> Path:
    """Three years: one project grows lax, one is sound, one form does not say its year."""
    folder = tmp_path / "历年"
    for year, target, actual, score, total in (
        (2022, "≥10(场)", "8(场)", "16", "95.90"),
        (2023, "≥9(场)", "7(场)", "15.5", "95.40"),
        (2024, "≥9(场)", "9(场)", "20", "99.90"),
    ):
        short = score != "20"
        note = NOTE.format(year - 2019, 2) if short else None
        lax = rows(target=target, actual=actual, score=score, reason=note)
        lax[0]["level3"] = "线下业务培训开展场次"
        heads = {"unit": UNIT, "year": year}
        evaluation(
            folder / f"{year}" / "一.xlsx",
            project=LONG,
            indicators=lax,
            total_score=total,
            **heads,
        )
        evaluation(folder / f"{year}" / "二.xlsx", project="办公用房维修经费", **heads)
    asked = [dict(row) for row in standard_declaration()["indicators"]]
    declaration(folder / "2025" / "申报.xlsx", project=LONG, unit=UNIT, year=2025, indicators=asked)
    undated(evaluation(folder / "无年度.xlsx", project="办公用房维修经费", unit=UNIT))
    return folder


def undated(path: Path) -> None:
    """The form no longer says its year."""
    book = openpyxl.load_workbook(path)
    (cell,) = (c for row in book.active.iter_rows() for c in row if "2024年度" in str(c.value))
    cell.value = None
    book.save(path)


def test_three_years_side_by_side(
    capsys: pytest.CaptureFixture[str], years: Path, tmp_path: Path
) -> None:
    path = tmp_path / "结果.xlsx"
    (years / "坏.xlsx").write_bytes(b"PK\x03\x04")

    status, out, _ = run(capsys, "trend", years, "-o", path)

    assert status == 2  # a file could not be read
    lines = out.splitlines()
    assert lines[0] == (
        "2022、2023、2024、2025 年度，2 个项目，其中 2 个有两年以上的表，可以比较。"
    )
    assert lines[1] == "平均总分：2022 年 97.9，2023 年 97.65，2024 年 99.9。"
    assert "1 个项目有 1 项指标在两个以上年度都扣了分。" in lines[4]
    assert "1 个项目有 1 条偏差原因在两个以上年度是同一句话（名称和数字不论）。" in lines[5]
    assert lines[6] == "有 2 份没有放进任何一年，原因逐份列出。请照原因补写，再做一次。"
    assert lines[7].startswith("没有放进来：「办公用房维修经费」（")
    assert lines[7].endswith("无年度.xlsx）认不出是哪一年度，请在表上写明年度")
    (again,) = rows_of(path, "连年扣分")
    assert again[:3] == [2, UNIT, LONG]
    assert again[4] == "2022 年：20 分扣 4 分\n2023 年：20 分扣 4.5 分"
    (note,) = rows_of(path, "重复的原因")
    assert note[0] == 2
    assert note[4] == NOTE.format(4, 2)
    (fallen,) = (row for row in rows_of(path, "放宽的指标值") if row[5] == "2023")
    assert fallen[0] == "放宽"
    assert fallen[6:10] == ["≥9(场)", "2022", "≥10(场)", "8(场)"]
    assert rows_of(path, "没有放进来")[0][5].startswith("认不出是哪一年度")
    first = openpyxl.load_workbook(path)["概览"]
    assert [first.cell(row, 1).value for row in (1, 2)] == lines[:2]
    assert len(first._charts) == 4
    totals = {row[1]: row[4:] for row in rows_of(path, "项目")}
    assert totals[LONG] == [
        95.9, "优", 0.99, 95.4, "优", 0.99, 99.9, "优", 0.99, "只有申报", None, None,
    ]  # fmt: skip
    met = next(row for row in rows_of(path, "指标") if row[1] == LONG and "培训开展场次" in row[3])
    assert met[6:15] == [
        "≥10(场)", "8(场)", "没完成", "≥9(场)", "7(场)", "没完成", "≥9(场)", "9(场)", "完成",
    ]  # fmt: skip


def test_without_a_place_it_is_told_on_the_screen_alone(
    capsys: pytest.CaptureFixture[str], years: Path
) -> None:
    status, out, err = run(capsys, "trend", years / "2022", years / "2023")

    assert (status, err) == (0, "")
    assert out.startswith("2022、2023 年度，2 个项目，")


def test_one_year_is_nothing_to_compare(capsys: pytest.CaptureFixture[str], years: Path) -> None:
    _, out, _ = run(capsys, "trend", years / "2022")

    assert "没有一个项目有两年以上的表，无从比较。请把各年的文件夹都写上" in out
    assert "放宽" not in out


def test_its_own_workbook_is_passed_over_and_written_anew(
    capsys: pytest.CaptureFixture[str], years: Path
) -> None:
    path = years / "历年.xlsx"

    first = run(capsys, "trend", years, "-o", path)
    again = run(capsys, "trend", years, "-o", path)
    checked = run(capsys, "check", years)

    assert again == first
    assert "本工具写的文件 1 个" in checked[1]


def test_what_is_not_ours_is_not_replaced(
    capsys: pytest.CaptureFixture[str], years: Path, tmp_path: Path
) -> None:
    form, other = years / "2022" / "一.xlsx", tmp_path / "别的.xlsx"
    shutil.copy(form, other)
    before = form.read_bytes(), other.read_bytes()

    told = [
        run(capsys, "trend", years, "-o", path)[0]
        for path in (form, other, tmp_path / "无" / "a.xlsx", tmp_path / "历年.csv")
    ]
    over = run(capsys, "trend", years, "-o", form, "--overwrite")

    assert told == [2, 2, 2, 2]
    assert over[0] == 2
    assert "不能写到所核查的文件" in over[2]
    assert (form.read_bytes(), other.read_bytes()) == before


def index_of(*told: dict[str, Any]) -> Index:
    index = Index()
    for at, one in enumerate(told):
        line = {
            "place": PlaceRecord(f"{at}.xlsx", "表", 1), "kind": "SelfEvaluation", "word": "自评表",
            "unit": "甲", "department": "", "project": "乙", "fiscal_year": 2024, "amount": None,
            "content": str(at), "kept": index.extracts.put(Extract(())),
        }  # fmt: skip
        index.lines.append(Line(**{**line, **one}))
    return index


def placed(index: Index) -> tuple[list[list[int]], list[str]]:
    """Of each project the files by year, and why others are in none."""
    found = arranged(index)
    files = [[int(line.file.removesuffix(".xlsx")) for _, line in own] for own in found.projects]
    return files, [one.reason for one in found.unplaced]


@pytest.mark.parametrize(
    ("told", "projects", "reasons"),
    [
        ([{}, {"fiscal_year": 2023}], [[1, 0]], []),
        ([{}, {"fiscal_year": 2023, "project": "丙"}], [[0], [1]], []),
        # renamed, with one code; a form without the code goes with its name, whatever comes first
        (
            [
                {"code": "P1"},
                {"code": "P1", "fiscal_year": 2023, "project": "丙"},
                {"fiscal_year": 2022, "project": "丙"},
                {"fiscal_year": 2021},
            ],
            [[3, 2, 1, 0]],
            [],
        ),
        (
            [{"code": "P1"}, {"code": "P2", "fiscal_year": 2023}, {"fiscal_year": 2022}],
            [[0], [1]],
            ["同名的项目有几个项目编码，分不清是哪一个"],
        ),
        (
            [{"code": "P1"}, {"code": "P1", "project": "丙"}],
            [[0]],
            ["同一项目、年度有几份，计 0.xlsx"],
        ),
        (
            [{"kind": "MonitoringReport", "word": "监控表"}, {}],
            [[1]],
            ["监控表只说到年中，历年只看申报表和自评表"],
        ),
        ([{"unit": ""}], [], ["没有填单位或项目名称，认不出是哪个项目"]),
        ([{"kind": "TargetDeclaration", "word": "申报表"}, {}], [[1]], []),
        (
            [{}, {"kind": "DepartmentEvaluation", "word": "部门整体", "fiscal_year": 2023}],
            [[0], [1]],
            [],
        ),
    ],
)
def test_forms_are_put_to_projects_by_code_then_by_names(
    told: list[dict[str, Any]], projects: list[list[int]], reasons: list[str]
) -> None:
    assert placed(index_of(*told)) == (projects, reasons)


def test_a_project_at_a_time_is_in_memory(years: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept of a run is an index: rows are read back for one project and let go."""
    held: list[int] = []
    original = Index.extract

    def counted(self: Index, line: Line) -> Extract:
        held.append(sum(isinstance(one, ProjectYears) for one in gc.get_objects()))
        return original(self, line)

    monkeypatch.setattr(Index, "extract", counted)
    main(["trend", str(years)])

    assert len(held) == 7  # each form that was placed, once
    assert max(held) <= 1


def test_an_indicator_that_was_left_out_for_a_year_is_found_again(years: Path) -> None:
    from tests.validators.across.test_year import row

    index = Index()
    told = (
        (2022, (row("培训人数", "≥200(人)", "200"), row("培训场次", "≥9(场)", "9"))),
        (2023, (row("培训场次", "≥9(场)", "9"),)),
        (2024, (row("培训人数", "≥100(人)", "100"), row("培训场次", "≥9(场)", "9"))),
    )
    lines = []
    for year, own in told:
        at = index.extracts.put(Extract(own))
        place = PlaceRecord(f"{year}.xlsx", "表", 1)
        names = ("SelfEvaluation", "自评表", "甲", "", "乙")
        lines.append((year, Line(place, *names, year, None, str(year), kept=at)))

    project = project_years(index, lines)

    assert [[step.year for step in thread] for thread in project.threads] == [
        [2022, 2024],
        [2022, 2023, 2024],
    ]
    (one,) = project.lowered()
    assert (one.code, one.before.year, one.after.year) == ("X706", 2022, 2024)


def test_who_has_most_is_named_only_where_that_says_something() -> None:
    told = [Tallied(), Tallied(), Tallied()]
    for found, some in zip(told, ((1, 1), (1, 2), (2,)), strict=True):
        for name, count in zip("甲乙", some, strict=False):
            found.add(name, count)

    figures = [
        list(sentences(TrendFigures((2024, 2025), (), 2, 2, lowered=one), 0))[1] for one in told
    ]

    assert ["最多的是「乙」（2）" in figure for figure in figures] == [False, True, False]
    assert ["最多的是" in figure for figure in figures] == [False, True, False]


@pytest.mark.parametrize(
    "place",
    [
        "across.trend._years",
        "reports.trend.book.project_years",
        "reports.trend.sheets.note_rows",
        "reports.trend.figures.TrendFigures._totals",
    ],
)
def test_a_fault_of_ours_costs_the_project_in_which_it_lies(
    place: str,
    capsys: pytest.CaptureFixture[str],
    years: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module, _, name = f"validators.{place}".rpartition(".")
    owner: Any = pkgutil.resolve_name(module)
    before = getattr(owner, name)

    def breaking(*arguments: Any) -> Any:
        if any(LONG in str(one) for one in arguments if not isinstance(one, Index | TrendFigures)):
            raise ZeroDivisionError("ours")
        return before(*arguments)

    monkeypatch.setattr(owner, name, breaking)
    path = tmp_path / "结果.xlsx"

    status, out, err = run(capsys, "trend", years, "-o", path)

    assert status == 3
    first, *others = out.splitlines()
    assert first.endswith(" 年度，1 个项目，其中 1 个有两年以上的表，可以比较。")
    assert (
        "有 1 个项目没有比出来，是程序故障（与填报单位无关），其他项目不受影响。"
        "请把这几个项目的表和屏幕上的内容发给维护人。"
    ) in others
    assert any(line.startswith(f"没有放进来：「{LONG}」（") for line in others)
    assert err.count("ZeroDivisionError: ours") == 1
    assert [row[1] for row in rows_of(path, "项目")] == ["办公用房维修经费"]
    assert {row[1] for row in rows_of(path, "指标")} == {"办公用房维修经费"}
    lost, undated_form = rows_of(path, "没有放进来")
    assert lost[3] == LONG
    assert lost[5].startswith("程序故障（与填报单位无关）：这个项目各年没有比出来")
    assert undated_form[5].startswith("认不出是哪一年度")


def test_a_fault_of_ours_costs_the_file_in_which_it_lies(
    capsys: pytest.CaptureFixture[str], years: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract = index.extract

    def breaking(form: Any) -> Extract:
        if form.project == LONG and form.fiscal_year == 2022:
            raise ZeroDivisionError("ours")
        return extract(form)

    monkeypatch.setattr(index, "extract", breaking)

    status, out, err = run(capsys, "trend", years)

    assert status == 3
    assert out.startswith("2022、2023、2024、2025 年度，2 个项目，")
    assert f"一.xlsx：{CRASHED}" in out
    assert err.count("ZeroDivisionError: ours") == 1


def test_what_people_write_into_it_stays(
    capsys: pytest.CaptureFixture[str], years: Path, tmp_path: Path
) -> None:
    path = tmp_path / "历年.xlsx"
    again = [f"{years / str(year)}" for year in (2022, 2023, 2024)]
    run(capsys, "trend", *again, "-o", path)
    written_into(path)
    left = path.read_bytes()

    # 2022 has gone and 2025 has come, so that columns and rows are others
    _, _, told = run(capsys, "trend", *again[1:], years / "2025", "-o", path)

    (kept,) = tmp_path.glob("历年_留存*.xlsx")
    assert kept.read_bytes() == left
    assert told == (
        f"历年比较已写入 {path}；有人写在上一份里的已带过来，那一份改名为 {kept.name}\n"
    )
    book = openpyxl.load_workbook(path)
    assert heads_of(book["项目"]) == [
        "单位", "项目", "类别", "历年份数",
        *(f"{year}\n{what}" for year in (2023, 2024, 2025) for what in ("总分", "等级", "执行率")),
        "批注", "责任人",
    ]  # fmt: skip
    assert {row[1]: row[13:] for row in rows_of(path, "项目")} == {
        LONG: ["请财务科看", "张"],
        "办公用房维修经费": [None, None],
    }
    assert book["电话记录"]["B1"].value == "=1+1"
    first = [row[0] for row in book["概览"].iter_rows(values_only=True) if row[0]]
    assert first[0].startswith("2023、2024、2025 年度")
    assert first[first.index("备注（写在本页的，下次照样带着）") + 1 :] == [
        "平均总分：请李核对。",  # instead of a sentence of ours
        "已报领导",
    ]
    assert sum("平均总分：" in line for line in first) == 2
    lost = [row[:1] + row[2:4] for row in rows_of(path, "以前的备注")]
    assert lost == [["放宽的指标值", "办理情况", "已电话核实"]]

    # and where 2022 is there again, so is what was written beside its row
    run(capsys, "trend", *again, "-o", path)

    handled = {row[5]: row[10] for row in rows_of(path, "放宽的指标值")}
    assert handled == {"2023": "已电话核实"}
    book = openpyxl.load_workbook(path)
    assert "以前的备注" not in book.sheetnames
    assert "已报领导" in [row[0] for row in book["概览"].iter_rows(values_only=True)]
    assert len(list(tmp_path.glob("历年_留存*.xlsx"))) == 1  # nobody had written into it


def test_what_is_written_beside_a_reason_stays_when_it_is_given_once_more(
    capsys: pytest.CaptureFixture[str], years: Path, tmp_path: Path
) -> None:
    path = tmp_path / "历年.xlsx"
    again = ["trend", *(years / str(year) for year in (2022, 2023, 2024)), "-o", path]
    run(capsys, *again)
    book = openpyxl.load_workbook(path)
    sheet = book["重复的原因"]
    row = int(str(sheet.freeze_panes)[1:])
    sheet.cell(row, 1 + heads_of(sheet).index("办理情况"), "已约谈")
    book.save(path)
    lax = rows(target="≥9(场)", actual="7(场)", score="15.5", reason=NOTE.format(9, 3))
    heads = {"unit": UNIT, "year": 2024, "total_score": "95.40"}
    evaluation(years / "2024" / "一.xlsx", project=LONG, indicators=lax, **heads)

    run(capsys, *again)

    (told,) = rows_of(path, "重复的原因")
    assert (told[0], told[4], told[5]) == (3, NOTE.format(9, 3), "已约谈")


def written_into(path: Path) -> None:
    """Somebody at work: beside rows, on the first sheet, and on a sheet of his own."""
    book = openpyxl.load_workbook(path)
    fallen = book["放宽的指标值"]
    row = int(str(fallen.freeze_panes)[1:])
    fallen.cell(row, 1 + heads_of(fallen).index("办理情况"), "已电话核实")
    projects = book["项目"]
    row = int(str(projects.freeze_panes)[1:])
    projects.cell(row - 1, projects.max_column + 1, "责任人")
    (at,) = (cell.row for cell in projects["B"] if cell.value == LONG)
    projects.cell(at, projects.max_column, "张")
    projects.cell(at, 5).comment = Comment("请财务科看", "处长")
    book["概览"]["A2"], book["概览"]["A30"] = "平均总分：请李核对。", "已报领导"
    book.create_sheet("电话记录")["B1"] = "=1+1"
    book.save(path)


def heads_of(sheet: Any) -> list[Any]:
    return [cell.value for cell in sheet[int(str(sheet.freeze_panes)[1:]) - 1]]
