"""The demo's life with real servers and a portal of ten lines, in a checkout whose path is none of the simple ones."""

import socket
import sys
import urllib.request

import pytest

from launcher import __main__ as entry
from launcher import database, demo, options, steps, valkey
from launcher.failures import Sorry
from launcher.processes import StopWish

MANAGE = """
import http.server, os, pathlib, sys
here = pathlib.Path(__file__).parent
with (here / "did").open("a") as did:
    did.write(sys.argv[1] + "\\n")
if sys.argv[1] == "collectstatic":
    (here / "staticfiles").mkdir(exist_ok=True)
    (here / "staticfiles" / "staticfiles.json").touch()
if sys.argv[1] == "fail":
    sys.exit("relation does not exist")
if sys.argv[1] == "serve":
    class Portal(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/readyz" else 404)
            self.end_headers()
            self.wfile.write(os.environ["SITE_URL"].encode())
    http.server.HTTPServer(("127.0.0.1", int(sys.argv[2])), Portal).serve_forever()
"""


class Visitor(StopWish):
    """Asks the demo to stop once it has said that it is ready, after a look around."""

    def __init__(self, capsys, look=lambda: None):
        super().__init__()
        self.capsys, self.look, self.said = capsys, look, ""

    def pause(self):
        self.said += self.capsys.readouterr().out
        if "Ctrl-C stops it." in self.said and not self.asked:
            self.look()
            self.ask()
        super().pause()


def plan(data, port, mail_port):
    return demo.Plan(
        [("Tables", ["manage.py", "migrate"])], ["manage.py", "seed"], {"web": ["manage.py", "serve", str(port)]}
    )


@pytest.fixture
def root(place):
    for name in ("package.json", "package-lock.json"):
        (place / name).write_text("{}")
    for name in ("static", "templates", "spark_portal", "node_modules"):
        (place / name).mkdir()
    (place / "spark_portal" / "settings.py").touch()
    (place / "manage.py").write_text(MANAGE)
    steps.set_done(place / "node_modules" / ".spark-stamp", steps.fingerprint(place / "package-lock.json"))
    return place


@pytest.fixture
def port():
    return valkey.free_port()


@pytest.fixture
def given(cluster, monkeypatch):
    database.ensure_exists(cluster.url("postgres"), "given")
    monkeypatch.setenv("DATABASE_URL", cluster.url("given"))
    yield
    database.drop_all_like(cluster.url("postgres"), "given")


def did(root):
    words = (root / "did").read_text().split()
    (root / "did").unlink()
    return words


def test_a_demo_is_seeded_once_and_keeps_its_data_until_it_is_reset(root, port, capsys):
    def look():
        with urllib.request.urlopen(f"http://localhost:{port}/readyz") as answer:
            assert answer.read().decode() == f"http://localhost:{port}"
        with pytest.raises(Sorry, match="The demo already runs from this folder"):
            demo.run(options.Demo(valkey.free_port()), StopWish(), root, plan)

    visitor = Visitor(capsys, look)
    assert demo.run(options.Demo(port), visitor, root, plan) == 0
    assert capsys.readouterr().out == "\nStopping … stopped.\n"
    assert did(root) == ["collectstatic", "migrate", "seed", "serve"]
    assert f"The demo is ready: http://localhost:{port}/\n" in visitor.said
    secret = (root / ".spark" / "demo" / "secret-key").read_text()

    assert demo.run(options.Demo(port), Visitor(capsys), root, plan) == 0
    assert did(root) == ["migrate", "serve"]
    assert (root / ".spark" / "demo" / "secret-key").read_text() == secret

    demo.reset(root, may_ask=False)
    assert [path.name for path in (root / ".spark").iterdir() if path.is_dir()] == []


def test_a_reset_demo_lays_its_history_in_anew(root, port, given, capsys):
    for reset in (False, True):
        assert demo.run(options.Demo(port, reset=reset, may_ask=False), Visitor(capsys), root, plan) == 0
    assert did(root) == ["collectstatic", "migrate", "seed", "serve", "migrate", "seed", "serve"]


def test_a_command_that_fails_is_told(root, port, given):
    def broken(data, port, mail_port):
        return demo.Plan([("Tables", ["manage.py", "fail"])], [], {})

    with pytest.raises(Sorry, match=r"^Tables failed. The last it said:\n    relation does not exist$"):
        demo.run(options.Demo(port), StopWish(), root, broken)


def test_a_taken_port_is_one_sentence_and_exit_1(root, port, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        assert entry.main(["demo", "--port", str(port)], StopWish(), root) == 1
    assert (
        capsys.readouterr().err == f"\nPort {port} is taken. Choose another: python3 spark.py demo --port {port + 1}\n"
    )
    assert not (root / ".spark").exists()


def test_a_port_that_may_not_be_used_is_told(monkeypatch):
    def forbidden(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", forbidden)  # root may use every port: the refusal itself can't be had
    with pytest.raises(Sorry, match=r"Port 80 may not be used here\. Choose one from 1024"):
        demo.refuse_taken(80)


def test_an_error_nobody_foresaw_is_a_sentence_too(root, port, capsys):
    (root / ".spark").write_text("a file where a folder should be")
    assert entry.main(["demo", "--port", str(port)], StopWish(), root) == 1
    assert capsys.readouterr().err == f"\nThe machine said no: File exists ({root}/.spark).\n"


def test_being_asked_to_stop_during_set_up_ends_with_130(root, port, capsys):
    wish = StopWish()
    wish.ask()
    assert entry.main(["demo", "--port", str(port)], wish, root) == 130
    assert capsys.readouterr().out.endswith("\nStopped.\n")


def test_reset_asks_whoever_is_there(root, monkeypatch):
    asked = []
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda text: asked.append(text) or "n")
    with pytest.raises(Sorry, match="Nothing was deleted"):
        demo.reset(root, may_ask=True)
    kept = root / ".spark" / "demo" / "mailbox"
    kept.mkdir(parents=True)
    monkeypatch.setattr("builtins.input", lambda text: asked.append(text) or "Ja")
    demo.reset(root, may_ask=True)
    assert not kept.exists()
    assert asked == ["Delete everything this demo has made? [y/N] "] * 2


def test_reset_deletes_nothing_when_nobody_can_answer(root, monkeypatch):
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(Sorry, match="add --no-input"):
        demo.reset(root, may_ask=True)


def test_half_a_checkout_is_told(root):
    (root / "templates").rmdir()
    with pytest.raises(Sorry, match="templates is missing"):
        demo.run(options.Demo(), StopWish(), root, plan)


def test_the_portals_own_plan_names_real_commands(tmp_path):
    mine = demo.plan(tmp_path, 8123, 2525)
    assert [command[1] for _, command in mine.steps] == ["migrate", "load_reference_data"]
    assert mine.seed == ["manage.py", "seed_demo"]
    assert list(mine.processes) == ["mailbox", "web", "worker", "beat"]
    assert "127.0.0.1:8123" in mine.processes["web"]
    assert mine.processes["mailbox"][-1] == "2525"
    assert str(tmp_path / "celerybeat-schedule") in mine.processes["beat"]
    assert mine.ready_path == "/readyz"


def test_a_portal_that_is_not_there_does_not_answer(port):
    assert demo.answers(port, "/readyz") is False
