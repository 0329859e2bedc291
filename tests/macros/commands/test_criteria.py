"""A department's 审核口径 in every command that judges: typed, or named in the settings file."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from macros.cli import main
from macros.commands.settings import NAME, WrongSettings, own_choice
from tests.season import evaluation
from tests.validators.criteria.test_criteria import BY_HAND, GOOD, book
from tests.validators.reviewer import accept, line, lines
from validators.checking.check_file import Choice
from workbooks.user_folder import user_folder

ROOT = Path(__file__).parents[3]
GRAVE = GOOD | {"级别": "错误", "比的内容": "培训场次"}


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main([str(word) for word in words])
    told = capsys.readouterr()
    return status, told.out, told.err


@pytest.fixture(params=["typed", "settled"])
def asked(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """The options by which criteria are used: none where the settings file names them."""
    monkeypatch.chdir(tmp_path)
    book(Path("口径.xlsx"), GRAVE, BY_HAND)
    evaluation(Path("表") / "自评.xlsx")
    if request.param == "typed":
        return ["--criteria", "口径.xlsx"]
    Path(NAME).write_text('criteria = "口径.xlsx"\n', "utf-8")
    return []


def test_a_review_asks_for_them(asked: list[str]) -> None:
    assert main(["review", "表", "-o", "复核表.xlsx", *asked]) == 0

    made = openpyxl.load_workbook("复核表.xlsx")
    assert line(made["问题核准"], 编号="C001")["级别"].value == "错误"
    assert line(made["人工审核"], 编号="C002")["结论"].value is None


def test_a_summary_counts_them(asked: list[str]) -> None:
    assert main(["summary", "表", "-o", "汇总.xlsx", *asked]) == 1

    project = next(
        one for one in lines(openpyxl.load_workbook("汇总.xlsx")["项目"]) if one["单位"].value
    )
    assert project["错误"].value == 1


def test_a_hand_in_waits_for_what_they_find_until_it_is_accepted(
    asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    form = Path("表") / "自评.xlsx"
    target = ("-o", "报送版.xlsx")

    stopped = run(capsys, "submit", form, *target, *asked)
    main(["review", "表", "-o", "复核表.xlsx", *asked])
    made = openpyxl.load_workbook("复核表.xlsx")
    accept(line(made["问题核准"], 编号="C001"))
    made.save("填好.xlsx")
    accepted = run(capsys, "submit", form, *target, *asked, "--review", "填好.xlsx")
    without = run(capsys, "submit", form, "-o", "另一份.xlsx", "--no-settings")

    assert stopped[0] == 1
    assert "错误 C001 「培训场次」填的是“培训场次”。" in stopped[2]
    assert (accepted[0], without[0]) == (0, 0)
    assert "其中已核准 1 处：" in accepted[1]


def test_a_hand_in_refuses_wrong_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = evaluation(tmp_path / "自评.xlsx")
    wrong = book(tmp_path / "口径.xlsx", GOOD | {"级别": "严重"})

    status, _, told = run(capsys, "submit", form, "--criteria", wrong)

    assert status == 2
    assert "G2「级别」填的是“严重”：只能写 错误、警告、提示。" in told


def settled(text: str) -> Path:
    """The settings file in the user's own place."""
    own = user_folder() / NAME
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(text, "utf-8")
    return own


def test_the_buttons_use_those_of_the_users_own_settings_and_of_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    book(tmp_path / "别的.xlsx", GOOD)
    Path(NAME).write_text('criteria = "别的.xlsx"\n', "utf-8")

    none = own_choice(Choice())
    own = settled('criteria = "口径.xlsx"\nignore = ["N"]\n')
    book(own.with_name("口径.xlsx"), GRAVE, BY_HAND, levels={"R505": "不用"})
    some = own_choice(Choice())

    assert none == Choice()
    codes = [one.RULE.code for one in some.rules]
    assert codes[-2:] == ["C001", "C002"]
    assert not any(code.startswith("N") for code in codes)
    assert some.graded == (("R505", "off"),)


def test_the_buttons_tell_what_is_wrong_with_them() -> None:
    own = settled('criteria = "口径.xlsx"\n')

    with pytest.raises(WrongSettings, match=r"审核口径 .*口径\.xlsx"):
        own_choice(Choice())
    book(own.with_name("口径.xlsx"), GOOD | {"检查": "包含"})
    with pytest.raises(WrongSettings, match="E2「检查」填的是“包含”：只能写 空、"):
        own_choice(Choice())


def loaded_by_a_click() -> tuple[int, set[str]]:
    """How many rules a button checks by, and the modules that it took to know."""
    script = (
        "import json, sys; from macros.commands.settings import own_choice;"
        "from validators.checking.check_file import Choice;"
        "found = own_choice(Choice()); print(json.dumps([len(found.rules), *sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    count, *loaded = json.loads(done.stdout)
    return count, set(loaded)


HEAVY = {"pandas", "numpy", "docx", "openpyxl", "xlsxwriter", "xlrd", "multiprocessing"}


def test_reading_criteria_on_a_click_stays_light(tmp_path: Path) -> None:
    own = settled('criteria = "口径.xlsx"\n')
    book(own.with_name("口径.xlsx"), GOOD, GOOD | {"编号": "C002", "检查": "正则"})

    count, loaded = loaded_by_a_click()

    assert count == len(own_choice(Choice()).rules)
    assert {name.split(".")[0] for name in loaded}.isdisjoint(HEAVY)


def test_a_click_without_criteria_loads_nothing_of_them() -> None:
    settled('ignore = ["N605"]\n')

    _, loaded = loaded_by_a_click()

    assert {name.split(".")[0] for name in loaded}.isdisjoint({*HEAVY, "re2"})
    assert not any(name.startswith(("validators.criteria", "validators.bulk")) for name in loaded)
