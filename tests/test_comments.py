"""Readers' comments as values: who, when, what, in answer to whom, on pages of every make."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import Comment, comments, extract

MORNING = datetime(2024, 3, 12, 10, 0, tzinfo=UTC)
DAY = datetime(2024, 3, 12, tzinfo=UTC)
THREAD = (
    Comment("Old Tom", MORNING, "I crossed it this morning.\n\nIt holds."),
    Comment("river_rat", MORNING, "It did not hold me.", 0),
    Comment("Cllr Watcher", MORNING, "Nor the bus.\nNor the tram.", 1),
    Comment("Jean P.", MORNING, "Fourteen million for a bridge!"),
)
TEXTS = (
    "<p>I crossed it this morning.</p><p>It holds.</p>",
    "<p>It did not hold me.</p>",
    "<p>Nor the bus.<br>Nor the tram.</p>",
    "<p>Fourteen million for a bridge!</p>",
)
NAMES = [each.author for each in THREAD]
STAMP = '<time datetime="2024-03-12T10:00:00+00:00">March 12, 2024 at 10:00 am</time>'
STORY = (
    "<article><h1>Bridge reopens</h1><p>The bridge reopened on Friday after two years of repairs, the mayor said.</p>"
)


def nested(one: str, opens: str, closes: str, answers: tuple[str, str]) -> str:
    """The thread in markup where answers lie in what they answer; ``one`` has {n}, {name}, {text}, {depth}."""

    def write(place: int, depth: int, inside: str = "") -> str:
        made = one.format(n=place + 7, name=NAMES[place], text=TEXTS[place], depth=depth, stamp=STAMP)
        return opens.format(n=place + 7, depth=depth) + made + (inside and answers[0] + inside + answers[1]) + closes

    return write(0, 1, write(1, 2, write(2, 3))) + write(3, 1)


CORE = nested(
    '<article id="div-comment-{n}" class="comment-body"><footer class="comment-meta"><div class="comment-author vcard">'
    '<img alt="" class="avatar"> <b class="fn"><a href="/u" class="url">{name}</a></b> <span class="says">says:</span>'
    '</div><div class="comment-metadata"><a href="#c">{stamp}</a> <span class="edit-link"><a>Edit</a></span></div>'
    '</footer><div class="comment-content">{text}<p class="comment-likes">Liked by 1 person</p></div>'
    '<div class="reply"><a class="comment-reply-link">Reply</a></div></article>',
    '<li id="comment-{n}" class="comment even thread-even depth-{depth}">',
    "</li>",
    ('<ol class="children">', "</ol>"),
)
BLOCKS = nested(
    '<div class="wp-block-columns"><div class="wp-block-column"><img class="wp-block-avatar__image" alt=""></div><div '
    'class="wp-block-column"><div class="wp-block-comment-author-name"><a>{name}</a></div><div '
    'class="wp-block-group"><div class="wp-block-comment-date">{stamp}</div><div class="wp-block-comment-edit-link">'
    '</div></div><div class="wp-block-comment-content">{text}</div><div class="wp-block-comment-reply-link"><a>Reply'
    "</a></div></div></div>",
    '<li id="comment-{n}" class="comment even depth-{depth}">',
    "</li>",
    ("<ol>", "</ol>"),
)
OLD_THEME = nested(
    '<div id="comment-{n}" class="comment"><div class="comment-author vcard"><cite class="fn">{name}</cite> <span '
    'class="says">says:</span></div><div class="comment-meta commentmetadata"><a href="#">March 12, 2024 at 10:00 am'
    '</a></div>{text}<div class="reply"><a>Reply</a></div></div>',
    '<li id="li-comment-{n}" class="comment byuser">',
    "</li>",
    ('<ul class="children">', "</ul>"),
)
MICRODATA = nested(
    '<span itemprop="author"><span itemprop="name">{name}</span></span> <meta itemprop="dateCreated"><span>{stamp}'
    '</span><div itemprop="text">{text}</div><button>Antworten</button>',
    '<div class="beitrag" itemscope itemtype="https://schema.org/Comment">',
    "</div>",
    ('<div class="antworten">', "</div>"),
)
FLAT = "".join(
    f'<div class="user-comment level-{depth}" id="c{place}"><h4 class="username">{NAMES[place]}</h4><div '
    f'class="date">{STAMP}</div><div class="comment-text">{TEXTS[place]}</div><a class="reply">Reply</a></div>'
    for place, depth in enumerate((1, 2, 3, 1))
)


@pytest.mark.parametrize(
    "markup",
    [CORE, BLOCKS, OLD_THEME, MICRODATA, FLAT],
    ids=["WordPress", "block theme", "old theme", "microdata", "stated depth"],
)
def test_a_thread_is_read_whatever_its_markup(markup: str) -> None:
    page = f'<html lang="en"><body>{STORY}</article><div id="comments"><ol>{markup}</ol></div></body></html>'
    assert comments(page) == THREAD


@pytest.mark.parametrize(
    "markup",
    [
        "<div class='post'><b>{name}</b> <i>12 March 2024</i><br>{text}<br><a href='#r'>Reply</a></div>",
        "<li><div><span>{name}</span> <small>12 March 2024</small></div><p>{text}</p><button>Like 3</button></li>",
        "<article><header><a href='/u'>{name}</a>, 2024-03-12</header><p>{text}</p></article>",
    ],
)
def test_a_discussion_whose_comments_have_no_name_is_read_by_their_likeness(markup: str) -> None:
    said = ["The ferry was better, and cheaper.", "Nobody asked the ferrymen."]
    told = "".join(markup.format(name=name, text=text) for name, text in zip(NAMES, said, strict=False))
    page = f"<html lang=en><body>{STORY}</article><div class='discussion'><h3>Comments (2)</h3>{told}</div>"
    assert comments(page) == tuple(Comment(name, DAY, text) for name, text in zip(NAMES, said, strict=False))


def test_pingbacks_forms_and_stories_are_no_comments() -> None:
    ping = '<li class="pingback even" id="comment-9"><p>Pingback: <a href="/x">Another paper</a></p></li>'
    form = '<div id="respond" class="comment-respond"><h3>Leave a Reply</h3><form><textarea></textarea></form></div>'
    assert comments(f"<body>{STORY}<p class='comment'>A comment by our editor.</p>{ping}{form}</article></body>") == ()
    assert comments("") == comments(b"\x00\xff") == ()


def test_who_answers_what_is_left_out_is_nobodys_answer() -> None:
    page = CORE.replace(TEXTS[0], "").replace("Liked by 1 person", "")
    assert [each.parent for each in comments(f"<ol>{page}</ol>")] == [None, 0, None]


def test_comments_stay_out_of_the_text() -> None:
    page = f'<html><body>{STORY}</article><div id="comments"><ol class="comment-list">{CORE}</ol></div></body></html>'
    article = extract(page)
    assert "bridge reopened" in article.text
    assert not any(each.text.splitlines()[0] in article.text for each in comments(page))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from([CORE, FLAT, "<li class=comment>", "</li>", "<ol>", "</ol></div>", "<b class=fn>x", "&#0;"])
    )
)
def test_broken_pages_are_read_as_far_as_they_go(pieces: list[str]) -> None:
    found = comments("".join(pieces))
    assert all(each.parent is None or each.parent < place for place, each in enumerate(found))


def test_who_answers_a_comment_without_a_name_did_not_write_it() -> None:
    answer = f"<li class='comment'><b class='fn'>river_rat</b>{STAMP}<p>It did not hold me.</p></li>"
    first = f"<li class='comment'>{STAMP}<p>It holds, as far as I can see.</p><ol class='children'>{answer}</ol></li>"
    assert comments(f"{STORY}<ol class='comment-list'>{first}</ol>") == (
        Comment(None, MORNING, "It holds, as far as I can see."),
        Comment("river_rat", MORNING, "It did not hold me.", 0),
    )


def test_a_first_line_with_a_number_in_it_is_said_and_no_signature() -> None:
    said = "<p><b class='author'>Old Tom</b></p><p>12 buses.</p><p>All of them empty.</p>"
    (comment,) = comments(f"{STORY}<ol class='comment-list'><li class='comment'>{said}</li></ol>")
    assert (comment.author, comment.text) == ("Old Tom", "12 buses.\n\nAll of them empty.")
