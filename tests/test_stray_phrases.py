"""Lines that sites print around their stories stay out of a page whose markup is destroyed; a story's own stay in."""

from __future__ import annotations

import pytest

from extractors import extract
from tests.fuzzing.targets import CASES

PROSE = (
    "The council voted on Tuesday to close the old bridge for repairs that will take until the spring of next year.",
    "Engineers found cracks in two of its four piers in August, and traffic has been limited to one lane since then.",
    "Shopkeepers asked for a footbridge, which the council will discuss when it meets again in the first week of May.",
)
HEAD = "<html><head><title>Bridge closes</title></head><body><h1>Bridge closes</h1>"


def paragraphs(*parts: str) -> str:
    return "".join(f"<p>{part}</p>" for part in parts)


@pytest.mark.parametrize(
    "inside",
    [
        f"{paragraphs(*PROSE[:2])}<p>Privacy Policy</p>{paragraphs(PROSE[2])}",
        f"{paragraphs(*PROSE[:2])}<h2>Privacy Policy</h2>{paragraphs(PROSE[2])}",
        f"{paragraphs(*PROSE[:2])}<section><h3>Privacy Policy</h3>{paragraphs(PROSE[2])}</section>",
        f"{paragraphs(*PROSE)}<table><tr><th>Where she is read<th>Facebook, Instagram</table>{paragraphs(PROSE[2])}",
        f"{paragraphs(*PROSE[:2])}<p>More from the islands in the north:</p>{paragraphs(PROSE[2])}",
    ],
    ids=["a paragraph", "a crosshead", "a section's heading", "a cell of a table", "words filled in"],
)
def test_a_phrase_that_is_set_as_the_story_is_is_no_stray(inside: str) -> None:
    article = extract(f"{HEAD}<article>{inside}</article></body></html>")
    assert set(PROSE) <= set(article.paragraphs)
    assert not [block for block in article.removed if block.rule == "stray-phrase"]


GOES_ON = (
    "Tekst se nastavlja ispod oglasa",
    "Článok pokračuje pod video reklamou",
    "La suite après cette publicité",
    "Artikel wird nach der Anzeige fortgesetzt",
    "Продовження після реклами",
    "Haberin devamı reklamdan sonra",
    "Juttu jatkuu mainoksen jälkeen",
    "Artikkelen fortsetter under annonsen.",
)


@pytest.mark.parametrize("line", GOES_ON)
def test_what_says_that_the_story_goes_on_below_an_advertisement_goes(line: str) -> None:
    article = extract(
        f"{HEAD}<article>{paragraphs(*PROSE[:2])}<div>{line}</div>{paragraphs(PROSE[2])}</article></body>"
    )
    assert article.paragraphs == PROSE
    assert line in [block.text for block in article.removed]


@pytest.mark.parametrize(
    "line",
    [
        "The story continues below the advertisement, she said.",
        "The ads continue to annoy me",
        "Life continues below the ads.",
        "Reklam filmi devam ediyor",
    ],
)
def test_an_author_who_speaks_of_advertisements_is_heard(line: str) -> None:
    article = extract(f"{HEAD}<article>{paragraphs(*PROSE[:2], line, PROSE[2])}</article></body>")
    assert article.paragraphs == (*PROSE[:2], line, PROSE[2])


@pytest.mark.parametrize(
    ("page", "phrase"),
    [
        ("page-5e314ecfb835", "Report this ad"),
        ("page-60351617abfc", "Liked by 1 person"),
    ],
)
def test_one_in_a_page_whose_markup_is_destroyed_goes_with_its_reason(page: str, phrase: str) -> None:
    article = extract((CASES / "fuzz" / page).read_bytes())
    (stray,) = [block for block in article.removed if block.text == phrase]
    assert stray.rule in {"stray-phrase", "below-discussion"}
    assert phrase not in article.paragraphs


TITLE = "Three comments on the budget"
PRINTED = "<p>Article printed from The Post: https://post.example</p><p>URL to article: https://post.example/1</p>"


def test_phrases_above_a_notice_that_ends_the_page_go_with_it() -> None:
    end = "<p>Copyright \ufffd 2016 The Post. All rights reserved.</p>"
    article = extract(f"{HEAD}{paragraphs(*PROSE)}<hr>{PRINTED}{end}</body></html>")
    assert article.paragraphs == PROSE


def test_a_phrase_that_a_story_speaks_of_stays_above_a_notice() -> None:
    said = (*PROSE[:2], "Contact information", PROSE[2])
    end = "<p>Copyright \ufffd 2016 The Post. All rights reserved.</p>"
    article = extract(f"{HEAD}{paragraphs(*said)}<hr>{end}</body></html>")
    assert article.paragraphs == said


@pytest.mark.parametrize(
    ("heading", "headline"), [("3 comments on “Bridge closes”", "Bridge closes"), (TITLE, TITLE)], ids=["theirs", "own"]
)
def test_a_heading_over_comments_is_no_headline_though_it_quotes_it(heading: str, headline: str) -> None:
    head = f"<html><head><title>{headline}</title></head><body>"
    story = paragraphs(*PROSE)
    page = f"{head}<h2>{heading}</h2>{story}" if heading == headline else f"{head}{story}<h2>{heading}</h2>"
    article = extract(f"{page}</body></html>")
    assert (article.headline, article.paragraphs) == (headline, PROSE)


BOXES = {
    "a button": "<div><button type='button'>▶ Ecoutez ceci</button></div>",
    "a button by its role": "<div><span role='button'>Save for later</span></div>",
    "to be listened to": "<div><span>Прослушать статью</span></div>",
    "to be rated": "<div><p>Оцените статью</p><div>★★★★★</div><p>Средняя оценка: 4,7. Всего голосов: 12</p></div>",
    "how long it takes": "<p class='t'>Lukuaika 2 minuuttia</p>",
    "a code": "<div><img src='/q.png' width='120'><p>扫码关注我们的微信公众号，第一时间获取最新消息</p></div>",
    "an appeal by its button": "<div><p>הצטרפו למנויי העיתון וקבלו חודש חינם</p><a href='/j'>להצטרפות</a></div>",
    "a form that stands aside": "<aside><p><b>Elke week nieuws?</b></p><form><input type='email'></form></aside>",
    "its mistakes": "<div><p>Spotted a mistake? <a href='/r'>Let us know</a>.</p></div>",
}


@pytest.mark.parametrize("name", BOXES)
def test_a_box_around_a_story_goes_with_a_reason(name: str) -> None:
    article = extract(f"{HEAD}<article>{paragraphs(*PROSE)}{BOXES[name]}</article></body></html>")
    assert article.paragraphs == PROSE
    assert article.removed


@pytest.mark.parametrize(
    "own",
    [
        "<div><button aria-expanded='false'>The piers</button><p>They stand since 1911.</p></div>",
        "<button>Where is the footbridge?</button>",
        "<h3><button>The piers of the bridge</button></h3>",
        "<p>“扫码关注我，”他说，“桥就会打开。”</p>",
    ],
    ids=["opens a part", "a question", "a heading", "a code that is told of"],
)
def test_what_opens_a_part_of_the_story_stays(own: str) -> None:
    article = extract(f"{HEAD}<article>{paragraphs(*PROSE[:2])}{own}{paragraphs(PROSE[2])}</article></body></html>")
    assert len(article.paragraphs) > len(PROSE)
    assert not [block for block in article.removed if block.rule == "stray-phrase"]
