"""The roles, and which of them must not meet in one hand. A table; no database."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django.db import models


class Duty(StrEnum):
    """Duties that GB/T 22239-2019 (8.1.5 安全管理中心) keeps in different hands."""

    BUSINESS = "业务"
    SYSTEM = "系统管理"
    SECURITY = "安全管理"
    AUDIT = "审计管理"


class RoleKind(models.TextChoices):
    """What a person can be at an agency."""

    LIST_KEEPER = "list_keeper", "清单管理员"
    HANDLER = "handler", "经办人"
    OFFICE_HEAD = "office_head", "股室负责人"
    LEADER = "leader", "局领导"
    JOINT_REVIEWER = "joint_reviewer", "联合审核人"
    RECORDER = "recorder", "上级结果登记人"
    SUPERVISOR = "supervisor", "纪检监察员"
    STAFFING_REVIEWER = "staffing_reviewer", "编办审核人"
    JUSTICE_REVIEWER = "justice_reviewer", "合法性审查人"
    APPROVER = "approver", "政府批准人"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"

    @property
    def duty(self) -> Duty:
        """Which of the separated duties the role belongs to."""
        return _DUTIES.get(self, Duty.BUSINESS)


_DUTIES = {
    RoleKind.SYSTEM_ADMIN: Duty.SYSTEM,
    RoleKind.SECURITY_ADMIN: Duty.SECURITY,
    RoleKind.AUDIT_ADMIN: Duty.AUDIT,
}


def clash(wanted: RoleKind, held: Iterable[RoleKind]) -> str | None:
    """Why a person who holds ``held`` may not be ``wanted`` as well, or ``None``.

    "三员分立": the three administrators are three people, and none of them handles business.
    """
    for kind in held:
        if kind.duty is not wanted.duty:
            return f"“{kind.label}”与“{wanted.label}”须由不同的人担任。"
    return None
