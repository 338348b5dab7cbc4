"""Personal data goes when its term is over: the traces of events, which the chain does not need to hold.

网络安全法 (2025年修正) 第二十三条第三项 (2016: 第二十一条第三项): “按照规定留存相关的网络日志不少于六个月”;
个人信息保护法第十九条: “个人信息的保存期限应当为实现处理目的所必要的最短时间”.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from quanze.audit.models import Trace
from quanze.audit.recording import INSTALLATION, record

AT_ONCE = 1000


def kept_since(now: datetime) -> datetime:
    """The traces of events from then on are kept: ``settings.RECORD_MONTHS`` whole months, and the day that began
    them."""
    day = timezone.localtime(now)
    months = day.year * 12 + day.month - 1 - settings.RECORD_MONTHS
    year, month = divmod(months, 12)
    last = monthrange(year, month + 1)[1]
    begin = day.replace(
        year=year, month=month + 1, day=min(day.day, last), hour=0, minute=0, second=0, microsecond=0
    )
    return begin - timedelta(days=1)


def forget(now: datetime | None = None) -> int:
    """Remove the traces whose term is over, and record how many. Returns that. May be broken off, and run at several
    places."""
    until = kept_since(now or timezone.now())
    gone = 0
    while True:
        with transaction.atomic():
            several = Trace.objects.filter(event__at__lt=until).order_by("pk").values_list("pk", flat=True)
            removed, _ = Trace.objects.filter(pk__in=list(several[:AT_ONCE])).delete()
            gone += removed
            if removed < AT_ONCE:
                if gone:
                    detail = {"traces": gone, "until": until.isoformat(timespec="seconds")}
                    record(INSTALLATION, "audit.forget", who=None, detail=detail)
                return gone
