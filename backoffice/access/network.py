"""From which network a request comes, as far as it may be believed."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

IPV6_NETWORK = 64  # bits: a home or an office has one, and changes the rest at will


def client_network(request: HttpRequest) -> str:
    """The address of who asks; for IPv6 the first of its network.

    `X-Forwarded-For` is read from its end, one step for each of the `PROXY_COUNT` servers placed before the site: what
    stands further left was written by the visitor. Where it says less, the connection itself does.
    """
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    count = settings.PROXY_COUNT
    address = told[-count] if count and len(told) >= count else ""
    try:
        found = ip_address(address)
    except ValueError:
        address = request.META.get("REMOTE_ADDR") or "127.0.0.1"
        found = ip_address(address)
    if found.version == 6:
        return str(ip_network((found, IPV6_NETWORK), strict=False).network_address)
    return str(found)


def shortened_network(address: str) -> str:
    """“192.0.2.x”: enough to tell the office from elsewhere, too little to follow somebody."""
    if ":" in address:
        return f"{':'.join(address.split(':')[:3])}:x"
    return f"{address.rpartition('.')[0]}.x"
