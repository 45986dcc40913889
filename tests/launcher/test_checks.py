from launcher import checks


def write(root, name, text):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def function(lines):
    return "async def f():\n" + "    pass\n" * (lines - 1)


def test_what_is_within_its_ceiling_passes(tmp_path, capsys):
    write(tmp_path, "app/models.py", "x = 1\n" * 360 + function(40))
    write(tmp_path, "tests/test_models.py", "x = 1\n" * 400 + function(100))
    write(tmp_path, "templates/app/page.html", "<p>\n" * 150)
    write(tmp_path, "app/page.html", "<p>\n" * 1000)
    assert checks.main(tmp_path) == 0
    assert capsys.readouterr().out == ""


def test_what_passes_its_ceiling_is_named(tmp_path, capsys):
    write(tmp_path, "app/models.py", "x = 1\n" * 360 + function(41))
    write(tmp_path, "tests/test_models.py", "x = 1\n" * 501)
    write(tmp_path, "templates/app/page.html", "<p>\n" * 151)
    assert checks.main(tmp_path) == 1
    assert capsys.readouterr().out.splitlines() == [
        "app/models.py: 401 lines, at most 400",
        "app/models.py:361: f has 41 lines, at most 40",
        "templates/app/page.html: 151 lines, at most 150",
        "tests/test_models.py: 501 lines, at most 500",
    ]


def test_what_is_not_ours_is_not_measured(tmp_path):
    for folder in (".venv", "node_modules", "app/migrations", "staticfiles"):
        write(tmp_path, f"{folder}/long.py", "x = 1\n" * 1000)
    assert list(checks.too_long(tmp_path)) == []
