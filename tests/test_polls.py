"""What a site asks its readers amid or below a story goes with its answers; what an author asks stays."""

from __future__ import annotations

import pytest

from extractors import extract

ABOVE = "The fox came in through the automatic door and went straight to the meat."
BELOW = "The cashier offered him a bag, and he did not take it."


def paragraphs(markup: str) -> tuple[str, ...]:
    """The paragraphs of a short story with ``markup`` between its two own."""
    return extract(
        f"<html lang='en'><head><title>The fox</title></head><body><h1>The fox</h1><div class='text'><p>{ABOVE}</p>"
        f"{markup}<p>{BELOW}</p></div></body></html>"
    ).paragraphs


ANSWERS = "<label><input type='radio'>Yes, always</label><label><input type='radio'>Never</label>"


@pytest.mark.parametrize(
    "poll",
    [
        f"<div class='poll'><h4>Poll</h4><p>Should the fox pay?</p>{ANSWERS}<button>Vote</button><p>214</p></div>",
        f"<div class='anketa'><div>Should the fox pay?</div><ul><li>{ANSWERS}</li></ul><button>Glasaj</button></div>",
        "<div><h2>Fant du det du lette etter?</h2><button>Ja</button><button>Nei</button><p>Takk!</p></div>",
        "<div><p>Hjalp siden dig i dag?</p><ul><li>Ja</li><li>Nej</li></ul></div>",
    ],
)
def test_a_poll_of_readers_is_none_of_the_story(poll: str) -> None:
    assert paragraphs(poll) == (ABOVE, BELOW)


@pytest.mark.parametrize(
    "own",
    [
        "<p>Should the fox pay?</p><p>Yes, always, said the butcher.</p>",
        "<p>Did he pay?</p><p>Yes.</p><p>And the bag?</p><p>No.</p>",
        "<ul><li>Should the fox pay?</li><li>Should the dog?</li></ul>",
    ],
)
def test_questions_of_the_authors_own_stay(own: str) -> None:
    assert len(paragraphs(own)) == 2 + own.count("<p>") + own.count("<li>")


def test_a_quiz_of_many_answers_is_its_authors() -> None:
    beasts = ("badger", "heron", "postman", "hare", "goat", "vicar")
    quiz = "".join(
        f"<div><p>Could the footprint by the gate be that of a {beast}?</p>{ANSWERS}</div>" for beast in beasts
    )
    assert [text for text in paragraphs(quiz) if "footprint" in text] == [
        f"Could the footprint by the gate be that of a {beast}?" for beast in beasts
    ]
