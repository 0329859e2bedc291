"""Where things lie on one desk, and what the desk is made of: the seam to the machine."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile

from macros.desk import processes, shortcut
from macros.desk.registry import Registry
from workbooks.user_folder import LEDGERS, OUTPUTS
from workbooks.values.dataclass import dataclass
from xlfuncs import udf_desk

XLWINGS = "0.37.8"
"""The xlwings whose library the add-in loads; pinned in pyproject.toml."""

LIBRARIES = (f"xlwings64-{XLWINGS}.dll", f"xlwings32-{XLWINGS}.dll")
"""For 64-bit and for 32-bit Excel."""

# Left by _exit, for xlwings would end every Excel that it cannot see.
_AS_SERVED = "import os, xlwings, pythoncom, xlfuncs, macros; os._exit(0)"
_ROOT = Path(__file__).resolve().parents[2]
_WORKBOOKS = (".xlsm", ".xlsx")


@dataclass(frozen=True, slots=True)
class Desk:
    """One user's desk. Everything that differs between a desk and a test is a field."""

    registry: Registry
    appdata: Path | None
    python: Path
    base: str
    version: tuple[int, int]
    bits: int
    packages: Mapping[str, str]
    libraries: tuple[Path, ...]
    addin: Path
    templates: Path
    running: Callable[[str], bool]
    trouble_starting: Callable[[Path], str]
    desktop: Path | None
    shortcut: Callable[[Path], bytes]

    @property
    def placed_shortcut(self) -> Path | None:
        """What a person without a command line clicks on; None where there is no desktop."""
        return self.desktop and self.desktop / shortcut.NAME

    @property
    def home(self) -> Path:
        """The one folder of the product; callers have made sure that APPDATA is known."""
        assert self.appdata is not None
        return self.appdata / "jixiao"

    @property
    def trusted(self) -> Path:
        """The folder that Excel is told to trust: the add-in and the templates."""
        return self.home / "excel"

    @property
    def installed_addin(self) -> Path:
        """The add-in as Excel loads it."""
        return self.trusted / "jixiao.xlam"

    @property
    def settings(self) -> Path:
        """The one settings file; the add-in's VBA reads it at this place."""
        return self.home / "jixiao.conf"

    @property
    def record(self) -> Path:
        """What install did, for uninstall to take back."""
        return self.home / "install.json"

    @property
    def records(self) -> tuple[Path, ...]:
        """What checks have learnt and written: it serves the next check, with or without Excel."""
        return (self.home / OUTPUTS, self.home / LEDGERS)

    @property
    def logs(self) -> tuple[Path, ...]:
        """What the functions, the buttons and the check of a folder write."""
        return tuple(self.home / name for name in udf_desk.LOGS)

    def shipped(self) -> dict[Path, Path]:
        """Where each file that Excel opens belongs, and where it comes from."""
        templates = sorted(self.templates.glob("*")) if self.templates.is_dir() else []
        books = [path for path in templates if path.suffix in _WORKBOOKS]
        return {
            self.installed_addin: self.addin,
            **{self.trusted / path.name: path for path in books},
        }

    def library_places(self, name: str) -> tuple[Path, Path]:
        """Where the add-in looks for a library: beside python.exe, and one folder above."""
        return places_beside(self.python, name)


def places_beside(python: Path, name: str) -> tuple[Path, Path]:
    """Where the add-in looks for a library when this is the interpreter of its settings."""
    return python.parent / name, python.parent.parent / name


def blocked(path: Path) -> bool:
    """Whether Windows marked the file as one from the internet, whose macros Excel blocks."""
    try:
        with Path(f"{path}:Zone.Identifier").open("rb"):
            return True
    except OSError:
        return False


def this_desk(registry: Registry) -> Desk:
    """The desk that the program runs on."""
    appdata = os.environ.get("APPDATA")
    return Desk(
        registry=registry,
        appdata=Path(appdata) if appdata else None,
        python=Path(sys.executable),
        base=sys.base_prefix,
        version=sys.version_info[:2],
        bits=struct.calcsize("P") * 8,
        packages=_packages("pywin32", "xlwings"),
        libraries=_libraries(),
        addin=_ROOT / "macros" / "addin" / "jixiao.xlam",
        templates=_ROOT / "workbooks" / "templates",
        running=_running,
        trouble_starting=_trouble_starting,
        desktop=shortcut.desktop(),
        shortcut=shortcut.shortcut,
    )


def _packages(*names: str) -> dict[str, str]:
    found = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _libraries() -> tuple[Path, ...]:
    # pip puts them at the root of the environment, or of the user's own packages, or beside
    # the package when it unpacks into a folder of its own.
    spec = find_spec("xlwings")
    if spec is None or spec.origin is None:
        return ()
    beside = Path(spec.origin).parent.parent
    roots = (beside, *beside.parents[:3], Path(sys.prefix))
    found = (
        next((root / name for root in roots if (root / name).is_file()), None) for name in LIBRARIES
    )
    return tuple(path for path in found if path is not None)


def _running(program: str) -> bool:
    # A desk that forbids tasklist is not kept from installing.
    tasklist = processes.of_windows("tasklist.exe")
    _, words = _ran([tasklist, "/FI", f"IMAGENAME eq {program}", "/NH", "/FO", "CSV"], 30)
    return program.lower().encode() in words.lower()


def _trouble_starting(interpreter: Path) -> str:
    """Why this interpreter cannot serve Excel, in its own last words; nothing when it can."""
    # As the add-in starts it: -I leaves out the user's own site-packages and the current folder;
    # -B leaves no compiled files behind.
    status, words = _ran([str(interpreter), "-I", "-B", "-c", _AS_SERVED], 120)
    said = words.decode(errors="replace").strip().splitlines()
    return "" if status == 0 else (said or [f"exit status {status}"])[-1]


def _ran(command: list[str], seconds: float) -> tuple[int, bytes]:
    """The exit status of a program, and what it printed."""
    # Into a file: a pipe would be waited for as long as any grandchild holds it, and for ever.
    with TemporaryFile() as printed:
        try:
            done = subprocess.run(
                command,
                cwd=processes.OWN_FOLDER,
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.STDOUT,
                timeout=seconds,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return -1, str(error).encode()
        printed.seek(0)
        return done.returncode, printed.read()
