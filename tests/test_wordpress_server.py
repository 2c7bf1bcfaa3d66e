"""The WordPress that the crawler is tested against publishes what its truth file says."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import lxml.html
import pytest

from tests import system_packages
from tests.wordpress import PostTruth, WordPress, newsroom, server

PROJECT = Path(__file__).parents[1]
BLOCKS = {"p", "h2", "li", "td", "th", "pre", "cite", "blockquote", "br", "figure"}


def status(url: str) -> int:
    try:
        with urlopen(url) as answer:
            code: int = answer.status
            return code
    except HTTPError as error:
        return error.code


def answers(url: str) -> bool:
    try:
        return bool(status(url))
    except OSError:
        return False


def fetch(url: str) -> str:
    with urlopen(url) as answer:
        body: bytes = answer.read()
        return body.decode()


def by_rest(site: WordPress) -> dict[int, dict[str, Any]]:
    """Every post and page that the REST API shows to the public, by id."""
    found: dict[int, dict[str, Any]] = {}
    for kind in ("posts", "pages"):
        page = 1
        while batch := json.loads(fetch(f"{site.url}/wp-json/wp/v2/{kind}?per_page=100&page={page}&_embed=1")):
            found.update((post["id"], post) for post in batch)
            if len(batch) < 100:
                break
            page += 1
    return found


def shown(html: str) -> lxml.html.HtmlElement:
    """The rendered content without its captions."""
    tree = lxml.html.fromstring(f"<div>{html}</div>")
    for caption in tree.xpath("//figcaption | //*[contains(@class, 'wp-caption-text')]"):
        caption.drop_tree()
    return tree


def words(tree: lxml.html.HtmlElement) -> list[str]:
    for element in tree.iter(*BLOCKS):
        element.tail = f" {element.tail or ''}"
        element.text = f" {element.text or ''}"
    return str(tree.text_content()).split()


def terms(post: dict[str, Any], taxonomy: str) -> list[str]:
    groups = post["_embedded"]["wp:term"]
    return sorted(term["name"] for group in groups for term in group if term["taxonomy"] == taxonomy)


def one(posts: list[PostTruth], **wanted: str) -> PostTruth:
    return next(post for post in posts if all(getattr(post, name) == value for name, value in wanted.items()))


def test_the_site_has_hundreds_of_posts_and_every_one_is_distinct(wordpress: WordPress) -> None:
    posts = wordpress.truth()
    seeded = len(newsroom.posts())
    assert seeded > 200  # three pages of its interface
    assert len(posts) >= seeded
    assert len({post.url for post in posts}) == len(posts)
    prose = [paragraph for post in posts if post.kind == "prose" for paragraph in post.paragraphs]
    assert len(set(prose)) > 0.9 * len(prose)


def test_the_truth_is_the_same_for_the_same_seed() -> None:
    assert newsroom.posts() == newsroom.posts()
    assert newsroom.posts() != newsroom.posts(seed=2)


def test_the_rest_api_shows_exactly_the_public_posts(wordpress: WordPress) -> None:
    readable = {post.id for post in wordpress.truth() if post.status in ("publish", "protected")}
    assert set(by_rest(wordpress)) == readable


def test_the_truth_is_what_wordpress_renders(wordpress: WordPress) -> None:
    rest = by_rest(wordpress)
    for post in wordpress.truth():
        if not post.public:
            continue
        html = rest[post.id]["content"]["rendered"]
        assert words(shown(html)) == " ".join(post.paragraphs).replace(" | ", " ").split(), post
        assert shown(rest[post.id]["title"]["rendered"]).text_content() == post.headline
        if post.kind in ("prose", "updated", "multi-page", "more-tag", "chrome-words"):
            texts = [element.text_content() for element in shown(html).iter("p")]
            assert [text for text in texts if text] == list(post.paragraphs)


def test_the_truth_about_authors_dates_and_terms_is_what_wordpress_says(wordpress: WordPress) -> None:
    rest = by_rest(wordpress)
    for post in wordpress.truth():
        if not post.public:
            continue
        said = rest[post.id]
        assert said["link"] == post.url
        assert said["_embedded"]["author"][0]["name"] == post.author
        assert said["date_gmt"] == post.published_at.isoformat().removesuffix("+00:00")
        assert said["modified_gmt"] == post.modified_at.isoformat().removesuffix("+00:00")
        if post.type == "post":
            assert tuple(terms(said, "category")) == post.categories
            assert tuple(terms(said, "post_tag")) == post.tags


@pytest.mark.parametrize("hidden", ["private", "draft", "trash"])
def test_what_is_not_public_is_not_served(wordpress: WordPress, hidden: str) -> None:
    post = one(wordpress.truth(), status=hidden)
    assert status(post.url) == 404
    assert post.id not in by_rest(wordpress)


def test_a_protected_post_asks_for_its_password(wordpress: WordPress) -> None:
    post = one(wordpress.truth(), status="protected")
    page = fetch(post.url)
    assert "post_password" in page
    assert not any(paragraph in page for paragraph in post.paragraphs)


def test_only_approved_comments_are_shown(wordpress: WordPress) -> None:
    post = max(wordpress.truth(), key=lambda post: len(post.comments))
    text = lxml.html.fromstring(fetch(post.url)).text_content()
    assert 0 < sum(comment in text for comment in set(post.comments)) < len(set(post.comments))
    assert "Leave a" in text


@pytest.mark.parametrize("path", ["/wp-sitemap.xml", "/robots.txt", "/feed/", "/wp-json/", "/?rest_route=/"])
def test_the_usual_addresses_answer(wordpress: WordPress, path: str) -> None:
    assert status(wordpress.url + path) == 200


def test_the_further_pages_of_a_post_have_addresses_of_their_own(wordpress: WordPress) -> None:
    post = one(wordpress.truth(), kind="multi-page")
    first, second, *_ = post.pages
    assert f"{post.url}2/" in fetch(post.url)
    page = lxml.html.fromstring(fetch(f"{post.url}2/")).text_content()
    assert second[0] in page
    assert first[0] not in page


def test_a_post_can_be_added_edited_and_trashed(wordpress: WordPress) -> None:
    added = wordpress.add_post("Late edition", ["It is late.", "It is very late."], tags=["tides"])
    assert "It is very late." in fetch(added.url)
    edited = wordpress.edit_post(added.id, headline="Early edition", paragraphs=["It is early."])
    assert edited.url == added.url
    assert edited.modified_at >= added.modified_at
    page = fetch(added.url)
    assert "It is early." in page
    assert "Early edition" in page
    assert "It is late." not in page
    assert wordpress.trash_post(added.id).status == "trash"
    assert status(added.url) == 404
    assert wordpress.truth()[-1].status == "trash"


def test_themes_change_the_page_and_not_the_story(wordpress: WordPress) -> None:
    post = one(wordpress.truth(), kind="prose", language="en")
    pages = {}
    for theme in wordpress.themes():
        wordpress.switch_theme(theme)
        pages[theme] = fetch(post.url)
    wordpress.switch_theme(wordpress.themes()[0])
    assert len(pages) >= 3
    for theme, page in pages.items():
        assert f"/themes/{theme}/" in page
        assert post.paragraphs[0] in lxml.html.fromstring(page).text_content()


def test_the_comment_form_speaks_the_language_of_the_site(wordpress: WordPress) -> None:
    post = one(wordpress.truth(), kind="one-sentence")
    wordpress.switch_theme("twentytwentythree")
    wordpress.set_language("de_DE")
    german = fetch(post.url)
    wordpress.set_language("en_US")
    english = fetch(post.url)
    wordpress.switch_theme(wordpress.themes()[0])
    assert "Hinterlasse eine Antwort" in german
    assert "Hinterlasse eine Antwort" not in english
    assert "Leave a Reply" in english


def test_the_rest_api_can_be_hidden(wordpress: WordPress) -> None:
    wordpress.block_rest()
    hidden = status(f"{wordpress.url}/wp-json/wp/v2/posts"), "api.w.org" in fetch(wordpress.url)
    wordpress.block_rest(False)
    assert hidden == (401, False)
    assert status(f"{wordpress.url}/wp-json/wp/v2/posts") == 200


def test_a_name_that_is_not_there_is_refused_with_those_that_are(wordpress: WordPress) -> None:
    with pytest.raises(ValueError, match=r"no such theme: kubrick .*twentytwentyone"):
        wordpress.switch_theme("kubrick")
    with pytest.raises(ValueError, match=r"no such language: tlh .*de_DE"):
        wordpress.set_language("tlh")


def test_requests_are_written_down(wordpress: WordPress) -> None:
    before = len(wordpress.requests())
    status(f"{wordpress.url}/no-such-story/")
    (request,) = wordpress.requests()[before:]
    assert (request.method, request.path, request.status) == ("GET", "/no-such-story/", 404)
    assert request.headers["user-agent"].startswith("Python-urllib")


def test_a_site_that_was_kept_is_picked_up_as_it_was(tmp_path: Path) -> None:
    with WordPress(tmp_path, posts=[]) as site:
        added = site.add_post("Kept", ["This stays."])
    with WordPress(tmp_path) as site:
        assert site.truth()[-1].id == added.id
        assert "This stays." in fetch(site.truth()[-1].url)


@pytest.mark.timeout(120)
def test_servers_end_with_the_process_that_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.wordpress", "serve", str(tmp_path)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout
        url = serving.stdout.readline().split()[0]
        assert status(url) == 200
        serving.kill()
    while answers(url):
        time.sleep(0.05)  # the time limit ends a wait in vain


def test_a_missing_package_is_named_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PACKAGES", ("no-such-package-as-this",))
    with pytest.raises(system_packages.MissingPackagesError) as failure:
        WordPress()
    assert str(failure.value) == (
        "the test WordPress needs the Debian package no-such-package-as-this: "
        "apt-get install --no-install-recommends no-such-package-as-this"
    )
