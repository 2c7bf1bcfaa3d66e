"""Variants of a corpus's pages: the story stays word for word, and what is around it comes from another site."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from random import Random

import pytest
from lxml.html import fromstring, tostring

from training.corpus import CorpusPage
from training.folds import fold_of
from training.variants import in_shell, partners, take, variant, with_pieces

SENTENCE = "The council met on Tuesday evening and voted on the {} of the {} after a long debate about its cost."
STORIES = {
    "harbour": [SENTENCE.format(part, "harbour") for part in ("walls", "cranes", "lights")],
    "library": [SENTENCE.format(part, "library") for part in ("shelves", "windows", "stairs")],
}
PAGE = (
    "<html><head><title>{0}</title></head><body><nav><a href=/x>Weather {0}</a></nav><div class=top><h1>{0}</h1></div>"
    "<main class='post {0}'>{1}</main><aside class=promo>Read more news about the old {0} in our newsletter</aside>"
    "</body></html>"
)


def _page(folder: Path, topic: str, site: str = "example.org", source: str = "news") -> CorpusPage:
    file = folder / f"{topic}.html.gz"
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in STORIES[topic])
    file.write_bytes(gzip.compress(PAGE.format(topic, paragraphs).encode()))
    text = "\n".join(STORIES[topic])
    return CorpusPage(file, {"id": topic, "url": f"https://{site}/{topic}", "source": source, "text": text})


def _paragraphs(html: str) -> list[str]:
    return [element.text_content() for element in fromstring(html).iter("p")]


def test_a_story_moves_into_the_shell_of_another_and_takes_its_headline_and_title_along(tmp_path: Path) -> None:
    mine, other = take(_page(tmp_path, "harbour")), take(_page(tmp_path, "library"))
    made = in_shell(mine, other, Random(0))
    assert made is not None
    html = tostring(made, encoding="unicode")
    assert _paragraphs(html) == STORIES["harbour"]
    assert re.findall("<(?:title|h1)>([^<]+)", html) == ["harbour", "harbour"]
    assert "Weather library" in html and "old library" in html


def test_a_shell_keeps_nothing_of_the_story_that_stood_in_it(tmp_path: Path) -> None:
    page, other = _page(tmp_path, "harbour"), _page(tmp_path, "library")
    dek, story = "Forty thousand books wait in boxes.", STORIES["library"] * 12
    html = gzip.decompress(other.file.read_bytes()).decode().replace("</h1>", f"</h1><p class=dek>{dek}</p>")
    longer = html.replace("</main>", "".join(f"<p>{paragraph}</p>" for paragraph in story[3:]) + "</main>")
    other.file.write_bytes(gzip.compress(longer.encode()))
    told = CorpusPage(other.file, other.reference | {"text": "\n".join([dek, *story])})
    made = in_shell(take(page), take(told), Random(0))
    assert made is not None
    assert _paragraphs(tostring(made, encoding="unicode")) == STORIES["harbour"]


def test_another_page_lends_its_chrome_and_nothing_of_its_story(tmp_path: Path) -> None:
    mine, other = take(_page(tmp_path, "harbour")), take(_page(tmp_path, "library"))
    made = with_pieces(mine, other, Random(1))
    assert made is not None
    assert [element.tag for element in made.iter("main", "p", "aside")] == ["main", *"ppp", "aside", "aside"]
    assert "old library" in str(made.xpath("string(//main)"))
    assert _paragraphs(tostring(made, encoding="unicode")) == STORIES["harbour"]


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("alone", [True, False])
def test_every_variant_holds_the_story_and_is_the_same_each_time(tmp_path: Path, number: int, alone: bool) -> None:
    page, partner = _page(tmp_path, "harbour"), None if alone else _page(tmp_path, "library")
    html = variant(page, partner, number)
    assert _paragraphs(html) == STORIES["harbour"]
    assert html == variant(page, partner, number)


def test_a_page_with_nothing_to_swap_gets_other_names(tmp_path: Path) -> None:
    html = variant(_page(tmp_path, "harbour"), None, 0)
    names = set(" ".join(re.findall('class="([^"]*)"', html)).split())
    assert names & {"post", "harbour", "top", "promo"} != {"post", "harbour", "top", "promo"}


def test_partners_are_of_other_sites_that_are_held_out_with_the_page(tmp_path: Path) -> None:
    sites = [f"site{number}.example" for number in range(80)]
    pages = [_page(tmp_path, "harbour", site, source) for site in sites for source in ("news", "blogs")]
    found = [(page, partner) for page, partner in partners(pages, 0) if partner is not None]
    assert len(found) > len(pages) / 2
    for page, partner in found:
        assert page.site != partner.site
        assert page.source == partner.source
        assert fold_of(page.site) == fold_of(partner.site)
        assert fold_of(page.site, "measured") == fold_of(partner.site, "measured")
