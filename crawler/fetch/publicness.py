"""Which addresses are on the public internet, and what it is called when one of the others is refused.

Apart from ``guard.py``, for all that speaks of troubles knows of the refusal, and Scrapy's handlers take long to load.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

NAT64 = IPv6Network("64:ff9b::/96")
UNICAST = IPv6Network("2000::/3")
"""All that is handed out of IPv6; what lies outside is for special purposes, old and new."""
NOT_PUBLIC = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"), IPv6Network("3fff::/20"))
"""For protocols, for relays that are no more, for documentation: Python counts them as public."""


class AddressRefused(Exception):
    """The host is at a private address, and ``ALLOW_PRIVATE_ADDRESSES`` is off."""


def is_public(address: str) -> bool:
    """Whether ``address`` (an IP literal) is on the public internet, and so is any IPv4 address that it embeds."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(_is_global(each) for each in (parsed, *_embedded(parsed)))


def _is_global(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and address not in UNICAST:
        return address in NAT64  # the IPv4 address in it has to be public as well
    return address.is_global and not address.is_multicast and not any(address in network for network in NOT_PUBLIC)


def _embedded(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    if isinstance(address, IPv4Address):
        return []
    inner = [address.sixtofour, *(address.teredo or ())]
    if address in NAT64:
        inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in inner if each is not None]
