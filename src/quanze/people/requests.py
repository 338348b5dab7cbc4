"""What is read from a request: where it came from."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

from quanze.audit.services import Origin


def client_address(request: HttpRequest) -> str | None:
    """The client's address. Behind ``settings.TRUSTED_PROXIES`` proxies it is read from the right of
    ``X-Forwarded-For``, where they put it: what stands further left was sent by the client and may be invented."""
    hops = settings.TRUSTED_PROXIES
    address = str(request.META.get("REMOTE_ADDR", ""))
    if hops:
        forwarded = [
            part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
        ]
        if len(forwarded) >= hops:
            address = forwarded[-hops]
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    # One spelling for one client: databases write an IPv4 address within IPv6 in another way than Python does.
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(mapped or found)


def origin_of(request: HttpRequest) -> Origin:
    """Where the request came from, for the record."""
    return Origin(client_address(request), request.META.get("HTTP_USER_AGENT", "")[:300])
