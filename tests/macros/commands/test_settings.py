"""绩效核查.toml: what an office has settled, and who must never settle anything."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import openpyxl
import pytest

from macros.cli import main
from macros.commands.settings import ITEMS, NAME, blank, read
from tests.season import evaluation
from workbooks.user_folder import user_folder


@pytest.fixture
def forms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one form, beside which the command runs."""
    monkeypatch.chdir(tmp_path)
    evaluation(tmp_path / "报送" / "甲.xlsx", deducted=True)
    return tmp_path / "报送"


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main([str(word) for word in words])
    told = capsys.readouterr()
    return status, told.out, told.err


def codes(capsys: pytest.CaptureFixture[str], *words: object) -> list[tuple[str, str]]:
    _, out, _ = run(capsys, "check", *words, "--format", "json")
    (file,) = json.loads(out)["files"]
    return [(one["code"], one["severity"]) for one in file["forms"][0]["findings"]]


def test_nothing_is_settled_without_a_file(forms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert codes(capsys, forms) == [("N601", "error")]


def test_what_is_settled_counts_until_something_else_is_typed(
    forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / NAME).write_text('ignore = ["N"]\n', "utf-8")

    assert codes(capsys, forms) == []
    assert codes(capsys, forms, "--ignore", "R503") == [("N601", "error")]
    assert codes(capsys, forms, "--no-settings") == [("N601", "error")]


def test_a_named_file_goes_before_the_folder_and_this_before_the_own_place(
    forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APPDATA", str(tmp_path / "自己的"))
    named, here, own = tmp_path / "另.toml", tmp_path / NAME, user_folder() / NAME
    own.parent.mkdir(parents=True)
    for path, level in ((named, "提示"), (here, "警告"), (own, "错误")):
        path.write_text(f'[levels]\nN601 = "{level}"\n', "utf-8")

    found = [codes(capsys, forms, "--settings", named), codes(capsys, forms)]
    here.unlink()
    found.append(codes(capsys, forms))

    assert found == [[("N601", "note")], [("N601", "warning")], [("N601", "error")]]


def test_a_level_decides_what_is_to_be_done_with_a_form(
    forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / NAME).write_text('[levels]\nN601 = "警告"\n', "utf-8")

    status, out, err = run(capsys, "check", forms, "--report", tmp_path / "核查结果.xlsx")

    assert (status, "1 份请核实（有警告）" in out) == (0, True)
    assert f"按设置文件 {NAME}。" in err
    sheet = openpyxl.load_workbook(tmp_path / "核查结果.xlsx")["汇总"]
    assert f"设置文件：{NAME}。" in sheet["A3"].value


@pytest.mark.parametrize("said", ['ignore = ["N"]', '[levels]\nN601 = "警告"'])
def test_what_is_settled_counts_for_a_copy_to_hand_in(
    said: str, forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("submit", forms / "甲.xlsx", "-o", tmp_path / "报.xlsx")
    refused, _, why = run(capsys, *words)
    (tmp_path / NAME).write_text(said, "utf-8")

    written, _, _ = run(capsys, *words)

    assert (refused, "N601" in why, written) == (1, True, 0)


def test_by_which_policy_forms_are_begun_is_settled(
    forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("fill", forms / "甲.xlsx", "-o", tmp_path / "本年.xlsx")
    (tmp_path / NAME).write_text('policy = "hubei"\n', "utf-8")

    status, out, err = run(capsys, *words)

    assert (status, f"按设置文件 {NAME}。" in err, "湖北" in out) == (0, True, True)


def test_a_review_that_is_still_to_be_made_is_no_obstacle(
    forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An office settles all of its round at once: the 复核表 comes later."""
    (tmp_path / NAME).write_text('review = "复核表.xlsx"\nreport = ["果.xlsx"]\n', "utf-8")

    first = run(capsys, "check", forms)
    made = run(capsys, "review", forms, "-o", "复核表.xlsx")
    then = run(capsys, "check", forms)

    later = "设置文件里的复核表 复核表.xlsx 还没有，这次不用。\n"
    assert [(status, later in err) for status, _, err in (first, made, then)] == [
        (1, True), (0, True), (1, False),
    ]  # fmt: skip


@pytest.mark.parametrize("checked", ["报送", "报送/甲.xlsx", "."])
def test_a_file_that_a_submitter_can_write_settles_nothing(
    checked: str, forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (forms / NAME).write_text('ignore = ["N"]\n', "utf-8")
    monkeypatch.chdir(forms if checked == "." else tmp_path)

    status, _, err = run(capsys, "check", checked)

    assert status == 1
    assert re.search(f"没有采用 .*{NAME}：它在所核查的文件夹里，交表的人也能写。", err)


def test_a_named_file_among_the_forms_is_refused(
    forms: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = forms / "下" / "a.toml"
    path.parent.mkdir()
    path.write_text('ignore = ["N"]\n', "utf-8")

    assert run(capsys, "check", forms, "--settings", path) == (
        2,
        "",
        f"设置文件 {path} 在所核查的文件夹里，交表的人也能写，不能采用。请放到别处。\n",
    )


KEYS = "、".join((*(item.key for item in ITEMS), "[levels]"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '# 办法\npolcy = "hubei"\n',
            f"第 2 行：没有「polcy」这一项（是不是 policy？）。可以写：{KEYS}。"
            "请改正或删去这一行。",
        ),
        ("\n\npolicy = 3\n", '第 3 行：policy 写得不对。请写成 policy = "hubei"。'),
        ("select = []\n", '第 1 行：select 写得不对。请写成 select = ["N", "R503"]。'),
        ('strict = "是"\n', "第 1 行：strict 写得不对。请写成 strict = true。"),
        (
            'policy = "hubei"\nignore = [N605]\n',
            '第 2 行：写法不对。文字要加英文双引号，一行写一项，例如 policy = "hubei"。',
        ),
        (
            '[levels]\nN999 = "提示"\n',
            "第 2 行：[levels] 里的 N999 不是规则编号。请运行 jixiao rules 查看全部规则。",
        ),
        (
            '[levels]\nN601 = "严重"\n',
            '第 2 行：N601 的级别写得不对。请写成 N601 = "错误"、"警告" 或 "提示"。',
        ),
    ],
)
def test_what_is_wrong_is_told_by_its_line(
    text: str, told: str, forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / NAME).write_text(text, "utf-8")

    assert run(capsys, "check", forms) == (2, "", f"设置文件 {NAME} {told}\n")


def test_the_blank_one_explains_every_item_and_reads_as_it_explains(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text(re.sub(r"(?m)^# (\w+ = |\[)", r"\1", blank()), "utf-8")

    settings = read(path)

    assert tomllib.loads(blank()) == {}
    assert set(settings.values) == {item.option for item in ITEMS}
    assert {code: level.word for code, level in settings.levels.items()} == {"N605": "提示"}
    assert settings.values["expected"] == tmp_path / "应报名单.xlsx"


def test_writing_one_and_looking_at_it(
    forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    none = run(capsys, "settings")
    written = run(capsys, "settings", "--init")
    again = run(capsys, "settings", "--init")
    (tmp_path / NAME).write_text('policy = "hubei"\n', "utf-8")

    shown = run(capsys, "settings")

    assert none[1].startswith("没有设置文件")
    assert written[1].startswith(f"设置文件已写入 {NAME}。")
    assert again == (2, "", f"{NAME} 已经有了，没有改动。要重新写一份，请先把它改名。\n")
    assert (
        shown[1] == f"设置文件：{tmp_path / NAME}\n  评分办法：名称，或自己写的 .toml 文件：hubei\n"
    )
