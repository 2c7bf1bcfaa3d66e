"""A menu is one block, judged once and removed in one piece; a list of links of the author's stays, line by line."""

from __future__ import annotations

import pytest

from extractors import Article, extract
from extractors.page.blocks import Block, Box
from extractors.page.parsing import parse
from extractors.page.segmenting import segment
from extractors.prepare import prepare
from extractors.reading import read
from extractors.site.rules import SiteRules, words_key
from tests.pages.language import language
from tests.pages.training import iter_pages

STORY = language("en").story["sentences"][:6]
PLACES = ("Old Mill", "East Quay", "Salt Road", "Fish Market", "Upper Lock")
LINKS = "".join(f"<li><a href='/{number}'>{place}</a></li>" for number, place in enumerate(PLACES))
MENU = "\n".join(PLACES)


def _page(above: str = "", within: str = "", below: str = "", headline: str = "The bridge is closed") -> str:
    paragraphs = [f"<p>{sentence}</p>" for sentence in STORY]
    return (
        f"<html><head><title>The bridge is closed</title></head><body>{above}<article><h1>{headline}</h1>"
        f"<div>{''.join(paragraphs[:3])}{within}{''.join(paragraphs[3:])}</div></article>{below}</body></html>"
    )


def _blocks(html: str, *, menus: bool = True) -> list[Block]:
    return segment(parse(f"<body>{html}</body>").tree, menus=menus)[0]


def _texts(html: str) -> list[str]:
    return [block.text for block in _blocks(html)]


def _removed(article: Article) -> list[str]:
    return [block.text for block in article.removed]


@pytest.mark.parametrize(
    "menu",
    [
        f"<nav><ul>{LINKS}</ul></nav>",
        f"<div><div><ul>{LINKS}</ul></div></div>",
        "<div>" + "".join(f"<div><a href='/{place}'>{place}</a></div>" for place in PLACES) + "</div>",
        f"<footer><h4>Old Mill</h4><ul>{LINKS.partition('</li>')[2]}</ul></footer>",
        "<div><button>Old Mill</button><ul>" + LINKS.partition("</li>")[2] + "</ul></div>",
    ],
)
def test_a_menu_is_one_block_and_removed_in_one_piece(menu: str) -> None:
    assert _texts(f"{menu}<p>{STORY[0]}</p>") == [MENU, STORY[0]]
    for page in (_page(above=menu), _page(below=menu)):
        article = extract(page)
        assert article.paragraphs == tuple(STORY)
        assert MENU in _removed(article)


@pytest.mark.parametrize(
    "box",
    [
        "<ul>" + "".join(f"<li><a href='/{text}'>{text}</a></li>" for text in STORY[:4]) + "</ul>",
        f"<div><h2>Where to cross</h2><ul>{LINKS}</ul></div>",
        "<header><p><a href='/'>Quay</a></p><h1><a href='/b'>The bridge</a></h1><p><a href='/c'>Mill</a></p></header>",
        "<ul><li><a href='/a'>Old Mill</a></li><li><a href='/b'>East Quay</a></li></ul>",
        "<ul>" + "".join(f"<li>{place}</li>" for place in PLACES) + "</ul>",
        f"<ul>{LINKS * 101}</ul>",
    ],
    ids=["headlines of stories", "under a heading", "around the headline", "two links", "no links", "500 and more"],
)
def test_what_is_more_than_a_menu_is_no_single_block(box: str) -> None:
    assert len(_blocks(box)) > 1


def test_the_classifier_learns_from_each_line_of_a_menu() -> None:
    page = parse(_page(above=f"<nav><ul>{LINKS}</ul></nav>"))
    whole, apart = prepare(page).everything, prepare(page, menus=False).everything
    assert whole[0].text == MENU
    assert tuple(block.text for block in apart[: len(PLACES)]) == PLACES
    assert whole[1].text == apart[len(PLACES)].text


def test_a_list_of_links_within_a_story_stays_line_by_line() -> None:
    article = extract(_page(within=f"<ul>{LINKS}</ul>"))
    assert article.paragraphs == (*STORY[:3], *PLACES, *STORY[3:])
    assert read(_page(within=f"<ul>{LINKS}</ul>")).article == article


def test_no_line_is_lost_and_each_stays_in_its_place() -> None:
    for _, html, _ in iter_pages(60, "test"):
        tree = parse(html).tree
        lines = [line for block in segment(tree)[0] for line in block.lines]
        alone = segment(tree, menus=False)[0]
        assert [line.text for line in lines] == [block.text for block in alone]
        assert [line.link_chars for line in lines] == [block.link_chars for block in alone]


def test_the_boxes_of_a_page_number_themselves_and_their_blocks() -> None:
    for _, html, _ in iter_pages(20, "test"):
        blocks, boxes = segment(parse(html).tree)
        assert [box.number for box in boxes] == list(range(len(boxes)))
        for number, block in enumerate(blocks):
            assert all(box.start <= number < box.stop for box in block.box.ancestry())
            assert all(boxes[box.number] is box for box in block.box.ancestry())
            assert sum(line.words for line in block.lines) == block.words


def test_a_box_in_which_there_is_nothing_is_left_out() -> None:
    def tags(html: str) -> list[str]:
        boxes: list[Box] = segment(parse(f"<body>{html}</body>").tree)[1]
        return [box.tag for box in boxes[2:]]

    assert tags("<div><section></section><script>1</script></div><p>Yes</p>") == ["p"]
    assert tags("<div><img src='a.jpg'></div><form><input name='q'></form>") == ["div", "form"]
    assert tags("<div><noscript><img src='a.jpg'></noscript></div><ul><a href='/a'></a></ul>") == ["div", "ul"]


@pytest.mark.parametrize("rules", [SiteRules(restored=(words_key("East Quay"),)), SiteRules(keep=("li:nth-child(2)",))])
def test_a_line_of_a_menu_may_be_put_back_by_hand(rules: SiteRules) -> None:
    article = read(_page(below=f"<nav><ul>{LINKS}</ul></nav>"), rules=rules).article
    assert article.paragraphs == (*STORY, "East Quay")
    assert "Salt Road" in _removed(article)


def test_a_whole_menu_may_be_put_back_by_hand() -> None:
    page = _page(below=f"<nav><ul>{LINKS}</ul></nav>")
    assert read(page, rules=SiteRules(restored=(words_key(MENU),))).article.paragraphs == (*STORY, *PLACES)
