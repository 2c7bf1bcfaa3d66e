"""scrapy cluster reextract: kept pages of this database, or of whole databases elsewhere, read again by a cluster."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crawler.cluster.engine import ClusterError
from crawler.cluster.orders import SHARD, PagesOrder, name_of, packed, unpacked
from crawler.cluster.pieces import Pieces
from crawler.cluster.places import names_in
from crawler.cluster.tasks import Ending
from crawler.storage import Reader
from crawler.storage.pages.rereading import Kept
from crawler.storage.pages.staging import Staging
from crawler.storage.shards.bundles import Bundle, bundles, cut_bundle
from crawler.workers.rereading import Rules
from crawler.workers.stamps import extractor_version


@dataclass(frozen=True, slots=True)
class Rereading:
    """Kept pages that are to be read again by the ``rules`` told of their sites; where that goes, as in ``Piece``."""

    rules: Rules
    settings: Mapping[str, Any]
    output: str | None = None
    shards: str | None = None

    def of_databases(self, addresses: Iterable[str]) -> list[PagesOrder]:
        """An order for all pages that are kept in each database; raises ``ClusterError``."""
        orders = [self._order(name_of(address), address, self.rules) for address in addresses]
        named = tuple(f"{name_of(order.address)}-" for order in orders)
        _check_marks(orders, lambda mark: mark.startswith(named))
        return orders

    def of_pages(self, database: Path, pages: Iterable[Kept], obeyed: Rules) -> list[PagesOrder]:
        """Orders for these pages of a database, some hundred of a site each.

        ``obeyed`` are the rules with what the database knows to be decided about blocks, as ``rules_of`` gives them.
        Raises ``ClusterError`` and ``StorageError``.
        """
        with Reader.open(database) as reader:
            orders = [self._bundle(database, each, obeyed) for each in bundles(reader, pages)]
        _check_marks(orders, lambda mark: True)
        return orders

    def _bundle(self, database: Path, bundle: Bundle, obeyed: Rules) -> PagesOrder:
        first, last = bundle.pages[0].fetch_id, bundle.pages[-1].fetch_id
        about = f"{database}: the pages that the fetches {first} to {last} brought of {bundle.site}"
        order = self._order(bundle.name, about, obeyed)
        return replace(order, pages=bundle.pages, rules={bundle.site: self.rules.get(bundle.site)})

    def _order(self, name: str, about: str, obeyed: Rules) -> PagesOrder:
        """An order whose name also tells what reads the pages, and by which rules."""
        read_by = hashlib.blake2b(repr((extractor_version(), obeyed)).encode(), digest_size=4).hexdigest()
        return PagesOrder(
            name=f"{name}-{read_by}",
            output=self.output,
            shards=self.shards,
            settings=self.settings,
            rules=self.rules,
            address=about,
        )


def filled(database: Path) -> Callable[[PagesOrder], PagesOrder]:
    """What cuts the pages of an order out of the database; raises ``StorageError``."""

    def with_bundle(order: PagesOrder) -> PagesOrder:
        with TemporaryDirectory(prefix="copydesk-") as folder:
            bundle = Path(folder) / SHARD
            cut_bundle(database, order.pages, bundle)
            return replace(order, bundle=packed(bundle.read_bytes()))

    return with_bundle


def stage_by(client: Any, remark: Callable[[str], None], orders: Sequence[PagesOrder], staging: Staging) -> None:
    """Have the pages of the orders read by a cluster, and stage what they say; raises ``ClusterError``.

    What has come in until then is staged, and the next run goes on from there.
    """
    failed: list[str] = []

    def stage(order: PagesOrder, ending: Ending) -> None:
        staging.take(pickle.loads(unpacked(ending.brought)))

    def give_up(order: PagesOrder, reason: str) -> None:
        failed.append(f"{order.address}: {reason}")

    Pieces(client, remark, stage, give_up, filled(staging.database)).run(iter(orders))
    if failed:
        raise ClusterError(f"{failed[0]}; nothing is filed before all is read, and the next run reads what is left")


def _check_marks(orders: Sequence[PagesOrder], is_in_the_way: Callable[[str], bool]) -> None:
    """Raise ``ClusterError`` where other readings of the same stories lie where these are to go."""
    if orders and (marks := orders[0].marks):
        others = sorted(filter(is_in_the_way, names_in(marks) - {order.name for order in orders}))
        if others:
            what = "these pages, read by another version or by other rules, or others of the database"
            raise ClusterError(f"{marks}/{others[0]}: here lie {what}; name another folder, or empty this one")
