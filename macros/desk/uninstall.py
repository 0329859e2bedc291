"""Uninstall on one user's desk: all that install put there is taken back, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from macros.desk import addin_list
from macros.desk.install_record import InstallRecord, load
from macros.desk.places import Desk
from macros.desk.registry import value_of
from macros.desk.traces import UNTICKED, forget_listings, own_files

EXCEL = "EXCEL.EXE"


class DeskError(Exception):
    """Why nothing was done: a sentence in Chinese."""


def uninstall(desk: Desk, records_too: bool = False) -> list[str]:
    """What the user is told, above all what was left and why. Raises DeskError.

    What checks have learnt stays unless `records_too`: it serves them without Excel as well.
    """
    if desk.appdata is None:
        raise DeskError("找不到环境变量 APPDATA，不知道装在哪里。请用平常登录的用户运行。")
    refuse_while_excel_runs(desk, "uninstall")
    kept = _kept_records(desk, records_too)
    return [*kept, *_uninstalled(desk)]


def _kept_records(desk: Desk, records_too: bool) -> list[str]:
    """That the records of checks stay, and where; none where there are none, or they are gone."""
    found = [path for path in desk.records if path.exists()]
    if not found:
        return []
    if not records_too:
        named = "、".join(path.name for path in found)
        return [
            f"核查记录（{named}）留在 {desk.home}：再次核查和覆盖以前的结果时要用。"
            "不再使用本工具的，运行 jixiao uninstall --records 一并删去。"
        ]
    try:
        for path in found:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    except OSError as error:
        raise _stuck(error) from error
    return ["核查记录已删去。"]


def _uninstalled(desk: Desk) -> list[str]:
    try:
        record = load(desk.record)
    except ValueError:
        return _without_record(desk, f"安装记录 {desk.record} 读不成。")
    if record is None:
        return _without_record(desk, "没有找到安装记录。")
    try:
        left, done = take_back(desk, record)
        left += _strangers(record, desk.records) if done else []
    except OSError as error:
        raise _stuck(error) from error
    if not done:
        return [*left, "还没有卸载完。请照上面说的做，再运行一次 jixiao uninstall。"]
    return [*left, "已卸载，其余都恢复到安装以前。" if left else "已卸载，恢复到安装以前。"]


def refuse_while_excel_runs(desk: Desk, command: str) -> None:
    """Nothing is put or taken back under an open Excel. Raises DeskError."""
    if desk.running(EXCEL):  # which would write its own list of add-ins back when it closes
        raise DeskError(
            f"Excel 正在运行。请保存并关闭全部 Excel 窗口（任务管理器里也没有 {EXCEL}），"
            f"再运行 jixiao {command}。"
        )


def take_back(desk: Desk, record: InstallRecord) -> tuple[list[str], bool]:
    """Sentences about what was left, and whether nothing more is to be done."""
    addin_list.remove(desk.registry, desk.installed_addin, record.opened)
    if value_of(desk.registry, UNTICKED, str(desk.installed_addin)):
        desk.registry.unset(UNTICKED, str(desk.installed_addin))
    left = [record.take_back_value(desk.registry, place) for place in record.values]
    record.take_back_keys(desk.registry)
    locked = []
    for place in record.files:
        try:
            left.append(record.take_back_file(Path(place)))
        except OSError as error:
            locked.append(f"{place} 删不掉：{error.strerror}。请关闭占用它的程序。")
    locked += _remove_logs(desk)
    told = [sentence for sentence in left if sentence]
    if locked:
        return [*told, *locked], False
    desk.record.unlink(missing_ok=True)
    record.take_back_folders()
    _remove_folders(desk)
    return told, True


def _strangers(record: InstallRecord, records: Collection[Path]) -> list[str]:
    """A sentence for each folder of ours that is kept by files which we did not put there."""
    told = []
    for folder in map(Path, record.folders):
        names = sorted(
            path.name
            for path in (folder.iterdir() if folder.is_dir() else ())
            if path.is_file() and str(path) not in record.files and path not in records
        )
        if names:
            told.append(f"{folder} 里有不是安装时放的文件，已连同文件夹保留：{'、'.join(names)}。")
    return told


def _remove_logs(desk: Desk) -> list[str]:
    locked = []
    for log in desk.logs:
        try:
            log.unlink(missing_ok=True)
        except OSError as error:
            locked.append(f"{log} 删不掉：{error.strerror}。请关闭占用它的程序。")
    return locked


def _remove_folders(desk: Desk) -> None:
    for folder in (desk.trusted, desk.home):
        with suppress(OSError):  # somebody's file is in it, or it is gone
            folder.rmdir()


def _stuck(error: OSError) -> DeskError:
    place = f" {error.filename}" if error.filename else ""
    return DeskError(
        f"撤销不了{place}：{error.strerror or error}。"
        "请关闭占用它的程序，确认文件夹可写，再运行一次 jixiao uninstall。"
    )


def _without_record(desk: Desk, why: str) -> list[str]:
    """Takes back what can be nobody else's. Raises DeskError."""
    try:
        ours = own_files(desk)
        found = forget_listings(desk) or bool(ours)
        for path in ours:
            path.unlink()
        locked = _remove_logs(desk)
        if desk.record.is_file():
            desk.record.unlink()
            found = True
        _remove_folders(desk)
        left = sorted(
            path
            for path in desk.home.rglob("*")
            if path.is_file() and not {path, *path.parents} & set(desk.records)
        )
    except OSError as error:
        raise _stuck(error) from error
    kept = [f"{path} 认不出是不是安装时放的，已保留。不需要时可以手动删除。" for path in left]
    done = "已清除残留的文件和 Excel 里的登记。" if found else "没有可以撤销的内容。"
    return [*locked, *kept, why + done]
