"""What may be said on the command line. Standard library only: asked before anything is installed."""

import argparse
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Demo:
    """``spark.py demo``: where it listens, whether it starts afresh, whether it may ask."""

    port: int = 8000
    reset: bool = False
    may_ask: bool = True


@dataclass(frozen=True)
class Test:
    """``spark.py test``: everything after the word goes to pytest."""

    __test__ = False  # not a test class, whatever pytest thinks of the name

    pytest: list[str] = field(default_factory=list)


def _port(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text}")


def parse(arguments: list[str]) -> Demo | Test:
    """The wish behind ``arguments``; unknown words end the program with the usage and 2."""
    parser = argparse.ArgumentParser(prog="spark.py", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True)
    demo = commands.add_parser("demo", help="run the portal with a made-up history on this machine", allow_abbrev=False)
    demo.add_argument("--port", type=_port, default=Demo.port, help="the port on this machine (%(default)s)")
    demo.add_argument("--reset", action="store_true", help="delete what an earlier demo made, and start afresh")
    demo.add_argument("--no-input", action="store_true", help="never ask")
    commands.add_parser("test", help="run every check and test; further words go to pytest", add_help=False)
    said, rest = parser.parse_known_args(arguments)
    if said.command == "test":
        return Test(arguments[arguments.index("test") + 1 :])
    if rest:
        parser.error(f"unknown: {' '.join(rest)}")
    return Demo(said.port, said.reset, not said.no_input)
