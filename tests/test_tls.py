"""Certificates are checked, but for sites whose entries say otherwise; the books say at which visits they were not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from tests.archive import headlines, rows
from tests.faulty import GOOD, Authority, Misdeed, answer, hosts, saying, self_signed
from tests.servers import scrapy, story


def paper(name: str) -> dict[str, Misdeed]:
    """A site with one story, whose sitemap names it without its host."""
    return {
        "/": saying(answer("<html></html>")),
        "/sitemap.xml": saying(answer("<urlset><url><loc>/story/</loc></url></urlset>")),
        "/story/": saying(answer(story(f"Rain in {name}"))),
    }


def test_only_the_site_that_says_so_is_let_off(tmp_path: Path) -> None:
    nameless, sites = self_signed(tmp_path, names=()), tmp_path / "sites.toml"
    names = ("Checked", "Trusted")
    with hosts({name: paper(name) for name in names}, dict.fromkeys(names, nameless)) as running:
        checked, trusted = (running[name] for name in names)
        sites.write_text(
            f'[[site]]\nname = "checked"\nurl = "{checked.url}"\n\n'
            f'[[site]]\nname = "trusted"\nurl = "{trusted.url}"\nverify_tls = false\n'
        )
        done = scrapy("crawl", "news", "-a", f"sites={sites}", DATABASE=str(tmp_path / "db"))
        host = trusted.url.removeprefix("https://")
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        f"scrapy crawl: checked: {checked.url}/: TLS certificate or handshake not accepted (a self-signed certificate)"
    ]
    assert headlines(tmp_path / "db") == {"Rain in Trusted"}
    assert [line.split()[0] for line in done.stdout.splitlines() if "TLS certificate not checked" in line] == [
        "trusted"
    ]
    (visit,) = rows(tmp_path / "db", "SELECT * FROM unverified_visits")
    assert (visit["site"], visit["host"]) == ("trusted", host)


def test_a_redirect_from_such_a_site_is_checked_again_unless_a_setting_lets_all_off(tmp_path: Path) -> None:
    context, sites = self_signed(tmp_path), tmp_path / "sites.toml"
    misdeeds: dict[str, dict[str, Misdeed]] = {"other": paper("Other"), "trusted": paper("Trusted")}
    with hosts(misdeeds, dict.fromkeys(misdeeds, context)) as running:
        away = answer("", f"Location: {running['other'].url}/story/", status="302 Found")
        running["trusted"].misdeeds = {**misdeeds["trusted"], "/story/": saying(away)}
        sites.write_text(f'[[site]]\nname = "trusted"\nurl = "{running["trusted"].url}"\nverify_tls = false\n')
        crawl = ("crawl", "news", "-a", f"sites={sites}")
        scrapy(*crawl, DATABASE=str(tmp_path / "db"))
        assert running["other"].asked == []
        assert headlines(tmp_path / "db") == set()
        scrapy(*crawl, DATABASE=str(tmp_path / "lenient.db"), DOWNLOAD_VERIFY_CERTIFICATES="False")
    assert headlines(tmp_path / "lenient.db") == {"Rain in Other"}


def test_what_is_wrong_with_a_certificate_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority, today = Authority(tmp_path / "ours"), datetime.now(UTC).date()
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    contexts = {
        "good": authority.issue(),
        "expired": authority.issue(days=(-8, -1)),
        "early": authority.issue(days=(1, 8)),
        "of another host": authority.issue(names=[x509.DNSName("\x1b[2J.example"), x509.DNSName("*.0.0.1")]),
        "of no host": authority.issue(names=()),
        "self-signed": self_signed(tmp_path),
        "of a stranger": Authority(tmp_path / "theirs").issue(),
    }
    wrong = {
        "expired": f"a certificate that expired on {today - timedelta(days=1)}",
        "early": f"a certificate from {today + timedelta(days=1)} on",
        "of another host": "a certificate of another host",
        "of no host": "a certificate of another host",
        "self-signed": "a self-signed certificate",
        "of a stranger": "a certificate of an issuer that nobody vouches for, or that is not sent along",
    }
    with hosts({name: {} for name in contexts}, contexts) as running:
        urls = "\n".join(f"{host.url}{GOOD}" for host in running.values())
        done = scrapy("crawl", "pages", "-a", "urls=-", stdin=urls, DATABASE=str(tmp_path / "db"))
        told = {row["url"]: row["reason"] for row in rows(tmp_path / "db", "SELECT url, reason FROM urls")}
    assert (done.returncode, done.stderr) == (0, "")
    assert headlines(tmp_path / "db") == {"Good page of good"}
    said = {name: told[f"{host.url}{GOOD}"] for name, host in running.items() if name != "good"}
    assert said == {name: f"TLS certificate or handshake not accepted ({words})" for name, words in wrong.items()}
