"""LibreOffice as a printer, with fonts that stand in for 宋体 and 黑体."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

FITTER = Path(__file__).with_name("row_fitter.py")

# Without 宋体 and 黑体 LibreOffice would take a narrow font and shrink Chinese signs to it.
FONTS = """<?xml version="1.0"?>
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <alias binding="strong"><family>宋体</family><prefer>
    <family>SimSun</family><family>Noto Serif CJK SC</family></prefer></alias>
  <alias binding="strong"><family>黑体</family><prefer>
    <family>SimHei</family><family>Noto Sans CJK SC</family></prefer></alias>
</fontconfig>
"""


def convert(folder, kind, paths):
    """The files in another format, into the folder; LibreOffice is started once for all."""
    (folder / "fonts.conf").write_text(FONTS, "utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = [profile, "--headless", "--convert-to", kind, "--outdir", str(folder)]
    subprocess.run(
        ["soffice", *options, *map(str, paths)],
        env={**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")},
        check=True,
        capture_output=True,
        timeout=180,
    )


def fit(folder, paths):
    """The files as PDF in the folder with rows fitted to their text, and the heights of these."""
    python = python_with_uno()
    if python is None:
        pytest.skip("UNO for Python is not installed: .ci/run installs it")
    (folder / "fonts.conf").write_text(FONTS, "utf-8")
    done = subprocess.run(
        [python, str(FITTER), str(folder), *map(str, paths)],
        env={**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    return {name: {int(row): high for row, high in rows.items()} for name, rows in told.items()}


@cache
def python_with_uno():
    """A Python that has UNO, or None."""
    for name in (sys.executable, "/usr/bin/python3", shutil.which("libreoffice-python") or ""):
        if name and Path(name).exists():
            done = subprocess.run([name, "-c", "import uno"], capture_output=True)
            if done.returncode == 0:
                return name
    return None


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def unspaced(text):
    return "".join(text.split())


def shown(box):
    """What a box prints; a number as its format shows it."""
    if isinstance(box.content, str):
        return unspaced(box.content)
    return format(box.content, ",f" if "#,##0" in box.format else "f")
