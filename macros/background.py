"""Checking a folder outside Excel: `jixiao check`, and at its end the report, or why there is none.

Excel's process is not touched. What the command prints goes to a log beside the other one.
"""

from __future__ import annotations

import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from macros import cli, dialogs, processes
from xlfuncs import udf_desk

FAILED = "批量核查没有完成。{reason}"


def main(folder: str, report: str, *options: str) -> int:
    """Checks a folder, writes the report and opens it; the status of `jixiao check`.

    `options` are those of the command, such as `--policy hubei`.
    """
    log = udf_desk.user_folder() / udf_desk.LOGS[1]
    log.parent.mkdir(parents=True, exist_ok=True)
    with (
        log.open("w", encoding="utf-8") as stream,
        redirect_stdout(stream),
        redirect_stderr(stream),
    ):
        status = cli.main(["check", folder, "--report", report, *options])
    if Path(report).is_file():
        processes.open_file(Path(report))
    else:
        last = log.read_text("utf-8").strip().splitlines()[-1:]
        dialogs.show(FAILED.format(reason="".join(last)))
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
