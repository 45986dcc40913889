import os
import subprocess
import sys

import pytest

from launcher import __main__ as entry
from launcher import browser, database, gate, options, steps
from launcher.failures import Sorry
from launcher.processes import StopWish

WHAT_THE_TESTS_SAW = (
    "import os\ndef test_env():\n    assert os.environ['SPARK_CHROMIUM'] == '{}'\n"
    "    assert os.environ['DATABASE_URL'].split('?')[0].endswith(f\"/{{os.environ['SPARK_TEMPLATE']}}\")\n"
)


@pytest.fixture
def root(place, tmp_path, monkeypatch, cluster):
    for name in ("tests", "node_modules", "spark_portal", "staticfiles", "static"):
        (place / name).mkdir()
    for name in ("manage.py", "spark_portal/settings.py", "staticfiles/staticfiles.json"):
        (place / name).touch()
    (place / "package-lock.json").write_text("{}")
    (place / "pytest.ini").write_text("[pytest]\naddopts = -p no:cacheprovider\n")
    # Plugins cost seconds each time pytest starts, servers too: one is given, the other is started by one test.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    database.ensure_exists(cluster.url("postgres"), "given")
    monkeypatch.setenv("DATABASE_URL", cluster.url("given"))
    steps.set_done(place / "node_modules" / ".spark-stamp", steps.fingerprint(place / "package-lock.json"))
    chromium = tmp_path / "chromium"
    chromium.touch(mode=0o755)
    monkeypatch.setenv("SPARK_CHROMIUM", str(chromium))
    (place / "tests" / "test_it.py").write_text(WHAT_THE_TESTS_SAW.format(chromium))
    return place


def checks(code):
    return lambda env: [gate.Check("Lint", [sys.executable, "-c", code], env)]


def test_the_gate_passes_when_all_is_well(root, capfd):
    assert gate.run(options.Test(["-q", "tests"]), StopWish(), root, checks("print('unheard')")) == 0
    said = capfd.readouterr().out
    assert [line.split(" … ")[0] for line in said.splitlines()[:4]] == [
        "  PostgreSQL and Valkey", "  Style, script and fonts", "  Lint", "  Tests",
    ]  # fmt: skip
    assert "unheard" not in said
    assert said.splitlines()[-1].startswith("1 passed")


def test_a_failing_check_is_shown_and_the_tests_run_all_the_same(root, capfd):
    with pytest.raises(Sorry, match=r"^These checks failed: Lint\."):
        gate.run(options.Test(["-q", "tests"]), StopWish(), root, checks("import sys; sys.exit('line too long')"))
    said = capfd.readouterr().out
    assert "line too long" in said
    assert said.splitlines()[-1].startswith("1 passed")


def test_failing_tests_fail_the_gate(root, capfd, monkeypatch):
    (root / "tests" / "test_it.py").write_text("def test_no():\n    assert False\n")
    monkeypatch.setattr(gate, "checks", checks("pass"))
    assert entry.main(["test", "-q", "tests"], StopWish(), root) == 1
    assert capfd.readouterr().out.splitlines()[-1].startswith("1 failed")


def test_a_machine_without_a_browser_is_told_in_one_line(root, capfd, monkeypatch):
    monkeypatch.setattr(browser, "find", lambda environ: "")
    (root / "tests" / "test_it.py").write_text(WHAT_THE_TESTS_SAW.format(""))
    assert gate.run(options.Test(["-q", "tests"]), StopWish(), root, lambda env: []) == 0
    told = "  Note: no Chromium or Chrome was found: the browser journeys are skipped."
    assert capfd.readouterr().out.splitlines().count(told) == 1


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ([], False),
        (["-x", "-q", "--long"], False),
        (["tests/launcher"], True),
        (["-k", "demo"], True),
        (["-kdemo"], True),
        (["-m=browser"], True),
        (["--collect-only"], True),
        (["--deselect=tests/x.py"], True),
    ],
)
def test_coverage_is_judged_only_when_everything_runs(words, part):
    assert gate.chooses(words) is part


def test_the_whole_suite_runs_with_the_coverage_gate(root, capfd):
    (root / "pytest.ini").write_text("[pytest]\naddopts = -p no:cacheprovider -p pytest_cov -p xdist.plugin\n")
    (root / ".coveragerc").write_text("[run]\nsource = tests\nparallel = true\n[report]\nfail_under = 100\n")
    assert gate.run(options.Test(["-q"]), StopWish(), root, lambda env: []) == 0
    said = capfd.readouterr().out
    assert "Required test coverage of 100" in said
    assert "1 passed" in said.splitlines()[-1]


@pytest.mark.parametrize(("chromium", "processes"), [("", "2"), ("/usr/bin/chromium", "3")])
def test_journeys_wait_for_their_browser_so_they_have_a_process_more(root, monkeypatch, chromium, processes):
    monkeypatch.setattr(browser, "find", lambda _environ: chromium)
    monkeypatch.setattr(gate, "COVERAGE", ["-p", "xdist.plugin"])
    told = f"import os\ndef test_it():\n    assert os.environ['PYTEST_XDIST_WORKER_COUNT'] == '{processes}'\n"
    (root / "tests" / "test_it.py").write_text(told)
    assert gate.run(options.Test(["-q"]), StopWish(), root, lambda env: []) == 0


def test_the_whole_suite_may_use_several_processes():
    assert gate.gate_words(["-x"], workers=0) == gate.COVERAGE
    assert gate.gate_words(["-x"], workers=2) == [*gate.COVERAGE, "-n", "2", "--dist", "loadgroup"]
    assert gate.gate_words(["tests/launcher"], workers=2) == []


def test_a_group_of_tests_stays_in_one_process(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    for name in ("a", "b"):
        (tmp_path / f"test_{name}.py").write_text(
            "import os\nimport pytest\npytestmark = pytest.mark.xdist_group('one stack')\n"
            "@pytest.mark.parametrize('each', range(3))\n"
            "def test_it(each):\n"
            "    open('told', 'a').write(os.environ['PYTEST_XDIST_WORKER'] + ' ')\n"
        )
    words = [*gate.gate_words([], workers=2)[len(gate.COVERAGE) :], "-p", "xdist.plugin", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-c", os.devnull, *words],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "6 passed" in done.stdout
    told = (tmp_path / "told").read_text().split()
    assert len(told) == 6
    assert len(set(told)) == 1


@pytest.mark.no_cover
def test_what_is_not_counted_is_not_traced():
    # Whoever is told to stop counting does so at the next call, and pytest has called this.
    assert sys.gettrace() is None


def test_the_portals_own_checks_are_these():
    mine = gate.checks({"SECRET_KEY": "x", "SPARK_DEMO": "1"})
    assert [check.name for check in mine] == [
        "Lint", "Format", "Types", "Import contracts", "Templates", "Ceilings on lines",
        "Migrations", "Database tables", "Deployment",
    ]  # fmt: skip
    assert "SPARK_DEMO" not in mine[-1].env
    assert mine[-1].command[1:] == ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
