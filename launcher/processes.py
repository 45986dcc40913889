"""Children: started together, watched, and stopped within five seconds with nothing left over."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Self

from launcher.failures import Sorry, explain
from launcher.steps import nap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from launcher.runner import Runner

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """The person asked us to stop (Ctrl-C, SIGTERM, a closed terminal)."""


class StopWish:
    """Whether somebody asked us to stop. Seen only in ``pause``, so that no child is ever started and forgotten."""

    def __init__(self) -> None:
        self.asked = False
        self.by_keyboard = False

    def ask(self, number: int = 0, _frame: FrameType | None = None) -> None:
        """Ends the next pause with Stopped."""
        self.asked = True
        self.by_keyboard = number == signal.SIGINT

    def pause(self) -> None:
        """Waits a twentieth of a second; raises Stopped if that is wished."""
        if self.asked:
            raise Stopped
        nap()

    @contextmanager
    def listening(self) -> "Iterator[None]":
        """Signals ask us to stop, also where a script started us with SIGINT ignored."""
        before = {number: signal.signal(number, self.ask) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


@dataclass(frozen=True)
class Program:
    """A child to be: its name for people, its command, and what it may see.

    ``log`` is the file that takes what it prints (appended); without one it speaks, and listens, to the terminal.
    """

    name: str
    command: Sequence[str | Path]
    env: Mapping[str, str]
    folder: Path
    log: Path | None = None
    stop_with: signal.Signals = signal.SIGTERM
    runs_as: "Runner | None" = None


@dataclass
class _Child:
    program: Program
    process: subprocess.Popen[bytes]

    def tell(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            self.process.send_signal(number)

    def sweep(self) -> None:
        """Kills the child and whatever it left of its group; a child on the terminal shares ours, so only itself."""
        with suppress(ProcessLookupError, PermissionError):  # macOS answers EPERM for a group of zombies
            if self.program.log:
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()
        self.process.wait()


def _leash(number: signal.Signals) -> list[str]:
    """On Linux a child gets its stop signal when we die, even by kill -9; elsewhere it would outlive us."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", number.name.removeprefix("SIG"), "--"] if setpriv else []


@dataclass
class Group:
    """Children that live and end together. Use as a context manager: leaving it stops them all."""

    wish: StopWish
    patience: float = 1.5  # seconds from the polite signal to SIGKILL; two groups one after the other stay under five
    _children: list[_Child] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self, program: Program) -> None:
        """Starts ``program`` in a process group of its own, so that Ctrl-C reaches us alone and we end it in order."""
        self._start(program)

    def run(self, program: Program) -> int:
        """Runs ``program`` to its end and returns its exit code."""
        child = self._start(program)
        while child.process.poll() is None:
            self.wish.pause()
        self._children.remove(child)
        return child.process.returncode

    def run_well(self, program: Program) -> None:
        """Runs ``program``, which has a log, to its end; raises Sorry with the log's last lines if it failed."""
        if self.run(program):
            raise explain(program.name, _tail(program))

    def wait_until(self, ready: Callable[[], bool], *, within: float, name: str) -> None:
        """Waits until ``ready()``; raises Sorry when a child dies meanwhile or the seconds ``within`` have gone."""
        deadline = time.monotonic() + within
        while not ready():
            self.fail_if_dead()
            if time.monotonic() > deadline:
                said = "".join(f"\n{child.program.name}:\n{_tail(child.program)}" for child in self._children)
                raise Sorry(f"{name} was not ready within {within:.0f} seconds.{said}")
            self.wish.pause()

    def fail_if_dead(self) -> None:
        """Raises Sorry, with the last lines of its log, when a child has ended by itself."""
        for child in self._children:
            if child.process.poll() is not None:
                raise explain(child.program.name, _tail(child.program) or f"it ended with {child.process.returncode}")

    def stop(self) -> None:
        """Asks every child to end, the youngest first, and kills what is left when the patience is over."""
        deadline = time.monotonic() + self.patience
        for child in reversed(self._children):
            # Ctrl-C reaches a child on the terminal without our help, and a second one would spoil its farewell.
            if child.program.log or not self.wish.by_keyboard:
                child.tell(child.program.stop_with)
        for child in reversed(self._children):
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.0, deadline - time.monotonic()))
            child.sweep()
        self._children.clear()

    def _start(self, program: Program) -> _Child:
        command = [*_leash(program.stop_with), *program.command]
        if program.log is None:
            process = subprocess.Popen(command, env=program.env, cwd=program.folder)
        else:
            identity = program.runs_as.identity if program.runs_as else {}
            with program.log.open("ab") as log:
                process = subprocess.Popen(  # type: ignore[call-overload]  # identity: see Runner
                    command, env=program.env, cwd=program.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                    start_new_session=True, **identity,
                )  # fmt: skip
        child = _Child(program, process)
        self._children.append(child)
        return child


def _tail(program: Program) -> str:
    """The last of what the program printed, if it has a log."""
    if program.log is None:
        return ""
    return "\n".join(program.log.read_text(errors="replace").splitlines()[-30:])
