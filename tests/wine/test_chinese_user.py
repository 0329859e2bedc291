"""A user whose folder has a Chinese name: install, functions, buttons, uninstall."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.macros.test_buttons import BUSINESS
from tests.wine.addin import installed
from tests.wine.windows import Windows
from xlfuncs import addin_settings

pytestmark = pytest.mark.wine


AS_USER = """
import json, os, subprocess, sys
os.environ.update(json.loads(sys.argv[1]))
sys.exit(subprocess.call([sys.executable, *sys.argv[2:]]))
"""


@dataclass(frozen=True, slots=True)
class OfChineseUser(Windows):
    """The same Windows for a user whose folders lie below C:\\users\\张三."""

    @property
    def appdata(self) -> Path:
        return self.drive / "users" / "张三" / "AppData" / "Roaming"

    @property
    def own(self) -> dict[str, str]:
        return {"APPDATA": self.named(self.appdata), "USERPROFILE": r"C:\users\张三"}

    def jixiao(self, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        command = ("-m", "macros.cli", *words)
        return self.run(self.interpreter, "-c", AS_USER, json.dumps(self.own), *command, cwd=cwd)


def test_the_whole_chain(windows: Windows) -> None:
    desk = OfChineseUser(windows.prefix, windows.locales)
    desk.appdata.mkdir(parents=True)
    path = Path(shutil.copy(BUSINESS, desk.appdata.parents[1] / "自评表.xlsx"))
    testing = desk.drive / "testing"
    for name in ("openpyxl", "et_xmlfile"):
        package = Path(str(__import__(name).__file__)).parent
        shutil.copytree(package, testing / name, dirs_exist_ok=True)

    done = desk.jixiao("install")
    conf = addin_settings.parse(
        (desk.appdata / "jixiao" / "jixiao.conf").read_bytes().decode("gbk")
    )
    addin = installed(desk)
    _, home, answer, _, told = addin.excel(
        ("open_addin", addin.command),
        ("evaluate", "__import__('os').environ['APPDATA']"),
        ("call", "JX_SCORE", ["≥90.00(%)", "85.00(%)", 5.0]),
        ("open", desk.named(path), {"G14": None}),
        ("press", "score_form"),
    )
    log = desk.appdata / "jixiao" / "评分记录.txt"
    recorded = log.read_text("utf-8-sig")
    removed = desk.jixiao("uninstall", "--records")
    left = sorted(item.name for item in (desk.appdata / "jixiao").rglob("*"))
    shutil.rmtree(testing)
    shutil.rmtree(desk.appdata.parents[1])

    assert done.returncode == 0, done.stderr
    assert r"C:\users\张三\AppData\Roaming\jixiao\excel" in done.stdout
    assert conf[addin_settings.INTERPRETER] == r"C:\desk\python.exe"
    assert (home, answer) == (r"C:\users\张三\AppData\Roaming", 4.72)
    assert r"C:\users\张三\AppData\Roaming\jixiao\评分记录.txt" in told["told"][0]
    assert "G14" in recorded
    assert removed.returncode == 0, removed.stderr
    assert set(left) <= {"评分记录.txt"}
