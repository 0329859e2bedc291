"""`jixiao doctor`: what is missing on this desk, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path

from macros.desk import addin_list
from macros.desk.office import bits_of_excel, from_store, has_old_excel, has_wps
from macros.desk.own_templates import installed_content, policy_of_desk
from macros.desk.places import LIBRARIES, XLWINGS, Desk, blocked, places_beside
from macros.desk.registry import text_of, value_of
from macros.desk.traces import AT_LOGON, LOCATION, LOCATIONS, UNTICKED
from workbooks.values.dataclass import dataclass
from xlfuncs import addin_settings

_INSTALL = "请关闭 Excel，运行 jixiao install。"
_POLICIES = r"HKCU\Software\Policies\Microsoft\Office\16.0"
_SECURITY = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
_DISABLED = r"HKCU\Software\Microsoft\Office\16.0\Excel\Resiliency\DisabledItems"
_BY_SERVER = "请关闭 Excel，运行 jixiao install --server，注销后重新登录。"
_GUARD = r"Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
_ASR = (rf"HKLM\SOFTWARE\Policies\Microsoft\{_GUARD}", rf"HKLM\SOFTWARE\Microsoft\{_GUARD}")
_NO_CHILDREN = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A"
"""The rule of Windows that Office may start no other programs."""
_OLDEST = (3, 11)


class Condition(Enum):
    """How a thing stands."""

    WELL = "正常"
    MISSING = "缺少"
    LOOK = "注意"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing looked at; `remedy` says what to do unless all is well."""

    state: Condition
    thing: str
    remedy: str = ""

    def __str__(self) -> str:
        remedy = f" 怎么办：{self.remedy}" if self.remedy else ""
        return f"{self.state.value}  {self.thing}{remedy}"


def examine(desk: Desk) -> Iterator[Diagnosis]:
    """One line or more for each thing that the functions and buttons in Excel need."""
    yield Diagnosis(Condition.WELL, "Windows。")
    yield from _python(desk)
    yield from _packages(desk)
    yield from _libraries(desk)
    yield from _excel(desk)
    if desk.appdata is None:
        yield _missing("环境变量 APPDATA。", "请用平常登录的用户运行。")
        return
    yield from _settings(desk)
    yield from _server(desk)
    yield from _files(desk)
    yield from _trust(desk)
    yield from _registered(desk)


def elsewhere() -> tuple[Diagnosis, ...]:
    """What there is to say off Windows."""
    return (
        Diagnosis(Condition.WELL, "命令行：核查、测算、规则、评分办法都能用，见 jixiao --help。"),
        _missing(
            "Windows：Excel 里的函数和按钮只能在 Windows 版 Excel 里用。",
            "请在装有 Excel 的 Windows 电脑上安装；这里可以用 jixiao check 核查同样的文件。",
        ),
    )


def _well(thing: str) -> Diagnosis:
    return Diagnosis(Condition.WELL, thing)


def _missing(thing: str, remedy: str) -> Diagnosis:
    return Diagnosis(Condition.MISSING, thing, remedy)


def _look(thing: str, remedy: str) -> Diagnosis:
    return Diagnosis(Condition.LOOK, thing, remedy)


def _python(desk: Desk) -> Iterator[Diagnosis]:
    number = ".".join(map(str, desk.version))
    known = f"Python {number}，{desk.bits} 位：{desk.python}"
    if desk.bits != 64:
        yield _missing(f"64 位 Python。现在的是 {known}。", "请改装 64 位 Python。")
    elif desk.version < _OLDEST:
        yield _missing(f"Python 3.11 以上。现在的是 {known}。", "请改装新的 Python。")
    elif "WindowsApps" in desk.base:
        yield _look(
            f"应用商店版 Python，它写入的文件 Excel 看不到：{desk.python}。",
            "请改装 python.org 的 64 位 Python。",
        )
    else:
        yield _well(f"{known}。")


def _packages(desk: Desk) -> Iterator[Diagnosis]:
    found = desk.packages
    if "pywin32" in found:
        yield _well(f"pywin32 {found['pywin32']}。")
    else:
        yield _missing("pywin32。", "请运行 python -m pip install pywin32。")
    repair = f"请运行 python -m pip install xlwings=={XLWINGS}。"
    if "xlwings" not in found:
        yield _missing(f"xlwings {XLWINGS}。", repair)
    elif found["xlwings"] != XLWINGS:
        yield _look(f"xlwings 是 {found['xlwings']}，加载项要用 {XLWINGS}。", repair)
    else:
        yield _well(f"xlwings {XLWINGS}。")


def _libraries(desk: Desk) -> Iterator[Diagnosis]:
    python = _interpreter(desk) or desk.python  # the add-in looks beside the one of its settings
    for name in LIBRARIES:
        if any(place.is_file() for place in places_beside(python, name)):
            yield _well(f"{name}。")
        else:
            yield _missing(f"{python.parent} 里的 {name}。", _INSTALL)


def _interpreter(desk: Desk) -> Path | None:
    if desk.appdata is None:
        return None
    named = Path(addin_settings.read(desk.settings).get(addin_settings.INTERPRETER, ""))
    return named if named.is_absolute() and named.is_file() else None


def _excel(desk: Desk) -> Iterator[Diagnosis]:
    bits = bits_of_excel(desk.registry)
    if from_store(desk.registry):
        yield _look(
            "应用商店版 Excel，它不读写在注册表里的加载项和受信任位置。",
            "请改装 office.com 的 Excel；命令行照常可用。",
        )
    elif bits is not None:
        yield _well(f"Excel，{bits}。")
    elif has_old_excel(desk.registry):
        yield _look("只有 2013 或更早的 Excel。", "请换用 Excel 2016 以上；命令行照常可用。")
    elif has_wps(desk.registry):
        yield _missing(
            "Excel。这台电脑只有 WPS 表格，函数和按钮在 WPS 里用不了。",
            "请装 Excel 2016 以上；或用 jixiao check 核查，用 WPS 填写不含宏的 .xlsx。",
        )
    else:
        yield _missing("Excel。", "请装 Excel 2016 以上；命令行照常可用。")


def _settings(desk: Desk) -> Iterator[Diagnosis]:
    if not desk.settings.is_file():
        yield _missing(f"设置文件 {desk.settings}。", _INSTALL)
        return
    found = addin_settings.read(desk.settings)
    interpreter = _interpreter(desk)
    if interpreter is None:
        named = found.get(addin_settings.INTERPRETER, "")
        yield _missing(f"设置文件里的 Python「{named}」。", _INSTALL)
    elif trouble := desk.trouble_starting(interpreter):
        yield _missing(
            f"设置文件里的 {interpreter} 载入不了本程序（{trouble}）。",
            "请把本程序装进一个虚拟环境（不用 --user），再运行 jixiao install。",
        )
    else:
        yield _well(f"设置文件，Excel 将启动 {interpreter}。")
    text = desk.settings.read_bytes().decode(addin_settings.ENCODING, errors="replace")
    for line in addin_settings.misread(text):
        yield _look(f"设置文件里的一行「{line}」不是两个带引号的值，Excel 会读错。", _INSTALL)
    yield _policy(found.get(addin_settings.POLICY))


def _server(desk: Desk) -> Iterator[Diagnosis]:
    """Which of the two ways Excel comes to its Python, and which this desk needs."""
    by_server = addin_settings.read(desk.settings).get(addin_settings.SERVER, "").lower() == "true"
    key, name = AT_LOGON.rsplit("\\", 1)
    if by_server and value_of(desk.registry, key, name) is None:
        yield _missing("登录时启动的服务程序：设置文件说用它，Windows 里没有登记。", _BY_SERVER)
    elif by_server:
        yield _well("服务程序在登录 Windows 时启动，Excel 不自己启动 Python。")
    elif any(text_of(desk.registry, place, _NO_CHILDREN) == "1" for place in _ASR):
        yield _look("本机的安全策略不许 Excel 启动别的程序（ASR 规则），要用服务程序。", _BY_SERVER)
    else:
        yield _well("打开 Excel 时由加载项启动 Python。")


def _policy(name: str | None) -> Diagnosis:
    from validators.checking.checked_policy import policy_of
    from xlfuncs.policy import PolicyError
    from xlfuncs.udf_desk import DEFAULT

    if not name:
        return _well(f"评分办法：没有指定，函数按 {DEFAULT} 测算。")
    try:
        policy_of(name)
    except PolicyError as error:
        return _look(f"评分办法：{error}", "请运行 jixiao install --policy 名称或文件。")
    return _well(f"评分办法 {name}。")


def _files(desk: Desk) -> Iterator[Diagnosis]:
    policy = policy_of_desk(desk)
    for place, source in desk.shipped().items():
        what = "加载项" if place == desk.installed_addin else "模板"
        if not place.is_file():
            yield _missing(f"{what} {place}。", _INSTALL)
        elif not source.is_file() or place.read_bytes() != installed_content(place, source, policy):
            yield _look(f"{what} {place} 不是这一版程序的。", _INSTALL)
        elif blocked(place):
            yield _look(f"{what} {place} 带有“来自互联网”的标记，宏会被禁用。", _INSTALL)
        else:
            yield _well(f"{what} {place}。")


def _trust(desk: Desk) -> Iterator[Diagnosis]:
    if (text_of(desk.registry, LOCATION, "Path") or "").rstrip("\\") != str(desk.trusted):
        yield _missing(f"Excel 受信任位置 {desk.trusted}。", _INSTALL)
    else:
        yield _well(f"Excel 受信任位置 {desk.trusted}。")
    if str(desk.home).startswith("\\\\"):
        yield _look(
            "APPDATA 在网络上，Excel 默认不信任网络位置。",
            "请网管允许网络上的受信任位置（AllowNetworkLocations）。",
        )
    for hindered, what in _HINDRANCES:
        if hindered(desk):
            yield _look(what, "这是单位的安全设置，请联系网管放行，或改用命令行。")


def _set(desk: Desk, name: str, data: int, *keys: str) -> bool:
    return any((value_of(desk.registry, key, name) or (0, None))[1] == data for key in keys)


_HINDRANCES: tuple[tuple[Callable[[Desk], bool], str], ...] = (
    (
        lambda desk: _set(
            desk,
            "AllLocationsDisabled",
            1,
            LOCATIONS,
            rf"{_POLICIES}\Excel\Security\Trusted Locations",
        ),
        "Excel 停用了全部受信任位置。",
    ),
    (
        lambda desk: _set(
            desk, "Allow User Locations", 0, rf"{_POLICIES}\Common\Security\Trusted Locations"
        ),
        "单位只许用统一指定的受信任位置。",
    ),
    (
        lambda desk: _set(desk, "DisableAllAddins", 1, _SECURITY, rf"{_POLICIES}\Excel\Security"),
        "Excel 停用了全部加载项。",
    ),
    (
        lambda desk: _set(desk, "RequireAddinSig", 1, _SECURITY, rf"{_POLICIES}\Excel\Security"),
        "Excel 只许用有签名的加载项。",
    ),
)


def _registered(desk: Desk) -> Iterator[Diagnosis]:
    own = str(desk.installed_addin).lower()
    listed = addin_list.entries(desk.registry)
    others = [
        path
        for path in map(addin_list.path_in, listed.values())
        if path.endswith("jixiao.xlam") and path != own
    ]
    if others:
        yield _look(
            f"Excel 还登记了另一处的加载项 {others[0]}。", "请在 Excel 的“加载项”里去掉它。"
        )
    if _disabled(desk):
        yield _look(
            "Excel 在一次出错之后禁用了加载项。",
            "请在 Excel 的“文件—选项—加载项—管理：禁用项目”里启用它，再重新打开 Excel。",
        )
    numbers = addin_list.numbers_of(desk.registry, desk.installed_addin)
    if any(addin_list.reachable(desk.registry, number) for number in numbers):
        yield _well("加载项已登记到 Excel。")
    elif numbers:
        yield _look("加载项登记的序号前面有空缺，Excel 读不到它。", _INSTALL)
    elif value_of(desk.registry, UNTICKED, str(desk.installed_addin)):
        yield _look("加载项在 Excel 里被取消了勾选。", "请在 Excel 的“加载项”里勾上 Jixiao。")
    else:
        yield _missing("Excel 里的加载项登记。", _INSTALL)


def _disabled(desk: Desk) -> bool:
    # Each value is binary, and holds the path as UTF-16 somewhere, at an even or odd byte.
    own = str(desk.installed_addin).lower()
    listed = desk.registry.values(_DISABLED) or {}
    blobs = [data for _, data in listed.values() if isinstance(data, bytes)]
    texts = [blob[start:].decode("utf-16-le", "ignore") for blob in blobs for start in (0, 1)]
    return any(own in text.lower() for text in texts)
