"""审核意见表: what becomes an opinion, under which group, and how it stands on the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from macros.cli import main
from tests.season import declaration, evaluation
from tests.validators.criteria.test_criteria import BY_HAND, GOOD, book
from tests.validators.reviewer import accept, line, lines, put
from validators.checking.catalogue import RULES
from validators.checking.check_file import Choice, check_file
from validators.records.standing import Standing
from validators.reports.opinions.opinions import GROUPS, ORDER, Opinion, Opinions, with_others
from validators.reports.opinions.written import table, text_lines
from validators.reports.workbook.tables import Name
from validators.terminal_text import lines_of

HEADS = ["序号", "单位", "项目", "年度", "表", "处理", "综述"]
OPINION = "指标与目标不相关：\n（1）请补充效益指标；\n\n（2）请写明受益人数。"


def opinions(*said: Opinion, path: str = "甲.xlsx", **more: Any) -> Opinions:
    return Opinions(
        "某某中心", "业务培训经费", "2025", "申报表", path, "申报表", Standing.ASK, said, (), **more
    )


def wide(text: str, count: int) -> list[Opinion]:
    return [Opinion("完整性", f"{text}{at}") for at in range(count)]


def test_every_family_of_rules_has_a_group() -> None:
    families = {module.RULE.code[0] for module in RULES}

    assert families <= GROUPS.keys()
    assert {letter: GROUPS[letter] for letter in "SID"} == {
        "S": "完整性", "I": "可测性", "D": "可行性",
    }  # fmt: skip


def test_readme_names_the_groups_and_the_commands_that_are_tested_here() -> None:
    readme = (Path(__file__).parents[4] / "README.md").read_text("utf-8")

    of_forms = [group for group in ORDER if group != GROUPS["X"]]
    assert f"本工具的规则归入{'、'.join(of_forms)}；" in readme
    assert "--opinions 审核意见表.xlsx --opinions 审核意见.txt" in readme


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two forms with what criteria, rules of ours and a reviewer say of them."""
    declaration(tmp_path / "表" / "申报.xlsx")
    evaluation(tmp_path / "表" / "自评.xlsx", deducted=True)
    rate = GOOD | {"比的内容": "率", "级别": "提示", "分组": "我区自定", "意见": "「{指标}」请看"}
    book(tmp_path / "口径.xlsx", rate, BY_HAND)
    return tmp_path


def reviewed(folder: Path) -> None:
    """填好.xlsx: an opinion by hand, a conclusion without one, a score, and an accepted finding."""
    main(["review", *asked(folder), "-o", str(folder / "复核表.xlsx")])
    made = openpyxl.load_workbook(folder / "复核表.xlsx")
    first, second = lines(made["人工审核"])
    put(first, 结论="不符合", 审核意见=OPINION)
    put(second, 结论="符合", 审核意见="已看过原件")
    put(line(made["复核"], 三级指标="培训合格率"), 复核得分=19, 审核意见="抽查一人不合格")
    accept(line(made["问题核准"], 编号="N601"))
    made.save(folder / "填好.xlsx")


def asked(folder: Path) -> list[str]:
    return [str(folder / "表"), "--criteria", str(folder / "口径.xlsx")]


def written(folder: Path, *words: str) -> tuple[list[dict[str, Any]], str]:
    """The rows of the workbook, and the text."""
    book, text = folder / "审核意见表.xlsx", folder / "审核意见.txt"
    status = main(
        ["review", *asked(folder), *words, "--opinions", str(book), "--opinions", str(text)]
    )
    assert status == 0
    rows = [{head: cell.value for head, cell in row.items()} for row in sheet_rows(book)]
    raw = text.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n") > 3
    return rows, raw.decode("utf-8-sig").replace("\r\n", "\n")


def sheet_rows(path: Path) -> list[dict[str, Any]]:
    return list(lines(openpyxl.load_workbook(path)["审核意见表"]))


def test_findings_and_what_a_reviewer_wrote_stand_under_their_groups(folder: Path) -> None:
    before, _ = written(folder)
    reviewed(folder)

    rows, text = written(folder, "--review", str(folder / "填好.xlsx"))

    groups = ["可测性", "得分", "我区自定"]
    assert list(rows[0]) == [*HEADS, *groups, "文件"]
    assert [row["偏差原因"] is not None for row in before] == [False, True]
    likewise = "「培训合格率」请看。同样的还有「培训按期完成率」、「政策知晓率」。"
    by_hand = "指标与目标不相关：\n（1）请补充效益指标；\n（2）请写明受益人数。"
    scored = "「培训合格率」抽查一人不合格（自评 20 分，复核 19 分）"
    assert [[row[group] for group in groups] for row in rows] == [
        [by_hand, None, likewise],
        [None, scored, likewise],
    ]
    assert [row["处理"] for row in rows] == ["请核实", "请核实"]
    assert rows[0]["综述"] == "提出意见 2 条：可测性 1 条、我区自定 1 条。"
    assert rows[1]["综述"].startswith(
        "提出意见 2 条：得分 1 条、我区自定 1 条。已核准 1 处，不列入意见。"
    )
    assert before[0]["综述"] == "提出意见 1 条：我区自定 1 条。人工审核还有 1 项没有结论。"
    assert text.startswith(
        "1. 某某中心：业务培训经费（2025 年度申报表）\n"
        "处理：请核实。提出意见 2 条：可测性 1 条、我区自定 1 条。\n"
        f"一、可测性\n{by_hand}\n二、我区自定\n{likewise}\n\n"
        "2. 某某中心：业务培训经费（2024 年度自评表）\n"
    )


@pytest.mark.parametrize(("rows", "told"), [(3, 3), (4, 1), (20, 1)])
def test_what_a_rule_of_ours_finds_in_many_rows_is_told_once(
    rows: int, told: int, tmp_path: Path
) -> None:
    """Three in full; of more, the first in full and the others by name, twelve of them."""
    targets = [
        {
            "level1": "产出指标",
            "level2": "数量指标",
            "level3": f"第{n}项",
            "target": f"{n}至左右{n}",
        }
        for n in range(1, rows + 1)
    ]
    declaration(tmp_path / "表" / "申报.xlsx", indicators=targets)
    book = tmp_path / "审核意见表.xlsx"

    main(["review", str(tmp_path / "表"), "--select", "I301", "--opinions", str(book)])

    (row,) = sheet_rows(book)
    text = row["可测性"].value
    assert row["综述"].value == f"提出意见 {told} 条：可测性 {told} 条。"
    assert ("同样的还有「第2项」、「第3项」、" in text) == (rows > 3)
    assert ("等 19 处。" in text) == (rows == 20)


def test_errors_are_marked_and_suggestions_and_trials_left_out(folder: Path) -> None:
    (folder / "表" / "申报.xlsx").unlink()
    form = folder / "表" / "自评.xlsx"
    found = check_file(form, Choice()).forms[0].outcome
    notes = [one for one in found.findings if one.severity.word == "提示"]

    (row,), _ = written(folder)

    assert row["处理"] == "退回修改"
    assert row["偏差原因"].endswith("（必须改正）")
    assert "其中必须改正的 1 条。" in row["综述"]
    assert (f"另有提示 {len(notes)} 处，供参考，不列入意见。" in row["综述"]) == bool(notes)
    told = "".join(str(value) for value in row.values())
    assert all(one.text not in told for one in (*notes, *found.trials))


def test_a_file_that_cannot_be_checked_is_told_and_one_that_came_twice(folder: Path) -> None:
    (folder / "表" / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    declaration(folder / "表" / "申报副本.xlsx")
    book = folder / "审核意见表.xlsx"

    status = main(["review", *asked(folder), "--opinions", str(book)])

    rows = sheet_rows(book)
    by_file = {row["文件"].value: row for row in rows}
    assert status == 2
    assert by_file["坏.xlsx"]["处理"].value == "未能核查"
    assert "（必须改正）" in by_file["坏.xlsx"]["完整性"].value
    assert "同一项目另有一份（申报副本.xlsx）" in by_file["申报.xlsx"]["综述"].value
    assert "同一项目" not in by_file["自评.xlsx"]["综述"].value


def test_forms_that_name_nobody_are_not_taken_for_one_another() -> None:
    nameless = opinions()._replace(unit="", path="乙.xlsx")

    assert [one.also for one in with_others([nameless, nameless._replace(path="丙.xlsx")])] == [
        (),
        (),
    ]


def test_files_of_one_name_are_told_apart_by_their_folders() -> None:
    every = [opinions(path=path) for path in ("一/甲.xlsx", "一/二/甲.xlsx", "一/乙.xlsx")]

    assert [one.also for one in with_others(every)] == [
        ("二/甲.xlsx", "乙.xlsx"),
        ("一/甲.xlsx", "乙.xlsx"),
        ("甲.xlsx",),
    ]


def test_what_has_no_room_in_a_row_goes_on_in_the_next_and_nothing_is_lost() -> None:
    long = "请补充测算依据，写明单价、数量和来源" * 3
    many = opinions(*wide(long, 60), Opinion("可测性", "一条"), Opinion("可测性", "长" * 5000))

    sheet = table([many, opinions(*wide("短", 2), path="乙.xlsx")])

    rows = [[str(cell) for cell in row] for row in sheet.rows]
    groups = {name: (at, places) for at, (name, places) in enumerate(sheet.columns)}
    at, places = groups["完整性"]
    cells = [row[at] for row in rows if row[0] == "1"]
    assert places == 56
    assert len(cells) > 3
    assert max(lines_of(cell, places) for cell in cells) <= 24
    told = "".join(cells).replace("\n", "")
    assert told == "".join(f"{n}. {long}{n - 1}" for n in range(1, 61))
    column, _ = groups["可测性"]
    assert "".join(row[column] for row in rows if row[0] == "1").count("长") == 5000
    assert [row[5] for row in rows if row[0] == "1"][1:] == ["续上行"] * (len(cells) - 1)
    assert {row[1] for row in rows} == {"某某中心"}
    assert [row[0] for row in rows][-1] == "2"


def test_groups_stand_in_their_order_and_own_ones_behind() -> None:
    said = [Opinion(group, "甲") for group in ("其他", "我区", "文字", "可行性", "完整性", "得分")]

    (heads,) = [[name for name, _ in table([opinions(*said)]).columns]]

    assert heads[len(HEADS) : -1] == ["完整性", "可行性", "得分", "文字", "我区", "其他"]


def test_a_form_without_opinions_says_so() -> None:
    one = opinions()._replace(standing=Standing.CLEAN)

    (row,) = table([one]).rows
    told = list(text_lines([one]))

    assert row[6] == "没有提出意见。"
    assert row[-1] == Name(Path("甲.xlsx"))
    assert told == [
        "1. 某某中心：业务培训经费（2025 年度申报表）", "处理：未发现问题。没有提出意见。", "",
    ]  # fmt: skip


def test_texts_are_never_formulas(tmp_path: Path) -> None:
    declaration(tmp_path / "表" / "申报.xlsx", project='=HYPERLINK("http://x","点")')
    book = tmp_path / "审核意见表.xlsx"

    main(["review", str(tmp_path / "表"), "--opinions", str(book)])

    (row,) = sheet_rows(book)
    assert row["项目"].data_type == "s"


def test_only_what_is_ours_and_as_it_was_is_replaced(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, text = folder / "审核意见表.xlsx", folder / "审核意见.txt"
    command = ["review", *asked(folder)]
    assert main([*command, "--opinions", str(book), "--opinions", str(text)]) == 0
    assert main([*command, "--opinions", str(book), "--opinions", str(text)]) == 0
    text.write_text("改过的意见", "utf-8")

    refused = main([*command, "--opinions", str(text)])
    told = capsys.readouterr().err
    kept = text.read_text("utf-8")
    forced = main([*command, "--opinions", str(text), "--overwrite"])

    assert (refused, kept, forced) == (2, "改过的意见", 0)
    assert f"{text} 已经存在，不是本工具写在那里的，或者写好以后有人改动过，不会覆盖。" in told
    assert text.read_text("utf-8-sig").startswith("1. 某某中心")


WRONG = [
    ([], "命令写得不对：还缺少：-o。请运行 jixiao review --help 查看用法。"),
    (
        ["--opinions", "意见.docx"],
        "审核意见表要写成 .xlsx 或 .txt 文件，不能写成 意见.docx。请改文件名。",
    ),
    (
        ["--opinions", "没有/意见.txt"],
        "写不了 没有/意见.txt：没有这个文件夹。请先建文件夹，或换一个位置。",
    ),
    (
        ["--opinions", "甲.txt", "--opinions", "甲.txt"],
        "--opinions 甲.txt 写了两次。请只写一次，或换一个文件名。",
    ),
    (
        ["-o", "甲.xlsx", "--opinions", "甲.xlsx"],
        "复核表和审核意见表不能是同一个文件 甲.xlsx。请换一个文件名。",
    ),
]


@pytest.mark.parametrize(("words", "told"), WRONG)
def test_what_cannot_be_written_is_told_before_anything_is_checked(
    words: list[str],
    told: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(folder)

    status = main(["review", "表", *words])

    assert status == 2
    assert told in capsys.readouterr().err
    assert not Path("甲.xlsx").exists()


def test_it_never_replaces_a_form(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = folder / "表" / "申报.xlsx"
    before = form.read_bytes()

    status = main(["review", *asked(folder), "--opinions", str(form), "--overwrite"])

    assert status == 2
    assert form.read_bytes() == before
    assert "审核意见表不能写到所核查的文件" in capsys.readouterr().err


def test_among_the_forms_it_is_known_as_ours(folder: Path) -> None:
    written(folder)

    result = check_file(folder / "审核意见表.xlsx", Choice())

    assert result.aside is not None
    assert result.aside.told == "本工具的审核意见表，不作为报送表核查。"
