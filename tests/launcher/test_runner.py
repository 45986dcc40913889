import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from launcher import runner
from launcher.failures import Sorry

OURSELVES = runner.Runner(os.geteuid(), os.getegid())
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can change users")


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_only_root_needs_another_user():
    assert runner.needed(1000) is None
    dropped = runner.needed(0)
    assert dropped is not None
    assert dropped.uid != 0
    assert runner.needed() == (dropped if os.geteuid() == 0 else None)


@as_root
def test_the_dropped_user_keeps_nothing_of_root():
    said = subprocess.run(
        ["/usr/bin/id"], capture_output=True, text=True, check=True, **runner.needed().identity
    ).stdout
    assert "(root)" not in said
    assert "(nobody)" in said


@as_root
def test_a_folder_that_nobody_can_enter_is_known_by_trying(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    assert runner.can_reach(closed, None)
    assert not runner.can_reach(closed, runner.needed())


@as_root
def test_a_checkout_that_nobody_can_enter_gets_a_folder_outside(tmp_path):
    tmp_path.chmod(0o700)
    folder = runner.home(tmp_path, runner.needed())
    assert folder.parent == Path("/var/tmp")
    assert runner.can_reach(folder, runner.needed())
    shutil.rmtree(folder)


def test_the_data_lies_in_the_checkout(place):
    assert runner.home(place, None) == place / ".spark"
    assert runner.home(place, OURSELVES) == place / ".spark"
    assert mode(place / ".spark") == 0o711


def test_the_folder_outside_is_named_by_the_checkout(tmp_path):
    one, other = runner.outside(Path("/root/a"), tmp_path), runner.outside(Path("/root/b"), tmp_path)
    assert one != other
    assert runner.outside(Path("/root/a"), tmp_path) == one
    assert mode(one) == 0o711


def test_a_folder_that_others_could_write_to_is_refused(tmp_path):
    runner.outside(Path("/root/a"), tmp_path).chmod(0o777)
    with pytest.raises(Sorry, match="belongs to somebody else"):
        runner.outside(Path("/root/a"), tmp_path)


def test_a_link_laid_in_our_way_is_refused(tmp_path):
    folder = runner.outside(Path("/root/a"), tmp_path)
    folder.rmdir()
    (tmp_path / "elsewhere").mkdir()
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Sorry, match="belongs to somebody else"):
        runner.outside(Path("/root/a"), tmp_path)


def test_the_servers_folders_are_closed_to_everybody_else(tmp_path):
    assert mode(runner.private(tmp_path / "one", None)) == 0o700
    assert mode(runner.private(tmp_path / "two" / "deep", OURSELVES)) == 0o700


def test_a_passing_folder_is_short_enough_for_a_socket():
    for who, expected in ((None, 0o700), (OURSELVES, 0o711)):
        folder = runner.passing(who)
        assert len(str(folder / "s" / ".s.PGSQL.5432")) < 60
        assert mode(folder) == expected
        folder.rmdir()


def test_programs_out_of_reach_are_copied_with_their_libraries_once(tmp_path):
    package, libraries, home = tmp_path / "pkg", tmp_path / "pkg.libs", tmp_path / "home"
    for folder in (package / "bin", libraries, home):
        folder.mkdir(parents=True)
    program = package / "bin" / "server"
    program.write_text("#!/bin/sh\n")
    (libraries / "libpq.so").touch()
    copy = runner.reachable_copy(program, [package, libraries], home, None)
    assert copy.relative_to(home).parts[1:] == ("pkg", "bin", "server")
    assert (copy.parents[2] / "pkg.libs" / "libpq.so").exists()
    copy.write_text("kept")
    assert runner.reachable_copy(program, [package, libraries], home, None).read_text() == "kept"
    program.chmod(0o755)
    assert runner.reachable_copy(program, [package, libraries], home, OURSELVES) == program
