"""The first post of a thread is its story, and an answer that is longer is none; the posts of a live report all are."""

from __future__ import annotations

from extractors import extract

FIRST = "The rear hatch lets in a cupful an hour.", "I have tried tape, wax and shouting."
ANSWER = (
    "Check the foam gasket first, they go hard after five years, and if that is fine look for a hairline crack where"
    " the strap is riveted on."
)


def post(author: str, text: str) -> str:
    """A post as forums print it."""
    return (
        f"<article class='message'><div class='user'><h4><a class='username'>{author}</a></h4><h5>New</h5>"
        f"</div><div><header><time>2 Jul 2022</time></header><div class='body'>{text}</div></div></article>"
    )


def test_the_first_post_is_kept_and_the_answer_is_not() -> None:
    article = extract(
        "<html lang='en'><head><title>Leaky hatch | Kayakers</title></head><body><p><a href='/'>Kayakers</a></p>"
        f"<h1>Leaky hatch</h1><div>{post('paddlewife', '<br><br>'.join(FIRST))}{post('oldsalt', ANSWER)}</div>"
        "<p>You must log in to reply here.</p></body></html>"
    )
    assert article.paragraphs == FIRST


def test_every_post_of_a_live_report_is_kept_with_its_heading() -> None:
    posts = (
        ("12:40", "The old bridge opens again", "On foot only, and one at a time."),
        ("10:15", "A cow is saved", "She stood on the roof of the barn. She is well, the firemen say."),
    )
    shown = "".join(
        f"<div class='live-post'><time>{hour}</time><h3>{head}</h3><p>{text}</p><div><a href='#'>Share</a></div></div>"
        for hour, head, text in posts
    )
    article = extract(
        "<html lang='en'><head><title>The flood, live</title></head><body><main><article><h1>The flood, live</h1>"
        f"<p>The water falls, but the bridges stay closed.</p><div class='liveblog'>{shown}<div class='live-post'>"
        "<time>06:30</time><p>Good morning, our live report of the flood begins here.</p></div></div></article></main>"
        "</body></html>"
    )
    assert [text for text in article.paragraphs if text in str(posts)] == [text for _, *both in posts for text in both]


SAID = ("It was not the impeller. It was a sock.", "I have no idea whose sock it was, and I live alone.")


def test_what_microdata_calls_a_comment_is_none_of_the_first_posts_words() -> None:
    first = "".join(f"<p>{text}</p>" for text in SAID)
    posts = f"<div id='post_1'><div itemprop='text'>{first}</div></div><div itemprop='comment'><p>{ANSWER}</p></div>"
    article = extract(f"<title>The pump</title><h1>The pump</h1><div itemscope>{posts}</div>")
    assert article.paragraphs == SAID


def test_an_answer_is_told_by_its_title_and_its_day_and_a_story_may_name_itself() -> None:
    title, day = "The mole and I", "<small>May 5, 2015</small>"
    first = f"<div class='a'><h4>zenek</h4><h5>{title}</h5><div>{'<br><br>'.join(SAID)}</div></div>"
    answer = f"<div class='b'><h4>halinka</h4><h5>Odp: {title}</h5>{day}<div>{ANSWER}</div></div>"
    assert extract(f"<title>{title}</title><body>{first}{answer}</body>").paragraphs == SAID
    telling = "".join(f"<p>{text}</p>" for text in (*SAID, f"Re: {title}", ANSWER))
    assert extract(f"<title>{title}</title><h1>{title}</h1><div>{telling}</div>").paragraphs[-1] == ANSWER


def test_a_post_of_a_board_with_its_own_markup_is_parted_from_its_comments() -> None:
    told = "".join(f"<p>{text}</p>" for text in SAID)
    info = "<section id='bo_v_info'><span class='sound_only'>작성일</span> 19-06-12 08:15</section>"
    comments = (
        f"<section id='bo_vc'><h2>댓글목록</h2><article><h2>김씨님의 댓글</h2><p>{ANSWER}</p></article></section>"
    )
    page = f"<title>The pump</title><article><h1>The pump</h1>{info}<div id='bo_v_con'>{told}</div>{comments}</article>"
    assert extract(page).paragraphs == SAID


def test_a_lone_comment_is_one_below_the_heading_that_counts_it_in_small_languages_too() -> None:
    told = "".join(f"<p>{text}</p>" for text in SAID)
    for heading in ("Komentāri (1)", "Iruzkinak (1)", "Şərhlər (1)", "Ummæli (1)"):
        comment = f"<section class='komentari'><h3>{heading}</h3><div><b>ina</b> <small>05.05.2020 12:01</small>"
        page = f"<title>The pump</title><main><h1>The pump</h1>{told}{comment}<p>{ANSWER}</p></div></section></main>"
        assert extract(page).paragraphs == SAID
