"""绩效核查.toml: what an office has settled for all its commands; what is typed goes before it.

It is read from `--settings`, else from the folder where the command runs, else from the user's own
place; never at or below what is checked, because whoever submits files can write there.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from macros.commands.chinese_argparse import CLEAN, refuse
from validators.checking.catalogue import find
from validators.checking.check_file import Choice, selected
from validators.rule import Severity
from workbooks.user_folder import user_folder
from workbooks.values.dataclass import dataclass, replace

NAME = "绩效核查.toml"

_LEVELS = {severity.word: severity for severity in Severity}


@dataclass(frozen=True, slots=True)
class _Item:
    """A setting: the option that it stands for, how it is written, and what it is for."""

    key: str
    option: str
    kind: Callable[[Any], bool]
    written: str
    told: str
    path: bool = False


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_text, value))


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _level(value: Any) -> bool:
    return value in ("错误", "警告")


def _units(value: Any) -> bool:
    return value in ("文件夹", "压缩包")


ITEMS = (
    _Item("policy", "policy", _text, '"hubei"', "评分办法：名称，或自己写的 .toml 文件"),
    _Item("edition", "edition", _text, '"版式.toml"', "自己写的版式", path=True),
    _Item("criteria", "criteria", _text, '"审核口径.xlsx"', "本单位的审核口径", path=True),
    _Item("select", "select", _texts, '["N", "R503"]', "只用这些规则：编号、族或名称"),
    _Item("ignore", "ignore", _texts, '["N605", "N606"]', "不用这些规则"),
    _Item("strict", "strict", _flag, "true", "有警告时退出状态也为 1"),
    _Item("expected", "expected", _text, '"应报名单.xlsx"', "应报名单", path=True),
    _Item("against", "against", _text, '"申报表"', "申报文件夹，自评表与它比", path=True),
    _Item("last_year", "last_year", _text, '"去年"', "去年文件夹，与上年的自评表比", path=True),
    _Item("review", "review", _text, '"复核表.xlsx"', "填好的复核表", path=True),
    _Item("report", "report", _texts, '["核查结果.xlsx"]', "核查结果写到哪里", path=True),
    _Item("return", "returned", _text, '"退回"', "退回修改的文件夹", path=True),
    _Item("return_level", "return_level", _level, '"错误"', "退回到哪一级：错误或警告"),
    _Item("parcels", "parcels", _units, '"压缩包"', "每个单位一个文件夹或压缩包"),
    _Item("summary", "output", _texts, '["汇总.xlsx"]', "汇总写到哪里", path=True),
)
_BY_KEY = {item.key: item for item in ITEMS}
_TABLE = "levels"

_WRONG = "设置文件 {path} 第 {line} 行：{what}"
_UNKNOWN = "没有「{key}」这一项{close}。可以写：{keys}。请改正或删去这一行。"
_KIND = "{key} 写得不对。请写成 {key} = {written}。"
_NO_RULE = "[levels] 里的 {code} 不是规则编号。请运行 jixiao rules 查看全部规则。"
_NO_LEVEL = '{code} 的级别写得不对。请写成 {code} = "错误"、"警告" 或 "提示"。'
_IGNORED = (
    "没有采用 {path}：它在所核查的文件夹里，交表的人也能写。"
    "要用它，请放到别处，再用 --settings 指明。"
)
_INSIDE = "设置文件 {path} 在所核查的文件夹里，交表的人也能写，不能采用。请放到别处。"
_LATER = "设置文件里的复核表 {path} 还没有，这次不用。"
_MISSING = "找不到设置文件 {path}。请确认路径，或用 jixiao settings --init 写一份。"


class WrongSettings(ValueError):
    """A sentence that says which line is wrong and what to write."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a file says, by option; `levels` are the severities of rules that it sets."""

    path: Path
    values: Mapping[str, Any]
    levels: Mapping[str, Severity]


def read(path: Path) -> Settings:
    """A settings file; raises `WrongSettings`."""
    try:
        text = path.read_text("utf-8-sig")
        data = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSettings(f"设置文件 {path} 读不成。请存成 UTF-8 的文本文件。") from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        where = line[1] if line else len(text.splitlines())
        what = '写法不对。文字要加英文双引号，一行写一项，例如 policy = "hubei"。'
        raise WrongSettings(_WRONG.format(path=path, line=where, what=what)) from error
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key == _TABLE and isinstance(value, dict):
            continue
        if wrong := _wrong(key, value):
            raise WrongSettings(_WRONG.format(path=path, line=_line(text, key), what=wrong))
        values[_BY_KEY[key].option] = _placed(_BY_KEY[key], value, path.parent)
    return Settings(path, values, dict(_levels(path, text, data.get(_TABLE, {}))))


def _wrong(key: str, value: Any) -> str:
    item = _BY_KEY.get(key)
    if item is None:
        keys = "、".join((*_BY_KEY, f"[{_TABLE}]"))
        close = "".join(f"（是不是 {one}？）" for one in get_close_matches(key, _BY_KEY, 1))
        return _UNKNOWN.format(key=key, keys=keys, close=close)
    return "" if item.kind(value) else _KIND.format(key=key, written=item.written)


def _levels(path: Path, text: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Severity]]:
    for code, word in table.items():
        module = find(code)
        wrong = "" if module else _NO_RULE.format(code=code)
        if module and word not in _LEVELS:
            wrong = _NO_LEVEL.format(code=code)
        if wrong:
            raise WrongSettings(_WRONG.format(path=path, line=_line(text, code), what=wrong))
        assert module is not None
        yield module.RULE.code, _LEVELS[word]


def _line(text: str, key: str) -> int:
    """The number of the line on which a key stands."""
    begins = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=|\s*\[\s*{re.escape(key)}\s*\]")
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if begins.match(line)), 1)


def _placed(item: _Item, value: Any, folder: Path) -> Any:
    """Paths from the file's own folder; rules as they are typed."""
    if item.path:
        return [folder / one for one in value] if isinstance(value, list) else folder / value
    if item.key == "policy" and value.endswith(".toml"):
        return str(folder / value)
    return ",".join(value) if isinstance(value, list) else value


def own_options() -> list[str]:
    """The options by which only the user's own settings count, wherever a program stands."""
    own = user_folder() / NAME
    return ["--settings", str(own)] if own.is_file() else ["--no-settings"]


def own_choice(choice: Choice) -> Choice:
    """How the buttons check: rules, levels and criteria as the file in the user's own place says.

    By which policy is the desk's. Raises `WrongSettings`.
    """
    own = user_folder() / NAME
    if not own.is_file():
        return choice
    settings = read(own)
    values = settings.values
    narrowed = chosen(choice, values.get("select"), values.get("ignore"), settings)
    if "criteria" not in values:
        return narrowed
    from validators.bulk.work import with_criteria  # a click that has none does without

    try:
        return with_criteria(narrowed, values["criteria"])
    except ValueError as error:
        raise WrongSettings(str(error)) from error


def chosen(
    choice: Choice, select: str | None, ignore: str | None, settings: Settings | None = None
) -> Choice:
    """A choice with the rules that settings or options name, and the levels that are set."""
    rules = selected(codes(select), codes(ignore))
    levels = tuple(settings.levels.items()) if settings else choice.levels
    return replace(choice, rules=rules, levels=levels)


def codes(text: str | None) -> list[str]:
    """Rules as they are typed, apart."""
    return [code.strip() for code in (text or "").replace("，", ",").split(",") if code.strip()]


def settle(arguments: Namespace) -> str | None:
    """Puts what the settings say where nothing was typed; a sentence where that cannot be."""
    arguments.levels, arguments.settled = {}, None
    checked = [path.absolute() for path in getattr(arguments, "paths", ()) or [arguments.file]]
    found = _found(arguments, checked)
    if isinstance(found, str):
        return found
    if found is None:
        return None
    try:
        settings = read(found)
    except WrongSettings as error:
        return str(error)
    arguments.levels, arguments.settled = settings.levels, found
    for option, value in settings.values.items():
        typed = getattr(arguments, option, True)  # the command has no such option
        fits = option != "output" or isinstance(typed, list)  # of review and submit it is one file
        if typed or not fits:
            continue
        if option == "review" and not value.exists():
            print(_LATER.format(path=value), file=sys.stderr)
            continue
        setattr(arguments, option, value)
    print(f"按设置文件 {found}。", file=sys.stderr)
    return None


def _found(arguments: Namespace, checked: Sequence[Path]) -> Path | str | None:
    """The file that applies; a sentence where one was named that cannot be used."""
    named: Path | None = arguments.settings
    folders = (path if os.path.isdir(path) else path.parent for path in checked)  # noqa: PTH112
    for own in (folder / NAME for folder in dict.fromkeys(folders)):
        # What may not be looked at is told when it is checked, so that nothing raises here.
        there = os.path.isfile(own)  # noqa: PTH113
        if there and (named is None or own.resolve() != named.resolve()):
            print(_IGNORED.format(path=own), file=sys.stderr)
    if arguments.no_settings:
        return None
    if named is not None:
        if not named.is_file():
            return _MISSING.format(path=named)
        return _INSIDE.format(path=named) if _is_among(named, checked) else named
    for own in (Path(NAME), user_folder() / NAME):
        if own.is_file() and not _is_among(own, checked):
            return own
    return None


def _is_among(path: Path, checked: Sequence[Path]) -> bool:
    """Whether a file lies at or below what is checked, or beside a file that is."""
    place = path.resolve()
    folders = (one if one.is_dir() else one.parent for one in map(Path.resolve, checked))
    return any(
        place.is_relative_to(folder)
        if folder in map(Path.resolve, checked)
        else place.parent == folder
        for folder in folders
    )


def blank() -> str:
    """A settings file in which everything is explained and nothing is set."""
    lines = [
        "# 绩效核查的设置：check、review、summary、submit、publish、fill 都用；"
        "命令行写的在先，这里的在后。",
        "# 自己文件夹里的（jixiao settings --init --own），规则、级别和审核口径 Excel 的按钮也用。",
        "# 去掉一行开头的 # 就生效；路径从本文件所在的文件夹算起。",
        "# 本文件放在运行命令的文件夹或自己的文件夹，不要放进所核查的文件夹（那里的不采用）。",
        "",
    ]
    for item in ITEMS:
        lines += [f"# {item.told}", f"# {item.key} = {item.written}", ""]
    lines += [
        "# 规则的级别：错误、警告或提示",
        f"# [{_TABLE}]",
        '# N605 = "提示"',
        "",
    ]
    return "\n".join(lines)


def show_or_write(arguments: Namespace) -> int:
    """Everything that `jixiao settings` does; the exit status."""
    path = user_folder() / NAME if arguments.own else Path(NAME)
    if arguments.init:
        return _written(path)
    places = (user_folder() / NAME,) if arguments.own else (Path(NAME), user_folder() / NAME)
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        print(f"没有设置文件，按各命令的默认。可用 jixiao settings --init 写一份 {NAME}。")
        return CLEAN
    try:
        settings = read(found)
    except WrongSettings as error:
        return refuse(str(error))
    print(f"设置文件：{found.resolve()}")
    for item in ITEMS:
        if item.option in settings.values:
            print(f"  {item.told}：{_shown(settings.values[item.option])}")
    for code, severity in settings.levels.items():
        print(f"  规则 {code} 的级别：{severity.word}")
    return CLEAN


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    return "是" if value is True else "否" if value is False else str(value)


def _written(path: Path) -> int:
    if path.exists():
        return refuse(f"{path} 已经有了，没有改动。要重新写一份，请先把它改名。")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(blank(), "utf-8")
    except OSError:
        return refuse(f"写不了 {path}。请确认文件夹可写。")
    print(f"设置文件已写入 {path}。用记事本打开，去掉要用的行开头的 # 即可。")
    return CLEAN
