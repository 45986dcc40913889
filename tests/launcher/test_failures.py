import errno

import pytest

from launcher import failures


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("initdb: error: could not create directory: No space left on device", "the disk is full"),
        ("error: Hash mismatch for `django==5.2.19`", "not the one the lock names"),
        ("npm error code EINTEGRITY", "not the one the lock names"),
        (
            "invalid peer certificate: UnknownIssuer\nerror sending request for url",
            "does not trust the network's certificate",
        ),
        ("error: Failed to fetch: dns error: failed to lookup address", "the package registry can't be reached"),
        ("npm error code ENOTFOUND", "the package registry can't be reached"),
        (
            "Failed to establish a new connection: [Errno 111] Connection refused",
            "the package registry can't be reached",
        ),
        ("typst==0.15.2 has no usable wheels and building from source is disabled", "no ready-made build (wheel)"),
        ("error: failed to create file: Permission denied (os error 13)", "belongs to somebody else"),
    ],
)
def test_a_tools_trouble_becomes_a_sentence(said, told):
    sentence = str(failures.explain("Installing", said))
    assert sentence.startswith("Installing: ")
    assert told in sentence
    assert "\n" not in sentence


def test_unknown_trouble_quotes_the_last_lines():
    said = "\n".join(f"line {number}" for number in range(20))
    sentence = str(failures.explain("Collecting", said))
    assert sentence.startswith("Collecting failed. The last it said:\n    line 12\n")
    assert sentence.endswith("    line 19")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/data/x"), "The disk is full (/data/x). Make room"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "The disk is full. Make room"),
        (PermissionError(errno.EACCES, "Permission denied", "/data/x"), "belongs to somebody else (/data/x). Run"),
        (
            OSError(errno.EROFS, "Read-only file system", "/data/x"),
            "The machine said no: Read-only file system (/data/x).",
        ),
    ],
)
def test_an_error_of_the_system_becomes_a_sentence(error, told):
    assert told in str(failures.from_system(error))
