"""Where things lie on this desk: templates, settings, the log, and names for new files."""

from __future__ import annotations

import os
import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import workbooks

EVALUATION = "self_evaluation.xlsm"
DECLARATION = "target_declaration.xlsm"
HAND_IN = "（报送版）"
_LOG_SIZE = 1_000_000


def user_folder() -> Path:
    """Where this product keeps what belongs to one user."""
    roaming = os.environ.get("APPDATA")
    return Path(roaming) / "jixiao" if roaming else Path.home() / ".jixiao"


def template(name: str) -> Path:
    """A blank form: the installed one, which Excel trusts, or else the one of the program."""
    installed = user_folder() / "templates" / name
    own = Path(workbooks.__file__).parent / "templates" / name
    return installed if installed.is_file() else own


def settings_file() -> Path:
    """The one settings file."""
    return user_folder() / "jixiao.conf"


def log_file() -> Path:
    """The file to send to the maintainer after 程序故障."""
    return user_folder() / "excel.log"


def log(button: str) -> None:
    """Writes the exception that is being handled; a full or locked disk changes nothing."""
    with suppress(OSError):
        path = log_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        full = path.exists() and path.stat().st_size > _LOG_SIZE
        with path.open("w" if full else "a", encoding="utf-8") as stream:
            stream.write(f"{datetime.now():%Y-%m-%d %H:%M:%S} {button}\n")
            stream.write(traceback.format_exc() + "\n")


def hand_in_file(source: Path) -> Path:
    """The file beside a form that is handed in.

    >>> hand_in_file(Path("自评表.xlsm")).name
    '自评表（报送版）.xlsx'
    """
    return source.with_name(f"{source.stem.removesuffix(HAND_IN)}{HAND_IN}.xlsx")


def report_file(folder: Path, now: datetime) -> Path:
    """The report on a folder: beside it, not among what is checked next time.

    >>> report_file(Path("/报送/2024"), datetime(2025, 3, 1, 9, 30, 5)).as_posix()
    '/报送/2024_核查结果_20250301_093005.xlsx'
    """
    named = f"{folder.name}_" if folder.name else ""
    return folder.parent / f"{named}核查结果_{now:%Y%m%d_%H%M%S}.xlsx"
