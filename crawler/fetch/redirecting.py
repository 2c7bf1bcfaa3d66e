"""Follows redirects as Scrapy does, and tells one that leads to what can be no address from every other fault."""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware as Redirecting
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response


class LeadsNowhere(IgnoreRequest):
    """A redirect leads to what can be no address."""


class RedirectMiddleware(Redirecting):
    """Scrapy's, which raises a ``ValueError`` then, as anything may that is at fault."""

    def process_response(  # type: ignore[override]  # Scrapy no longer hands over the spider
        self, request: Request, response: Response
    ) -> Request | Response:
        """The request that the answer sends to, else the answer; raises ``LeadsNowhere``."""
        try:
            return super().process_response(request, response)
        except ValueError as error:
            raise LeadsNowhere(str(error)) from error
