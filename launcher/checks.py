"""The ceilings on lines. Run as ``python -m launcher.checks``; prints what is too long and ends with 1."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

MODULE, FUNCTION, TEMPLATE, TEST_MODULE = 400, 40, 150, 500
_NOT_OURS = {".venv", ".spark", "node_modules", "staticfiles", "migrations", ".git"}


def too_long(root: Path) -> Iterator[str]:
    """One sentence for each file or function below ``root`` that passes its ceiling."""
    for path in sorted(_ours(root)):
        name, text = path.relative_to(root), path.read_text()
        is_test = name.parts[0] == "tests"
        ceiling = TEMPLATE if path.suffix != ".py" else TEST_MODULE if is_test else MODULE
        if text.count("\n") > ceiling:
            yield f"{name}: {text.count(chr(10))} lines, at most {ceiling}"
        if path.suffix == ".py" and not is_test:
            yield from (f"{name}:{line}" for line in _long_functions(text))


def _ours(root: Path) -> Iterator[Path]:
    for path in root.iterdir():
        if path.name in _NOT_OURS:
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _ours(path)
        elif path.suffix == ".py" or (path.suffix in {".html", ".txt"} and "templates" in path.parts):
            yield path


def _long_functions(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION:
                yield f"{node.lineno}: {node.name} has {lines} lines, at most {FUNCTION}"


def main(root: Path) -> int:
    """Prints every trespass; 1 if there is one."""
    found = list(too_long(root))
    for sentence in found:
        print(sentence)
    return 1 if found else 0


if __name__ == "__main__":  # pragma: no cover - the line that starts main(), which is tested
    sys.exit(main(Path.cwd()))
