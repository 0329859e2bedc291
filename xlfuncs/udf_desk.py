"""The desk that Excel runs on: its 评分办法, its folder, and the log of what broke there."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from workbooks.sparing import traced
from workbooks.user_folder import user_folder
from xlfuncs import addin_settings
from xlfuncs.policy import Policy, load

_POLICY = "JIXIAO_POLICY"
LOGS = ("excel.log", "check.log")
"""What broke inside Excel, and what the check of a folder printed; uninstall takes both away."""
DEFAULT = "shanghai"  # that of the templates
_LOG_SIZE = 1_000_000  # a formula that breaks in every cell must not fill the disk


def desk_policy() -> Policy:
    """The policy that formulas score by. Raises PolicyError, whose text is a Chinese sentence."""
    return load(chosen_policy() or DEFAULT)


def chosen_policy() -> str | None:
    """The policy that this desk has set, by name or file; None where it has set none."""
    return os.environ.get(_POLICY) or _chosen() or None


def settings_file() -> Path:
    """The one settings file; the add-in's VBA reads it at this place too."""
    return user_folder() / "jixiao.conf"


def log_file() -> Path:
    """The file to send to the maintainer after 程序故障."""
    return user_folder() / LOGS[0]


def log(function: str) -> None:
    """Writes the exception that is being handled; a full or locked disk changes no answer."""
    with suppress(OSError):
        path = log_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        full = path.exists() and path.stat().st_size > _LOG_SIZE
        with path.open("w" if full else "a", encoding="utf-8") as stream:
            stream.write(f"{datetime.now():%Y-%m-%d %H:%M:%S} {function}\n")
            stream.write(traced() + "\n")


def _chosen() -> str | None:
    path = settings_file()
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return None
    return _policy_in(path, changed)


def uncounted() -> frozenset[str]:
    """The kinds of files that this desk knows to hold no forms, as the JSON names them."""
    told = addin_settings.read(settings_file()).get(addin_settings.UNCOUNTED, "")
    return frozenset(word.strip().lower() for word in told.replace("，", ",").split(","))


@lru_cache(maxsize=1)  # asked once per formula and row
def _policy_in(path: Path, _changed: int) -> str | None:
    return addin_settings.read(path).get(addin_settings.POLICY)
