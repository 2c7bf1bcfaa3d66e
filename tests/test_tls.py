"""Certificates are checked, but for sites whose entries say otherwise; the books say at which visits they were not."""

from __future__ import annotations

from pathlib import Path

from tests.archive import headlines, rows
from tests.faulty import Misdeed, answer, hosts, saying, self_signed
from tests.servers import scrapy, story


def paper(name: str) -> dict[str, Misdeed]:
    """A site with one story, whose sitemap names it without its host."""
    return {
        "/": saying(answer("<html></html>")),
        "/sitemap.xml": saying(answer("<urlset><url><loc>/story/</loc></url></urlset>")),
        "/story/": saying(answer(story(f"Rain in {name}"))),
    }


def test_only_the_site_that_says_so_is_let_off(tmp_path: Path) -> None:
    context, sites = self_signed(tmp_path), tmp_path / "sites.toml"
    names = ("Checked", "Trusted")
    with hosts({name: paper(name) for name in names}, dict.fromkeys(names, context)) as running:
        checked, trusted = (running[name] for name in names)
        sites.write_text(
            f'[[site]]\nname = "checked"\nurl = "{checked.url}"\n\n'
            f'[[site]]\nname = "trusted"\nurl = "{trusted.url}"\nverify_tls = false\n'
        )
        done = scrapy("crawl", "news", "-a", f"sites={sites}", DATABASE=str(tmp_path / "db"))
        host = trusted.url.removeprefix("https://")
    assert done.returncode == 0
    assert "checked: " in done.stderr and "TLS certificate or handshake not accepted" in done.stderr
    assert headlines(tmp_path / "db") == {"Rain in Trusted"}
    assert [line.split()[0] for line in done.stdout.splitlines() if "TLS certificate not checked" in line] == [
        "trusted"
    ]
    (visit,) = rows(tmp_path / "db", "SELECT * FROM unverified_visits")
    assert (visit["site"], visit["host"]) == ("trusted", host)


def test_a_redirect_from_such_a_site_is_checked_again(tmp_path: Path) -> None:
    context, sites = self_signed(tmp_path), tmp_path / "sites.toml"
    misdeeds: dict[str, dict[str, Misdeed]] = {"other": paper("Other"), "trusted": paper("Trusted")}
    with hosts(misdeeds, dict.fromkeys(misdeeds, context)) as running:
        away = answer("", f"Location: {running['other'].url}/story/", status="302 Found")
        running["trusted"].misdeeds = {**misdeeds["trusted"], "/story/": saying(away)}
        sites.write_text(f'[[site]]\nname = "trusted"\nurl = "{running["trusted"].url}"\nverify_tls = false\n')
        scrapy("crawl", "news", "-a", f"sites={sites}", DATABASE=str(tmp_path / "db"))
        assert running["other"].asked == []
    assert headlines(tmp_path / "db") == set()
