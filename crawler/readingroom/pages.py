"""The pages of the reading room: each asks the database, and hands the answer to its template."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from datasette.app import Datasette
from datasette.utils.asgi import Base400, NotFound, Request, Response
from datasette.views.base import DatasetteError
from markupsafe import Markup

from crawler.archive.changes import steps
from crawler.archive.faceted import Found, find
from crawler.errors import AskedWrongly
from crawler.readingroom import policy, writing
from crawler.readingroom.asking import ARCHIVE, ask
from crawler.readingroom.elsewhere import appearances, sharing
from crawler.readingroom.front import front_page
from crawler.readingroom.removed import by_rule, page_order
from crawler.storage import Reader, StorageError
from crawler.storage.errors import file_fault, way_out
from crawler.storage.search.facets import Facets
from crawler.storage.stories.reading import find_story
from crawler.storage.stories.story import Story

_log = logging.getLogger(__name__)

FACETS = ("site", "author", "category", "language", "month", "outcome")


async def front(datasette: Datasette, request: Request) -> Response:
    """The newest stories, a box to search in, and how the sites are doing."""
    return await _page(datasette, request, "front.html", {"front": await ask(datasette, front_page)})


async def search(datasette: Datasette, request: Request) -> Response:
    """The stories that answer a search, narrowed down by facets."""
    typed = request.args.get("q") or ""
    facets = Facets(**{name: request.args.get(name) or None for name in FACETS})
    number = request.args.get("page") or "1"
    page = int(number) if number.isascii() and number.isdigit() and 0 < len(number) < 6 else 1
    found, refused = None, None
    try:
        found = await ask(datasette, lambda reader: find(reader, typed, facets, max(page, 1), writing.FOUND.format))
    except AskedWrongly as error:
        refused = str(error)
    told = {"typed": typed, "facets": facets.given(), "found": found, "complaint": refused}
    told |= {"link": _linker(typed, facets), "parts": writing.parts, "offered": _offered(found, facets)}
    return await _page(datasette, request, "search.html", told, 400 if refused else 200)


async def reading(datasette: Datasette, request: Request) -> Response:
    """A story to read."""
    return await about_story(datasette, request, "story.html", _as_read)


async def changes(datasette: Datasette, request: Request) -> Response:
    """How a story was changed, sentence by sentence."""
    return await about_story(datasette, request, "changes.html", _as_changed)


async def elsewhere(datasette: Datasette, request: Request) -> Response:
    """Where else a story ran."""
    return await about_story(datasette, request, "elsewhere.html", _as_spread)


async def removed(datasette: Datasette, request: Request) -> Response:
    """What was removed from a story's page, where it stood."""
    return await about_story(datasette, request, "removed.html", _as_printed)


async def complaint(datasette: Datasette, request: Request, error: Exception) -> Response:
    """What is said where a page cannot be had: one line, in JSON where JSON was asked for."""
    fault = file_fault(error)  # Datasette's own pages ask without the house's explanations
    path = str(datasette.get_database(ARCHIVE).path)
    told = f"{path}: {way_out(fault, path)}" if fault else None
    status, title, line = (503, None, told) if told else _told(error)
    if status >= 500:
        _log.error("%s: %s", request.path, line, exc_info=_log.isEnabledFor(logging.DEBUG))
    if request.path.partition("?")[0].endswith(".json"):
        return Response.json({"ok": False, "status": status, "title": title, "error": line}, status)
    return await _page(datasette, request, "error.html", {"status": status, "title": title, "error": line}, status)


_NO_SUCH_PAGE = ("404", "Database not found")
"""What Datasette says of addresses that are none; it takes the first word of a path for a database's name."""


def _told(error: Exception) -> tuple[int, str | None, str]:
    """The HTTP status of an error, its title and what is to be said."""
    if isinstance(error, DatasetteError):
        return error.status, error.title, Markup(error.message) if error.message_is_html else str(error.message)
    if isinstance(error, Base400):
        said = str(error.args[0])
        return error.status, None, "there is no such page" if said in _NO_SUCH_PAGE else said
    code = getattr(error.__cause__ or error, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_INTERRUPT:
        return 503, "Too slow", "it took too long; narrow it down, or ask in SQL"
    if isinstance(error, StorageError):
        return 503, None, str(error)
    return 500, None, f"{type(error).__name__}: {error}"


def _as_changed(story: Story, _: Reader) -> dict[str, Any]:
    return {"steps": steps(story)}


def _as_read(story: Story, _: Reader) -> dict[str, Any]:
    return {"paragraphs": writing.paragraphs(story["text"])}


def _as_spread(story: Story, _: Reader) -> dict[str, Any]:
    return {"appearances": appearances(story), "sharing": sharing(story)}


def _as_printed(story: Story, _: Reader) -> dict[str, Any]:
    places, unplaced = page_order(story)
    return {"places": places, "unplaced": unplaced, "rules": by_rule(story)}


async def about_story(
    datasette: Datasette, request: Request, template: str, tell: Callable[[Story, Reader], dict[str, Any]]
) -> Response:
    """A page about the story that is asked for, from what ``tell`` says of it; raises ``NotFound``."""

    def told(reader: Reader) -> dict[str, Any]:
        story = find_story(reader, request.url_vars["number"])
        direction = writing.direction(story["text"] or story["headline"] or "")
        return {"story": story, "direction": direction, "tabs": _tabs(story), **tell(story, reader)}

    try:
        return await _page(datasette, request, template, await ask(datasette, told))
    except LookupError as error:
        raise NotFound(f"no story number {request.url_vars['number']}") from error


def _tabs(story: Story) -> list[tuple[str, str]]:
    """The pages about a story: their addresses and what they are called."""
    own = f"/story/{story['id']}"
    return [
        (own, "Story"),
        (f"{own}/changes", f"Changes ({len(story['revisions'])})"),
        (f"{own}/elsewhere", f"Elsewhere ({len(story['reprints'])})"),
        (f"{own}/removed", f"Removed ({len(story['removed'])})"),
        (f"{own}/original", "Original"),
    ]


async def _page(
    datasette: Datasette, request: Request, template: str, told: dict[str, Any], status: int = 200
) -> Response:
    html = await datasette.render_template(template, told, request=request)
    return Response.html(html, status, {"content-security-policy": policy.OWN, "cache-control": "no-cache"})


def _linker(typed: str, facets: Facets) -> Callable[..., str]:
    """A function that returns the address of the same search with other facets or on another page."""
    now = {"q": typed, **facets.given()}

    def link(**changes: str | int | None) -> str:
        asked = {name: value for name, value in (now | changes).items() if value not in (None, "")}
        return "/search?" + urlencode(asked) if asked else "/search"

    return link


def _offered(found: Found | None, facets: Facets) -> dict[str, list[tuple[str, int]]]:
    """The facets that would narrow the search down."""
    if found is None:
        return {}
    given = facets.given()
    return {name: values for name, values in found.facets.items() if name not in given and values}
