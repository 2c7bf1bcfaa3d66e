"""WordPress as a test sees it: a site that is up, what it has published, and a hand on its editor's desk."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from tests import system_packages
from tests.wordpress import blocks, newsroom, pictures, truth
from tests.wordpress.kinds import IMAGES
from tests.wordpress.manuscript import Manuscript
from tests.wordpress.mariadb import MariaDB
from tests.wordpress.php import DEBIAN, Php
from tests.wordpress.truth import PostTruth, Status

PACKAGES = tuple(name for name in system_packages.needed() if name.startswith(("wordpress", "php-", "mariadb-")))


@dataclass(frozen=True, slots=True)
class ServedRequest:
    """A request that the site answered: ``path`` with its query, ``headers`` by lower-case name."""

    method: str
    path: str
    status: int
    headers: Mapping[str, str]


class WordPress:
    """A WordPress with two hundred posts on a loopback address; use it as a context manager.

    Everything it writes goes to ``folder``: a temporary one that is removed at the end, or the one that is
    given, which is kept and picked up again by the next WordPress that is given it. ``posts`` are published
    instead of the sample site's. Raises MissingPackagesError where Debian's packages are not installed.
    """

    def __init__(self, folder: Path | None = None, posts: Sequence[Manuscript] | None = None) -> None:
        system_packages.require(PACKAGES, "the test WordPress")
        self._kept = folder is not None
        self.folder = folder.resolve() if folder else Path(tempfile.mkdtemp(prefix="wordpress-"))
        self._truth_file = self.folder / "truth.json"
        self._first_posts = newsroom.posts() if posts is None else posts
        self._entries: list[dict[str, Any]] = []
        self._servers = ExitStack()
        self._php: Php

    def __enter__(self) -> Self:
        with ExitStack() as servers:
            if not self._kept:
                servers.callback(shutil.rmtree, self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True, exist_ok=True)
            database = servers.enter_context(MariaDB(self.folder / "mariadb"))
            self._php = Php(self.folder, database.socket)
            if not self._truth_file.exists():
                self._found(database)
            self._entries = json.loads(self._truth_file.read_text(encoding="utf-8"))
            servers.enter_context(self._php)
            self._servers = servers.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._servers.close()

    @property
    def url(self) -> str:
        """The site's address, without a slash at its end."""
        return self._php.url

    def truth(self) -> list[PostTruth]:
        """Return what there is to know about every post and page ever added, as it is at this moment."""
        return [truth.from_json(entry, self.url) for entry in self._entries]

    def requests(self) -> list[ServedRequest]:
        """Return every request answered so far, in the order in which the answers ended."""
        lines = self._php.request_log.read_text(encoding="utf-8").splitlines()
        return [ServedRequest(**json.loads(line)) for line in lines]

    def add_post(
        self,
        headline: str,
        paragraphs: Sequence[str],
        *,
        author: str = "Agnes Marlow",
        status: Status = "publish",
        categories: Sequence[str] = (newsroom.ELSEWHERE,),
        tags: Sequence[str] = (),
        published_at: datetime | None = None,
    ) -> PostTruth:
        """Publish a post, now unless ``published_at`` (aware) says otherwise; return the truth about it."""
        post = Manuscript(
            kind="added",
            headline=headline,
            body=tuple(blocks.paragraph(text) for text in paragraphs),
            author=author,
            status=status,
            categories=tuple(categories),
            tags=tuple(tags),
            published_at=(published_at or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0),
        )
        (filed,) = self._php.ask("add", post=post.for_wordpress())
        self._entries.append(post.truth(filed))
        return self._told(self._entries[-1])

    def edit_post(
        self, post_id: int, *, headline: str | None = None, paragraphs: Sequence[str] | None = None
    ) -> PostTruth:
        """Change a post's headline, its whole text, or both, and return the truth about it."""
        changes: dict[str, Any] = {}
        entry = self._entry(post_id)
        if headline is not None:
            changes["headline"] = entry["headline"] = headline
        if paragraphs is not None:
            changes["content"] = blocks.content([blocks.paragraph(text) for text in paragraphs], "block")
            entry.update(pages=[list(paragraphs)], captions=[])
        self._php.ask("edit", id=post_id, modified_at=_stamp(entry), **changes)
        return self._told(entry)

    def trash_post(self, post_id: int) -> PostTruth:
        """Throw a post away and return the truth about it; its URL answers 404 from now on."""
        entry = self._entry(post_id)
        entry["status"] = "trash"
        self._php.ask("trash", id=post_id, modified_at=_stamp(entry))
        return self._told(entry)

    def themes(self) -> list[str]:
        """Return the themes that ``switch_theme`` takes, classic and block, by name."""
        return sorted(style.parent.name for style in (DEBIAN / "wp-content" / "themes").glob("*/style.css"))

    def switch_theme(self, slug: str) -> None:
        """Dress the site in another theme; raises ValueError if Debian's packages brought none such."""
        self._php.ask("theme", theme=_one_of(self.themes(), slug, "theme"))

    def languages(self) -> list[str]:
        """Return the locales that ``set_language`` takes: ``en_US`` and those of Debian's wordpress-l10n."""
        translations = (DEBIAN / "wp-content" / "languages").glob("*.mo")
        names = {file.stem for file in translations if "-" not in file.stem}
        return sorted(names | {"en_US"})

    def set_language(self, locale: str) -> None:
        """Give the interface (comment form, navigation, dates) another language; the posts stay as they are.

        Raises ValueError for a locale that ``languages`` does not name. WordPress sets quotation marks that
        were typed straight in its language's way: the truth about posts of kind ``straight`` is for
        ``en_US`` only. What a theme itself says stays English, as Debian ships no translations of themes.
        """
        value = _one_of(self.languages(), locale, "language")
        self._php.ask("set", option="WPLANG", value="" if value == "en_US" else value)

    def plug_in(self, name: str, php: str) -> None:
        """Have the site run a plugin from now on, given as PHP that hooks into WordPress."""
        self._php.plugin(name).write_text(f"<?php\n{php}\n", encoding="utf-8")

    def unplug(self, name: str) -> None:
        """Take away a plugin, if the site has it."""
        self._php.plugin(name).unlink(missing_ok=True)

    def block_rest(self, blocked: bool = True) -> None:
        """Answer 401 to the REST API and stop announcing it, as security plugins do; or show it again."""
        self._php.ask("set", option="courier_rest_blocked", value=int(blocked))

    def _found(self, database: MariaDB) -> None:
        create = "CREATE DATABASE IF NOT EXISTS wordpress CHARACTER SET utf8mb4"
        client = [
            "mariadb",
            "--no-defaults",
            "--user=root",
            f"--socket={database.socket}",
            "--execute",
            create,
        ]
        subprocess.run(client, check=True)
        site = {"title": newsroom.TITLE, "tagline": newsroom.TAGLINE, "timezone": newsroom.TIMEZONE}
        self._php.ask("install", **site)
        filed = self._php.ask(
            "seed",
            authors=newsroom.AUTHORS,
            images=[_image(number) for number in range(IMAGES)],
            posts=[post.for_wordpress() for post in self._first_posts],
        )
        self._php.ask("theme", theme=self.themes()[0])
        filings = zip(self._first_posts, filed, strict=True)
        truth.write(self._truth_file, (post.truth(place) for post, place in filings))

    def _entry(self, post_id: int) -> dict[str, Any]:
        for entry in self._entries:
            if entry["id"] == post_id:
                return entry
        raise KeyError(f"no post {post_id}")

    def _told(self, entry: Mapping[str, Any]) -> PostTruth:
        truth.write(self._truth_file, self._entries)
        return truth.from_json(entry, self.url)


def _stamp(entry: dict[str, Any]) -> str:
    now = datetime.now(UTC).replace(microsecond=0)
    entry["modified_at"] = now.isoformat()
    return now.strftime("%Y-%m-%d %H:%M:%S")


def _one_of(known: Sequence[str], name: str, what: str) -> str:
    if name not in known:
        raise ValueError(f"no such {what}: {name} (there are: {', '.join(known)})")
    return name


def _image(number: int) -> dict[str, str]:
    data = base64.b64encode(pictures.png(number)).decode()
    return {"name": f"estuary-{number}.png", "month": "2021/01", "data": data}
