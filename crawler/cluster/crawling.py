"""scrapy cluster crawl: the sites of sites.toml that are due, visited by the workers of a cluster."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from crawler.addresses import owner_of, site_of
from crawler.books.summary import FINISHED
from crawler.cluster.crew import Crew
from crawler.cluster.engine import SchedulerGone
from crawler.cluster.round import Desk, Round, Visit, take_leftovers_home
from crawler.cluster.sharing import manners
from crawler.fetch.leaving import INTERRUPTED
from crawler.records.visits import VisitReport
from crawler.sites import SiteEntry
from crawler.storage import Reader, Store
from crawler.storage.frontier.visits import COUNTED

_AT_WORDPRESS_COM = "SELECT DISTINCT site FROM documents WHERE substr(url, 1, length(?1)) = ?1"
_SECONDS = "SELECT site, unixepoch(ended_at) - unixepoch(visited_at) AS seconds FROM site_health"
_REPORTS = "SELECT * FROM visits WHERE crawl_id = ? AND ended_at IS NOT NULL"


@dataclass(slots=True)
class Crawl:
    """A crawl of sites by a cluster, and how it went, in the form in which summaries are made of it."""

    entries: Sequence[SiteEntry]
    resting: dict[str, datetime] = field(default_factory=dict)
    reports: dict[str, VisitReport] = field(default_factory=dict)
    ended: str = INTERRUPTED

    def run(self, client: Any, desk: Desk, interface: str) -> None:
        """Visit the sites that are due; whatever ends that before, all that was filed until then is in the database.

        ``interface`` is where WordPress.com answers for its sites. Raises ``ClusterError`` and ``StorageError``.
        """
        store, address = desk.store, client.scheduler.address
        crawl_id = desk.crawl_id = store.begin_crawl("news", desk.arguments)
        try:
            take_leftovers_home(desk)
            due = visits_to(self._due(store), store, interface)
            outwait_earlier_crawls(client)
            Round(client, Crew(client, desk.remark), desk, due, manners(self.entries)).run()
            self.ended = FINISHED
        except OSError as error:
            raise SchedulerGone(address) from error
        finally:
            self.reports = reports(store, crawl_id)
            total = Counter[str]()
            for report in self.reports.values():
                total.update(report.counts)
            store.end_crawl(crawl_id, self.ended, {"cluster/visits": len(self.reports), **total})

    def _due(self, store: Store) -> list[SiteEntry]:
        last, now = store.last_visits(), datetime.now(UTC)
        rests = {rest.host: rest.until for rest in store.resting_hosts()}
        for entry in self.entries:
            due = entry.due_at(last.get(entry.name), rests.get(site_of(entry.url)))
            if due is not None and due > now:
                self.resting[entry.name] = due
        return [entry for entry in self.entries if entry.name not in self.resting]


def visits_to(entries: Sequence[SiteEntry], store: Store, interface: str) -> list[Visit]:
    """The visits to be made, those first that took longest the last time, or that nobody knows."""
    with Reader.open(store.path) as reader:
        seconds = {row["site"]: row["seconds"] for row in reader.rows(_SECONDS)}
        hosted = {row["site"] for row in reader.rows(_AT_WORDPRESS_COM, interface)}
    longest_first = sorted(entries, key=lambda each: -seconds.get(each.name, each.max_time.total_seconds()))
    return [
        Visit(each, domains(each, interface if each.name in hosted or _is_wordpress_com(each) else None))
        for each in longest_first
    ]


def _is_wordpress_com(entry: SiteEntry) -> bool:
    return urlsplit(entry.url).netloc.endswith(".wordpress.com")


def domains(entry: SiteEntry, interface: str | None) -> tuple[str, ...]:
    """The registrable domains that a visit asks; a site at WordPress.com is asked by the ``interface`` there too."""
    addresses = [*entry.addresses, interface] if interface else entry.addresses
    return tuple(sorted({owner_of(address) for address in addresses}))


def outwait_earlier_crawls(client: Any) -> None:
    """Wait while a scheduler is so young that workers of one before it may not have let go of their sites yet."""
    from crawler.cluster.process import patience

    age = time.time() - client.scheduler_info()["started"]
    time.sleep(min(max(patience() - age, 0.0), patience()))


def reports(store: Store, crawl_id: int) -> dict[str, VisitReport]:
    """What each visit of the crawl brought that came to an end, by the site's name."""
    with Reader.open(store.path) as reader:
        return {
            row["site"]: VisitReport(
                row["reason"], bool(row["healthy"]), row["source"], {name: row[name] for name in COUNTED}
            )
            for row in reader.rows(_REPORTS, crawl_id)
        }
