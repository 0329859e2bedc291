"""The page and what it may ask for: on 127.0.0.1 only, with a token that nobody else has."""

from __future__ import annotations

import hmac
import json
import os
import secrets
import sys
import threading
import time
import webbrowser
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from string import Template, ascii_uppercase
from typing import Any
from urllib.parse import parse_qs, urlsplit

from macros.desk.processes import open_file
from macros.window.job import CHOICES, USUAL, Job, outputs, place_of
from workbooks.values.dataclass import dataclass, field

HOST = "127.0.0.1"
IDLE = 600.0
"""Seconds without a word from the page after which nobody is looking any more."""

_MOST_BYTES = 10_000
_MOST_FOLDERS = 500
_POLICY = "default-src 'none'; style-src 'nonce-{0}'; script-src 'nonce-{0}'; connect-src 'self'"
_NO_FOLDER = "找不到文件夹 {}。请检查写法，或从下面的列表里选。"
_WHOLE_DISK = "{} 是整个磁盘，结果没有旁边可写。请选里面的一个文件夹。"
_NOTHING = "请至少勾选一样结果。"
_BUSY = "正在核查，请等它完成，或先点「停止」。"
_UNWRITABLE = "写不了 {}（{}）。请确认上一级文件夹可写；文件夹名太长的，改短一些。"


@dataclass(slots=True)
class Desk:
    """What one window knows: its token, where it begins, and its job."""

    token: str
    begins: Path
    job: Job | None = None
    heard: float = field(default_factory=time.monotonic)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def idle(self) -> bool:
        """Whether nobody has asked for anything for long, and nothing is running."""
        running = self.job is not None and self.job.status is None
        return not running and time.monotonic() - self.heard > IDLE

    def given(self) -> dict[str, Any]:
        """What the page begins with, also when it is loaded again."""
        job = self.job
        return {
            "folder": str(self.begins if job is None else job.folder),
            "choices": CHOICES,
            "ticked": list(USUAL if job is None else job.ticked),
        }

    def start(self, asked: dict[str, Any]) -> str:
        """Begins a job; a sentence where that cannot be."""
        text = str(asked.get("folder", ""))
        folder = _folder(text)
        ticked = [key for key in CHOICES if key in asked.get("outputs", ())]
        if folder is None:
            return _NO_FOLDER.format(text.strip())
        if folder.resolve().parent == folder.resolve():
            return _WHOLE_DISK.format(folder)
        if not ticked:
            return _NOTHING
        with self.lock:
            if self.job is not None and self.job.status is None:
                return _BUSY
            try:
                job = Job(folder.resolve(), ticked)
                job.begin()
            except OSError as error:
                return _UNWRITABLE.format(place_of(folder.resolve()), error.strerror or error)
            self.job = job
        return ""

    def open(self, key: str) -> bool:
        """Opens something that the job has made, and nothing else; whether that could be."""
        path = None if self.job is None else outputs(self.job.folder, self.job.ticked).get(key)
        if path is None or not path.exists():
            return False
        try:
            return open_result(path)
        except OSError:  # no program on this computer opens it
            return False


def open_result(path: Path) -> bool:
    """Opens a result as a double click does; whether that could be."""
    if sys.platform == "win32":
        open_file(path)
        return True
    return webbrowser.open(path.as_uri())


def folders(text: str) -> dict[str, Any]:
    """The folders in a folder, for choosing one by clicking."""
    path = _folder(text or str(Path.home()))
    if path is None:
        return {"error": _NO_FOLDER.format(text.strip())}
    try:
        every = sorted(path.iterdir(), key=lambda one: one.name.casefold())
        names = [one.name for one in every if not one.name.startswith(".") and one.is_dir()]
        count = sum(one.is_file() for one in every)
    except OSError:
        return {"error": f"文件夹 {path} 打不开。请换一个。"}
    up = "" if path.parent == path else str(path.parent)
    told = {"path": str(path), "up": up, "folders": names[:_MOST_FOLDERS], "files": count}
    return {**told, "drives": drives()}


def _folder(text: str) -> Path | None:
    """The folder of that name, which somebody may have pasted between quotation marks."""
    for named in (text, text.strip().strip('"')):
        path = Path(named)
        try:
            if path.is_absolute() and path.is_dir():
                return path
        except OSError:  # longer than any name may be
            continue
    return None


def drives() -> list[str]:
    """The drives of this computer, where there are any: above C: there is nothing to click."""
    if sys.platform != "win32":
        return []
    if sys.version_info >= (3, 12):
        return os.listdrives()
    return [f"{letter}:\\" for letter in ascii_uppercase if Path(f"{letter}:\\").exists()]


class Handler(BaseHTTPRequestHandler):
    """Answers the page; whoever has no token is told nothing."""

    server: Window
    server_version, sys_version = "jixiao", ""

    def do_GET(self) -> None:
        """The page, a listing of folders, or how far the job is."""
        asked = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(asked.query).items()}
        if asked.path == "/" and self._is_named():
            self._page()
        elif not self._is_ours(self.headers.get("X-Token", "")):
            self._refuse()
        elif asked.path == "/given":
            self._json(self.server.desk.given())
        elif asked.path == "/folders":
            self._json(folders(query.get("path", "")))
        elif asked.path == "/state":
            job = self.server.desk.job
            self._json(job.state() if job else {"running": False, "lines": [], "made": []})
        else:
            self._refuse(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        """Begin, stop, open, leave."""
        length = self.headers.get("Content-Length", "")
        if not self._is_ours(self.headers.get("X-Token", "")):
            self._refuse()
            return
        if not length.isdigit() or int(length) > _MOST_BYTES:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return
        try:
            asked = json.loads(self.rfile.read(int(length)) or b"{}")
        except ValueError:
            asked = None
        if not isinstance(asked, dict):
            self._refuse(HTTPStatus.BAD_REQUEST)
            return
        self._do(urlsplit(self.path).path, asked)

    def _do(self, path: str, asked: dict[str, Any]) -> None:
        desk = self.server.desk
        if path == "/start":
            self._json({"error": desk.start(asked)})
        elif path == "/stop":
            if desk.job is not None:
                desk.job.stop()
            self._json({})
        elif path == "/open":
            self._json({"opened": desk.open(str(asked.get("key", "")))})
        elif path == "/leave":
            self._json({})
            threading.Thread(target=self.server.shutdown).start()
        else:
            self._refuse(HTTPStatus.NOT_FOUND)

    def _is_named(self) -> bool:
        """Whether it is asked by the one name that this computer has for itself."""
        return self.headers.get("Host", "") == f"{HOST}:{self.server.server_port}"

    def _is_ours(self, token: str) -> bool:
        """Whether the page itself asks: by its token, and by no other name of this computer."""
        known = hmac.compare_digest(token.encode(), self.server.desk.token.encode())
        if known and self._is_named():
            self.server.desk.heard = time.monotonic()
            return True
        return False

    def _page(self) -> None:
        """The page alone: what it shows it asks for, with the token that its tab keeps."""
        nonce = secrets.token_urlsafe(16)
        text = (files(__package__) / "page.html").read_text("utf-8")
        content = Template(text).substitute(nonce=nonce).encode("utf-8")
        self._send(content, "text/html; charset=utf-8", _POLICY.format(nonce))

    def _json(self, told: dict[str, Any]) -> None:
        content = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
        self._send(content, "application/json; charset=utf-8")

    def _refuse(self, status: HTTPStatus = HTTPStatus.FORBIDDEN) -> None:
        self.close_connection = True
        self._send(b"", "text/plain", status=status)

    def _send(
        self, content: bytes, kind: str, policy: str = "", status: HTTPStatus = HTTPStatus.OK
    ) -> None:
        self.send_response(status)
        heads = {"Content-Type": kind, "Content-Length": str(len(content))}
        heads |= {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        heads |= {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY"}
        if policy:
            heads["Content-Security-Policy"] = policy
        for name, value in heads.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a program without a console has nowhere to print."""


class Window(ThreadingHTTPServer):
    """The server of one window, at a port of its own that the system gives."""

    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, begins: Path) -> None:
        self.desk = Desk(secrets.token_urlsafe(32), begins)
        super().__init__((HOST, 0), Handler)

    @property
    def address(self) -> str:
        """What the browser is told to open."""
        return f"http://{HOST}:{self.server_port}/?token={self.desk.token}"

    def service_actions(self) -> None:
        """Now and then: leaves when nobody is looking any more."""
        if self.desk.idle:
            threading.Thread(target=self.shutdown).start()
