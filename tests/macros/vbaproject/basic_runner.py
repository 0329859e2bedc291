"""Run by a Python that has UNO, not by pytest: opens a workbook in LibreOffice and calls its VBA.

usage: basic_runner.py FILE, with a JSON list of [module, function, arguments] on standard input.
Prints JSON: the modules with their texts as LibreOffice holds them, and what each call gave.
A module that does not compile gives null for each call into its library, as does a call that
fails.
"""

import json
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path


def started(folder):
    import uno  # here, because pytest, which lacks it, imports this file to look for doctests

    pipe = f"jixiao{time.monotonic_ns()}"
    office = subprocess.Popen(
        [
            "soffice",
            "--headless",
            "--norestore",
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(300):
        try:
            there = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            break
        except Exception:
            time.sleep(0.2)
    else:
        raise SystemExit("LibreOffice did not start")
    desktop = there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)
    return office, desktop


def opened(desktop, file):
    from com.sun.star.beans import PropertyValue

    hidden, trusted = PropertyValue(), PropertyValue()
    hidden.Name, hidden.Value = "Hidden", True
    trusted.Name, trusted.Value = "MacroExecutionMode", 4
    return desktop.loadComponentFromURL(Path(file).as_uri(), "_blank", 0, (hidden, trusted))


def called(document, library, module, function, arguments):
    place = f"vnd.sun.star.script:{library}.{module}.{function}?language=Basic&location=document"
    arguments = [tuple(map(tuple, a)) if isinstance(a, list) else a for a in arguments]
    try:
        script = document.getScriptProvider().getScript(place)
        return script.invoke(tuple(arguments), (), ())[0]
    except Exception as error:
        return {"error": str(error).splitlines()[0]}


def main():
    calls = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        office, desktop = started(folder)
        try:
            document = opened(desktop, sys.argv[1])
            libraries = document.BasicLibraries
            (library,) = [n for n in libraries.getElementNames() if n != "Standard"] or ["Standard"]
            basic = libraries.getByName(library)
            modules = {name: basic.getByName(name) for name in basic.getElementNames()}
            results = [called(document, library, *call) for call in calls]
            print(json.dumps({"modules": modules, "results": results}, default=str))
            document.close(True)
        finally:
            with suppress(Exception):
                desktop.terminate()
            try:
                office.wait(20)
            except subprocess.TimeoutExpired:
                office.kill()


if __name__ == "__main__":
    main()
