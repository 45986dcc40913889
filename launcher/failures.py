"""How the launcher says that something is wrong: one sentence, never a traceback. Standard library only."""

import errno
import re

# What pip, uv, npm and initdb print, and what it means to the person at the keyboard. The first match speaks.
_MEANINGS = {
    "no space left|disk quota exceeded|ENOSPC": "the disk is full. Make room and run the command again.",
    "hash(es)? mismatch|do not match the hashes|EINTEGRITY": (
        "a downloaded package is not the one the lock names. Nothing was installed; try again."
    ),
    "certificate": (
        "this machine does not trust the network's certificate. On Debian: apt install ca-certificates; where the"
        " network has a certificate of its own, add it to the machine's store."
    ),
    "dns error|failed to lookup|name resolution|name or service not known|nodename nor servname|ENOTFOUND|EAI_AGAIN"
    "|network is unreachable|connection refused|ECONNREFUSED|failed to establish a new connection|timed out|ETIMEDOUT"
    "|error sending request|could not connect|connection reset|ECONNRESET": (
        "the package registry can't be reached. The first run needs a network; check it and run the command again."
    ),
    "no matching distribution|no wheels|no usable wheels|has no .*wheel|building .* is disabled|no solution found": (
        "a package has no ready-made build (wheel) for this machine. SPARK's demo runs on Linux (glibc) and macOS,"
        " x86-64 and ARM64."
    ),
    "permission denied|EACCES": (
        "a file or folder belongs to somebody else. Run the command as the user who owns this folder."
    ),
}


class Sorry(Exception):
    """Something the person can act on. Its sentence is printed and the command ends with 1."""


def explain(doing: str, output: str) -> Sorry:
    """What went wrong while ``doing``, told from a tool's ``output``; unknown trouble quotes its last lines."""
    for pattern, meaning in _MEANINGS.items():
        if re.search(pattern, output, re.IGNORECASE):
            return Sorry(f"{doing}: {meaning}")
    last = "\n".join(f"    {line}" for line in output.strip().splitlines()[-8:])
    return Sorry(f"{doing} failed. The last it said:\n{last}")


def from_system(error: OSError) -> Sorry:
    """The sentence for an error of the operating system that nobody foresaw."""
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Sorry(f"The disk is full{where}. Make room and run the command again.")
    if error.errno in (errno.EACCES, errno.EPERM):
        return Sorry(
            f"A file or folder belongs to somebody else{where}. Run the command as the user who owns this folder."
        )
    return Sorry(f"The machine said no: {error.strerror or error}{where}.")
