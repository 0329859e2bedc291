"""Files that a click opens or makes: blank forms, the settings, hand-in files, reports."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile

import workbooks
from workbooks.user_folder import user_folder

EVALUATION = "自评表"
DECLARATION = "申报表"
HAND_IN = "_报送版"


def template(name: str) -> Path:
    """A blank form: the installed one, which Excel trusts, or else the one of the program."""
    installed = user_folder() / "excel" / name
    own = Path(workbooks.__file__).parent / "templates" / name
    return installed if installed.is_file() else own


def settings_file() -> Path:
    """The one settings file."""
    return user_folder() / "jixiao.conf"


def score_log() -> Path:
    """Every value that 评分 has put in the place of another."""
    return user_folder() / "评分记录.txt"


def hand_in_file(source: Path) -> Path:
    """The file beside a form that is handed in.

    >>> hand_in_file(Path("自评表.xlsm")).name
    '自评表_报送版.xlsx'
    """
    return source.parent / f"{source.stem}{HAND_IN}.xlsx"


def filled_file(source: Path) -> Path:
    """The self-evaluation that is begun from a form, beside it.

    >>> filled_file(Path("2025申报表.xls")).name
    '2025申报表_带入自评表.xlsx'
    """
    return source.parent / f"{source.stem}_带入自评表.xlsx"


def monitored_file(source: Path) -> Path:
    """The monitoring report that is begun from a declaration, beside it.

    >>> monitored_file(Path("2025申报表.xls")).name
    '2025申报表_监控表.xlsx'
    """
    return source.parent / f"{source.stem}_监控表.xlsx"


def returned_folder(folder: Path, now: datetime) -> Path:
    """The folder for what goes back to the units: beside the one that was checked.

    >>> returned_folder(Path("/报送/2024"), datetime(2025, 3, 1, 9, 30, 5)).as_posix()
    '/报送/2024_退回修改_20250301_093005'
    """
    named = f"{folder.name}_" if folder.name else ""
    return folder.parent / f"{named}退回修改_{now:%Y%m%d_%H%M%S}"


def report_file(folder: Path, now: datetime) -> Path:
    """The report on a folder: beside it, not among what is checked next time.

    >>> report_file(Path("/报送/2024"), datetime(2025, 3, 1, 9, 30, 5)).as_posix()
    '/报送/2024_核查结果_20250301_093005.xlsx'
    """
    named = f"{folder.name}_" if folder.name else ""
    return folder.parent / f"{named}核查结果_{now:%Y%m%d_%H%M%S}.xlsx"


def can_hold(folder: Path) -> bool:
    """Whether a file can be made there: asked of the disk, because Windows' flags do not tell."""
    try:
        with TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
