"""Parameters that tell from where a reader came and not which story it is, as the stories on file of a site show."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

ENOUGH = 5
"""Stories that were met at addresses which differ in a parameter only, before it is taken for noise."""
PROVED = 3
"""Stories that were met without it, before all are asked for without."""
_MAY_TELL = re.compile(r"lang|locale|^[hl]l$|page|^p[agn]?$|seite|pag(?:ina|enum)|start|offset|skip|part|chapter", re.I)
"""Names of parameters that tell languages and pages, though half of the stories may have but one of each."""


def noise_in(addresses: Iterable[tuple[int, str]]) -> tuple[frozenset[str], list[str]]:
    """The names of the parameters that make no difference, given addresses of stories, each with its story's number.

    None where two stories would have one address without them. Nor where stories were not met without them, as a server
    may ask for them: then the second value has addresses by which to find that out.
    """
    met = defaultdict[tuple[int, str], list[dict[str, str]]](list)
    known = list(addresses)
    for story, url in known:
        met[story, urlsplit(url).path].append(_parameters(url))
    differ = Counter(name for forms in met.values() for name in _differing(forms))
    noise = frozenset(name for name, stories in differ.items() if stories >= ENOUGH and not _MAY_TELL.search(name))
    told: dict[str, int] = {}
    is_safe = all(told.setdefault(without(url, noise), story) == story for story, url in known)
    if not (noise and is_safe):
        return frozenset(), []
    proved = sum(any(noise.isdisjoint(form) for form in forms) for forms in met.values())
    return (noise, []) if proved >= PROVED else (frozenset(), list(told)[:ENOUGH])


def without(url: str, noise: Collection[str]) -> str:
    """The address without the parameters of these names."""
    parts = urlsplit(url)
    kept = [each for each in parts.query.split("&") if each.partition("=")[0] not in noise]
    return parts._replace(query="&".join(kept)).geturl()


def _parameters(url: str) -> dict[str, str]:
    told = (each.partition("=") for each in urlsplit(url).query.split("&") if each)
    return {name: value for name, _, value in told}


def _differing(forms: list[dict[str, str]]) -> set[str]:
    """The parameters that not all of the forms of one address have, with one value."""
    names = {name for form in forms for name in form}
    return {name for name in names if len({form.get(name) for form in forms}) > 1}
