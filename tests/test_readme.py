"""README's daily part: every command that stands there is run, on a folder made for it."""

from __future__ import annotations

import re
import shlex
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from macros.cli import main
from tests.macros.publishing.office_stand_in import stand_in
from tests.season import declaration, evaluation, list_of
from tests.thinned import thinned
from tests.workbooks.importing.pdfs import printed
from workbooks.drawing.layout import lay_out
from workbooks.reading.from_texts import published_forms

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
DAILY = README.partition("\n## 日常使用\n")[2].partition("\n## 装进 Excel\n")[0]
ROUND, OTHERS = DAILY.split("\n### 核查的其他做法\n")


ON_WINDOWS = "jixiao install"
"""Runs there only, and is tested under Wine."""


def steps() -> list[str]:
    """The commands of the round, in order."""
    blocks = re.findall(r"^```\n(.*?)^```$", ROUND, flags=re.M | re.S)
    return [line for block in blocks for line in block.splitlines()]


def others() -> list[str]:
    """Every other command; options alone in a table are typed behind the command above them."""
    found, before = [], ""
    for line in (*ROUND.splitlines(), *OTHERS.splitlines()):
        if not line.startswith("|"):
            before = "jixiao check 文件夹"
        for said in re.findall(r"`([^`]+)`", line.rpartition(" | ")[2]):
            if said.startswith("jixiao "):
                before = said
                found.append(said)
            elif line.startswith("|") and said.startswith("-"):
                found.append(f"{_without(before, said)} {said}")
    return [one for one in dict.fromkeys(found) if one != ON_WINDOWS]


def _without(command: str, option: str) -> str:
    """A command without what an option would say a second time."""
    name = option.split()[0]
    return re.sub(rf" {re.escape(name)} [^ ]+", "", command)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All that the commands name."""
    monkeypatch.chdir(tmp_path)
    heads = {"unit": "甲中心", "project": "甲类经费"}
    for name in ("文件夹", "自评文件夹", "报送"):
        evaluation(tmp_path / name / "甲" / "自评表.xlsx", deducted=True, **heads)
    evaluation(tmp_path / "文件夹" / "乙" / "自评表.xlsx", unit="乙中心", project="乙类经费")
    declaration(tmp_path / "申报文件夹" / "申报表.xlsx", **heads)
    evaluation(tmp_path / "去年文件夹" / "自评表.xlsx", year=2023, **heads)
    for name in ("自评表.xlsx", "自评表.xlsm", "原表", "新表"):
        shutil.copy(evaluation(tmp_path / "好" / "自评表.xlsx", **heads), tmp_path / name)
    with zipfile.ZipFile(tmp_path / "报送.zip", "w") as packed:
        packed.write(tmp_path / "自评表.xlsx", "自评表.xlsx")
    for name in ("名单.xlsx", "应报名单.xlsx"):
        list_of(tmp_path / name, ("单位", "项目"), ("甲中心", "甲类经费"))
    (tmp_path / "办法.toml").write_text(
        'name = "own"\ntitle = "本单位办法"\nbase = "national"\n', "utf-8"
    )
    monkeypatch.setenv("STAND_IN_LOG", str(tmp_path / "log"))
    monkeypatch.setenv("SOFFICE", str(stand_in(tmp_path / "program")))
    (tmp_path / "公开.pdf").write_bytes(printed(lay_out(published_forms()[0])))
    return tmp_path


NEEDS = {
    "审核口径.xlsx": "jixiao criteria --init",
    "criteria --test": "jixiao criteria --init",
    "上次结果.json": "jixiao check 文件夹 --report 上次结果.json",
    "--review 复核表.xlsx": "jixiao review 文件夹 -o 复核表.xlsx",
}
"""What has to be there before a command, by what stands in it, and the command that writes it."""


@pytest.mark.parametrize("command", thinned(others()))
def test_every_command_of_the_daily_part_runs(
    command: str, office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for sign, before in NEEDS.items():
        if sign in command and "--init" not in command:
            assert _typed(before) in (0, 1)

    status = _typed(command)

    told = capsys.readouterr()
    assert status in (0, 1), told.err
    assert told.out or told.err


def _typed(command: str) -> int:
    program, *words = shlex.split(command)
    assert program == "jixiao"
    try:
        return main(words)
    except SystemExit as stop:
        return int(str(stop.code or 0))


def test_every_option_that_is_spoken_of_is_one() -> None:
    spoken = {word for said in re.findall(r"`([^`]+)`", DAILY) for word in said.split()}
    texts = [path.read_text("utf-8") for path in (ROOT / "macros").rglob("*.py")]

    unknown = {
        word
        for word in spoken
        if word.startswith("--") and not any(f'"{word}"' in text for text in texts)
    }

    assert unknown == set()


def test_the_round_is_there_in_full() -> None:
    kinds = [command.split()[1] for command in steps()]

    assert kinds == ["check", "check", "check", "review", "check", "summary"]
    assert len(others()) >= 30


def test_the_commands_of_the_round_run_one_after_the_other(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    statuses = [_typed(command) for command in steps()]

    assert statuses == [1, 1, 1, 0, 1, 1]
    written = {path.name for path in office.iterdir()}
    assert {"核查结果.xlsx", "退回", "复核表.xlsx", "汇总.xlsx", "公开文字.docx"} <= written
    assert openpyxl.load_workbook("核查结果.xlsx")["汇总"]["A2"].value.startswith(
        "下一步：退回 1 份"
    )


def test_what_is_installed_first_is_shown_for_powershell_as_well() -> None:
    """PowerShell 5.1, which comes with Windows, takes no `&&`."""
    first, _, demo = re.findall(r"^python -m pip install .*$", README, flags=re.M)[0].partition(
        " && "
    )

    assert f"分两次输入：`{first}`，再 `{demo}`" in README
    assert not any("&&" in command for command in (*steps(), *others()))
