"""The house's plugin for Datasette: its pages, its limits, and ways from rows of the database to stories."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response
from jinja2 import Environment
from markupsafe import Markup

from crawler.readingroom import originals, pages, writing
from crawler.readingroom.asking import ARCHIVE
from crawler.storage.search.inquiry import LONGEST_VALUE, authorize
from extractors.article import dek_above

_WITH_STORIES = ("articles", "articles_readable")


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """The pages of the house, by address."""
    return [
        (r"^/$", pages.front),
        (r"^/search$", pages.search),
        (r"^/story/(?P<number>\d{1,18})$", pages.reading),
        (r"^/story/(?P<number>\d{1,18})/changes$", pages.changes),
        (r"^/story/(?P<number>\d{1,18})/elsewhere$", pages.elsewhere),
        (r"^/story/(?P<number>\d{1,18})/removed$", pages.removed),
        (r"^/story/(?P<number>\d{1,18})/original$", originals.original),
        (r"^/story/(?P<number>\d{1,18})/original/(?P<fetch>\d{1,18})$", originals.raw),
    ]


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """Let questions read and do nothing else, and keep single values within bounds."""
    if database == ARCHIVE:
        conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
        conn.set_authorizer(authorize)


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """Give the templates what they need to print what pages say."""
    env.filters["printed"] = writing.printed
    env.filters["dek_above"] = dek_above
    env.filters["direction"] = writing.direction
    env.filters["language_tag"] = writing.language_tag
    env.filters["web_address"] = writing.web_address
    env.filters["minute"] = lambda moment: moment and moment[:16].replace("T", " ")


@hookimpl
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Callable[[], Awaitable[Response]]:
    """The page for what went wrong, in the house's words where Datasette has none."""
    return lambda: pages.complaint(datasette, request, exception)


@hookimpl
def menu_links(datasette: Datasette) -> list[dict[str, str]]:
    """The way from Datasette's own pages back to the reading room."""
    return [
        {"href": datasette.urls.path("/"), "label": "Reading room"},
        {"href": datasette.urls.path("/search"), "label": "Search"},
    ]


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str) -> Markup | None:
    """A headline in a row that says which story it is of, as a link to it."""
    if database != ARCHIVE or column != "headline" or not value:
        return None
    names = row.keys()
    number = row["article_id"] if "article_id" in names else row["id"] if table in _WITH_STORIES else None
    if not isinstance(number, int):
        return None
    return Markup('<a href="/story/{}">{}</a>').format(number, writing.printed(str(value)))
