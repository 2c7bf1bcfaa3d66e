"""What readers say is told by how it is signed, whatever heading stands over it; an author's dated entries stay."""

from __future__ import annotations

import pytest

from extractors import extract

LEAD = "It left at nine, and I was on it."
END = "Nobody rang the bell."
SAID = "My aunt drove that tram for eleven years and never once rang the bell for anybody but the priest."
FORM = "<form><input name='n' placeholder='Name'><textarea name='t'></textarea><button>OK</button></form>"
COMMENT = "<div><b>{}</b> <span>3.5.2019 10:12</span><p>{}</p></div>"


def page(below: str) -> str:
    """A post of two sentences, with markup below the box of its text."""
    return (
        "<html><head><title>The last tram</title></head><body><div><a href='/'>Blog</a></div><h1>The last tram</h1>"
        f"<div class='x'><p>{LEAD}</p><p>{END}</p></div>{below}<div>© 2019</div></body></html>"
    )


SIGNED = {
    "one above the form": f"<section><h3>Your turn</h3>{COMMENT.format('Ida', SAID)}<h4>Say it</h4>{FORM}</section>",
    "two above the form": f"<section><h3>Your turn</h3>{COMMENT.format('Ida', SAID)}{COMMENT.format('Olle', END)}{FORM}"
    "</section>",
    "a list above the form": f"<ol><li><cite>Ida</cite> <i>3.5.2019</i><p>{SAID}</p></li>"
    f"<li><cite>Olle</cite> <i>4.5.2019</i><p>{END}</p></li></ol><h3>Say it</h3>{FORM}",
    "a table above the form": f"<table><tr><td>Ida<br>3.5.2019</td><td>{SAID}</td></tr><tr><td>Olle<br>4.5.2019</td>"
    f"<td>It was the other bell that she rang.</td></tr></table><h3>Say it</h3>{FORM}",
    "one below the form": f"<section><h3>Say it</h3>{FORM}{COMMENT.format('Ida', SAID)}</section>",
    "a list in the story's box": f"<dl><dt>Ida, 03.05.2019, 10:12</dt><dd>{SAID}</dd><dt>गोपाल, 04.05.2019, 11:02</dt>"
    f"<dd>It was the other bell that she rang.</dd></dl><h3>Say it</h3>{FORM}",
    "several without a form": "<div class='rs'><h3>2</h3>"
    + "".join(
        f"<div class='r'><div>{name}</div><div>0{day}.05.2019, 10:12</div><div><p>{SAID}</p></div></div>"
        for day, name in enumerate(("Ida", "ვანო"), 1)
    )
    + "</div>",
    "names below the words": f"<div><p>{SAID}</p><i>Ida · 3.5.2019, 10:12</i></div>"
    f"<div><p>She rang it twice, for the dog.</p><i>Olle · 4.5.2019, 8:01</i></div>",
    "paragraphs between a heading and a form": f"<h3>Your turn</h3><p><b>Ida</b> 3.5.2019<br>{SAID}</p>"
    f"<p><b>Olle</b> 4.5.2019<br>It was the other bell that she rang.</p>{FORM}",
    "one in a table, signed to the minute": "<table><tr><td><b>Ned</b><br>5-5-2019 10:12</td>"
    f"<td>{SAID}</td></tr></table>{FORM}",
    "one that is named so": "<div class='wpd'><div class='wpd-comment-author'>Ida</div>"
    f"<div class='wpd-comment-date'>3d</div><div class='wpd-comment-text'><p>{SAID}</p></div></div>",
    "one that is named so below the words": f"<div class='comments'><div class='comment-body'>{SAID}</div>"
    f"<div class='comment-posted'>Posted by Ida at 3.5.2019</div>{FORM}</div>",
    "hours ago in a box of its own": "<div class='komentari'><h3>Što vi mislite?</h3><div><b>Ida</b> "
    f"<i>prije 3 sata</i><div>{SAID}</div></div></div>",
    "hours ago, in Czech": "<section class='diskuse'><h2>Diskuse k článku</h2><div><b>Ida</b> "
    f"<i>před 2 hodinami</i><p>{SAID}</p></div></section>",
    "lines of one block": f"<div><b>Comments:</b><br><b>Ida</b> (3.5.2019 10:12)<br>{SAID}<br><hr>"
    f"<b>Say it:</b>{FORM}</div>",
    "one in a section above the form": "<section><h2>Guests</h2><p><b>Ida</b> — 3.5.2019, 10:12</p>"
    f"<p>{SAID}</p></section>{FORM}",
    "none, under a bold line": f"<div class='x'><p><b>Say it with words</b></p>{FORM}</div>",
    "none": f"<section><h3>Say it with words</h3>{FORM}</section>",
}


@pytest.mark.parametrize("name", SIGNED)
def test_signed_words_in_the_box_of_a_form_are_readers(name: str) -> None:
    article = extract(page(SIGNED[name]))
    assert article.paragraphs == (LEAD, END)


RAIN = "It rained on all of us alike, and on the tram, and on the bell, until the wires hummed and somebody laughed."
ENTRY = "<div><b>{}</b><p>{}</p></div>"
ENTRIES = {
    "a diary": ENTRY.format("Friday, 3 May 2019", SAID) + ENTRY.format("Saturday, 4 May 2019", RAIN),
    "a running report": ENTRY.format("3.5.2019 10:12", SAID) + ENTRY.format("3.5.2019 10:20", RAIN),
}


@pytest.mark.parametrize("name", ENTRIES)
def test_an_authors_dated_entries_are_no_comments(name: str) -> None:
    paragraphs = extract(page(f"<section>{ENTRIES[name]}<p>{END} Ever.</p>{FORM}</section>")).paragraphs
    assert SAID in paragraphs and RAIN in paragraphs


@pytest.mark.parametrize(
    "heads",
    [
        ("Week 1: Fitness (2:30-3:20hrs)", "Week 2: Zones (3:15-4:05hrs)"),
        ("Ida Moss, Pell, 3.5.2019", "Olle Berg, Marsh, 4.5.2019"),
    ],
)
def test_entries_with_a_duration_or_a_day_alone_are_no_comments(heads: tuple[str, str]) -> None:
    entries = "".join(map(ENTRY.format, heads, (SAID, RAIN)))
    paragraphs = extract(page("").replace(f"<p>{END}</p>", f"<p>{END}</p>{entries}")).paragraphs
    assert SAID in paragraphs and RAIN in paragraphs


def test_a_programme_among_the_storys_paragraphs_is_no_list_of_comments() -> None:
    items = f"<ul><li><b>Concert</b> 3.5.2019<p>{SAID}</p></li><li><b>Dance</b> 4.5.2019<p>{RAIN}</p></li></ul>"
    paragraphs = extract(page("").replace(f"<p>{END}</p>", f"<p>{END}</p>{items}{FORM}")).paragraphs
    assert SAID in paragraphs and RAIN in paragraphs


def test_the_minutes_of_a_running_report_are_no_days_of_comments_however_they_are_named() -> None:
    report = "".join(
        f"<div class='c'><div class='comment-time'>{minute}'</div><div class='comment-text'><p>{said}</p></div></div>"
        for minute, said in ((12, SAID), (14, RAIN))
    )
    removed = extract(page(f"<section>{report}</section>")).removed
    assert not [block for block in removed if block.rule == "discussion"]


def test_what_an_author_tells_by_the_minute_in_a_section_above_a_form_stays() -> None:
    told = (
        f"<section><h3>On the tram</h3>{ENTRY.format('Ida, 10:12', SAID)}{ENTRY.format('Olle, 10:14', RAIN)}</section>"
    )
    removed = extract(page(f"{told}{FORM}")).removed
    assert SAID not in [block.text for block in removed if block.rule == "discussion"]
