"""When an address that was settled in an earlier crawl is due again, as discovery names it again."""

from __future__ import annotations

from enum import Enum


class Recrawl(Enum):
    """When an address that was settled in an earlier crawl is due again because discovery names it again.

    Within one crawl an address that was settled stays settled, however often it is named; a crawl that goes on where
    an equal one was cut off counts as one with it, but for pages that changed since.
    """

    NEVER = "never"
    """A settled address stays settled."""
    CHANGED = "changed"
    """Due when its lastmod is later than the lastmod known, and than a day before the last fetch, or both are told by
    one document; also when the last attempt failed or met a challenge page, once its ``not_before`` has passed, and
    when a story that is gone is listed anew."""
    STALE = "stale"
    """As ``CHANGED``, and also when its time for another look has come: for listings that tell of no changes."""
    ALWAYS = "always"
    """Every address named is due."""


# A site's clock may be behind ours: what changed on the day before the last fetch may have changed after it, and what a
# document dates later than it did before has changed, whatever the clocks.
_CHANGED = """((:lastmod > iif(fetched_at < :tomorrow, strftime('%Y-%m-%dT%H:%M:%SZ', fetched_at, '-1 day'), '')
      OR lastmod IS NOT NULL AND found_in = :found_in)
    AND :lastmod > iif(lastmod < :tomorrow, lastmod, '') AND :lastmod IS NOT lastmod)"""
# What is said to have changed is asked for without conditions: servers have validators that do not.
_AGAIN = f"""UPDATE urls SET state = 'pending', attempts = 0, not_before = NULL,
    etag = iif({_CHANGED}, NULL, etag), last_modified = iif({_CHANGED}, NULL, last_modified),
    lastmod = coalesce(:lastmod, lastmod)
  WHERE url = :url AND :state = 'pending' AND state NOT IN ('pending', 'leased') AND leased_by IS NOT :crawl AND """
_EARLIER = "coalesce(leased_by, 0) < :resumed"
_CALLS = f"""{_CHANGED}
    OR (state = 'failed' OR outcome = 'challenge') AND coalesce(not_before, '') <= :now AND {_EARLIER}
    OR :lists AND state = 'gone' AND listed_in IS NULL AND {_EARLIER}"""
_TIME_HAS_COME = "(coalesce(check_at, '') <= :now OR check_at > :too_late)"
DUE_AGAIN = {
    Recrawl.CHANGED: f"{_AGAIN} ({_CALLS})",
    Recrawl.STALE: f"{_AGAIN} ({_CALLS} OR {_TIME_HAS_COME} AND {_EARLIER})",
    Recrawl.ALWAYS: f"{_AGAIN} {_EARLIER}",
}
"""The statement that makes an address due, by what a crawl wants to look at again."""
