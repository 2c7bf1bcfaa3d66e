"""Gives back on the way what a redirect hands out: there are sites that send on for ever whoever takes no cookie.

A cookie is kept for the one request, from the first hop to the page in the end, and never sent to another host. The
next request has none: nobody is recognised by it.
"""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response

from crawler.addresses import site_of

CARRIED = "carried"
"""The key in a request's ``meta`` of the cookies handed out on its way: by host, then by name."""
MOST = 50
"""Cookies that a host may hand out on one way."""
LONGEST = 4096
"""Bytes of a cookie, name and value: what browsers take."""


class CookieMiddleware:
    """Notes the cookies of an answer with its request, whose next hop brings them back."""

    def process_request(self, request: Request) -> None:
        """Add what the host handed out earlier on the way."""
        if carried := request.meta.get(CARRIED, {}).get(site_of(request.url)):
            request.headers[b"Cookie"] = b"; ".join(name + b"=" + value for name, value in carried.items())

    def process_response(self, request: Request, response: Response) -> Response:
        """The response, its cookies noted."""
        for header in response.headers.getlist(b"Set-Cookie"):
            name, is_one, value = header.partition(b";")[0].strip().partition(b"=")
            host = site_of(response.url)
            carried = request.meta.get(CARRIED, {})
            if is_one and name and len(name + value) <= LONGEST and len(carried.get(host, {})) < MOST:
                request.meta[CARRIED] = carried | {host: carried.get(host, {}) | {name.strip(): value.strip()}}
        return response
