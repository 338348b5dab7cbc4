"""Agencies and their offices, accounts, and the roles that people hold."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import models

from quanze.audit.services import INSTALLATION
from quanze.people.roles import Duty, RoleKind, clash

RESERVED = frozenset(
    {INSTALLATION, "about", "deadline", "desk", "healthz", "laws", "login", "logout", "search", "static"}
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
    is_active = models.BooleanField("启用", default=True)
    demo = models.BooleanField("演示", default=False)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

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
