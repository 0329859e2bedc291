"""`jixiao doctor`: one line for each thing, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from macros.cli import main
from macros.desk import traces
from macros.desk.doctor import Condition, examine
from macros.desk.install import install
from macros.desk.places import LIBRARIES, Desk
from tests.macros.desks import EXCEL, LOCATION, OFFICE, OPTIONS, MemoryRegistry, make_desk, write

MEND = "怎么办：请关闭 Excel，运行 jixiao install。"
SERVER = "怎么办：请关闭 Excel，运行 jixiao install --server，注销后重新登录。"
ADMIN = "怎么办：这是单位的安全设置，请联系网管放行，或改用命令行。"
POLICIES = r"HKCU\Software\Policies\Microsoft\Office\16.0"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def memory(desk: Desk) -> MemoryRegistry:
    assert isinstance(desk.registry, MemoryRegistry)
    return desk.registry


def troubles(desk: Desk) -> list[str]:
    return [str(line) for line in examine(desk) if line.state is not Condition.WELL]


def test_all_is_well_after_install(desk: Desk) -> None:
    install(desk, "hubei")

    assert [str(line) for line in examine(desk)] == [
        "正常  Windows。",
        f"正常  Python 3.12，64 位：{desk.python}。",
        "正常  pywin32 312。",
        "正常  xlwings 0.37.8。",
        "正常  xlwings64-0.37.8.dll。",
        "正常  xlwings32-0.37.8.dll。",
        "正常  Excel，64 位。",
        f"正常  设置文件，Excel 将启动 {desk.python}。",
        "正常  评分办法 hubei。",
        "正常  打开 Excel 时由加载项启动 Python。",
        f"正常  加载项 {desk.installed_addin}。",
        f"正常  模板 {desk.trusted}/申报表.xlsx。",
        f"正常  模板 {desk.trusted}/自评表.xlsm。",
        f"正常  Excel 受信任位置 {desk.trusted}。",
        "正常  加载项已登记到 Excel。",
    ]


def test_before_install_everything_of_ours_is_missing(desk: Desk) -> None:
    assert troubles(desk) == [
        f"缺少  {desk.python.parent} 里的 xlwings64-0.37.8.dll。 {MEND}",
        f"缺少  {desk.python.parent} 里的 xlwings32-0.37.8.dll。 {MEND}",
        f"缺少  设置文件 {desk.settings}。 {MEND}",
        f"缺少  加载项 {desk.installed_addin}。 {MEND}",
        f"缺少  模板 {desk.trusted}/申报表.xlsx。 {MEND}",
        f"缺少  模板 {desk.trusted}/自评表.xlsm。 {MEND}",
        f"缺少  Excel 受信任位置 {desk.trusted}。 {MEND}",
        f"缺少  Excel 里的加载项登记。 {MEND}",
    ]


def no_interpreter(desk: Desk) -> str:
    write(desk.settings, b'"INTERPRETER_WIN","C:\\gone\\python.exe"\r\n')
    return f"缺少  设置文件里的 Python「C:\\gone\\python.exe」。 {MEND}"


def bad_policy(desk: Desk) -> str:
    write(desk.settings, desk.settings.read_bytes() + b'"POLICY","nowhere"\r\n')
    return "注意  评分办法："


def old_template(desk: Desk) -> str:
    path = desk.trusted / "自评表.xlsm"
    write(path, b"of an earlier version")
    return f"注意  模板 {path} 不是这一版程序的。 {MEND}"


def blocked_addin(desk: Desk) -> str:
    write(Path(f"{desk.installed_addin}:Zone.Identifier"), b"[ZoneTransfer]\r\nZoneId=3\r\n")
    return f"注意  加载项 {desk.installed_addin} 带有“来自互联网”的标记，宏会被禁用。 {MEND}"


def no_trust(desk: Desk) -> str:
    memory(desk).set(LOCATION, "Path", (1, "C:\\other\\"))
    return f"缺少  Excel 受信任位置 {desk.trusted}。 {MEND}"


def no_locations(desk: Desk) -> str:
    memory(desk).put(rf"{POLICIES}\Excel\Security\Trusted Locations", AllLocationsDisabled=(4, 1))
    return f"注意  Excel 停用了全部受信任位置。 {ADMIN}"


def no_user_locations(desk: Desk) -> str:
    key = rf"{POLICIES}\Common\Security\Trusted Locations"
    memory(desk).put(key, **{"Allow User Locations": (4, 0)})
    return f"注意  单位只许用统一指定的受信任位置。 {ADMIN}"


def no_addins(desk: Desk) -> str:
    memory(desk).put(rf"{EXCEL}\Security", DisableAllAddins=(4, 1))
    return f"注意  Excel 停用了全部加载项。 {ADMIN}"


def only_signed(desk: Desk) -> str:
    memory(desk).put(rf"{POLICIES}\Excel\Security", RequireAddinSig=(4, 1))
    return f"注意  Excel 只许用有签名的加载项。 {ADMIN}"


def no_child_processes(desk: Desk) -> str:
    guard = r"Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
    rules = rf"HKLM\SOFTWARE\Policies\Microsoft\{guard}"
    memory(desk).put(rules, **{"d4f940ab-401b-4efc-aadc-ad5f3c50688a": (1, "1")})
    return f"注意  本机的安全策略不许 Excel 启动别的程序（ASR 规则），要用服务程序。 {SERVER}"


def no_server_at_logon(desk: Desk) -> str:
    install(desk, server=True)
    memory(desk).unset(*traces.AT_LOGON.rsplit("\\", 1))
    return f"缺少  登录时启动的服务程序：设置文件说用它，Windows 里没有登记。 {SERVER}"


def excel_of_the_store(desk: Desk) -> str:
    place = r"C:\Program Files\WindowsApps\Microsoft.Office.Desktop.Excel_16"
    memory(desk).put(rf"{OFFICE}\16.0\Excel\InstallRoot", Path=(1, place + "\\Office16"))
    return "注意  应用商店版 Excel，它不读写在注册表里的加载项和受信任位置。 怎么办："


def behind_a_gap(desk: Desk) -> str:
    memory(desk).put(OPTIONS, OPEN2=(memory(desk).values(OPTIONS) or {})["OPEN"])
    memory(desk).unset(OPTIONS, "OPEN")
    return f"注意  加载项登记的序号前面有空缺，Excel 读不到它。 {MEND}"


def unticked(desk: Desk) -> str:
    memory(desk).unset(OPTIONS, "OPEN")
    memory(desk).put(rf"{EXCEL}\Add-in Manager")
    memory(desk).set(rf"{EXCEL}\Add-in Manager", str(desk.installed_addin), (1, ""))
    return "注意  加载项在 Excel 里被取消了勾选。 怎么办：请在 Excel 的“加载项”里勾上 Jixiao。"


def a_second_copy(desk: Desk) -> str:
    memory(desk).put(OPTIONS, OPEN1=(1, '/R "D:\\Old\\Jixiao.xlam"'))
    return (
        "注意  Excel 还登记了另一处的加载项 d:\\old\\jixiao.xlam。"
        " 怎么办：请在 Excel 的“加载项”里去掉它。"
    )


def no_library(desk: Desk) -> str:
    (desk.python.parent / LIBRARIES[0]).unlink()
    return f"缺少  {desk.python.parent} 里的 {LIBRARIES[0]}。 {MEND}"


def library_of_other_environment(desk: Desk) -> str:
    other = desk.python.parents[2] / "env2" / "Scripts" / "python.exe"
    write(other, b"")
    write(other.parent / LIBRARIES[1], b"")
    text = desk.settings.read_bytes().decode()
    desk.settings.write_bytes(text.replace(str(desk.python), str(other)).encode())
    return f"缺少  {other.parent} 里的 {LIBRARIES[0]}。 {MEND}"


def misread_line(desk: Desk) -> str:
    write(desk.settings, b"# a remark\r\n" + desk.settings.read_bytes())
    return f"注意  设置文件里的一行「# a remark」不是两个带引号的值，Excel 会读错。 {MEND}"


def disabled_after_a_crash(desk: Desk) -> str:
    path = str(desk.installed_addin).upper().encode("utf-16-le")
    blob = b"\x01\0\0\0\x20\0\0\0\x0c\0\0\0" + path + b"\0\0"
    memory(desk).put(rf"{EXCEL}\Resiliency\DisabledItems", A1B2=(3, blob))
    return "注意  Excel 在一次出错之后禁用了加载项。 怎么办：请在 Excel 的“文件—选项—加载项"


def disabled_at_an_odd_byte(desk: Desk) -> str:
    path = str(desk.installed_addin).encode("utf-16-le")
    memory(desk).put(rf"{EXCEL}\Resiliency\DisabledItems", A1B2=(3, b"\x01\0\0" + path))
    return "注意  Excel 在一次出错之后禁用了加载项。 怎么办：请在 Excel 的“文件—选项—加载项"


@pytest.mark.parametrize(
    "spoil",
    [
        library_of_other_environment,
        misread_line,
        disabled_after_a_crash,
        disabled_at_an_odd_byte,
        no_interpreter,
        bad_policy,
        old_template,
        blocked_addin,
        no_trust,
        no_locations,
        no_user_locations,
        no_addins,
        only_signed,
        no_child_processes,
        no_server_at_logon,
        excel_of_the_store,
        behind_a_gap,
        unticked,
        a_second_copy,
        no_library,
    ],
)
def test_each_trouble_has_its_own_line(desk: Desk, spoil: Callable[[Desk], str]) -> None:
    install(desk)

    expected = spoil(desk)

    found = troubles(desk)
    assert len(found) == 1
    assert found[0].startswith(expected)


@pytest.mark.parametrize(
    "spoil",
    [
        no_interpreter,
        old_template,
        no_trust,
        behind_a_gap,
        no_library,
        misread_line,
        library_of_other_environment,
    ],
)
def test_install_mends_what_doctor_says_it_mends(desk: Desk, spoil: Callable[[Desk], str]) -> None:
    install(desk)
    spoil(desk)

    install(desk)

    assert troubles(desk) == []


def test_a_mark_from_the_internet_goes_with_the_file(desk: Desk) -> None:
    install(desk)
    blocked_addin(desk)
    mark = Path(f"{desk.installed_addin}:Zone.Identifier")
    inode = desk.installed_addin.stat().st_ino

    install(desk)

    # Windows keeps the mark inside the file; here it is a neighbour, so look at the file itself.
    assert desk.installed_addin.stat().st_ino != inode
    mark.unlink()


def test_python_and_packages(desk: Desk) -> None:
    install(desk)
    spoiled = [
        replace(desk, bits=32),
        replace(desk, version=(3, 10)),
        replace(desk, base=r"C:\Program Files\WindowsApps\Python"),
        replace(desk, packages={"pywin32": "312"}),
        replace(desk, packages={"pywin32": "312", "xlwings": "0.30.0"}),
        replace(desk, packages={"xlwings": "0.37.8"}),
        replace(desk, trouble_starting=lambda _: "No module named 'xlfuncs'"),
        replace(desk, appdata=None),
    ]

    python = f"64 位：{desk.python}"
    assert [troubles(one) for one in spoiled] == [
        [
            f"缺少  64 位 Python。现在的是 Python 3.12，32 位：{desk.python}。"
            " 怎么办：请改装 64 位 Python。"
        ],
        [f"缺少  Python 3.11 以上。现在的是 Python 3.10，{python}。 怎么办：请改装新的 Python。"],
        [
            f"注意  应用商店版 Python，它写入的文件 Excel 看不到：{desk.python}。"
            " 怎么办：请改装 python.org 的 64 位 Python。"
        ],
        ["缺少  xlwings 0.37.8。 怎么办：请运行 python -m pip install xlwings==0.37.8。"],
        [
            "注意  xlwings 是 0.30.0，加载项要用 0.37.8。"
            " 怎么办：请运行 python -m pip install xlwings==0.37.8。"
        ],
        ["缺少  pywin32。 怎么办：请运行 python -m pip install pywin32。"],
        [
            f"缺少  设置文件里的 {desk.python} 载入不了本程序（No module named 'xlfuncs'）。"
            " 怎么办：请把本程序装进一个虚拟环境（不用 --user），再运行 jixiao install。"
        ],
        ["缺少  环境变量 APPDATA。 怎么办：请用平常登录的用户运行。"],
    ]


def test_either_way_to_python_is_well(desk: Desk) -> None:
    install(desk)
    by_excel = [str(line) for line in examine(desk)]
    install(desk, server=True)
    by_server = [str(line) for line in examine(desk)]

    assert "正常  打开 Excel 时由加载项启动 Python。" in by_excel
    assert "正常  服务程序在登录 Windows 时启动，Excel 不自己启动 Python。" in by_server


def test_which_excel(desk: Desk) -> None:
    install(desk)
    base = {key: value for key, value in memory(desk).keys.items() if key.startswith("hkcu")}

    def excel(**keys: tuple[str, str, str]) -> str:
        registry = MemoryRegistry(dict(base))
        for key, name, data in keys.values():
            registry.create(key)
            registry.set(key, name, (1, data))
        lines = [str(line) for line in examine(replace(desk, registry=registry))]
        return next(line for line in lines if "Excel" in line)

    native = (rf"{OFFICE}\16.0\Excel\InstallRoot", "Path", "C:\\")
    narrow = (r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Office\16.0\Excel\InstallRoot", "Path", "C:\\")
    older = (rf"{OFFICE}\15.0\Excel\InstallRoot", "Path", "C:\\")
    wps = (r"HKCU\Software\Kingsoft\Office\6.0", "x", "y")
    click = rf"{OFFICE}\ClickToRun\Configuration"
    assert [
        excel(a=native, b=(click, "Platform", "x86")),
        excel(a=narrow),
        excel(a=native, b=(rf"{OFFICE}\16.0\Outlook", "Bitness", "x64")),
        excel(a=native, b=wps),
        excel(a=older),
        excel(a=wps),
        excel(),
    ] == [
        "正常  Excel，32 位。",
        "正常  Excel，32 位。",
        "正常  Excel，64 位。",
        "正常  Excel，位数不明。",
        "注意  只有 2013 或更早的 Excel。 怎么办：请换用 Excel 2016 以上；命令行照常可用。",
        "缺少  Excel。这台电脑只有 WPS 表格，函数和按钮在 WPS 里用不了。"
        " 怎么办：请装 Excel 2016 以上；或用 jixiao check 核查，用 WPS 填写不含宏的 .xlsx。",
        "缺少  Excel。 怎么办：请装 Excel 2016 以上；命令行照常可用。",
    ]


def test_off_windows_it_says_what_still_works(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["doctor"])

    out = capsys.readouterr().out
    assert status == 1
    assert out.splitlines() == [
        "正常  命令行：核查、测算、规则、评分办法都能用，见 jixiao --help。",
        "缺少  Windows：Excel 里的函数和按钮只能在 Windows 版 Excel 里用。"
        " 怎么办：请在装有 Excel 的 Windows 电脑上安装；这里可以用 jixiao check 核查同样的文件。",
        "有 1 处需要处理。",
    ]
