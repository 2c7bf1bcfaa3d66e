"""What an author says twice, lists or sets in unusual markup stays in the story; what the page repeats does not."""

from __future__ import annotations

from datetime import date
from html import escape

import pytest

from extractors import Article, clean_text, extract
from extractors.article import RemovedBlock
from extractors.chrome.copies import echoes
from extractors.decision import Decision
from extractors.page.parsing import parse
from extractors.prepare import prepare
from extractors.story.body import story_text
from extractors.story.shape import with_headings, with_siblings, without_gaps, without_loose_headings
from extractors.story.wholes import with_whole_lists
from tests.pages.language import codes, language

STORY = language("en").story["sentences"]
REFRAIN = "Night frost is expected on the open ground above the mill."
ITEM = "Sow it out of the wind and of the sun of noon."


def _page(*pieces: str, head: str = "") -> str:
    body = "".join(pieces)
    return (
        f"<html><head><title>The bridge</title>{head}</head><body><div class='site'><h1>The bridge</h1>"
        f"<div class='story'>{body}</div></div></body></html>"
    )


def _prose(*places: int) -> list[str]:
    return [f"<p>{escape(STORY[place])}</p>" for place in places]


def _removed(article: Article, words: str) -> set[str]:
    return {block.rule for block in article.removed if words in block.text}


def test_a_refrain_among_the_paragraphs_stays_each_time() -> None:
    first, *rest = _prose(0, 2, 7)
    said = f"<p>{REFRAIN}</p>"
    assert extract(_page(first, said, rest[0], said, rest[1])).paragraphs.count(REFRAIN) == 2


def test_the_same_item_in_each_of_several_lists_stays() -> None:
    lists = [f"<ul><li>{escape(STORY[place])}</li><li>{ITEM}</li></ul>" for place in (1, 3)]
    article = extract(_page(*_prose(0), lists[0], *_prose(2), lists[1], *_prose(7)))
    assert article.paragraphs.count(ITEM) == 2


def test_the_head_of_a_second_table_stays() -> None:
    head = "<tr><th>Day of the week</th><th>First boat of the day</th><th>Last boat of the day</th></tr>"
    rows = [
        f"<tr><td>{day}day</td><td>{hour}:15</td><td>2{hour}:40</td></tr>" for hour, day in enumerate(("Mon", "Sun"))
    ]
    article = extract(
        _page(*_prose(0), f"<table>{head}{rows[0]}</table>", *_prose(2), f"<table>{head}{rows[1]}</table>")
    )
    assert article.text.count("Day of the week | First boat") == 2


def test_a_pull_quote_of_the_storys_own_sentence_goes() -> None:
    article = extract(_page(*_prose(0, 2), f"<aside><p>{escape(STORY[2])}</p></aside>", *_prose(7)))
    assert article.paragraphs == (STORY[0], STORY[2], STORY[7])
    assert _removed(article, STORY[2])


def test_a_paragraph_that_says_at_once_again_what_stands_above_it_and_is_set_differently_goes() -> None:
    summary = " ".join(STORY[place] for place in (2, 3, 4, 5, 6, 2, 3))  # too long for a pull quote
    copy = f"<div><div class='wide'>{escape(summary)}</div>{''.join(_prose(0, 7))}</div>"
    article = extract(_page(f"<div class='wrap'><p>{escape(summary)}</p></div>", copy))
    assert article.paragraphs == (summary, STORY[0], STORY[7])
    assert "second-copy" in _removed(article, summary)


def test_of_a_summary_and_the_paragraph_below_that_says_it_again_one_stays() -> None:
    summary = f"<h3>{escape(STORY[2])}</h3>"  # looks like no other block, as a pull quote does
    page = _page(summary, f"<div><p>{escape(STORY[2])}</p>{''.join(_prose(0, 7))}</div>")
    blocks = prepare(parse(page, None)).everything
    assert [block.text for block in echoes(blocks)] == [STORY[2]]


def test_what_each_entry_of_a_list_says_stays() -> None:
    fair = " ".join(STORY[place] for place in (2, 3, 4))
    entries = [
        f"<li><h3>{town}, {day} March</h3><p>{escape(fair)}</p></li>" for town, day in (("Tollgate", 3), ("Quay", 9))
    ]
    article = extract(_page(*_prose(0), f"<ul>{''.join(entries)}</ul>", *_prose(7)))
    assert article.paragraphs.count(fair) == 2


def test_a_line_sung_twice_at_once_stays() -> None:
    article = extract(_page(*_prose(0), *[f"<p>{REFRAIN}</p>"] * 2, *_prose(7)))
    assert article.paragraphs.count(REFRAIN) == 2


def test_a_sentence_that_two_pull_quotes_say_is_never_lost() -> None:
    quote = f"<blockquote><p>{escape(STORY[2])}</p></blockquote>"
    article = extract(_page(*_prose(0), quote, *_prose(5), quote, *_prose(7)))
    assert STORY[2] in article.paragraphs


def test_words_in_an_element_of_the_sites_own_making_do_not_cut_the_sentence() -> None:
    cut = STORY[2].replace(" ", " <x-term>", 1).replace(" ", "</x-term> ", 3).replace("</x-term> ", " ", 2)
    article = extract(_page(*_prose(0), f"<p>{cut}</p>", *_prose(7)))
    assert article.paragraphs == (STORY[0], STORY[2], STORY[7])


@pytest.mark.parametrize("filler", ["\u200d", "\u200b", "\u2060\u200c"])
def test_a_paragraph_without_a_visible_mark_is_none(filler: str) -> None:
    article = extract(_page(*_prose(0), f"<p>{filler}</p>", *_prose(2)))
    assert article.paragraphs == (STORY[0], STORY[2])


def test_a_soft_hyphen_is_no_part_of_a_word() -> None:
    hyphened = " ".join(f"{word[:3]}&shy;{word[3:]}" if len(word) > 6 else word for word in STORY[2].split())
    assert "&shy;" in hyphened
    assert extract(_page(*_prose(0), f"<p>{hyphened}</p>", *_prose(7))).paragraphs == (STORY[0], STORY[2], STORY[7])


def test_a_soft_hyphen_is_no_part_of_a_name_nor_of_a_word_in_plain_text() -> None:
    """Who looks for Hannelore would not find Hanne\u00adlore, whom the archive would hold for somebody else."""
    head = "<h1>Donau&shy;dampfer legt ab</h1><p class='byline'>Von <a rel='author'>Hanne&shy;lore Muster</a></p>"
    article = extract(f"<article>{head}<p>{escape(STORY[0])}</p><p>{escape(STORY[2])}</p></article>")
    assert (article.headline, article.byline) == ("Donaudampfer legt ab", ("Hannelore Muster",))
    text = "\n\n".join((STORY[0], STORY[2]))
    assert clean_text(text.replace("e", "e\u00ad")).text == text


def test_code_among_the_paragraphs_stays_though_the_classifier_doubts_it() -> None:
    page = parse(
        _page(*_prose(0, 2), "<copyable-code><button>Copy</button><pre>git init</pre></copyable-code>", *_prose(5))
    )
    prepared = prepare(page)
    doubted = [
        Decision(block, 0.15, RemovedBlock("model", "none", block.text))
        if number == prepared.survey.headline or block.text in ("Copy", "git init")
        else Decision(block, 0.9, None)
        for number, block in enumerate(prepared.everything)
    ]
    assert story_text(without_gaps(doubted, prepared.survey)).split("\n\n") == [
        STORY[0],
        STORY[2],
        "git init",
        STORY[5],
    ]


@pytest.mark.parametrize(("doubted", "kept"), [((2,), (0, 2, 5, 7)), ((2, 5), (0, 7))])
def test_one_doubted_paragraph_stays_between_two_that_are_kept(doubted: tuple[int, ...], kept: tuple[int, ...]) -> None:
    prepared = prepare(parse(_page(*_prose(0, 2, 5, 7))))
    decisions = [
        Decision(block, 0.25, RemovedBlock("model", "none", block.text))
        if number == prepared.survey.headline or block.text in {STORY[place] for place in doubted}
        else Decision(block, 0.9, None)
        for number, block in enumerate(prepared.everything)
    ]
    told = story_text(without_gaps(decisions, prepared.survey)).split("\n\n")
    assert told == [STORY[place] for place in kept]


def test_what_has_a_title_beside_a_picture_is_no_caption_though_it_is_called_so() -> None:
    picture = "<img src='/a.jpg' width='800' height='500'>"
    slide = f"<div class='slide'>{picture}<div class='caption'>{{}}{_prose(5)[0]}</div></div>"
    titled = extract(_page(*_prose(0, 2), slide.format("<h3>The second pier</h3>"), *_prose(7)))
    assert titled.paragraphs == (STORY[0], STORY[2], "The second pier", STORY[5], STORY[7])
    assert "caption" in _removed(extract(_page(*_prose(0, 2), slide.format(""), *_prose(7))), STORY[5])


@pytest.mark.parametrize("loose", ["<h3>Sources</h3>", "<p>Related stories:</p>"])
def test_a_line_over_nothing_ends_no_story(loose: str) -> None:
    prepared = prepare(parse(_page(*_prose(0, 2), loose)))
    decisions = [Decision(block, 0.9, None) for block in prepared.everything]
    *kept, last = without_loose_headings(decisions, prepared.survey)
    assert last.removed is not None and last.removed.rule == "loose-heading"
    assert kept == decisions[:-1]


def test_a_field_that_holds_code_to_copy_asks_no_reader_to_comment() -> None:
    code = "<div><label>Snippet</label><textarea>token::time::query</textarea></div>"
    article = extract(_page(*_prose(0, 2), code, "<ol><li><p>Less time on the road</p></li></ol>", *_prose(5, 7)))
    assert article.paragraphs[-2:] == (STORY[5], STORY[7])
    assert not {"discussion", "below-discussion"} & {block.rule for block in article.removed}


def test_a_button_under_each_part_of_a_story_makes_no_appeal_of_the_last() -> None:
    parts = [f"<div class='part'><p>{escape(STORY[place])}</p></div>" for place in (0, 2, 5)]
    last = f"<div class='part'><p>{escape(STORY[7])}</p><a href='#'>Read more</a></div>"
    assert STORY[7] in extract(_page(*parts, last)).paragraphs


@pytest.mark.parametrize("code", codes())
def test_a_line_with_the_day_below_the_headline_is_none_of_the_story(code: str) -> None:
    tongue = language(code)
    day = tongue.printed_date(date(2019, 3, 1))
    article = extract(_page(f"<div>{day}</div>", *(f"<p>{escape(text)}</p>" for text in tongue.story["sentences"][:3])))
    assert day not in article.text
    assert day in "\n".join(block.text for block in article.removed)


def test_a_day_as_a_heading_or_in_a_sentence_stays() -> None:
    diary = "<h3>1 March 2019</h3>" + "".join(_prose(0, 2)) + "<h3>2 March 2019</h3>" + "".join(_prose(5, 7))
    assert "2 March 2019" in extract(_page(diary)).paragraphs


def test_a_doubtful_heading_set_as_the_storys_others_stays() -> None:
    page = parse(
        _page(*_prose(0, 2), "<h3>The piles</h3>", *_prose(5, 7), "<h3>The bill</h3>", *_prose(8), "<h3>More news</h3>")
    )
    prepared = prepare(page)
    doubted = ("The bill", "More news")
    decisions = [
        Decision(block, 0.3, RemovedBlock("model", "none", block.text))
        if number == prepared.survey.headline or block.text in doubted
        else Decision(block, 0.9, None)
        for number, block in enumerate(prepared.everything)
    ]
    assert {block for block in doubted if block in story_text(with_headings(decisions, prepared.survey))} == {
        "The bill"
    }


@pytest.mark.parametrize(
    "below", [_prose(7), ["<p>Advertisement</p>", *_prose(7)], ["<div class='more'><p>Read on elsewhere.</p></div>"]]
)
def test_a_doubtful_list_of_links_between_paragraphs_is_the_storys(below: list[str]) -> None:
    links = "".join(f"<li><a href='/{place}'>{name}</a></li>" for place, name in enumerate(("Poker chips", "Trays")))
    prepared = prepare(parse(_page(*_prose(0, 2), f"<ul>{links}</ul>", *below)))
    decisions = [
        Decision(block, 0.3, RemovedBlock("model", "none", block.text))
        if number == prepared.survey.headline or block.box.tag == "li" or block.text == "Read on elsewhere."
        else Decision(block, 0.0, RemovedBlock("line", "an advertisement", block.text))
        if block.text == "Advertisement"
        else Decision(block, 0.9, None)
        for number, block in enumerate(prepared.everything)
    ]
    text = story_text(with_whole_lists(decisions, prepared.survey))
    assert ("Poker chips\n\nTrays" in text) == (STORY[7] in text)


@pytest.mark.parametrize(("verdict", "stays"), [(0.15, True), (0.05, False)])
def test_a_last_sentence_set_as_those_above_it_stays_though_the_classifier_doubts_it(
    verdict: float, stays: bool
) -> None:
    prepared = prepare(parse(_page(*(f"<div>{escape(STORY[place])}</div>" for place in (0, 2, 5)))))
    decisions = [
        Decision(block, verdict, RemovedBlock("model", "none", block.text))
        if number == prepared.survey.headline or block.text == STORY[5]
        else Decision(block, 0.9, None)
        for number, block in enumerate(prepared.everything)
    ]
    assert (STORY[5] in story_text(with_siblings(decisions, prepared.survey))) == stays
