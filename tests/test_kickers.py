"""A section over a headline that the site's menu has too is no part of the story, nor is a path; other lines are."""

from __future__ import annotations

from extractors.decision import Decision
from extractors.page.parsing import parse
from extractors.prepare import prepare
from extractors.story.body import line_by_line
from extractors.story.kickers import without_kickers, without_path
from tests.pages.language import language

STORY = language("en").story["sentences"][:3]
MENU = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("Harbour", "Council", "Markets", "Letters"))


def _kept(above: str, below: str = "", menu: str = MENU) -> list[str]:
    """The lines of a page without its menu that are left, were all of them kept."""
    body = f"<ul>{menu}</ul><div>{above}<h1>The bridge</h1>{below}<p>{'</p><p>'.join(STORY)}</p></div>"
    prepared = prepare(parse(f"<html><head><title>The bridge</title></head><body>{body}</body></html>"))
    decisions = [Decision(block, 0.6, None) for block in prepared.everything if not block.items]
    menus = [Decision(block, 0.6, None) for block in prepared.everything if block.items]
    found = without_path(without_kickers([*menus, *decisions], prepared.survey), prepared.survey)
    return [each.block.text for each in line_by_line(found[len(menus) :]) if each.removed is None]


def test_a_line_over_the_headline_that_the_menu_has_too_is_a_kicker() -> None:
    assert _kept("<p>Harbour</p>") == ["The bridge", *STORY]
    assert _kept("<p>HARBOUR:</p>") == ["The bridge", *STORY]


def test_what_the_menu_does_not_have_or_stands_in_the_story_stays() -> None:
    assert _kept("<p>The ferryman</p>")[0] == "The ferryman"
    assert _kept("<p>Harbour</p>", menu="")[0] == "Harbour"
    assert _kept("", below="<h2>Harbour</h2>")[:2] == ["The bridge", "Harbour"]


def test_the_path_to_the_page_is_none_of_its_story() -> None:
    assert _kept("<p><a href='/'>Home</a> » <a href='/h'>Harbour</a> » The bridge</p>") == ["The bridge", *STORY]
    assert _kept("", below="<div><a href='/'>Inicio</a> / The bridge</div>") == ["The bridge", *STORY]


def test_steps_that_lead_elsewhere_or_stand_in_the_story_stay() -> None:
    other, told = "Home » Harbour » The ferry", "Look for it under Home » Harbour » The bridge"
    assert _kept(f"<p>{other}</p>")[0] == other
    assert _kept("", below=f"<p>{STORY[0]}</p><p>{told}</p>")[2] == told
    assert _kept("", below=f"<p>{STORY[0]}</p><pre>Home &gt; The bridge</pre>")[2] == "Home > The bridge"
