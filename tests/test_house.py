"""The rules of the house, read from the tree itself."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("extractors", "crawler", "demo", "benchmarks", "training", "tests")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
TEXT_TYPES = {".py", ".md", ".toml", ".txt", ".cfg", ".yaml", ".yml", ".sh", ".php", ".json", ".html", ""}

MOST_LINES = 300
LONG_FILES: dict[str, str] = {}  # path: why it is better in one piece
MOST_FUNCTION_LINES = 60

NOT_FOR_EXTRACTORS = {
    "crawler",
    "scrapy",
    "sqlite3",
    "sqlite_utils",
    "twisted",
    "urllib.request",
    "requests",
    "aiohttp",
}
MACHINE_PATH = re.compile(r"(?<![\w.~$}])/(?:work|farm|home/\w+|root)/\w")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def published_files() -> Iterator[Path]:
    """Every file that is, or may soon be, in git: untracked ones count, ignored ones do not."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode:
        pytest.skip("no git checkout here: what would be published is not known")
    return (path for path in map(ROOT.joinpath, listing.stdout.split("\0")) if path.is_file())


def plain_name(requirement: str) -> str:
    """A requirement's project, in the one spelling that compares."""
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=~!\[ ;]", requirement)[0].lower())


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_extractors_know_no_crawler_database_or_network() -> None:
    strays = {
        f"{name(path)} imports {module}"
        for path in SOURCES
        if path.is_relative_to(ROOT / "extractors")
        for module in imports(path)
        if {module, module.split(".")[0]} & NOT_FOR_EXTRACTORS
    }
    assert not strays


@pytest.mark.parametrize("package", ["crawler", "extractors"])
def test_each_part_imports_only_what_stands_before_it_in_the_docs(package: str) -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    listed = page.split("## Which part may import which")[1].split(f"f `{package}`:")[1].split("\n\n")[1]
    order = re.findall(r"`(\w+)`", listed)
    parts = {
        path.stem for path in (ROOT / package).iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert sorted(order) == sorted(parts - {"__init__"})
    strays = {
        f"{name(path)} imports {module}"
        for path in SOURCES
        if path.is_relative_to(ROOT / package) and path.parent.name + path.name != f"{package}__init__.py"
        for module in imports(path)
        if module.split(".")[0] == package and (imported := module.split(".")[1:2])
        if imported[0] in order and order.index(imported[0]) > order.index(part_of(path))
    }
    assert not strays


def part_of(path: Path) -> str:
    """The part of its package that a module is, or stands in."""
    return path.relative_to(ROOT).with_suffix("").parts[1]


def test_product_imports_neither_tests_nor_demo_nor_benchmarks() -> None:
    strays = {
        f"{name(path)} imports {module}"
        for path in SOURCES
        if path.relative_to(ROOT).parts[0] in ("extractors", "crawler")
        for module in imports(path)
        if module.split(".")[0] in ("tests", "demo", "benchmarks", "training")
    }
    assert not strays


def test_only_one_module_imports_trafilatura() -> None:
    users = [
        name(path)
        for path in SOURCES
        if path.relative_to(ROOT).parts[0] in ("extractors", "crawler")
        and any(module.split(".")[0] == "trafilatura" for module in imports(path))
    ]
    assert users == ["extractors/story/second_opinion.py"]


def test_only_one_module_takes_the_addresses_apart_that_pages_print() -> None:
    users = [
        name(path)
        for path in SOURCES
        if path.is_relative_to(ROOT / "extractors") and "urllib.parse.urlsplit" in imports(path)
    ]
    assert users == ["extractors/page/addresses.py"]  # it raises for some


def test_no_file_is_too_long() -> None:
    lines = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert not {path: count for path, count in lines.items() if count > MOST_LINES and path not in LONG_FILES}


def test_no_function_is_too_long() -> None:
    long = {
        f"{name(path)}: {node.name}": length
        for path in SOURCES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > MOST_FUNCTION_LINES
    }
    assert not long


def test_lock_files_are_hashed_and_hold_no_address() -> None:
    locks = sorted(ROOT.glob("requirements*.txt"))
    assert len(locks) == 4
    for lock in locks:
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text, lock
        pins = re.findall(r"^[\w.-]+==", text, re.MULTILINE)
        assert pins
        assert len(pins) == len(re.findall(r"^[\w.-]+==.*(?:\n    --hash=sha256:[0-9a-f]{64}.*)+", text, re.MULTILINE))


def test_every_direct_dependency_is_locked_and_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = sum(project["project"]["optional-dependencies"].values(), project["project"]["dependencies"])
    lock = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    locked = {plain_name(pin) for pin in re.findall(r"^[\w.-]+==", lock, re.MULTILINE)}
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    explained = {plain_name(name) for name in re.findall(r"^\| ([\w.-]+) \| .", page, re.MULTILINE)}
    assert not {plain_name(each) for each in wanted} - locked
    assert {plain_name(each) for each in wanted} == explained - {"package"}


def test_what_the_product_imports_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    cluster = project["optional-dependencies"]["cluster"]
    declared = {plain_name(requirement) for requirement in project["dependencies"] + cluster}
    owners = packages_distributions()
    undeclared = {
        f"{name(path)} imports {module}"
        for path in SOURCES
        if path.relative_to(ROOT).parts[0] in ("extractors", "crawler", "demo")
        for module in {module.split(".")[0] for module in imports(path)}
        if module not in sys.stdlib_module_names
        and module not in PACKAGES
        and not declared & {plain_name(owner) for owner in owners.get(module, [])}
    }
    assert not undeclared


def test_nothing_published_names_a_path_of_somebodys_machine() -> None:
    strays = [
        f"{name(path)}: {found.group()}"
        for path in published_files()
        if path.suffix in TEXT_TYPES
        and (found := MACHINE_PATH.search(path.read_text(encoding="utf-8", errors="replace")))
    ]
    assert not strays


def test_make_targets_in_the_docs_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        named = set(re.findall(r"(?:`|\$ )make ([a-z][a-z-]*)", page.read_text(encoding="utf-8")))
        assert named <= targets, name(page)


def test_modules_that_the_makefile_runs_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    own = [module for module in re.findall(r"-m ([\w.]+)", makefile) if module.split(".")[0] in PACKAGES]
    assert own
    assert not [module for module in own if not (ROOT / module.replace(".", "/")).with_suffix(".py").exists()]


def test_make_alone_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not [target for target in phony.group(1).split() if f"make {target} " not in shown]
