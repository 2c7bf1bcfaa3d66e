"""Parameters that make no difference between a site's pages are learnt from its stories, and left out from then on."""

from __future__ import annotations

import pytest

from crawler.discovery.noise import ENOUGH, PROVED, noise_in
from crawler.storage import Store
from tests.discovering import discover
from tests.filings import SITE, announce, filing, rows
from tests.filings import story as told
from tests.servers import serving, story

AT = f"https://{SITE}/view?"
STORIES = range(1, ENOUGH + 1)


def met(*forms: str, stories: range = STORIES) -> list[tuple[int, str]]:
    """Each story met at its address in each of the forms."""
    return [(number, AT + form.format(number)) for number in stories for form in forms]


@pytest.mark.parametrize(
    ("addresses", "noise"),
    [
        (met("v={}&from=home", "pos=3&v={}&from=related", "v={}"), {"from", "pos"}),
        (met("v={}&from=home", "v={}&from=related", stories=range(1, ENOUGH)), set()),
        (met("v={}", "v={}&lang=de", "v={}&page=2"), set()),  # where others are translated, or go on
        ([*met("v={}&from=home", "v={}"), (99, f"{AT}v=1&from=abroad")], set()),  # there it tells another story
        (met("v={}&from=home"), set()),
        ([(number, f"https://{SITE}/{number}/{query}") for number in STORIES for query in ("", "?cid=1")], {"cid"}),
    ],
    ids=["noise", "too few", "languages and pages", "tells stories apart", "always there", "nothing else"],
)
def test_what_differs_between_the_addresses_of_one_story_is_noise(
    addresses: list[tuple[int, str]], noise: set[str]
) -> None:
    found, trials = noise_in(addresses)
    assert found == noise
    assert trials == []


def test_it_is_left_out_once_stories_were_met_without() -> None:
    """A server may ask for it: then nothing is there without, and each story is asked for as it is linked."""
    forms = met("v={}&from=home", "v={}&from=related")
    noise, trials = noise_in(forms)
    assert not noise
    assert trials == [f"{AT}v={number}" for number in STORIES]
    assert noise_in([*forms, *enumerate(trials[:PROVED], 1)])[0] == {"from"}


def test_the_addresses_of_a_site_s_newest_stories_are_known(store: Store, crawl: int) -> None:
    plain, other = f"{AT}v=1", f"{AT}v=1&from=home"
    announce(store, plain, other)
    store.file(crawl, [filing(url, told(1).article, canonical_url=plain) for url in (plain, other)])
    store.file(crawl, [told(2)])
    (number,) = (row["id"] for row in rows(store, "SELECT id FROM articles WHERE url = ?", plain))
    assert {(number, plain), (number, other)} < set(store.places.addresses(SITE))


def test_what_is_known_to_be_noise_is_asked_for_without() -> None:
    home = "".join(f"<a href='/view?{query}'>Story</a>" for query in ("id=7&from=home", "from=top&id=7", "id=8&x=1"))
    with serving({"/": home, "/view?id=7": story("Seven"), "/view?id=8&x=1": story("Eight")}) as site:
        found = [each.url for each in discover(site.url, noise=frozenset({"from"}))[0]]
    assert sorted(set(found)) == [f"{site.url}/view?id=7", f"{site.url}/view?id=8&x=1"]
