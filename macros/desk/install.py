"""Install on one user's desk: what is put where, and noted so that it can be taken back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from macros.desk import addin_list
from macros.desk.install_record import InstallRecord, digest, load, replace
from macros.desk.moving_aside import move_aside, move_back
from macros.desk.own_templates import chosen_policy, installed_content
from macros.desk.places import LIBRARIES, XLWINGS, Desk, blocked
from macros.desk.registry import DWORD, SZ, Value
from macros.desk.shortcut import windowless
from macros.desk.traces import AT_LOGON, LOCATION, forget_listings, own_files, same, traces_are_ours
from macros.desk.uninstall import DeskError, refuse_while_excel_runs, take_back
from macros.vbaproject.server_names import SERVER_ARGUMENTS
from xlfuncs import addin_settings

SHORTCUT = "桌面上有「{name}」：双击它，或者把收来的文件夹拖到它上面，就可以在网页里核查。"
NO_SHORTCUT = "没有在桌面放快捷方式（{why}），其余照常可用；要用核查网页的，运行 jixiao-window。"
MOVED = "{path} 不是安装时的样子，已原样改名为 {aside}。"


def install(desk: Desk, policy: str | None = None, server: bool = False) -> list[str]:
    """What the user is told. Raises DeskError; a first installation that fails leaves no trace.

    With `server` Python is started at logon: for desks where Excel may start no programs.
    """
    _refuse_what_cannot_work(desk)
    first = not desk.record.is_file()
    record = _record(desk) or InstallRecord()
    told: list[str] = []
    moved: dict[Path, Path] = {}
    earlier = own_files(desk) if first else []
    try:
        if first:
            if traces_are_ours(desk):
                forget_listings(desk)
            record.opened = addin_list.entries(desk.registry)
        wanted = _wanted_files(desk, record, policy, server, told)
        move_aside(desk, record, wanted, moved)
        told += [MOVED.format(path=path, aside=aside) for path, aside in moved.items()]
        for path, content in wanted.items():
            record.note_file(path, content, earlier)
        told += [*_carry_out(desk, record, wanted), *_at_logon(desk, record, server)]
        on_desktop = _on_desktop(desk, record, earlier)
    except OSError as error:
        if first:
            take_back(desk, record)
        move_back(moved)
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
    told.append(f"加载项已装到 {desk.trusted}，设置文件是 {desk.settings}。请重新打开 Excel。")
    return [*told, *on_desktop]


def _refuse_what_cannot_work(desk: Desk) -> None:
    if desk.appdata is None:
        raise DeskError("找不到环境变量 APPDATA，不知道装到哪里。请用平常登录的用户运行。")
    if "WindowsApps" in desk.base:
        raise DeskError(
            "这是应用商店版 Python，它写入的文件 Excel 看不到。"
            "请改用 python.org 的 64 位 Python，再运行 jixiao install。"
        )
    try:
        str(desk.home).encode(addin_settings.ENCODING)
    except UnicodeEncodeError as error:
        raise DeskError(
            f"用户文件夹 {desk.home} 里有本机编码写不出的字，Excel 读不到里面的设置。"
            "请换一个只含英文字母和数字的 Windows 用户，再运行 jixiao install。"
        ) from error
    if desk.bits != 64:
        raise DeskError("这是 32 位 Python。请改用 64 位 Python，再运行 jixiao install。")
    if not desk.addin.is_file():
        raise DeskError(f"程序不完整：没有 {desk.addin}。请重新安装本程序。")
    if len(desk.libraries) < len(LIBRARIES):
        raise DeskError(
            f"xlwings 没有装好：找不到 {LIBRARIES[0]}。"
            f"请运行 python -m pip install --force-reinstall xlwings=={XLWINGS}。"
        )
    refuse_while_excel_runs(desk, "install")
    if trouble := desk.trouble_starting(desk.python):
        raise DeskError(
            f"Excel 将启动的 {desk.python} 载入不了本程序（{trouble}）。"
            "请把本程序装进一个虚拟环境，安装时不要用 --user。"
        )


def _record(desk: Desk) -> InstallRecord | None:
    try:
        return load(desk.record)
    except ValueError as error:
        raise DeskError(
            f"安装记录 {desk.record} 读不成。请先运行 jixiao uninstall，再运行 jixiao install。"
        ) from error


def _wanted_files(
    desk: Desk, record: InstallRecord, policy: str | None, server: bool, told: list[str]
) -> dict[Path, bytes]:
    settings_text = _settings(desk, record, policy, server, told)
    chosen = chosen_policy(settings_text.decode(addin_settings.ENCODING, errors="replace"))
    wanted = {
        place: installed_content(place, source, chosen) for place, source in desk.shipped().items()
    }
    for source in desk.libraries:
        places = desk.library_places(source.name)
        noted = str(places[0]) in record.files
        if noted or same(places[0], source) or not any(place.is_file() for place in places):
            wanted[places[0]] = source.read_bytes()
    wanted[desk.settings] = settings_text
    return wanted


def _settings(
    desk: Desk, record: InstallRecord, policy: str | None, server: bool, told: list[str]
) -> bytes:
    found = desk.settings.read_bytes() if desk.settings.is_file() else b""
    note = record.files.get(str(desk.settings))
    if found and (note is None or digest(found) not in note.ours):
        told.append(f"设置文件 {desk.settings} 原来就有，里面的其他设置照旧保留。")
        if note is not None:
            note.edited = True
    values = {addin_settings.INTERPRETER: str(desk.python)}
    if policy is not None:
        values[addin_settings.POLICY] = policy
    if server or AT_LOGON in record.values:
        values[addin_settings.SERVER] = str(server)
    text = found.decode(addin_settings.ENCODING, errors="surrogateescape")
    if lines := [line for line in addin_settings.misread(text) if line.strip()]:
        told.append(f"设置文件里 Excel 会读错的行已改写或去掉：{'；'.join(lines)}。")
    return addin_settings.with_values(text, values).encode(
        addin_settings.ENCODING, errors="surrogateescape"
    )


def _carry_out(desk: Desk, record: InstallRecord, wanted: dict[Path, bytes]) -> list[str]:
    location = _location(desk, record)
    for name, value in location.items():
        record.note_value(desk.registry, LOCATION, name, value)
    record.note_key(desk.registry, addin_list.OPTIONS)
    record.save(desk.record)
    left = []
    for path, content in wanted.items():
        if not path.is_file() or path.read_bytes() != content or blocked(path):
            replace(path, content)
    ours = {*wanted, desk.placed_shortcut}
    for place in [place for place in record.files if Path(place) not in ours]:
        left.append(record.take_back_file(Path(place)))  # an earlier version put it there
        del record.files[place]
    desk.registry.create(LOCATION)
    for name, value in location.items():
        desk.registry.set(LOCATION, name, value)
    addin_list.add(desk.registry, desk.installed_addin)
    record.save(desk.record)
    return [sentence for sentence in left if sentence]


def _on_desktop(desk: Desk, record: InstallRecord, earlier: list[Path]) -> list[str]:
    """Lays the shortcut; what cannot be laid there keeps nobody from Excel."""
    path = desk.placed_shortcut
    if path is None:
        return [NO_SHORTCUT.format(why="找不到桌面文件夹")]
    note = record.files.get(str(path))
    if note is not None and path.is_file() and digest(path.read_bytes()) not in note.ours:
        return []  # somebody gave it another picture or name: it stays as it is
    try:
        content = desk.shortcut(desk.python)
        record.note_file(path, content, earlier)
        record.save(desk.record)
        if not path.is_file() or path.read_bytes() != content:
            replace(path, content)
    except OSError as error:
        return [NO_SHORTCUT.format(why=error.strerror or error)]
    return [SHORTCUT.format(name=path.stem)]


def _at_logon(desk: Desk, record: InstallRecord, server: bool) -> list[str]:
    """Has Windows start the server at logon, or no longer; what is to be done for it."""
    if not server:
        left = (
            record.take_back_value(desk.registry, AT_LOGON) if AT_LOGON in record.values else None
        )
        return [left] if left else []
    key, name = AT_LOGON.rsplit("\\", 1)
    value = (SZ, served_by(desk.python))
    record.note_value(desk.registry, key, name, value)
    record.save(desk.record)
    desk.registry.create(key)
    desk.registry.set(key, name, value)
    return ["以后登录 Windows 时启动服务程序，Excel 不再自己启动它。请注销，重新登录。"]


def served_by(python: Path) -> str:
    """What is started at logon: the same Python, without a window."""
    return f'"{windowless(python)}" {SERVER_ARGUMENTS}'


def _location(desk: Desk, record: InstallRecord) -> dict[str, Value]:
    dated = record.values.get(f"{LOCATION}\\Date")
    date = dated.ours[0] if dated else (SZ, f"{datetime.now():%Y/%m/%d %H:%M}")
    return {
        "Path": (SZ, f"{desk.trusted}\\"),
        "Description": (SZ, "绩效表单工具"),
        "AllowSubFolders": (DWORD, 0),
        "Date": date,
    }
