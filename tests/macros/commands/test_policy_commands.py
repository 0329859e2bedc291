"""`jixiao policy`, and `--policy` of the other commands, as somebody types them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from macros.cli import main

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "workbooks" / "samples"
EXCEEDED = SAMPLES / "2024自评表_新闻宣传专项经费.xlsx"
ENTRY = 'since = "待核"\nsource = "本区要求"\n'


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    try:
        status = main([str(word) for word in words])
    except SystemExit as stop:
        status = int(stop.code or 0)
    told = capsys.readouterr()
    return status, told.out, told.err


def test_help_is_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    pages = [run(capsys, "policy", *words, "--help") for words in ([], ["list"], ["show"])]

    assert [status for status, _, _ in pages] == [0, 0, 0]
    english = re.compile(r"usage:|positional|options:|show this|optional")
    assert [english.findall(out) for _, out, _ in pages] == [[], [], []]
    assert all(out.startswith("用法：jixiao policy") for _, out, _ in pages)


def test_an_action_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    sentence = "命令写得不对：还缺少：动作。请运行 jixiao policy --help 查看用法。\n"

    assert run(capsys, "policy") == (2, "", sentence)


def test_list_and_show(capsys: pytest.CaptureFixture[str]) -> None:
    listed = run(capsys, "policy", "list")
    shown = run(capsys, "policy", "show", "hubei")

    assert (listed[0], listed[2], shown[0], shown[2]) == (0, "", 0, "")
    assert "hubei                   湖北省评分办法\n" in listed[1]
    assert shown[1].startswith("湖北省评分办法（hubei）\n")


@pytest.mark.parametrize(
    "command",
    [["policy", "show"], ["check", EXCEEDED, "--policy"], ["score", EXCEEDED, "--policy"]],
)
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            f'base = "national"\n[values.met_band]\nvalue = 80\n{ENTRY}',
            "第 3 行：met_band 填的是“80”，应为：0 至 1 的数（0.8 表示 80%）。",
        ),
        (
            f'base = "national"\n[severities.P460]\nvalue = "off"\n{ENTRY}',
            "第 3 行：没有规则 P460，P 族有 P401、P402、P403、P404、P405。",
        ),
        ("base: national", "第 1 行：第 5 列不合 TOML 写法，项目名称后面应为等号。"),
    ],
)
def test_a_file_that_cannot_be_used(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    command: list[object],
    text: str,
    sentence: str,
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")

    told = run(capsys, *command, path)

    assert told == (2, "", f"评分办法文件 {path} {sentence}\n")


def test_a_relative_file_overrides_the_policy_of_the_edition(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "办法.toml").write_text('base = "guangxi"\n', "utf-8")
    monkeypatch.chdir(tmp_path)

    def levels(*words: object) -> set[str]:
        data = json.loads(run(capsys, "check", EXCEEDED, "--format", "json", *words)[1])
        findings = data["files"][0]["forms"][0]["findings"]
        return {found["severity"] for found in findings if found["code"] == "N605"}

    assert levels() == {"note"}
    assert levels("--policy", "guangxi") == {"error"}
    assert levels("--policy", "办法.toml") == {"error"}
    assert run(capsys, "check", EXCEEDED, "--policy", "办法.toml")[0] == 1
    assert run(capsys, "check", EXCEEDED)[0] == 0
