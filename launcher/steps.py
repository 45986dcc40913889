"""One line of progress per step, and stamps that let a second run skip what is done. Standard library only."""

import hashlib
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from launcher import failures

# Where Debian, Red Hat and macOS (Homebrew's Python) keep what they trust.
BUNDLES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")


@contextmanager
def told(title: str) -> Iterator[None]:
    """Prints ``title`` now and the seconds it took when done."""
    print(f"  {title} … ", end="", flush=True)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        print("no", flush=True)
        raise
    print(f"{time.monotonic() - started:.1f} s", flush=True)


def trusting(environ: Mapping[str, str], bundles: Sequence[str] = BUNDLES) -> dict[str, str]:
    """``environ``, with pip, uv and npm told to trust what this machine trusts: a municipality's network may have a
    certificate of its own. Nothing that is already said is changed.
    """
    bundle = next((path for path in bundles if Path(path).is_file()), None)
    told = dict.fromkeys(("PIP_CERT", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"), bundle) if bundle else {}
    return {**told, **environ}


def nap() -> None:
    """Waits a twentieth of a second."""
    time.sleep(0.05)


def run(
    command: Sequence[str | Path], *, doing: str, env: Mapping[str, str] | None = None, pause: Callable[[], None] = nap
) -> str:
    """Runs a tool to its end and returns what it printed; raises Sorry with its trouble in words.

    Whatever ``pause`` raises while the tool works ends the tool.
    """
    with tempfile.TemporaryFile() as said:
        tool = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        try:
            while tool.poll() is None:
                pause()
        finally:
            tool.kill()
            tool.wait()
        said.seek(0)
        words = said.read().decode(errors="replace")
    if tool.returncode:
        raise failures.explain(doing, words)
    return words


def fingerprint(*parts: str | Path) -> str:
    """One hash of texts and of files' content."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.read_bytes() if isinstance(part, Path) else part.encode())
        digest.update(b"\0")
    return digest.hexdigest()


def is_done(stamp: Path, print_of_work: str) -> bool:
    """Whether the step that ``stamp`` stands for was finished for just this work."""
    return stamp.is_file() and stamp.read_text() == print_of_work


def set_done(stamp: Path, print_of_work: str) -> None:
    """Remembers that the work is done; written whole or not at all."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    half = stamp.with_name(f"{stamp.name}.{os.getpid()}")
    half.write_text(print_of_work)
    half.replace(stamp)
