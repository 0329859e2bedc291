"""The command on a real Windows Python, with a real registry: no Excel, all the rest."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from tests.wine.windows import ROOT, Windows
from xlfuncs import addin_settings

pytestmark = pytest.mark.wine

EXCEL = r"HKCU\Software\Microsoft\Office\16.0\Excel"
INSTALLED = r"HKLM\SOFTWARE\Microsoft\Office\16.0\Excel\InstallRoot"
CLICK_TO_RUN = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"


@pytest.fixture
def excel(windows: Windows) -> Iterator[None]:
    """What an installed Excel leaves in the registry, and the add-in of somebody else."""
    reg(windows, "add", INSTALLED, "/v", "Path", "/d", r"C:\Office16", "/f")
    reg(windows, "add", CLICK_TO_RUN, "/v", "Platform", "/d", "x64", "/f")
    reg(windows, "add", rf"{EXCEL}\Options", "/v", "OPEN", "/d", '/R "C:\\其他\\other.xlam"', "/f")
    yield
    reg(windows, "delete", INSTALLED, "/f")
    reg(windows, "delete", CLICK_TO_RUN, "/f")
    reg(windows, "delete", r"HKCU\Software\Microsoft\Office", "/f")


def reg(windows: Windows, *words: str) -> str:
    done = windows.run("reg", *words)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def state(windows: Windows) -> tuple[str, dict[str, str]]:
    """All of HKCU\\Software as reg.exe exports it, and every file of the user and of Python."""
    export = windows.drive / "export.reg"
    reg(windows, "export", r"HKCU\Software", windows.named(export), "/y")
    text = export.read_bytes().decode("utf-16")
    export.unlink()
    files = {
        str(path): sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for folder in (windows.appdata, windows.interpreter.parent)
        for path in folder.rglob("*")
    }
    links = desktop_of(windows).glob("*.lnk")
    return text, files | {str(path): sha256(path.read_bytes()).hexdigest() for path in links}


def desktop_of(windows: Windows) -> Path:
    """The desktop, as it lies here; Wine may lead it to another folder of this system."""
    place = windows.appdata.parents[1] / "Desktop"
    place.mkdir(exist_ok=True)
    return place


READ_LINK = """
import sys, pythoncom
from win32com.shell import shell
link = pythoncom.CoCreateInstance(
    shell.CLSID_ShellLink, None, pythoncom.CLSCTX_INPROC_SERVER, shell.IID_IShellLink)
link.QueryInterface(pythoncom.IID_IPersistFile).Load(sys.argv[1])
print(link.GetPath(shell.SLGP_RAWPATH)[0], link.GetArguments(), link.GetWorkingDirectory(), sep='|')
"""


def test_the_shortcut_opens_the_page_at_what_is_dropped_on_it(windows: Windows) -> None:
    """As Windows reads it; started as Explorer starts it, without a console, by the whole path."""
    dropped = windows.drive / "收来 的&表（2024）"
    dropped.mkdir()
    link = desktop_of(windows) / "绩效核查.lnk"
    windows.jixiao("install")
    read = windows.run(windows.interpreter, "-c", READ_LINK, windows.named(link))
    program, arguments, folder = read.stdout.strip().split("|")

    begun = windows.run(
        program.replace("pythonw", "python"),
        "-c",
        STARTED.format(program=program, arguments=arguments, dropped=windows.named(dropped)),
    )
    windows.jixiao("uninstall")

    assert (program, folder) == (r"C:\desk\pythonw.exe", r"C:\desk")
    assert arguments == "-I -B -m macros.window.window"
    assert begun.stdout.splitlines()[-4:] == ["200 True", "403", "True", "0"], begun.stderr
    assert not link.exists()


STARTED = r"""
import json, os, pathlib, subprocess, tempfile, time
from urllib.error import HTTPError
from urllib.request import Request, urlopen
told = pathlib.Path(tempfile.mkdtemp(), "told.txt")
browser = told.with_name("browser.cmd")  # notes what it is to open
browser.write_text('@echo %*>"' + str(told) + '"\n')
line = r'"{program}" {arguments} "{dropped}"'
own = subprocess.Popen(line, env=dict(os.environ, BROWSER=str(browser)))
until = time.monotonic() + 60
while not (told.exists() and told.read_text().strip()) and time.monotonic() < until:
    time.sleep(0.1)
address, _, token = told.read_text().strip().partition("?token=")
given = urlopen(Request(address + "given", headers={{"X-Token": token}}))
print(given.status, json.load(given)["folder"] == r"{dropped}")
try:
    urlopen(address + "given")
except HTTPError as refused:
    print(refused.code)
listed = urlopen(Request(address + "folders?path=C%3A%5C", headers={{"X-Token": token}}))
print("C:\\" in json.load(listed)["drives"])
urlopen(Request(address + "leave", b"{{}}", {{"X-Token": token}}))
print(own.wait(30))
"""


def told(done: subprocess.CompletedProcess[str]) -> tuple[int, list[str], str]:
    return done.returncode, done.stdout.splitlines(), done.stderr


def test_this_is_chinese_windows(windows: Windows) -> None:
    words = "import locale, sys; print(sys.platform, sys.maxsize > 2**32, locale.getencoding())"

    done = windows.run(windows.interpreter, "-c", words + "; print('绩效')")

    assert told(done) == (0, ["win32 True cp936", "绩效"], "")


def test_nothing_is_left_behind(windows: Windows, excel: None) -> None:
    before = state(windows)

    installed = windows.jixiao("install", "--policy", "hubei")
    between = state(windows)
    again = windows.jixiao("install")
    after_again = state(windows)
    examined = windows.jixiao("doctor")
    removed = windows.jixiao("uninstall")

    sentence = (
        rf"加载项已装到 {roaming(windows)}\jixiao\excel，"
        rf"设置文件是 {roaming(windows)}\jixiao\jixiao.conf。请重新打开 Excel。"
    )
    shortcut = "桌面上有「绩效核查」：双击它，或者把收来的文件夹拖到它上面，就可以在网页里核查。"
    assert told(installed) == (0, [sentence, shortcut], "")
    assert told(again) == (0, [sentence, shortcut], "")
    assert told(removed) == (0, ["已卸载，恢复到安装以前。"], "")
    assert {line[:2] for line in examined.stdout.splitlines()[:-1]} == {"正常"}
    assert (examined.returncode, examined.stdout.splitlines()[-1]) == (0, "全部正常。")
    assert between != before
    assert after_again == between
    assert state(windows) == before


def test_without_an_excel_the_doctor_says_so_and_nothing_is_left_either(windows: Windows) -> None:
    before = state(windows)

    windows.jixiao("install")
    examined = windows.jixiao("doctor")
    windows.jixiao("uninstall")

    troubles = [line for line in examined.stdout.splitlines() if not line.startswith("正常")]
    assert (examined.returncode, examined.stderr) == (1, "")
    assert troubles == [
        "缺少  Excel。 怎么办：请装 Excel 2016 以上；命令行照常可用。",
        "有 1 处需要处理。",
    ]
    assert state(windows) == before


def test_what_excel_would_find(windows: Windows, excel: None) -> None:
    windows.jixiao("install")
    options = reg(windows, "query", rf"{EXCEL}\Options")
    location = reg(windows, "query", rf"{EXCEL}\Security\Trusted Locations\jixiao")
    conf = (windows.appdata / "jixiao" / "jixiao.conf").read_bytes()
    windows.jixiao("uninstall")

    folder = rf"{roaming(windows)}\jixiao\excel"
    assert rf'OPEN1    REG_SZ    /R "{folder}\jixiao.xlam"' in options
    assert f"Path    REG_SZ    {folder}\\\n" in location
    assert "AllowSubFolders    REG_DWORD    0x0" in location
    assert conf == b'"INTERPRETER_WIN","C:\\desk\\python.exe"\r\n'


def test_an_interpreter_below_chinese_folders(windows: Windows) -> None:
    before = state(windows)
    python = windows.drive / "单位" / "绩效" / "python.exe"
    shutil.copytree(windows.interpreter.parent, python.parent)

    done = windows.run(python, "-m", "macros.cli", "install")
    conf = (windows.appdata / "jixiao" / "jixiao.conf").read_bytes()
    removed = windows.run(python, "-m", "macros.cli", "uninstall")

    shutil.rmtree(python.parents[1])
    assert (done.returncode, done.stderr) == (0, "")
    assert addin_settings.parse(conf.decode("gbk")) == {
        "INTERPRETER_WIN": r"C:\单位\绩效\python.exe"
    }
    assert told(removed) == (0, ["已卸载，恢复到安装以前。"], "")
    assert state(windows) == before


def test_a_path_that_the_code_page_cannot_write_is_refused(windows: Windows) -> None:
    before = state(windows)
    python = windows.drive / "𠮷" / "python.exe"
    shutil.copytree(windows.interpreter.parent, python.parent)

    done = windows.run(python, "-m", "macros.cli", "install")

    shutil.rmtree(python.parent)
    assert told(done) == (
        2,
        [],
        "C:\\𠮷\\python.exe 里有本机编码写不出的字，Excel 找不到它。"
        "请把 Python 环境装在只含英文字母和数字的文件夹，如 C:\\jixiao。\n",
    )
    assert state(windows) == before


def test_the_samples_are_judged_as_they_are_here(windows: Windows) -> None:
    samples = ROOT / "workbooks" / "samples"
    names = sorted(path.name for path in samples.glob("*.xlsx"))
    command = ["check", "--format", "json", *names]
    here = subprocess.run(
        [sys.executable, "-m", "macros.cli", *command],
        cwd=samples,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    there = windows.jixiao(*command, cwd=samples)

    assert len(names) == 9
    assert (there.returncode, there.stderr) == (here.returncode, here.stderr)
    told = [json.loads(done.stdout) for done in (there, here)]
    for one in told:
        del one["version"]  # known only where the package is installed; Wine has its sources
    assert told[0] == told[1]


def roaming(windows: Windows) -> str:
    return windows.named(windows.appdata)
