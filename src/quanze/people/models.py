"""Agencies and their offices, accounts, the roles that people hold, applicants and who acts for them."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from quanze.audit.services import INSTALLATION
from quanze.people.roles import Duty, RoleKind, clash

RESERVED = frozenset(
    {
        INSTALLATION,
        "about",
        "account",
        "cases",
        "deadline",
        "desk",
        "files",
        "healthz",
        "laws",
        "letters",
        "login",
        "logout",
        "my",
        "register",
        "search",
        "static",
    }
)
"""What no agency is coded as: a chain of the record, and the site's own addresses (``site.urls``)."""


class Agency(models.Model):
    """A 机关: whoever holds powers, or reviews, approves and receives what another one does."""

    class Kind(models.TextChoices):
        BUREAU = "bureau", "主管部门"
        STAFFING = "staffing", "机构编制委员会办公室"
        JUSTICE = "justice", "司法行政机关"
        GOVERNMENT = "government", "人民政府"
        FINANCE = "finance", "财政部门"
        HIGHER = "higher", "上级主管部门"
        SUPERVISION = "supervision", "纪检监察机关"
        OTHER = "other", "其他"

    code = models.SlugField("代码", max_length=64, unique=True)
    name = models.CharField("名称", max_length=200, unique=True)
    kind = models.CharField("类别", max_length=16, choices=Kind, default=Kind.BUREAU)
    credit_code = models.CharField("统一社会信用代码", max_length=18, unique=True, null=True, blank=True)
    superior = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="subordinates")
    demo = models.BooleanField("演示", default=False)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a code that means something else in the record or in addresses."""
        if self.code in RESERVED:
            raise ValidationError({"code": f"“{self.code}”是保留代码，请换一个。"})


class Office(models.Model):
    """A 责任股室 of an agency."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="offices")
    name = models.CharField("名称", max_length=200)

    class Meta:
        ordering: ClassVar = ["agency", "name"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="people_office_name")]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Makes accounts with hashed passwords."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Person:
        person: Person = self.model(username=username, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """An account of one natural person. What it may do follows from its roles alone: there is no superuser."""

    username = models.CharField(
        "登录名",
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "该登录名已被使用。"},
    )
    name = models.CharField("姓名", max_length=150)
    email = models.EmailField("电子邮件", blank=True)
    email_confirmed_at = models.DateTimeField("电子邮件确认时间", null=True, blank=True)
    is_active = models.BooleanField("启用", default=True)
    demo = models.BooleanField("演示", default=False)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="people_person_email",
                condition=models.Q(email_confirmed_at__isnull=False),
                violation_error_message="该电子邮件已用于另一个账号。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Role(models.Model):
    """What a person is at an agency, or in one office of it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="roles")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="roles")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="roles")
    kind = models.CharField("角色", max_length=24, choices=RoleKind)
    granted_at = models.DateTimeField("授予时间", auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["agency", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "agency", "office", "kind"],
                name="people_role_in_office",
                condition=models.Q(office__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["person", "agency", "kind"],
                name="people_role_in_agency",
                condition=models.Q(office__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()}"

    @property
    def duty(self) -> Duty:
        """Which of the separated duties this role belongs to."""
        return RoleKind(self.kind).duty

    def clean(self) -> None:
        """Refuse an office of another agency, and a role that must not meet another in one hand."""
        if self.office is not None and self.office.agency_id != self.agency_id:
            raise ValidationError("股室不属于该机关。")
        others = Role.objects.filter(person=self.person_id).exclude(pk=self.pk)
        reason = clash(
            RoleKind(self.kind), [RoleKind(kind) for kind in others.values_list("kind", flat=True)]
        )
        if reason is not None:
            raise ValidationError(reason)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.clean()
        super().save(*args, **kwargs)


def fresh_salt() -> str:
    return secrets.token_hex(16)


class Party(models.Model):
    """An 申请人: whoever applies, under its 统一社会信用代码. People act for it by a :class:`Membership`.

    A consortium applies through its lead unit, and names the others in the case. ``verified_*``: an officer saw at the
    window of an agency that its owner is who they say; empty where nobody did (身份待核验).
    """

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", "企业"
        INSTITUTION = "institution", "事业单位"
        PARK = "park", "园区管理机构"
        GOVERNMENT = "government", "政府及其部门"
        SOCIAL = "social", "社会组织"
        OTHER = "other", "其他"

    kind = models.CharField("类别", max_length=16, choices=Kind)
    name = models.CharField("名称", max_length=200)
    credit_code = models.CharField("统一社会信用代码", max_length=18, unique=True)
    code_doubt = models.CharField("代码疑点", max_length=300, blank=True)
    code_reason = models.CharField("代码说明", max_length=1000, blank=True)
    address = models.CharField("住所", max_length=300, blank=True)
    phone = models.CharField("联系电话", max_length=50, blank=True)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("登记时间", auto_now_add=True)
    verified_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    verified_in = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField("核验时间", null=True, blank=True)
    verified_how = models.CharField("核验方式", max_length=1000, blank=True)
    demo = models.BooleanField("演示", default=False)
    salt = models.CharField("盐", max_length=32, default=fresh_salt, editable=False)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints = [
            models.CheckConstraint(
                name="people_party_doubt_has_reason",
                condition=models.Q(code_doubt="") | ~models.Q(code_reason=""),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def verified(self) -> bool:
        """身份已核验: somebody was seen at a window, and since then the owner is theirs to name."""
        return self.verified_at is not None


class Membership(models.Model):
    """That a person acts for a party, asked to, or did: one row from asking to ending; what is closed never changes.

    An agent (委托代理人) acts from ``since`` to ``until``, both days counted, under ``mandate`` (which 授权委托书).
    """

    class Role(models.TextChoices):
        OWNER = "owner", "管理人"
        MEMBER = "member", "成员"
        AGENT = "agent", "委托代理人"

    class State(models.TextChoices):
        ASKED = "asked", "待同意"
        GRANTED = "granted", "有效"
        REFUSED = "refused", "未同意"
        WITHDRAWN = "withdrawn", "已撤回"
        ENDED = "ended", "已终止"

    OPEN = (State.ASKED, State.GRANTED)

    party = models.ForeignKey(Party, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    role = models.CharField("身份", max_length=8, choices=Role)
    state = models.CharField("状态", max_length=12, choices=State)
    note = models.CharField("附言", max_length=500, blank=True)
    mandate = models.CharField("授权委托书", max_length=300, blank=True)
    since = models.DateField("授权起", null=True, blank=True)
    until = models.DateField("授权止", null=True, blank=True)
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("同意或不同意的时间", null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField("终止时间", null=True, blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    salt = models.CharField("盐", max_length=32, default=fresh_salt, editable=False)

    class Meta:
        ordering: ClassVar = ["party", "asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "person"],
                name="people_membership_one_open",
                condition=models.Q(state__in=["asked", "granted"]),
            ),
            models.UniqueConstraint(
                fields=["party"],
                name="people_membership_one_owner",
                condition=models.Q(state="granted", role="owner"),
            ),
            models.CheckConstraint(
                name="people_membership_agent_has_mandate",
                condition=~models.Q(state="granted", role="agent")
                | (
                    ~models.Q(mandate="")
                    & models.Q(since__isnull=False, until__isnull=False, until__gte=models.F("since"))
                ),
            ),
        ]
        indexes = [models.Index(fields=["person", "state"], name="people_membership_person")]

    def __str__(self) -> str:
        return f"{self.person} {self.get_role_display()} {self.party}"

    def in_force(self, day: date) -> bool:
        """May the person act for the party on that day?"""
        if self.state != self.State.GRANTED:
            return False
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Allowance(models.Model):
    """How often something may still be tried, by the digest of who tries what (``rates``). A row says no more than
    that, and is worth nothing once its time is over."""

    key = models.CharField("谁做什么", max_length=64, primary_key=True)
    left = models.FloatField("剩余")
    at = models.DateTimeField("时间", db_index=True)

    def __str__(self) -> str:
        return self.key[:12]
