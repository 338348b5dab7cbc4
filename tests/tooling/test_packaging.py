"""What the project promises to whoever installs it: exact versions from anywhere, and no more of them than it uses."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

NAMED_IN_SETTINGS = {
    "psycopg": "django.db.backends.postgresql",
    "django-htmx": "django_htmx",
    "django-axes": "axes",
    "whitenoise": "whitenoise.middleware",
}
"""Requirements that need not stand in an import statement, and the words by which the package uses them."""


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def requirement_name(requirement: str) -> str:
    return normal(re.split(r"[\[<>=~!; ]", requirement, maxsplit=1)[0])


def locked() -> dict[str, str]:
    """Each locked package's entry by its name."""
    entries = re.split(r"^(?=[A-Za-z0-9])", LOCK, flags=re.MULTILINE)
    return {normal(entry.split("==", 1)[0]): entry for entry in entries if "==" in entry}


def test_the_lock_names_no_index_and_no_folder() -> None:
    assert re.findall(r"https?:|file:|^-|\s@\s|^\s*/", LOCK, flags=re.MULTILINE) == []


def test_each_locked_package_is_exact_and_hashed() -> None:
    entries = locked()
    assert len(entries) > 20
    assert [name for name, entry in entries.items() if "--hash=sha256:" not in entry] == []


def test_the_lock_covers_what_the_project_asks_for() -> None:
    asked = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    assert {requirement_name(requirement) for requirement in asked} <= set(locked())


def sources() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py")]


def imported() -> set[str]:
    """The distributions whose modules the package imports."""
    modules: set[str] = set()
    for source in sources():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.partition(".")[0])
    return {
        normal(distribution)
        for module, distributions in packages_distributions().items()
        if module in modules
        for distribution in distributions
    }


def required() -> set[str]:
    return {requirement_name(requirement) for requirement in PROJECT["dependencies"]}


def test_each_requirement_earns_its_place() -> None:
    everything = "\n".join(sources())
    named = {name for name, words in NAMED_IN_SETTINGS.items() if f'"{words}' in everything}
    assert required() - imported() - named == set()


def test_what_is_imported_is_required_by_name() -> None:
    assert imported() - required() - {"quanze"} == set()


def tracked_texts() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: what belongs to the project cannot be listed")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:8000]]


def test_no_file_ends_without_a_line_end_or_with_blanks() -> None:
    wrong = []
    for path in tracked_texts():
        text = path.read_text(encoding="utf-8")
        if path.suffix in {".py", ".toml", ".md", ".html", ".css", ".js", ".json"} and text:
            if not text.endswith("\n"):
                wrong.append(f"{path.relative_to(ROOT)}: no line end at the end")
            if re.search(r"[ \t]+$", text, flags=re.MULTILINE):
                wrong.append(f"{path.relative_to(ROOT)}: blanks at the end of a line")
    assert wrong == []


def test_no_module_is_longer_than_can_be_read_in_one_sitting() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "src").rglob("*.py")
        if (lines := path.read_text(encoding="utf-8").count("\n")) > 420
    }
    assert long == {}
