"""Which addresses are one page, and under which address a story is filed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.addresses import article_address, ledger_key, site_of
from tests.filings import STORY, page


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("HTTPS://News.Example:443/a#comments", "https://news.example/a"),
        ("http://news.example:80", "http://news.example/"),
        ("http://news.example:8080/a", "http://news.example:8080/a"),
        ("http://[::1]:80/a", "http://[::1]/a"),
        ("https://news.example/a?utm_source=x&b=2&fbclid=y&a=1", "https://news.example/a?b=2&a=1"),
        ("https://news.example/?p=12&replytocom=7", "https://news.example/?p=12"),
        ("https://news.example/2024/05/bridge/?v=1714732200", "https://news.example/2024/05/bridge/"),
        ("https://news.example/bridge-closes-in-ashford?_=3&b=2", "https://news.example/bridge-closes-in-ashford?b=2"),
        ("https://news.example/a.nsf?OpenDocument", "https://news.example/a.nsf?OpenDocument"),
        ("https://news.example/a?q=a%c3%a9+b", "https://news.example/a?q=a%C3%A9+b"),
        ("https://news.example/%eb%b6%81/북", "https://news.example/%EB%B6%81/%EB%B6%81"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        (" https://news.example/a ", "https://news.example/a"),
        ("https://news.example/a?PHPSESSID=0f3a9c0f3a9c0f3a9c&b=2", "https://news.example/a?b=2"),
        ("https://news.example/a?source=rss----83878c911713---4", "https://news.example/a"),
        ("https://news.example/a?source=collection_home---4------1-----", "https://news.example/a"),
        ("https://news.example/a;jsessionid=AB12?sid=00112233445566778899", "https://news.example/a"),
        ("https://news.example/(S(abcdef0123456789abcdef01))/a.aspx", "https://news.example/a.aspx"),
    ],
)
def test_spellings_of_one_page_have_one_key(url: str, key: str) -> None:
    assert ledger_key(url) == key


@pytest.mark.parametrize(
    "kept",
    [
        "?id=1",
        "?page=2",
        "?ref=12",
        "?b=1&a=2",
        "?a=&b",
        "/",
        "/index.php",
        "?sid=1234",
        "?session=morning",
        "?v=12",
        "?source=reuters",
    ],
)
def test_what_may_choose_the_page_is_kept(kept: str) -> None:
    assert ledger_key(f"https://news.example/a{kept}") == f"https://news.example/a{kept}"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/relative",
        "javascript:void(0)",
        "mailto:desk@news.example",
        "file:///etc/hosts",
        "http://",
        "http://h:port/",
        "http://[bad/",
        "http://h/\ud800",
        "https://h/" + "a" * 5000,
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        ledger_key(url)


@given(
    st.builds(
        "{}://{}{}/{}?{}#{}".format,
        st.sampled_from(["http", "HTTPS"]),
        st.sampled_from(["news.example", "NEWS.example", "127.0.0.1", "[::1]", "bücher.example"]),
        st.sampled_from(["", ":80", ":443", ":8000"]),
        st.text("ab/%2fé .;~", max_size=12),
        st.text("ab=&%2fé ?+;", max_size=12),
        st.text(max_size=5),
    )
)
def test_a_key_is_its_own_key(url: str) -> None:
    key = ledger_key(url)
    assert ledger_key(key) == key
    assert key.isascii()


@given(
    st.sampled_from(["news.example", "127.0.0.1:8000", "a-b.example:443", "news.example:99999", "n_n.example", "1.2"]),
    st.lists(st.sampled_from([*"abZ09-_~./", "//", "/./", "/../", "%2f", "é"]), max_size=9).map("".join),
)
def test_what_need_not_be_escaped_makes_no_difference(host: str, path: str) -> None:
    assert _key_or_fault(f"https://{host}/x{path}") == _key_or_fault(f"https://{host}/%78{path}")


def _key_or_fault(url: str) -> str:
    try:
        return ledger_key(url)
    except ValueError as error:
        return str(error)


FINAL = "https://www.news.example/2024/05/bridge/"


@pytest.mark.parametrize(
    ("final", "canonical"),
    [
        (FINAL, "https://news.example/2024/05/bridge/"),
        (FINAL + "amp/", FINAL),
        (FINAL + "2/", FINAL),
        (FINAL + "?amp=1", FINAL),
        ("https://m.news.example/a", "https://www.news.example/a"),
        ("https://news.example/?p=12", FINAL),
        ("http://127.0.0.1:8000/?p=12", "http://127.0.0.1:8000/2024/bridge/"),
        ("http://localhost:8000/?p=12", "http://localhost:8000/2024/bridge/"),
        ("https://a.news.co.uk/x", "https://news.co.uk/y"),
        ("https://news.example/", "https://news.example/"),
    ],
)
def test_a_plausible_canonical_url_is_the_storys_address(final: str, canonical: str) -> None:
    article = replace(STORY, canonical_url=canonical)
    assert article_address(page(final), article) == canonical


@pytest.mark.parametrize(
    ("final", "canonical"),
    [
        (FINAL, "https://other.example/2024/05/bridge/"),
        (FINAL, "https://www.news.example/"),
        (FINAL, "https://www.news.example"),
        (FINAL, "https://www.news.example/index.php"),
        (FINAL, "https://www.news.example/2024/05/"),
        (FINAL, FINAL + "feed/"),
        (FINAL, FINAL + "amp/"),
        (FINAL, FINAL + "?amp=1"),
        (FINAL, "ftp://www.news.example/2024/05/bridge/"),
        (FINAL, "http://[bad"),
        (FINAL, ""),
        ("https://news.example/?p=12", "https://news.example/"),
        ("https://one.wordpress.com/a", "https://two.wordpress.com/a"),
        ("https://one.co.uk/a", "https://two.co.uk/a"),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:9000/b"),
        ("http://127.0.0.1:8000/a", "http://127.0.0.2:8000/a"),
        ("http://localhost:8000/a", "http://localhost/b"),
    ],
)
def test_an_implausible_canonical_url_is_not_believed(final: str, canonical: str) -> None:
    article = replace(STORY, canonical_url=canonical)
    assert article_address(page(final), article) == final


def test_the_server_may_name_the_storys_address_where_its_page_does_not() -> None:
    names = ("Link", '</style.css>; rel=preload; as="style", <https://news.example/2024/bridge/>; rel="canonical"')
    told = page(f"{FINAL}?view=full", headers=(names,))
    assert article_address(told, replace(STORY, canonical_url=None)) == "https://news.example/2024/bridge/"
    assert article_address(told, replace(STORY, canonical_url=FINAL)) == FINAL


def test_a_relative_canonical_url_is_read_against_the_page() -> None:
    article = replace(STORY, canonical_url="/2024/bridge/")
    assert article_address(page(FINAL), article) == "https://www.news.example/2024/bridge/"


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.News.example/a", "news.example"),
        ("http://127.0.0.1:8000/", "127.0.0.1:8000"),
        ("https://blog.news.example:443/a", "blog.news.example"),
    ],
)
def test_a_site_without_a_name_is_called_by_its_host(url: str, site: str) -> None:
    assert site_of(url) == site
