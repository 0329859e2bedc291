"""The ribbon's functions as RunPython starts them, through xlwings' own engine for Windows.

The workbook is an object of ours passed over COM (`excel_objects.py`); what the functions tell and
write is what they tell and write here.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from macros.excel import dialogs
from macros.excel.rule_list import rule_list
from macros.ribbon import BUTTONS
from tests.macros.excel_stand_in import Excel, contents, opened
from tests.macros.test_buttons import BUSINESS, Desk
from tests.macros.test_buttons import desk as desk
from tests.wine.addin import Addin
from workbooks.files.limits import LAST_COLUMN
from workbooks.files.open_file import open_workbook
from workbooks.values_copy.compare import unlike

pytestmark = pytest.mark.wine

CHANGED = {"G14": None, "G15": None, "G16": None, "G20": 8.0, "G24": None}


@pytest.fixture
def form(addin: Addin) -> Iterator[Path]:
    """A published form on the Windows desk."""
    folder = addin.windows.drive / "报送"
    folder.mkdir()
    yield Path(shutil.copy(BUSINESS, folder / "自评表.xlsx"))
    shutil.rmtree(folder)


def there(addin: Addin, form: Path, *steps: tuple[Any, ...]) -> list[Any]:
    """What the steps give on Windows, where the form is open with some cells changed."""
    path, folder = addin.windows.named(form), addin.windows.named(form.parent)
    started = [("open_addin", addin.command), ("open", path, CHANGED, folder)]
    return addin.excel(*started, *steps)[len(started) :]


def here(desk: Desk, form: Path, *functions: str) -> list[Any]:
    """What the same clicks tell here, and what they leave."""
    front = opened(form)
    for place, value in CHANGED.items():
        front.impl.book.active[place] = value
    return [*(lines(desk.press(function)) for function in functions), contents(front.impl)]


def lines(told: str) -> list[str]:
    """Without the one line that names a place on the desk."""
    return [line for line in told.splitlines() if "评分记录" not in line]


def test_scoring(addin: Addin, form: Path, desk: Desk) -> None:
    told, left = there(addin, form, ("press", "score_form"), ("contents",))

    assert [lines("".join(told["told"])), left] == here(desk, form, "score_form")
    assert "已填写或改动 5 处" in told["told"][0]
    assert told["held"] == "None"  # or Excel could not end
    record = addin.windows.appdata / "jixiao" / "评分记录.txt"
    assert "G20「行政许可事项咨询回复率」8.00 → 7.84" in record.read_text("utf-8-sig")


def test_checking_twice_and_clearing(addin: Addin, form: Path, desk: Desk) -> None:
    clicks = ("check_form", "check_form", "clear_marks")

    first, second, between, third, after = there(
        addin,
        form,
        ("press", "check_form"),
        ("press", "check_form"),
        ("contents",),
        ("press", "clear_marks"),
        ("contents",),
    )

    told = [lines("".join(one["told"])) for one in (first, second, third)]
    assert [*told, after] == here(desk, form, *clicks)
    assert [*told[:2], between] == here(desk, form, *clicks[:2])
    assert [sheet["name"] for sheet in between] == ["自评表", "核查结果"]
    marks = between[0]["colours"]
    assert marks
    assert all(len(rules) == 1 for rules in marks.values())
    assert (told[2], after[0]["colours"]) == (
        ["已清除标色和工作表「核查结果」，填报的内容没有改动。"],
        {},
    )


def test_handing_in(addin: Addin, form: Path) -> None:
    scored, told = there(addin, form, ("press", "score_form"), ("press", "hand_in"))

    made = form.with_name("自评表_报送版.xlsx")
    assert "程序故障" not in str(scored)
    assert addin.windows.named(made) in told["told"][0]
    (before,), (after,) = map(open_workbook, (form, made))
    # What was lowered by hand above, to what 评分 made of it; all else as it was published.
    assert unlike(before, after, LAST_COLUMN) == ("G20", "G24")


def test_comparing(addin: Addin, form: Path, desk: Desk) -> None:
    """With what is chosen in Excel's dialog: the folder of the form, as it was before."""
    path, folder = addin.windows.named(form), addin.windows.named(form.parent)
    changed = {"F15": 3.0, "D14": "≥1900.00(张)"}
    clicks = (("press", "compare_forms"), ("contents",))

    told, left = addin.excel(
        ("open_addin", addin.command), ("open", path, changed, folder), *clicks
    )[-2:]

    front = opened(form, Excel(picked=form.parent))
    for place, value in changed.items():
        front.impl.book.active[place] = value
    assert lines("".join(told["told"])) == lines(desk.press("compare_forms"))
    assert left == contents(front.impl)
    assert "改分值 「证书完好度」8 分→3 分" in told["told"][0]
    assert told["held"] == "None"


ROWS = ("add_row", "remove_row", "collapse_rows")


def test_the_buttons_of_rows(addin: Addin, form: Path) -> None:
    """A form that is not of our template: each says so, and nothing breaks."""
    seen = there(addin, form, *(("press", function) for function in ROWS))

    told = ["".join(one["told"]) for one in seen]
    assert all(told)
    assert not any("程序故障" in text for text in told)


def test_the_other_buttons(addin: Addin, form: Path) -> None:
    others = ("new_evaluation", "new_declaration", "show_rules", "show_settings", "show_about")
    tried = {
        "score_form",
        "check_form",
        "clear_marks",
        "hand_in",
        "check_folder",
        "return_folder",
        *("reconnect", "explain_cell", "fill_in", "monitor", "compare_forms"),
        *others,
        *ROWS,
    }

    *seen, bulk, back, added, left = there(
        addin,
        form,
        *(("press", function) for function in others),
        ("press", "check_folder"),
        ("press", "return_folder"),
        ("added",),
        ("contents",),
    )

    roaming = addin.windows.named(addin.windows.appdata)
    *_, settings, about = seen
    assert {button.function for button in BUTTONS} == tried
    assert [one["told"] for one in seen[:4]] == [[], [], [], []]
    assert [name.rpartition("_")[2] for name in added] == ["自评表.xlsx", "申报表.xlsx"]
    written = [[text for text in line if text] for line in rule_list().lines]
    assert rows(left[-1]["values"]) == [line for line in written if line]
    assert settings["started"] == [
        [r"C:\windows\System32\notepad.exe", rf"{roaming}\jixiao\jixiao.conf"]
    ]
    assert rf"设置：{roaming}\jixiao\jixiao.conf" in about["told"][0]
    ((*command, report),) = bulk["started"]
    assert command == [r"C:\desk\python.exe", "-I", "-m", "macros.background", r"C:\报送"]
    assert report.startswith(r"C:\报送_核查结果_")
    assert "里的 1 个文件" in bulk["told"][0]
    assert back["started"][-1][-2] == "--return"
    assert back["started"][-1][-1].startswith(r"C:\报送_退回修改_")


def test_without_a_workbook(addin: Addin, form: Path) -> None:
    need_a_form = ("score_form", "check_form", "clear_marks")
    need_none = ("new_evaluation", "new_declaration", "show_rules", "check_folder")

    _, *seen, added = there(
        addin,
        form,
        ("close",),
        *(("press", function) for function in (*need_a_form, *need_none)),
        ("added",),
    )

    assert [one["told"] for one in seen[:6]] == [[dialogs.NO_BOOK]] * 3 + [[]] * 3
    assert len(added) == 2
    assert "里的 1 个文件" in seen[-1]["told"][0]
    assert seen[-1]["started"][0][4] == r"C:\报送"


def rows(values: dict[str, Any]) -> list[list[Any]]:
    """Cells as the lines they stand in, by their order."""
    found: dict[str, list[Any]] = {}
    for place, value in values.items():
        found.setdefault(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), []).append(value)
    return list(found.values())


def test_functions_are_answered_while_a_button_writes(addin: Addin, form: Path) -> None:
    """Excel works its formulas out before the write comes back: they call into the busy server."""
    ((told, given),) = there(
        addin,
        form,
        ("press_with_formulas", "score_form", ["JX_SCORE", ["≥90.00(%)", "85.00(%)", 5.0]]),
    )

    assert "已填写或改动 5 处" in told["told"][0]
    assert len(given) >= 2
    assert all(one == [True, 4.72] for one in given)
