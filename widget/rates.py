"""How often somebody may ask: per client and in all."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from limits import parse
from limits.strategies import FixedWindowRateLimiter

from widget.counters import SharedCounters

_EVERYBODY = "everybody"
_SITE_PREFIX = 64
"""Bits of an IPv6 address that stand for one client: whoever has one address has all of that network."""


class RateLimits:
    """Counts requests against the rates, over all workers. Any thread may call it."""

    def __init__(self, per_client: str, in_all: str) -> None:
        """Take two rates such as `300 per minute`; an empty one stands for any number."""
        self._per_client = parse(per_client) if per_client else None
        self._in_all = parse(in_all) if in_all else None
        self._counters = SharedCounters()
        self._limiter = FixedWindowRateLimiter(self._counters)

    def seconds_to_wait(self, address: str) -> int | None:
        """Count a request; give None where it may be answered, else the seconds until it would be.

        A client that asks too often does not use up what all may ask.
        """
        for rate, name in ((self._per_client, client(address)), (self._in_all, _EVERYBODY)):
            if rate is not None and not self._limiter.hit(rate, name):
                return self._counters.seconds_left(rate.key_for(name))
        return None


def client(address: str) -> str:
    """Give the name under which an address is counted: an IPv6 address with its whole network."""
    try:
        parsed: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv4Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(IPv6Network((parsed, _SITE_PREFIX), strict=False))
