"""A real WordPress in mid-life: it gets a plugin nobody has seen, another theme, and markup that is broken."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from extractors.site.memory import RULE
from tests.archive import rows
from tests.invented import sentence
from tests.servers import scrapy
from tests.test_crawl_wordpress import as_filed
from tests.test_drift import due
from tests.wordpress import WordPress, newsroom

POSTS = 12
KINDS = ("prose", "crossheads", "quote")

WIDGETS = f"""
add_filter('the_content', function ($html) {{
    if (!is_singular('post')) return $html;
    $link = '<a href="/qu">{sentence("a", 2)}</a>';
    $box = '<div class="zq7"><p>{sentence("box", 15)}</p><p>{sentence("more", 9)} ' . $link . '</p></div>';
    $end = '<section><h4>{sentence("head", 3)}</h4><div><p>{sentence("end", 12)}</p></div></section>';
    $parts = explode('</p>', $html, 2);
    return implode('</p>' . $box, $parts) . $end;
}}, 99);
"""
EMPTIED = "add_filter('the_content', fn ($html) => is_singular() ? '<div data-load=\"story\"></div>' : $html, 99);"
RENAMED = """
add_action('template_redirect', fn () => ob_start(fn ($html) => str_replace(
    ['entry-content', 'wp-block-post-content', 'hentry', 'wp-site-blocks', '<article', '</article', '<main', '</main'],
    ['x1', 'x2', 'x3', 'x4', '<div', '</div', '<div', '</div'], $html)));
"""


@dataclass
class Desk:
    """The WordPress, without its REST interface, and the database that it is crawled into."""

    site: WordPress
    folder: Path
    said: str = ""

    @property
    def database(self) -> Path:
        return self.folder / "news.db"

    def crawl(self) -> None:
        """Visit the site as a schedule does, looking at all of its stories."""
        file = self.folder / "sites.toml"
        file.write_text(f'[[site]]\nname = "courier"\nurl = "{self.site.url}"\nevery = "1m"\n')
        if self.database.exists():
            due(self.database)
        done = scrapy("crawl", "news", "-a", f"sites={file}", DATABASE=str(self.database))
        assert done.returncode == 0, done.stderr
        self.said = done.stderr

    def differing(self) -> list[str]:
        """The addresses of posts whose text on file is not what was written."""
        filed = {row["url"]: row["text"] for row in rows(self.database, "SELECT url, text FROM articles")}
        posts = [post for post in self.site.truth() if post.type == "post"]
        return [post.url for post in posts if filed[as_filed(post.url)] != "\n\n".join(post.paragraphs)]

    def state(self) -> str:
        """How the site's pages read."""
        return str(rows(self.database, "SELECT state FROM site_conditions")[0]["state"])

    def health(self) -> str:
        """What ``scrapy sites`` says of the site."""
        file = str(self.folder / "sites.toml")
        done = scrapy("sites", "--file", file, "--format", "json", DATABASE=str(self.database))
        return str(json.loads(done.stdout)[0]["health"])


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    posts = [post for post in newsroom.posts() if post.kind in KINDS and post.language == "en"]
    with WordPress(posts=[post for post in posts if post.status == "publish"][:POSTS]) as site:
        site.block_rest()
        yield Desk(site, tmp_path)


@pytest.mark.timeout(400)
def test_plugins_themes_and_broken_markup_cost_no_text(desk: Desk) -> None:
    desk.site.plug_in("widgets", WIDGETS)
    desk.crawl()
    desk.crawl()
    assert desk.differing() == []
    reasons = rows(desk.database, "SELECT DISTINCT reason FROM removed_blocks WHERE rule = ?", RULE)
    assert reasons
    assert all(row["reason"].startswith("site memory, seen on ") for row in reasons)
    assert (desk.state(), desk.said) == ("good", "")

    desk.site.switch_theme("twentytwentythree")
    desk.crawl()
    assert desk.state() == "changed"
    assert "courier: changed since" in desk.said
    assert "; changed since" in desk.health()
    assert desk.differing() == []

    desk.site.plug_in("broken", EMPTIED)
    desk.crawl()
    assert desk.state() == "bad"
    assert "courier: reads badly since" in desk.said
    assert desk.differing() == []

    desk.site.plug_in("broken", RENAMED)
    desk.crawl()
    assert desk.differing() == []

    desk.site.unplug("broken")
    desk.crawl()
    assert desk.differing() == []
    assert desk.state() in ("good", "changed")
    assert rows(desk.database, "SELECT * FROM withheld_texts") == []
