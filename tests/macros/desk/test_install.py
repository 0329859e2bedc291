"""Install and uninstall: the whole state of a desk before and after, from many beginnings."""

from __future__ import annotations

import json
import shutil
import sys
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from macros.cli import main
from macros.desk import traces
from macros.desk.addin_list import entries
from macros.desk.install import install
from macros.desk.install_record import replace as replace_file
from macros.desk.places import LIBRARIES, XLWINGS, Desk, this_desk
from macros.desk.uninstall import DeskError, uninstall
from macros.vbaproject.xlwings_module import SETTINGS
from tests.macros.desks import (
    EXCEL,
    LOCATION,
    LOCATIONS,
    OPTIONS,
    MemoryRegistry,
    make_desk,
    state,
    write,
)
from workbooks.files.open_file import open_workbook
from workbooks.files.refusal import Refusal
from xlfuncs import addin_settings, udf_desk
from xlfuncs.policy import load

OTHER = (1, '/R "C:\\Tools\\other.xlam"')
SECOND = (1, '/R "C:\\Tools\\second.xlam"')
THIRD = (1, "/A third.xla")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def memory(desk: Desk) -> MemoryRegistry:
    assert isinstance(desk.registry, MemoryRegistry)
    return desk.registry


def opened(desk: Desk) -> list[tuple[int, str]]:
    return [(number, str(data)) for number, (_, data) in entries(desk.registry).items()]


def own(desk: Desk) -> str:
    return f'/R "{desk.installed_addin}"'


def nothing(desk: Desk) -> None:
    """Excel never ran."""


def excel_ran(desk: Desk) -> None:
    memory(desk).put(OPTIONS, DefaultPath=(1, "C:\\Users"), Options=(4, 343))


def one_addin(desk: Desk) -> None:
    memory(desk).put(OPTIONS, OPEN=OTHER)


def two_addins(desk: Desk) -> None:
    memory(desk).put(OPTIONS, OPEN=OTHER, OPEN1=SECOND)


def a_gap(desk: Desk) -> None:
    memory(desk).put(OPTIONS, OPEN=OTHER, OPEN1=SECOND, OPEN3=THIRD)


def no_first(desk: Desk) -> None:
    memory(desk).put(OPTIONS, OPEN1=SECOND)


def other_trust(desk: Desk) -> None:
    memory(desk).put(rf"{LOCATIONS}\Location0", Path=(1, "C:\\Work\\"), AllowSubFolders=(4, 1))
    memory(desk).put(LOCATIONS, AllowNetworkLocations=(4, 0))


def same_name_of_trust(desk: Desk) -> None:
    memory(desk).put(LOCATION, Path=(2, "%APPDATA%\\elsewhere\\"), Extra=(1, "mine"))


def own_settings(desk: Desk) -> None:
    write(desk.settings, b'"POLICY","hubei"\r\n"MINE","1"\r\n')


def addin_by_hand(desk: Desk) -> None:
    write(desk.installed_addin, b"an old one")
    memory(desk).put(OPTIONS, OPEN=OTHER, OPEN1=(1, own(desk)))


def libraries_above(desk: Desk) -> None:
    for name in LIBRARIES:
        write(desk.python.parent.parent / name, b"as pip put it")


def other_spelling(desk: Desk) -> None:
    memory(desk).put(OPTIONS.upper(), open=OTHER, Open1=SECOND)


BEGINNINGS = [
    nothing,
    excel_ran,
    one_addin,
    two_addins,
    a_gap,
    no_first,
    other_trust,
    same_name_of_trust,
    own_settings,
    addin_by_hand,
    libraries_above,
    other_spelling,
]


@pytest.mark.parametrize("begin", BEGINNINGS)
def test_uninstall_restores_every_beginning(desk: Desk, begin: Callable[[Desk], None]) -> None:
    begin(desk)
    before = state(desk)

    install(desk)
    installed = state(desk)
    install(desk)
    again = state(desk)
    told = uninstall(desk)

    assert installed != before
    assert again == installed
    assert state(desk) == before
    assert told == ["已卸载，恢复到安装以前。"]


@pytest.mark.parametrize("begin", BEGINNINGS)
def test_a_newer_version_between_changes_nothing(desk: Desk, begin: Callable[[Desk], None]) -> None:
    begin(desk)
    before = state(desk)
    template = desk.templates / "自评表.xlsm"
    later = template.with_name("自评表2026.xlsm")
    old = desk.addin.read_bytes()
    install(desk)
    write(desk.addin, b"add-in of the next version")
    template.rename(later)

    install(desk)

    names = ["jixiao.xlam", "申报表.xlsx", "自评表2026.xlsm"]
    assert sorted(path.name for path in desk.trusted.iterdir()) == names
    assert desk.installed_addin.read_bytes() == b"add-in of the next version"

    uninstall(desk)

    write(desk.addin, old)
    later.rename(template)
    assert state(desk) == before


def test_what_install_writes(desk: Desk) -> None:
    told = install(desk, "hubei")

    written = sorted(
        path.relative_to(desk.home).as_posix() for path in desk.home.rglob("*") if path.is_file()
    )
    assert written == [
        "excel/jixiao.xlam",
        "excel/申报表.xlsx",
        "excel/自评表.xlsm",
        "install.json",
        "jixiao.conf",
    ]
    assert desk.settings.read_text("utf-8") == (
        f'"INTERPRETER_WIN","{desk.python}"\n"POLICY","hubei"\n'
    )
    trusted = memory(desk).values(LOCATION) or {}
    date = trusted.pop("Date")
    assert trusted == {
        "Path": (1, f"{desk.trusted}\\"),
        "Description": (1, "绩效表单工具"),
        "AllowSubFolders": (4, 0),
    }
    assert date[0] == 1
    assert opened(desk) == [(0, own(desk))]
    assert [(desk.python.parent / name).read_bytes() for name in LIBRARIES] == [
        name.encode() for name in LIBRARIES
    ]
    link = desk.placed_shortcut
    assert told == [
        f"加载项已装到 {desk.trusted}，设置文件是 {desk.settings}。请重新打开 Excel。",
        "桌面上有「绩效核查」：双击它，或者把收来的文件夹拖到它上面，就可以在网页里核查。",
    ]
    assert link is not None
    assert (link.name, link.read_bytes()) == ("绩效核查.lnk", desk.shortcut(desk.python))


def test_the_first_free_number_is_taken(desk: Desk) -> None:
    a_gap(desk)

    install(desk)

    assert opened(desk) == [
        (0, str(OTHER[1])),
        (1, str(SECOND[1])),
        (2, own(desk)),
        (3, str(THIRD[1])),
    ]


def test_removing_closes_the_gap_that_it_makes(desk: Desk) -> None:
    one_addin(desk)
    install(desk)
    memory(desk).put(OPTIONS, OPEN2=SECOND, OPEN3=THIRD)

    uninstall(desk)

    assert opened(desk) == [(0, str(OTHER[1])), (1, str(SECOND[1])), (2, str(THIRD[1]))]


def test_an_entry_that_excel_renumbered_is_found(desk: Desk) -> None:
    install(desk)
    memory(desk).put(OPTIONS, OPEN=OTHER, OPEN1=(1, own(desk).upper()))

    uninstall(desk)

    assert opened(desk) == [(0, str(OTHER[1]))]


def test_an_addin_switched_off_in_excel_is_taken_back(desk: Desk) -> None:
    before = state(desk)
    install(desk)
    memory(desk).unset(OPTIONS, "OPEN")
    memory(desk).put(rf"{EXCEL}\Add-in Manager")
    memory(desk).set(rf"{EXCEL}\Add-in Manager", str(desk.installed_addin), (1, ""))

    uninstall(desk)

    memory(desk).delete(rf"{EXCEL}\Add-in Manager")
    memory(desk).delete(EXCEL)
    assert {key: value for key, value in state(desk).items() if key in before} == before


def test_edited_settings_survive_reinstall_and_uninstall(desk: Desk) -> None:
    install(desk)
    edited = desk.settings.read_bytes() + b'"POLICY","hunan"\r\n'
    desk.settings.write_bytes(edited)

    told = install(desk)

    assert desk.settings.read_bytes() == edited
    assert told[0] == f"设置文件 {desk.settings} 原来就有，里面的其他设置照旧保留。"

    left = uninstall(desk)

    assert [path.name for path in desk.home.iterdir()] == ["jixiao.conf"]
    assert left == [
        f"{desk.settings} 在安装之后被改动过，已保留。不需要时可以手动删除。",
        "已卸载，其余都恢复到安装以前。",
    ]


def test_lines_of_the_settings_that_excel_misreads_are_mended_and_told(desk: Desk) -> None:
    write(desk.settings, b"remark\r\n\r\nMINE,1\r\n")
    before = desk.settings.read_bytes()

    told = install(desk)

    assert told[1] == "设置文件里 Excel 会读错的行已改写或去掉：remark；MINE,1。"
    assert addin_settings.read(desk.settings) == {"MINE": "1", "INTERPRETER_WIN": str(desk.python)}
    assert addin_settings.misread(desk.settings.read_text("utf-8")) == []

    uninstall(desk)

    assert desk.settings.read_bytes() == before


def test_a_form_filled_in_the_installed_template_survives_every_installation(desk: Desk) -> None:
    template = desk.trusted / "自评表.xlsm"
    first, second, third = (
        desk.trusted / f"自评表（安装前的{number}）.xlsm" for number in ("", "2", "3")
    )
    write(template, b"filled before the first")
    install(desk)
    write(template, b"filled after it")

    told = install(desk)

    assert told[0] == f"{template} 不是安装时的样子，已原样改名为 {second}。"
    write(template, b"filled again")
    install(desk)
    assert install(desk)[0].startswith("加载项已装到")
    assert [path.read_bytes() for path in (first, second, third, template)] == [
        b"filled before the first",
        b"filled after it",
        b"filled again",
        b"one template",
    ]

    uninstall(desk)

    assert sorted(desk.trusted.iterdir()) == sorted([first, second, third])


@pytest.mark.parametrize("installed", [False, True])
def test_a_filled_form_comes_back_when_the_installation_breaks_off(
    desk: Desk, installed: bool
) -> None:
    if installed:
        install(desk)
        memory(desk).unset(OPTIONS, "OPEN")
    template = desk.trusted / "自评表.xlsm"
    write(template, b"a filled form")
    memory(desk).forbidden = "Options"

    with pytest.raises(DeskError, match="写不了"):
        install(desk)

    assert template.read_bytes() == b"a filled form"
    assert not list(desk.trusted.glob("*安装前的*"))


def test_reinstalling_from_another_python_moves_over(desk: Desk) -> None:
    before = state(desk)
    install(desk)
    other = replace(desk, python=desk.python.parents[2] / "env2" / "Scripts" / "python.exe")
    write(other.python, b"")

    install(other)

    assert addin_settings.read(desk.settings) == {"INTERPRETER_WIN": str(other.python)}
    assert not any((desk.python.parent / name).exists() for name in LIBRARIES)
    assert all((other.python.parent / name).exists() for name in LIBRARIES)

    uninstall(other)

    shutil.rmtree(other.python.parents[1])
    assert state(desk) == before


def test_changed_values_and_files_are_left_and_told(desk: Desk) -> None:
    install(desk)
    memory(desk).set(LOCATION, "AllowSubFolders", (4, 1))
    write(desk.installed_addin, b"patched by somebody")
    write(desk.trusted / "mine.xlsm", b"a file of the user")

    told = uninstall(desk)

    assert told == [
        f"注册表 {LOCATION}\\AllowSubFolders 在安装之后被改动过，已保留。",
        f"{desk.installed_addin} 在安装之后被改动过，已保留。不需要时可以手动删除。",
        f"{desk.trusted} 里有不是安装时放的文件，已连同文件夹保留：mine.xlsm。",
        "已卸载，其余都恢复到安装以前。",
    ]
    assert memory(desk).values(LOCATION) == {"AllowSubFolders": (4, 1)}
    assert sorted(path.name for path in desk.home.rglob("*")) == [
        "excel",
        "jixiao.xlam",
        "mine.xlsm",
    ]


@pytest.mark.parametrize("home_was_there", [False, True])
def test_our_own_logs_go(desk: Desk, home_was_there: bool) -> None:
    before = state(desk)
    if home_was_there:
        write(desk.logs[0], b"trouble before")
    install(desk)
    for log in desk.logs:
        write(log, b"trouble")

    told = uninstall(desk)

    assert [log.name for log in desk.logs] == ["excel.log", "check.log"]
    assert told == ["已卸载，恢复到安装以前。"]
    assert state(desk) == before


def with_records(desk: Desk) -> None:
    install(desk)
    write(desk.home / "outputs.db", b"what was written where")
    write(desk.home / "ledgers" / "1.db", b"what was found")


def test_what_checks_have_learnt_stays_and_is_told(desk: Desk) -> None:
    with_records(desk)

    told = uninstall(desk)

    assert told == [
        f"核查记录（outputs.db、ledgers）留在 {desk.home}：再次核查和覆盖以前的结果时要用。"
        "不再使用本工具的，运行 jixiao uninstall --records 一并删去。",
        "已卸载，恢复到安装以前。",
    ]
    assert all(path.exists() for path in desk.records)


def test_asked_for_it_goes_as_well(desk: Desk) -> None:
    before = state(desk)
    with_records(desk)

    told = uninstall(desk, records_too=True)

    assert told == ["核查记录已删去。", "已卸载，恢复到安装以前。"]
    assert state(desk) == before


def test_without_a_record_of_the_installation_they_stay_too(desk: Desk) -> None:
    with_records(desk)
    desk.record.unlink()

    told = uninstall(desk)

    assert told[0].startswith("核查记录（outputs.db、ledgers）留在")
    assert not any("认不出" in line for line in told)
    assert all(path.exists() for path in desk.records)


def test_a_file_of_the_user_that_keeps_the_folder_is_told(desk: Desk) -> None:
    install(desk)
    write(desk.trusted / "mine.xlsm", b"a file of the user")

    assert uninstall(desk) == [
        f"{desk.trusted} 里有不是安装时放的文件，已连同文件夹保留：mine.xlsm。",
        "已卸载，其余都恢复到安装以前。",
    ]


def test_a_file_that_is_in_use_can_be_taken_back_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(desk)
    install(desk)
    unlink = Path.unlink

    def locked(path: Path, missing_ok: bool = False) -> None:
        if path == desk.installed_addin:
            raise PermissionError(13, "正由另一进程使用", str(path))
        unlink(path, missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", locked)
        told = uninstall(desk)

    assert told == [
        f"{desk.installed_addin} 删不掉：正由另一进程使用。请关闭占用它的程序。",
        "还没有卸载完。请照上面说的做，再运行一次 jixiao uninstall。",
    ]
    assert uninstall(desk) == ["已卸载，恢复到安装以前。"]
    assert state(desk) == before


def test_a_registry_that_forbids_is_told_in_one_sentence(desk: Desk) -> None:
    own_value = {"Path": (2, "%APPDATA%\\elsewhere\\")}
    memory(desk).put(LOCATION, **own_value)
    install(desk)
    memory(desk).forbidden = "Trusted Locations"

    with pytest.raises(DeskError) as refused:
        uninstall(desk)

    assert str(refused.value) == (
        f"撤销不了 {LOCATION}：拒绝访问。"
        "请关闭占用它的程序，确认文件夹可写，再运行一次 jixiao uninstall。"
    )


def test_a_record_with_a_damaged_copy_is_noticed_before_anything_is_taken_back(desk: Desk) -> None:
    own_settings(desk)
    install(desk)
    noted = json.loads(desk.record.read_text("utf-8"))
    noted["files"][str(desk.settings)]["before"] = "不是 base64"
    desk.record.write_text(json.dumps(noted), "utf-8")

    with pytest.raises(DeskError, match=r"^安装记录 .* 读不成。"):
        install(desk)
    told = uninstall(desk)

    assert told == [
        f"{desk.settings} 认不出是不是安装时放的，已保留。不需要时可以手动删除。",
        f"安装记录 {desk.record} 读不成。已清除残留的文件和 Excel 里的登记。",
    ]


def lose(desk: Desk) -> str:
    desk.record.unlink()
    return "没有找到安装记录。"


def break_(desk: Desk) -> str:
    desk.record.write_text("{")
    return f"安装记录 {desk.record} 读不成。"


@pytest.mark.parametrize("spoil", [lose, break_])
def test_without_a_record_what_is_surely_ours_goes(
    desk: Desk, spoil: Callable[[Desk], str]
) -> None:
    one_addin(desk)
    before = state(desk)
    install(desk, "hubei")
    why = spoil(desk)

    assert uninstall(desk) == [f"{why}已清除残留的文件和 Excel 里的登记。"]
    assert state(desk) == before


@pytest.mark.parametrize("again", [False, True], ids=["uninstall", "install, uninstall"])
def test_without_a_record_an_older_add_in_goes_too(desk: Desk, again: bool) -> None:
    one_addin(desk)
    before = state(desk)
    install(desk)
    lose(desk)
    write(desk.installed_addin, b"add-in of the version before")

    if again:
        install(desk)
    uninstall(desk)

    assert state(desk) == before


def test_without_a_record_settings_with_more_in_them_come_back(desk: Desk) -> None:
    install(desk)
    lose(desk)
    mine = desk.settings.read_bytes() + b'"MINE","1"\r\n'
    write(desk.settings, mine)

    install(desk)
    uninstall(desk)

    assert desk.settings.read_bytes() == mine


def test_without_a_record_what_somebody_changed_stays(desk: Desk) -> None:
    install(desk)
    lose(desk)
    write(desk.trusted / "自评表.xlsm", b"filled")

    assert uninstall(desk) == [
        f"{desk.trusted / '自评表.xlsm'} 认不出是不是安装时放的，已保留。不需要时可以手动删除。",
        "没有找到安装记录。已清除残留的文件和 Excel 里的登记。",
    ]


def test_an_installation_after_the_record_was_lost_can_be_taken_back(desk: Desk) -> None:
    one_addin(desk)
    before = state(desk)
    install(desk)
    lose(desk)

    install(desk)
    told = uninstall(desk)

    assert told == ["已卸载，恢复到安装以前。"]
    assert state(desk) == before


def test_dead_traces_of_a_folder_deleted_by_hand_go_too(desk: Desk) -> None:
    one_addin(desk)
    install(desk)
    shutil.rmtree(desk.home)

    told = uninstall(desk)

    assert told == ["没有找到安装记录。已清除残留的文件和 Excel 里的登记。"]
    assert opened(desk) == [(0, str(OTHER[1]))]
    assert memory(desk).values(LOCATION) is None
    assert uninstall(desk) == ["没有找到安装记录。没有可以撤销的内容。"]


def test_installing_again_after_the_folder_was_deleted_by_hand(desk: Desk) -> None:
    two_addins(desk)
    before = state(desk)
    install(desk)
    shutil.rmtree(desk.home)
    for name in LIBRARIES:
        (desk.python.parent / name).unlink()

    install(desk)
    uninstall(desk)

    assert state(desk) == before


def test_an_installation_that_breaks_off_leaves_no_trace(desk: Desk) -> None:
    two_addins(desk)
    before = state(desk)
    memory(desk).forbidden = "Options"

    with pytest.raises(DeskError) as refused:
        install(desk)

    assert str(refused.value) == (
        f"写不了 {OPTIONS}：拒绝访问。已恢复原状。请确认文件夹可写，没有别的程序占用其中的文件。"
    )
    assert state(desk) == before


def test_a_folder_that_cannot_be_written(desk: Desk) -> None:
    before = state(desk)
    write(desk.home, b"a file where the folder should be")

    with pytest.raises(DeskError, match=r"^写不了 .*已恢复原状。"):
        install(desk)

    desk.home.unlink()
    assert state(desk) == before


def refusal(desk: Desk, act: Callable[[Desk], object] = install) -> str:
    before = state(desk)
    with pytest.raises(DeskError) as refused:
        act(desk)
    assert state(desk) == before
    return str(refused.value)


def test_refusals_say_what_to_do(desk: Desk) -> None:
    homeless = replace(desk, appdata=None)

    assert [
        refusal(homeless),
        refusal(homeless, uninstall),
        refusal(replace(desk, appdata=Path("\udc80"))),
        refusal(replace(desk, bits=32)),
        refusal(replace(desk, base=r"C:\Program Files\WindowsApps\Python")),
        refusal(replace(desk, libraries=())),
        refusal(replace(desk, running=lambda program: program == "EXCEL.EXE")),
        refusal(replace(desk, running=lambda program: program == "EXCEL.EXE"), uninstall),
        refusal(replace(desk, trouble_starting=lambda _: "No module named 'xlfuncs'")),
    ] == [
        "找不到环境变量 APPDATA，不知道装到哪里。请用平常登录的用户运行。",
        "找不到环境变量 APPDATA，不知道装在哪里。请用平常登录的用户运行。",
        f"用户文件夹 {Path(chr(0xDC80), 'jixiao')} 里有本机编码写不出的字，Excel 读不到里面的设置。"
        "请换一个只含英文字母和数字的 Windows 用户，再运行 jixiao install。",
        "这是 32 位 Python。请改用 64 位 Python，再运行 jixiao install。",
        "这是应用商店版 Python，它写入的文件 Excel 看不到。"
        "请改用 python.org 的 64 位 Python，再运行 jixiao install。",
        "xlwings 没有装好：找不到 xlwings64-0.37.8.dll。"
        "请运行 python -m pip install --force-reinstall xlwings==0.37.8。",
        "Excel 正在运行。请保存并关闭全部 Excel 窗口（任务管理器里也没有 EXCEL.EXE），"
        "再运行 jixiao install。",
        "Excel 正在运行。请保存并关闭全部 Excel 窗口（任务管理器里也没有 EXCEL.EXE），"
        "再运行 jixiao uninstall。",
        f"Excel 将启动的 {desk.python} 载入不了本程序（No module named 'xlfuncs'）。"
        "请把本程序装进一个虚拟环境，安装时不要用 --user。",
    ]


def test_a_record_that_cannot_be_read(desk: Desk) -> None:
    install(desk)
    desk.record.write_text(json.dumps({"files": {}}))

    sentence = f"安装记录 {desk.record} 读不成。请先运行 jixiao uninstall，再运行 jixiao install。"
    assert refusal(desk) == sentence


def test_the_pinned_xlwings_is_the_one_the_desk_expects() -> None:
    pinned = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text("utf-8"))

    assert f"xlwings=={XLWINGS}" in pinned["project"]["dependencies"]


def test_what_ships_lies_where_install_looks() -> None:
    desk = this_desk(MemoryRegistry())

    names = sorted(path.name for path in desk.templates.iterdir() if path.suffix[:4] == ".xls")
    assert desk.addin.is_file()
    assert [".xlsm" in name for name in names].count(True) >= 2
    assert sorted(place.name for place in replace(desk, appdata=Path()).shipped()) == sorted(
        ["jixiao.xlam", *names]
    )


def test_an_interpreter_is_asked_as_the_addin_would_start_it() -> None:
    ask = this_desk(MemoryRegistry()).trouble_starting

    assert ask(Path(sys.executable)) == "ModuleNotFoundError: No module named 'pythoncom'"
    assert "No such file" in ask(Path("nowhere", "python.exe"))


def test_the_addin_and_the_functions_look_where_install_puts_things(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    variable, below = SETTINGS
    monkeypatch.setenv(variable, str(desk.appdata))
    monkeypatch.delenv("JIXIAO_POLICY", raising=False)

    install(desk, "hubei")

    assert below == "\\" + "\\".join(desk.settings.relative_to(desk.appdata or "").parts)
    assert udf_desk.settings_file() == desk.settings
    assert udf_desk.log_file() == desk.logs[0]
    assert udf_desk.desk_policy() == load("hubei")

    install(desk, "hebei")

    assert udf_desk.desk_policy() == load("hebei")


def test_the_blank_forms_of_a_desk_score_by_its_policy(desk: Desk) -> None:
    install(desk)
    shipped = (desk.trusted / "自评表.xlsm").read_bytes()

    install(desk, "hubei")

    opened = open_workbook(desk.trusted / "自评表.xlsm")
    assert not isinstance(opened, Refusal)
    grid = opened[0]
    assert grid.template is not None
    assert grid.template.policy == "hubei"
    assert (desk.trusted / "自评表.xlsm").read_bytes() != shipped


@pytest.mark.parametrize("command", ["install", "uninstall"])
def test_off_windows_the_commands_say_so(capsys: pytest.CaptureFixture[str], command: str) -> None:
    status = main([command])

    assert (status, *capsys.readouterr()) == (
        2,
        "",
        "这条命令只用于 Windows：Excel 里的函数和按钮要有 Windows 版 Excel。"
        "命令行在这里照常可用，如 jixiao check 文件夹。\n",
    )


def test_a_server_at_logon_and_back(desk: Desk) -> None:
    before = state(desk)
    told = install(desk, server=True)
    key, name = traces.AT_LOGON.rsplit("\\", 1)
    registered = (memory(desk).values(key) or {})[name]
    asked = addin_settings.read(desk.settings)[addin_settings.SERVER]
    install(desk)
    after = memory(desk).values(key), addin_settings.read(desk.settings)[addin_settings.SERVER]
    install(desk, server=True)
    removed = uninstall(desk)

    assert "请注销，重新登录" in "".join(told)
    assert registered == (1, f'"{desk.python}" -I -m macros.serving')
    assert asked == "True"
    assert after == ({}, "False") or after == (None, "False")
    assert removed == ["已卸载，恢复到安装以前。"]
    assert state(desk) == before


def test_a_shortcut_that_somebody_changed_stays(desk: Desk) -> None:
    link = desk.placed_shortcut
    assert link is not None
    install(desk)
    link.write_bytes(b"with another picture")

    again = install(desk)
    removed = uninstall(desk)

    assert len(again) == 1
    assert link.read_bytes() == b"with another picture"
    assert removed[0] == f"{link} 在安装之后被改动过，已保留。不需要时可以手动删除。"


def test_somebody_elses_file_of_that_name_comes_back(desk: Desk) -> None:
    link = desk.placed_shortcut
    assert link is not None
    link.write_bytes(b"of somebody else")

    install(desk)
    between = link.read_bytes()
    uninstall(desk)

    assert between != link.read_bytes() == b"of somebody else"


def no_shell(python: Path) -> bytes:
    raise OSError("没有注册类")


@pytest.mark.parametrize("why", ["找不到桌面文件夹", "没有注册类", "拒绝访问"])
def test_a_desk_that_takes_no_shortcut_is_installed_all_the_same(
    desk: Desk, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(desk)
    if why == "找不到桌面文件夹":
        desk = replace(desk, desktop=None)
    elif why == "没有注册类":
        desk = replace(desk, shortcut=no_shell)
    else:
        lay = replace_file

        def refuses(path: Path, content: bytes) -> None:
            if path == desk.placed_shortcut:
                raise PermissionError(13, why, str(path))
            lay(path, content)

        monkeypatch.setattr("macros.desk.install.replace", refuses)

    told = install(desk)
    uninstall(desk)

    assert told[-1] == (
        f"没有在桌面放快捷方式（{why}），其余照常可用；要用核查网页的，运行 jixiao-window。"
    )
    assert state(desk) == before


def test_a_shortcut_is_taken_away_without_a_record(desk: Desk) -> None:
    before = state(desk)
    install(desk)
    desk.record.unlink()

    uninstall(desk)

    assert desk.placed_shortcut is not None
    assert not desk.placed_shortcut.exists()
    assert {name for name in before if name.startswith("桌面")} == {"桌面"}
