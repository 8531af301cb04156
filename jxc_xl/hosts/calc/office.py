"""LibreOffice as a running program: started, connected to, and stopped, by force if it hangs."""

from __future__ import annotations

import atexit
import locale
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

import xlwings as xw

from jxc_xl.hosts.calc.engine import App, register
from jxc_xl.hosts.calc.places import soffice, uno
from jxc_xl.hosts.errors import HostError

START_SECONDS = 90
STOP_SECONDS = 15
_TRY_SECONDS = 0.1
_QUIET = ("--norestore", "--nologo", "--nodefault", "--nofirststartwizard")
_CONTEXT = "StarOffice.ComponentContext"


@dataclass(frozen=True, slots=True)
class Manner:
    """How LibreOffice is run.

    Attributes:
        is_visible: It shows its windows.
        runs_macros: Macros of the books it opens may run.
        uses_own_profile: It keeps apart from the LibreOffice a person may have open; its settings are thrown away.
        profile: Folder of a profile to be used and kept.
    """

    is_visible: bool = False
    runs_macros: bool = False
    uses_own_profile: bool = True
    profile: Path | None = None


class Office:
    """LibreOffice as an `xw.App`: ``with Office() as app: app.books.open(path)``.

    Problems:
        H023: no LibreOffice on this machine. H024: its bridge does not fit. H025: it does not start.
    """

    def __init__(self, manner: Manner | None = None) -> None:
        self.manner = manner or Manner()
        self._process: subprocess.Popen[bytes] | None = None
        self._thrown_away: Path | None = None
        self._app: App | None = None

    def __enter__(self) -> xw.App:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> xw.App:
        """Start LibreOffice and connect to it."""
        uno()
        atexit.register(self.stop)
        pipe = f"jxc{uuid.uuid4().hex}"
        self._process = self._started(pipe)
        try:
            context = _connected(pipe, self._process)
            self._app = register(App(context, self._process.pid, self.manner.runs_macros, self.stop))
            self._app.visible = self.manner.is_visible
        except BaseException:
            self.stop()
            raise
        return xw.App(impl=self._app, visible=False)

    @property
    def _is_ours(self) -> bool:
        """Whether nobody else works in this LibreOffice."""
        return self.manner.uses_own_profile or self.manner.profile is not None

    def _started(self, pipe: str) -> subprocess.Popen[bytes]:
        profile = self.manner.profile
        if profile is None and self.manner.uses_own_profile:
            profile = self._thrown_away = Path(tempfile.mkdtemp(prefix="jxc-office-"))
        command = [str(soffice()), *_QUIET, f"--accept=pipe,name={pipe};urp;{_CONTEXT}"]
        command += [] if self.manner.is_visible else ["--headless"]
        command += [f"-env:UserInstallation={profile.resolve().as_uri()}"] if profile else []
        quiet = subprocess.DEVNULL
        return subprocess.Popen(  # noqa: S603 - a program we looked up ourselves
            command, stdin=quiet, stdout=quiet, stderr=quiet, env=_environment(), start_new_session=True
        )

    def stop(self) -> None:
        """Close the books unsaved and end LibreOffice; one that a person has open closes only what was opened here."""
        process, app = self._process, self._app
        self._process = self._app = None
        atexit.unregister(self.stop)
        if app:
            app.leave()
            _within(STOP_SECONDS, partial(app.terminate, is_ours=self._is_ours))
        if process and self._is_ours:
            _end(process, STOP_SECONDS if app else 0)
        if self._thrown_away:
            shutil.rmtree(self._thrown_away, ignore_errors=True)
            self._thrown_away = None


def open_book(path: Path, manner: Manner | None = None) -> xw.Book:
    """Open a book in a LibreOffice of its own, which ends with ``book.app.quit()``.

    Problems:
        H003, H023 to H026.
    """
    office = Office(manner)
    app = office.start()
    try:
        return app.books.open(path)
    except BaseException:
        office.stop()
        raise


def _connected(pipe: str, process: subprocess.Popen[bytes]) -> Any:  # noqa: ANN401 - a UNO object
    local = uno().getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        with suppress(uno().getClass("com.sun.star.connection.NoConnectException")):
            return resolver.resolve(f"uno:pipe,name={pipe};urp;{_CONTEXT}")
        if process.poll():
            raise HostError("H025", path="LibreOffice", reason=f"exit status {process.returncode}")
        time.sleep(_TRY_SECONDS)
    raise HostError("H025", path="LibreOffice", reason=f"{START_SECONDS} s")


def _environment() -> dict[str, str] | None:
    """Return the environment of LibreOffice: without an encoding for it, it opens no file with a Chinese name."""
    if sys.platform == "win32" or locale.nl_langinfo(locale.CODESET) == "UTF-8":
        return None
    return os.environ | {"LC_ALL": "C.UTF-8"}


def _within(seconds: float, act: Callable[[], None]) -> None:
    """Call what may hang; go on without it after a while."""
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    thread.join(seconds)


def _end(process: subprocess.Popen[bytes], patience: float) -> None:
    """Wait for a program that was told to end, then end it and its children by force."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(patience)
        return
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)  # noqa: S603, S607
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait(STOP_SECONDS)
