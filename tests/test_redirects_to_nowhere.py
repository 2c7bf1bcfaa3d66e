"""A redirect to what can be no address is told as that, and no other fault is taken for one."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler.fetch.redirecting import LeadsNowhere, RedirectMiddleware
from crawler.fetch.trouble import NOWHERE, trouble_of

AT = "http://news.example/story/"


@pytest.mark.parametrize("location", ["http://[::1", "//news.example:99999/"])
def test_a_redirect_to_no_address_is_no_page_for_good(location: str) -> None:
    middleware = RedirectMiddleware.from_crawler(get_crawler())
    answer = Response(AT, status=302, headers={"Location": location})
    with pytest.raises(LeadsNowhere) as raised:
        middleware.process_response(Request(AT), answer)
    trouble = trouble_of(raised.value)
    assert (trouble.remedy, trouble.reason) == ("fail", NOWHERE)


def test_a_fault_of_anything_else_is_waited_out() -> None:
    trouble = trouble_of(ValueError("a buffer was too small"))
    assert (trouble.remedy, trouble.reason) == ("wait", "connection failed")
