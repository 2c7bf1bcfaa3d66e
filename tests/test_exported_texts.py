"""Texts as databases of newspapers and printers put them out: the story between named fields, or under page heads."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors import clean_text

HEADLINE = "Harbour to be dredged by spring"
STORY = (
    "The harbour will be dredged by the spring, the office said on Tuesday, and nobody on the pier believed a word.",
    "The last dredger sank.",
    "A barge with a digger on it has been asked for as well, and its owner says that he will think about it.",
)
BODY = "\n\n".join(STORY)
DAY = datetime(2019, 7, 3, tzinfo=UTC)

RECORDS = {
    "fields in capitals": (
        "Copyright 2019 The Island Post Company\nThe Island Post\n\nJuly 3, 2019, Wednesday, FINAL EDITION\n\n"
        f"SECTION: LOCAL; Pg. B3\n\nLENGTH: 82 words\n\nHEADLINE: {HEADLINE}\n\nBYLINE: Ida Moss, Staff Writer\n\n"
        f"BODY:\n\n{BODY}\n\nLOAD-DATE: July 4, 2019"
    ),
    "headline on top": (
        f"Page 3\n3 of 12 DOCUMENTS\n\n{HEADLINE}\nThe Island Post\nJuly 3, 2019 Wednesday\n\n"
        "Copyright 2019 Island Post All Rights Reserved\nSection: NEWS; Pg. 4\nLength: 82 words\nByline: Ida Moss\n"
        f"Body\n\n\n{BODY}\nGraphic\n\nIda Moss for the Post\nLoad-Date: July 4, 2019\n\nEnd of Document"
    ),
    "codes": (
        f"SE   News\nHD   {HEADLINE}\nBY   By Ida Moss\nWC   82 words\nPD   3 July 2019\nSN   The Island Post\n"
        f"LA   English\nCY   (c) 2019 Island Post Ltd.\n\nLP   {STORY[0]}\n\nTD   {STORY[1]}\n\n{STORY[2]}\n\n"
        "RE   uk : United Kingdom\nAN   Document IPOST00020190703ef73"
    ),
    "fields in small letters": (
        f"Title: {HEADLINE}\nAuthor: Moss, Ida\nPublication info: The Island Post ; Oban. 03 July 2019: 4.\n"
        f"ProQuest document ID: 2251\nFull text: {BODY}\n\nSubject: Harbors; Dredging\n"
        "Publication title: The Island Post\nPublication year: 2019"
    ),
}


@pytest.mark.parametrize("text", RECORDS.values(), ids=RECORDS)
def test_a_record_of_a_database_gives_its_story_and_its_fields(text: str) -> None:
    article = clean_text(text)
    assert article.paragraphs == STORY
    assert (article.headline, article.byline, article.published_at) == (HEADLINE, ("Ida Moss",), DAY)
    assert article.sources["headline"] == "field of a database"
    removed = "\n".join(block.text for block in article.removed)
    assert sorted(f"{HEADLINE}\n{article.text}\n{removed}".split()) == sorted(text.split())


def test_fields_that_an_author_writes_stay() -> None:
    notes = ("Title: The last dredger", "Author: unknown", "Source: a drawer in the office", "Length: four pages")
    text = "\n\n".join((STORY[0], "Body: none was found.", *notes, STORY[2]))
    assert clean_text(text).text == text


def test_heads_and_feet_of_printed_pages_go() -> None:
    head, foot = f"7/3/2019 {HEADLINE} | The Island Post", "https://post.example/2019/07/03/harbour/ {}/2"
    text = "\n".join((head, foot.format(1), *STORY[:2], head, foot.format(2), STORY[2]))
    article = clean_text(text)
    assert article.text.split("\n") == list(STORY)
    assert {block.rule for block in article.removed} == {"print"}


def test_a_count_that_an_author_repeats_stays() -> None:
    parts = ("Part 1 of 2", STORY[0], "1/2", "Two eggs, one of them boiled", "1/2", STORY[1], "Part 2 of 2", STORY[2])
    text = "\n\n".join(parts)
    assert clean_text(text).text == text


def test_a_shared_address_without_pages_stays() -> None:
    text = "\n\n".join((STORY[0], "https://post.example/harbour/", STORY[1], "https://post.example/harbour/", STORY[2]))
    assert clean_text(text).text == text


FRONT_MATTER = {
    "yaml": f'---\ntitle: "{HEADLINE}"\ndate: 2019-07-03\nauthor: Ida Moss\ntags: [pier]\n---\n\n{BODY}',
    "items": f"---\ndate: 2019-07-03\ntitle: {HEADLINE}\nauthors:\n  - Ida Moss\nlayout: post\n---\n{BODY}",
    "toml": f"+++\ntitle = '{HEADLINE}'\nauthor = 'Ida Moss'\ndate = 2019-07-03\ndraft = false\n+++\n\n{BODY}",
}


@pytest.mark.parametrize("text", FRONT_MATTER.values(), ids=FRONT_MATTER)
def test_front_matter_gives_its_fields(text: str) -> None:
    article = clean_text(text)
    assert article.paragraphs == STORY
    assert (article.headline, article.byline, article.published_at) == (HEADLINE, ("Ida Moss",), DAY)
    assert clean_text(article.text).text == article.text


def test_marks_of_markdown_below_front_matter_stay() -> None:
    story = (
        STORY[0],
        "![The pier](pier.jpg)",
        "```sh\ndredge --slowly\n```",
        "See also: [the pier](https://pier.example).",
    )
    article = clean_text("---\ntitle: Pier\ntags: [pier]\n---\n\n" + "\n\n".join(story))
    assert article.text == "\n\n".join(story)


@pytest.mark.parametrize("sender", ["Ida Moss <ida@post.example>", "ida@post.example (Ida Moss)"])
def test_a_mail_gives_its_headers_and_what_it_quotes_stays(sender: str) -> None:
    said = "On 2 July 2019 at 21:40, Paul wrote:\n> Will the barge come?"
    headers = f"From: {sender}\nTo: pier@post.example\nSubject: {HEADLINE}\nDate: Wed, 3 Jul 2019 00:00:00 +0000"
    article = clean_text(f"From ida@post.example Wed Jul  3 00:00:00 2019\n{headers}\n\n{said}\n\n{BODY}")
    assert (article.headline, article.byline, article.published_at) == (HEADLINE, ("Ida Moss",), DAY)
    assert article.text == f"{said}\n\n{BODY}"


@pytest.mark.parametrize(
    "text",
    [
        f"---\n\n{BODY}\n\n---\n\nThe end, said the owner of the barge, and went home.",
        f"To: all hands\nFrom: the office\nSubject: the barge\n\n{BODY}",
    ],
)
def test_rules_and_memos_are_no_fields(text: str) -> None:
    assert clean_text(text).text == text
