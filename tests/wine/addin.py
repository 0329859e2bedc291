"""The installed add-in, as its own lines say what it starts and loads, and a process for Excel.

Excel is not there: `as_excel.py` does what its VBA does, with what `jixiao install` has put in
place. The settings are read and the command is made by the lines of the installed add-in itself.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from oletools.olevba import VBA_Parser

from tests.wine.windows import ROOT, Windows
from xlfuncs import addin_settings

_AS_EXCEL = Path(__file__).with_name("as_excel.py")
_LONGEST = 240  # longer than what runs there gives itself
_FOR_TESTS = ("openpyxl", "et_xmlfile")


@dataclass(frozen=True)
class Addin:
    """What is installed on a desk: the command that its VBA makes, and the library it loads."""

    windows: Windows
    command: str
    library: str

    def excel(self, *steps: tuple[Any, ...], cwd: Path | None = None) -> list[Any]:
        """What each step gives in one process that stands for Excel."""
        drive = self.windows.drive
        asked, answer = drive / "steps.json", drive / "answer.json"
        answer.unlink(missing_ok=True)
        paths = [self.windows.named(path) for path in (ROOT, drive / "testing")]
        wanted: dict[str, Any] = {"library": self.library, "paths": paths, "steps": steps}
        wanted["own"] = self.windows.own
        asked.write_text(json.dumps(wanted), "utf-8")
        names = [self.windows.named(path) for path in (_AS_EXCEL, asked, answer)]
        # Not to the end of its output: what Wine starts for its windows holds that open.
        with subprocess.Popen(
            ["wine", str(self.windows.interpreter), *names],
            cwd=cwd or drive,
            env=self.windows.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            try:
                process.wait(_LONGEST)
            finally:
                process.kill()
        given = json.loads(answer.read_text("utf-8"))
        assert isinstance(given, list), given
        return given


def installed(windows: Windows) -> Addin:
    """Reads the installed add-in and the one settings file, as its VBA does."""
    parser = VBA_Parser(str(windows.appdata / "jixiao" / "excel" / "jixiao.xlam"))
    sources = {place.split("/")[-1]: code for _, place, _, code in parser.extract_all_macros()}
    parser.close()
    source = sources["xlwings"].replace("\r\n", "\n")
    (home,) = re.findall(r"GetConfigFilePath = (.+)\n", source)
    assert home == r'Environ("APPDATA") & "\" & PROJECT_NAME & "\" & PROJECT_NAME & ".conf"'
    assert 'PROJECT_NAME As String = "jixiao"' in source
    conf = addin_settings.parse(
        (windows.appdata / "jixiao" / "jixiao.conf").read_bytes().decode("gbk")
    )
    assert addin_settings.KEYS[-1] not in conf
    (command,) = re.findall(r"LaunchCommand = (.+) & ServerNumber\(\)\n", source)
    assert 'If LoadLibrary(ParentFolder(PYTHON_WIN) + "\\" + XLPyDLLName) = 0' in source
    name, *_ = re.findall(r'XLPyDLLName As String = "(.+)"', source)
    folder = conf[addin_settings.INTERPRETER].rpartition("\\")[0]
    return Addin(windows, _vba_text(command, conf), f"{folder}\\{name}")


def _vba_text(expression: str, conf: dict[str, str]) -> str:
    """What VBA makes of texts and settings that are joined by &."""
    term = r'"((?:[^"]|"")*)"|GetConfig\("(\w+)"\)'
    assert re.fullmatch(rf"(?:{term})(?: & (?:{term}))*", expression)
    terms = re.findall(term, expression)
    return "".join(conf[key] if key else text.replace('""', '"') for text, key in terms)


@pytest.fixture(scope="module")
def addin(windows: Windows) -> Iterator[Addin]:
    done = windows.jixiao("install")
    assert done.returncode == 0, done.stderr
    testing = windows.drive / "testing"  # not among the product's packages
    for name in _FOR_TESTS:
        package = Path(str(import_module(name).__file__)).parent
        shutil.copytree(package, testing / name, dirs_exist_ok=True)
    yield installed(windows)
    shutil.rmtree(testing)
    windows.jixiao("uninstall")
