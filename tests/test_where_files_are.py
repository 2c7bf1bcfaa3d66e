"""The project's own files are the same from every folder in it; what people name counts from where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.project import in_project, path_setting, real
from crawler.storage import Store
from tests.asking import ask


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = crawler.settings\n")
    (tmp_path / "docs").mkdir()
    return tmp_path


@pytest.fixture
def settings() -> Settings:
    found = Settings()
    found.setmodule("crawler.settings")
    return found


def test_the_archive_is_the_projects_from_every_folder_in_it(
    project: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    assert path_setting(settings, "DATABASE") == Path("output/news.db")
    monkeypatch.chdir(project / "docs")
    assert path_setting(settings, "DATABASE") == project / "output" / "news.db"
    assert in_project("sites.toml") == project / "sites.toml"


def test_commands_find_the_projects_files_from_every_folder_in_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "queries.toml").write_text('[[query]]\nname = "ferries"\nsearch = "ferr*"\n')
    Store.open(project / "news.db").close()
    monkeypatch.chdir(project / "docs")
    assert "ferries" in ask(capsys, project / "news.db", "queries").out
    assert ask(capsys, project / "news.db", "report").code == 0
    assert (project / "output" / "report.html").exists()


def test_what_is_named_for_this_run_counts_from_where_one_stands(
    project: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "docs")
    settings.set("DATABASE", "mine.db", "cmdline")
    assert path_setting(settings, "DATABASE") == Path("mine.db")


def test_without_a_project_files_are_where_one_stands(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert path_setting(settings, "DATABASE") == Path("output/news.db")


def test_links_that_lead_in_a_circle_are_a_path_all_the_same(tmp_path: Path) -> None:
    """Opening it tells what is wrong; Python's ``resolve`` raises what nobody expects."""
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert real(tmp_path / "a" / "stories.csv").parent in (tmp_path / "a", tmp_path / "b")
    (tmp_path / "c").symlink_to(tmp_path)
    assert real(tmp_path / "c" / "stories.csv") == tmp_path / "stories.csv"
