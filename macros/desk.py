"""Install and uninstall on one user's desk: what is put where, and all of it taken back."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path

from macros import open_values
from macros.places import LIBRARIES, XLWINGS, Desk, blocked
from macros.record import Record, digest, load, replace
from macros.registry import DWORD, SZ, Value, text_of, value_of
from xlfuncs import settings

LOCATIONS = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations"
LOCATION = rf"{LOCATIONS}\jixiao"
UNTICKED = r"HKCU\Software\Microsoft\Office\16.0\Excel\Add-in Manager"
"""Excel lists here the add-ins that its user has switched off."""

EXCEL = "EXCEL.EXE"


class DeskError(Exception):
    """Why nothing was done: a sentence in Chinese."""


def install(desk: Desk, policy: str | None = None) -> list[str]:
    """What the user is told. Raises DeskError; a first installation that fails leaves no trace."""
    _refuse_what_cannot_work(desk)
    first = not desk.record.is_file()
    record = _record(desk) or Record(opened=open_values.entries(desk.registry))
    if first:
        _forget_dead_traces(desk)
        record.opened = open_values.entries(desk.registry)
    told: list[str] = []
    moved: dict[Path, Path] = {}
    try:
        wanted = _wanted_files(desk, record, policy, told)
        _move_aside(desk, record, wanted, moved)
        told += [
            f"{path} 不是安装时的样子，已原样改名为 {aside}。" for path, aside in moved.items()
        ]
        told += _carry_out(desk, record, wanted)
    except OSError as error:
        if first:
            _take_back(desk, record)
        _move_back(moved)
        place = f" {error.filename}" if error.filename else ""
        undone = "已恢复原状。" if first else "请排除后再运行一次 jixiao install。"
        raise DeskError(
            f"写不了{place}：{error.strerror or error}。{undone}"
            "请确认文件夹可写，没有别的程序占用其中的文件。"
        ) from error
    except UnicodeEncodeError as error:
        raise DeskError(
            f"{desk.python} 里有本机编码写不出的字，Excel 找不到它。"
            "请把 Python 环境装在只含英文字母和数字的文件夹，如 C:\\jixiao。"
        ) from error
    return [*told, f"加载项已装到 {desk.trusted}，设置文件是 {desk.settings}。请重新打开 Excel。"]


def uninstall(desk: Desk) -> list[str]:
    """What the user is told, above all what was left and why. Raises DeskError."""
    if desk.appdata is None:
        raise DeskError("找不到环境变量 APPDATA，不知道装在哪里。请用平常登录的用户运行。")
    _refuse_while_excel_runs(desk, "uninstall")
    record = _record(desk)
    if record is None:
        found = _forget_dead_traces(desk)
        return [
            "没有找到安装记录。"
            + ("已清除 Excel 里残留的登记。" if found else "没有可以撤销的内容。")
        ]
    left = _take_back(desk, record)
    return [*left, "已卸载，其余都恢复到安装以前。" if left else "已卸载，恢复到安装以前。"]


def date_of(now: datetime) -> str:
    """As Excel dates a trusted location."""
    return f"{now:%Y/%m/%d %H:%M}"


def _refuse_what_cannot_work(desk: Desk) -> None:
    if desk.appdata is None:
        raise DeskError("找不到环境变量 APPDATA，不知道装到哪里。请用平常登录的用户运行。")
    if "WindowsApps" in desk.base:
        raise DeskError(
            "这是应用商店版 Python，它写入的文件 Excel 看不到。"
            "请改用 python.org 的 64 位 Python，再运行 jixiao install。"
        )
    if desk.bits != 64:
        raise DeskError("这是 32 位 Python。请改用 64 位 Python，再运行 jixiao install。")
    if not desk.addin.is_file():
        raise DeskError(f"程序不完整：没有 {desk.addin}。请重新安装本程序。")
    if len(desk.libraries) < len(LIBRARIES):
        raise DeskError(
            f"xlwings 没有装好：找不到 {LIBRARIES[0]}。"
            f"请运行 python -m pip install --force-reinstall xlwings=={XLWINGS}。"
        )
    _refuse_while_excel_runs(desk, "install")
    if trouble := desk.trouble_starting(desk.python):
        raise DeskError(
            f"Excel 将启动的 {desk.python} 载入不了本程序（{trouble}）。"
            "请把本程序装进一个虚拟环境，安装时不要用 --user。"
        )


def _refuse_while_excel_runs(desk: Desk, command: str) -> None:
    if desk.running(EXCEL):  # which would write its own list of add-ins back when it closes
        raise DeskError(
            f"Excel 正在运行。请保存并关闭全部 Excel 窗口（任务管理器里也没有 {EXCEL}），"
            f"再运行 jixiao {command}。"
        )


def _record(desk: Desk) -> Record | None:
    try:
        return load(desk.record)
    except ValueError as error:
        raise DeskError(
            f"安装记录 {desk.record} 读不成。请删除这个文件，重新运行 jixiao install。"
        ) from error


def _wanted_files(
    desk: Desk, record: Record, policy: str | None, told: list[str]
) -> dict[Path, bytes]:
    wanted = {place: source.read_bytes() for place, source in desk.shipped().items()}
    for source in desk.libraries:
        places = desk.library_places(source.name)
        if str(places[0]) in record.files or not any(place.is_file() for place in places):
            wanted[places[0]] = source.read_bytes()
    wanted[desk.settings] = _settings(desk, record, policy, told)
    return wanted


def _settings(desk: Desk, record: Record, policy: str | None, told: list[str]) -> bytes:
    found = desk.settings.read_bytes() if desk.settings.is_file() else b""
    note = record.files.get(str(desk.settings))
    if found and (note is None or digest(found) not in note.ours):
        told.append(f"设置文件 {desk.settings} 原来就有，里面的其他设置照旧保留。")
        if note is not None:
            note.edited = True
    values = {settings.INTERPRETER: str(desk.python)}
    if policy is not None:
        values[settings.POLICY] = policy
    text = found.decode(settings.ENCODING, errors="surrogateescape")
    return settings.with_values(text, values).encode(settings.ENCODING, errors="surrogateescape")


def _move_aside(
    desk: Desk, record: Record, wanted: dict[Path, bytes], moved: dict[Path, Path]
) -> None:
    """What somebody saved in the place of a file of ours, a filled form above all."""
    for path in desk.shipped():
        note = record.files.get(str(path))
        if not path.is_file() or (note is None and path == desk.installed_addin):
            continue  # an add-in from before is kept in the record
        found = path.read_bytes()
        if found == wanted[path] or (note is not None and digest(found) in note.ours):
            continue
        aside = _free_name(path)
        path.rename(aside)
        moved[path] = aside


def _free_name(path: Path) -> Path:
    names = (
        path.with_name(f"{path.stem}（安装前的{number if number > 1 else ''}）{path.suffix}")
        for number in count(1)
    )
    return next(name for name in names if not name.exists())


def _move_back(moved: dict[Path, Path]) -> None:
    for path, aside in moved.items():
        with suppress(OSError):
            path.unlink(missing_ok=True)  # only what we have just put there
            aside.rename(path)


def _carry_out(desk: Desk, record: Record, wanted: dict[Path, bytes]) -> list[str]:
    for path, content in wanted.items():
        record.note_file(path, content)
    location = _location(desk, record)
    for name, value in location.items():
        record.note_value(desk.registry, LOCATION, name, value)
    record.note_key(desk.registry, open_values.OPTIONS)
    record.save(desk.record)
    left = []
    for path, content in wanted.items():
        if not path.is_file() or path.read_bytes() != content or blocked(path):
            replace(path, content)
    for place in [place for place in record.files if Path(place) not in wanted]:
        left.append(record.take_back_file(Path(place)))  # an earlier version put it there
        del record.files[place]
    desk.registry.create(LOCATION)
    for name, value in location.items():
        desk.registry.set(LOCATION, name, value)
    open_values.add(desk.registry, desk.installed_addin)
    record.save(desk.record)
    return [sentence for sentence in left if sentence]


def _location(desk: Desk, record: Record) -> dict[str, Value]:
    dated = record.values.get(f"{LOCATION}\\Date")
    date = dated.ours[0] if dated else (SZ, date_of(datetime.now()))
    return {
        "Path": (SZ, f"{desk.trusted}\\"),
        "Description": (SZ, "绩效表单工具"),
        "AllowSubFolders": (DWORD, 0),
        "Date": date,
    }


def _take_back(desk: Desk, record: Record) -> list[str]:
    """Sentences about what was left."""
    open_values.remove(desk.registry, desk.installed_addin, record.opened)
    if value_of(desk.registry, UNTICKED, str(desk.installed_addin)):
        desk.registry.unset(UNTICKED, str(desk.installed_addin))
    left = [record.take_back_value(desk.registry, place) for place in record.values]
    record.take_back_keys(desk.registry)
    locked = []
    for place in record.files:
        try:
            left.append(record.take_back_file(Path(place)))
        except OSError as error:
            locked.append(f"{place} 删不掉：{error.strerror}。请关闭占用它的程序，再卸载一次。")
    if locked:
        return [*(sentence for sentence in left if sentence), *locked]
    desk.record.unlink(missing_ok=True)
    if str(desk.home) in record.folders:
        desk.log.unlink(missing_ok=True)
    record.take_back_folders()
    return [sentence for sentence in left if sentence]


def _forget_dead_traces(desk: Desk) -> bool:
    """Whether Excel still listed an add-in of ours whose folder somebody has deleted by hand."""
    if desk.installed_addin.exists():
        return False
    listed = bool(open_values.numbers_of(desk.registry, desk.installed_addin))
    open_values.remove(desk.registry, desk.installed_addin, {})
    if text_of(desk.registry, LOCATION, "Path") != f"{desk.trusted}\\":
        return listed
    desk.registry.delete(LOCATION)
    for key in (LOCATIONS, LOCATIONS.rsplit("\\", 1)[0]):
        if desk.registry.values(key) == {} and not desk.registry.subkeys(key):
            desk.registry.delete(key)
    return True
