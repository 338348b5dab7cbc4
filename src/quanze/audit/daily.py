"""What the clockwork does for the record: take in what was read and, once a day, remove what is past its term, verify,
anchor, and send the anchor to whoever keeps it elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from quanze.audit import anchoring, checks
from quanze.audit.anchors import Anchor, NoAnchor
from quanze.audit.forgetting import forget
from quanze.audit.models import Check, Event
from quanze.audit.noting import take_in
from quanze.audit.recording import INSTALLATION, Thing, record
from quanze.audit.walking import said_moment

log = logging.getLogger(__name__)

SENT = "audit.anchor.send"

Send = Callable[[str, str, str, Path], None]
"""Sends a file: to whom, subject, text, which. Raises what is no trouble of ours as ``ValueError``."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was done: how many readings were recorded, an anchor made or none, how many mails went out, traces that
    were removed, checks done."""

    noted: int
    anchor: Anchor | None
    sent: int
    forgotten: int
    checked: int

    def __str__(self) -> str:
        return (
            f"补记查看 {self.noted} 次，审计锚定 {int(self.anchor is not None)} 份，"
            f"发出 {self.sent} 封，核验 {self.checked} 次，"
            f"清除到期来源信息 {self.forgotten} 条"
        )


def keep(names: Mapping[str, str], send: Send | None, now: datetime | None = None) -> Kept:
    """Do what is due. ``names``: of agencies, by their codes; ``send``: ``None`` where no mail is sent. What was asked
    for by somebody is done at once, the rest once a day; a mail that could not be sent is tried again."""
    at = now or timezone.now()
    made, forgotten = None, 0
    noted = take_in()
    if anchoring.due(at):
        forgotten = forget(at)
        try:
            anchoring.own_key()
        except NoAnchor as reason:
            log.warning("the record is not anchored: %s", reason)
        else:
            checks.ask(None, now=at)
            made, _ = anchoring.anchor(names, now=at)
    checked = checks.run_due(at)
    return Kept(noted, made, _send_last(send), forgotten, checked)


def _send_last(send: Send | None) -> int:
    """Send the last anchor to whoever has not got it yet. Returns to how many."""
    if send is None or not settings.ANCHOR_MAIL:
        return 0
    path = max(anchoring.files(settings.ANCHORS), default=None)
    anchor = anchoring.last()
    if path is None or anchor is None:
        return 0
    told = Event.objects.filter(chain=INSTALLATION, verb=SENT, thing_type="audit.Anchor")
    done = set(told.filter(thing_id__startswith=f"{anchor.serial}:").values_list("thing_id", flat=True))
    sent = 0
    for number, address in enumerate(settings.ANCHOR_MAIL, 1):
        key = f"{anchor.serial}:{number}"
        if key in done:
            continue
        try:
            send(address, f"审计记录锚定 第{anchor.serial}份", letter(anchor), path)
        except ValueError as reason:
            log.error("the anchor was not sent to address %s: %s", number, reason)
            continue
        with transaction.atomic():
            record(INSTALLATION, SENT, who=None, thing=Thing("audit.Anchor", key, str(anchor)))
        sent += 1
    return sent


def letter(anchor: Anchor) -> str:
    """What stands in the mail: every head, so that even a printed page can be held against the record."""
    heads = "\n".join(
        f"{each.name or '本系统'}（{each.chain}）：{each.events}条，末条摘要 {each.digest}"
        for each in anchor.heads
    )
    done = checks.last_done()
    return (
        f"{anchor}。附件是锚定文件，请保存在本系统以外的地方。\n\n{heads}\n\n"
        f"文件摘要（SHA-256）：{anchor.sha256}\n密钥指纹：{anchor.key}\n{_found(done)}\n"
        "核对：quanze verify --anchors 文件夹；只核对文件的签名：quanze verify --anchor 文件 --key 公钥\n"
        "本邮件由系统发出，请勿回复。\n"
    )


def _found(done: Check | None) -> str:
    if done is None or done.done_at is None:
        return "审计记录还没有核验过。"
    said = f"发现{done.found}处问题，请立即核查" if done.found else "完好"
    return f"最近一次核验（{said_moment(done.done_at)}，{done.events}条）：{said}。"
