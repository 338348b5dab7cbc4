"""What acts choose among. The values are stored in events and never change."""

from __future__ import annotations

from enum import StrEnum


class Way(StrEnum):
    """How a paper reached its addressee (民事诉讼法 arts. 87 to 95)."""

    DIRECT = "direct"
    LEFT = "left"
    ELECTRONIC = "electronic"
    POST = "post"
    ENTRUSTED = "entrusted"
    ANNOUNCED = "announced"


class Fate(StrEnum):
    """What a list adjustment does to a case under way."""

    CONTINUE = "continue"
    SWITCH = "switch"
    TRANSFER = "transfer"
    END = "end"


class Outcome(StrEnum):
    """What the higher authority made of it."""

    GRANTED = "granted"
    DENIED = "denied"
    RETURNED = "returned"


class About(StrEnum):
    """What a deadline is for."""

    NOTICE = "notice"
    ANSWER = "answer"
    STEP = "step"
    PUBLICITY = "publicity"
    RECTIFY = "rectify"
    CASE = "case"


class Standing(StrEnum):
    """What a follow-up found."""

    COMPLIANT = "compliant"
    RECTIFY = "rectify"
    REVOKE = "revoke"
