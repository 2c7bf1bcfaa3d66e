"""A story's translations are found where the story names them, though no list of the site has them."""

from __future__ import annotations

from pathlib import Path

from crawler.discovery.pagereading import read_translations
from tests.archive import rows
from tests.servers import Route, scrapy, serving, sitemap, story

LINK = "<link rel='{}' hreflang='{}' href='{}'>"
NAMED = [
    ("alternate", "x-default", "/one-two-three-four/"),
    ("alternate", "en-US", "/one-two-three-four/"),
    ("alternate", "en-GB", "/gb/one-two-three-four/"),  # in the same words
    ("alternate", "de-DE", "/de/eins-zwei-drei-vier/"),
    ("alternate", "fr", "https://fr.example/un-deux-trois-quatre/"),
    ("author", "it", "/it/"),
]
HEAD = "".join(LINK.format(*each) for each in NAMED)


def test_a_page_names_itself_in_other_languages() -> None:
    there = read_translations(f"<html><head>{HEAD}".encode(), "https://news.example/one-two-three-four/", "text/html")
    assert there == ("https://news.example/de/eins-zwei-drei-vier/", "https://fr.example/un-deux-trois-quatre/")


def test_those_at_home_are_filed_though_the_sitemap_has_one_language_only(tmp_path: Path) -> None:
    routes: dict[str, Route] = {"/": "<a href='/one-two-three-four/'>The bridge closes</a>"}
    with serving(routes) as site:
        routes["/sitemap.xml"] = sitemap(f"{site.url}/one-two-three-four/")
        routes["/one-two-three-four/"] = story("The bridge closes in Ashford", head=HEAD)
        texts = (f"Die Brücke von Ashford bleibt bis zum {day}. Mai gesperrt, sagte der Rat." for day in range(9, 13))
        routes["/de/eins-zwei-drei-vier/"] = story("Die Brücke schließt in Ashford", *texts, head=HEAD)
        done = scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=str(tmp_path / "db"))
    assert done.returncode == 0, done.stderr
    told = {row["headline"] for row in rows(tmp_path / "db", "SELECT headline FROM articles")}
    assert told == {"The bridge closes in Ashford", "Die Brücke schließt in Ashford"}
    assert not [path for path in site.paths() if path.startswith("/gb/")]
