"""The server of the demo: `carerecord serve` as a child, as a region would run it."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from carerecord.config import SettingsError
from carerecord.demo.ports import LOOPBACK

_READY_SECONDS = 60.0
_STOP_SECONDS = 12.0


class ServerProcess:
    def __init__(self, configuration: Path, port: int, log: Path) -> None:
        self._port = port
        self._log = log
        with log.open("wb") as out:
            self._child = subprocess.Popen(  # noqa: S603 - this same program, no words of anybody else
                [
                    *(sys.executable, "-m", "carerecord.cli", "serve"),
                    *("--config", str(configuration), "--parent", str(os.getpid())),
                ],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the demo, which stops us
            )

    @property
    def pid(self) -> int:
        return self._child.pid

    def ended(self) -> str:
        """How it ended, in words; empty while it runs."""
        code = self._child.poll()
        if code is None:
            return ""
        how = (
            f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        )
        return f"the server {how}: {self._last_words()}"

    def wait_until_ready(self) -> None:
        """Raises `SettingsError` when it ends, or is not ready in a minute."""
        until = time.monotonic() + _READY_SECONDS
        while not self._ready():
            if ended := self.ended():
                raise SettingsError(ended)
            if time.monotonic() > until:
                raise SettingsError(f"the server is not ready after a minute; see {self._log}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Workers finish what they are doing; nothing of it is left afterwards."""
        self._child.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._child.wait(_STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(self._child.pid, signal.SIGKILL)
        self._child.wait()

    def _ready(self) -> bool:
        connection = http.client.HTTPConnection(LOOPBACK, self._port, timeout=2)
        try:
            connection.request("GET", "/health/ready")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _last_words(self) -> str:
        lines = [line.strip() for line in self._log.read_text("utf-8", "replace").splitlines()]
        said = [line for line in lines if line]
        return said[-1].removeprefix("carerecord: ") if said else f"see {self._log}"
