"""Coming in and going out, opening an account, and keeping it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from quanze.people import mail, services
from quanze.people.models import Person
from quanze.people.queries import roles_held
from quanze.people.rates import take
from quanze.people.requests import origin_of
from quanze.people.unacceptable import Unacceptable
from quanze.site import confirming, resuming
from quanze.site.account_forms import (
    AddressForm,
    ChangePasswordForm,
    NamedForm,
    NameForm,
    OptionalAddressForm,
    PasswordForm,
    SignUpForm,
)
from quanze.site.forms import LogInForm
from quanze.site.views.doors import person_of, signed_in

BACKEND = "quanze.people.backends.NameOrAddress"
TRIES = 10
"""Of one's own password, in an hour."""

asked = require_http_methods(["GET", "HEAD", "POST"])
secret = sensitive_post_parameters()


def home_of(person: Person) -> str:
    """Where somebody goes who comes in: to the desk with a role, else to their own page."""
    return resolve_url("desk" if roles_held(person) else "my")


class LogIn(LoginView):
    """The log-in page; failures are counted and recorded elsewhere (axes, ``people.signals``)."""

    template_name = "site/login.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever logged in elsewhere meanwhile finds here what the form carried."""
        offered = resuming.offer_kept(request) if request.method == "POST" else None
        return offered or super().dispatch(request, *args, **kwargs)

    def get_default_redirect_url(self) -> str:
        """By who comes."""
        person = self.request.user
        return home_of(person) if isinstance(person, Person) else super().get_default_redirect_url()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """With what was typed before the log-in ended, where there is something."""
        kept = resuming.opened(self.request)
        sealed = self.request.POST.get(resuming.KEPT) if kept else None
        return super().get_context_data(kept=kept, sealed=sealed, **context)

    def form_valid(self, form: Any) -> HttpResponse:
        """On to where they wanted to go, or to the form that they had sent."""
        kept = resuming.opened(self.request)
        response = super().form_valid(form)
        offered = resuming.offer_kept(self.request)
        if kept is None or offered is not None:
            return offered or response
        messages.warning(self.request, "刚才的内容是用另一个账号填写的，没有提交。")
        return redirect(self.get_default_redirect_url())


class LogOut(LogoutView):
    """Going out: the browser forgets who it was."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """By a form alone."""
        response: HttpResponse = super().post(request, *args, **kwargs)
        resuming.forget(response)
        return response


# Opening an account --------------------------------------------------------------------------------------------------


@never_cache
@secret
@asked
def register(request: HttpRequest) -> HttpResponseBase:
    """Where mail is sent, the address comes first, and its link leads on; else the account is opened at once."""
    if request.user.is_authenticated:
        return redirect(home_of(person_of(request)))
    if not mail.enabled():
        return _register_without_mail(request)
    form = AddressForm(request.POST or None)
    if form.is_valid():
        try:
            confirming.limit(request, "register")
            confirming.send_register_link(request, form.cleaned_data["email"])
        except Unacceptable as reason:
            form.add_error("email", str(reason))
        else:
            return _said(
                request,
                "请查收邮件",
                f"已向{form.cleaned_data['email']}发出邮件，请在24小时内打开邮件里的链接，继续注册。",
                "几分钟内没有收到的，请看看垃圾邮件，核对地址后再试一次。",
                again=reverse("register"),
            )
    told = "网上申请、查看进度、领取文书，需要一个账号。请先填写电子邮件，我们发给您一个链接。"
    return _opening(request, form, "注册账号", "发送链接", told)


@never_cache
@secret
@asked
def register_named(request: HttpRequest, token: str) -> HttpResponseBase:
    """The link to an address that nobody else has confirmed: name and password make the account."""
    email = confirming.address_of_link(token)
    if email is None:
        return _dead_link(request, "链接不完整，或者已经超过24小时，请重新注册。", reverse("register"))
    form = NamedForm(request.POST or None, initial={"email": email})
    if form.is_valid():
        try:
            person = services.sign_up(
                form.cleaned_data["name"],
                form.cleaned_data["password"],
                email=email,
                confirmed=True,
                where=origin_of(request),
            )
        except Unacceptable as reason:
            form.add_error(None, str(reason))
        else:
            login(request, person, backend=BACKEND)
            return redirect("my")
    return _opening(request, form, "注册账号", "开立账号", f"今后用 {email} 登录。", email)


def _register_without_mail(request: HttpRequest) -> HttpResponseBase:
    form = SignUpForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            confirming.limit(request, "register")
            person = services.sign_up(
                given["name"], given["password"], email=given["email"], where=origin_of(request)
            )
        except Unacceptable as reason:
            form.add_error(None, str(reason))
        else:
            login(request, person, backend=BACKEND)
            return redirect(f"{reverse('account')}?opened")
    told = "网上申请、查看进度、领取文书，需要一个账号。本站没有开通邮件：登录名由系统给出，请记下。"
    return _opening(request, form, "注册账号", "开立账号", told)


# A forgotten password ------------------------------------------------------------------------------------------------


@never_cache
@asked
def reset(request: HttpRequest) -> HttpResponseBase:
    """Ask for a link by which to set another password."""
    if not mail.enabled():
        return _said(request, "忘记密码", "本站没有开通邮件，不能自行重设密码。请联系系统管理员。")
    form = AddressForm(request.POST or None)
    if form.is_valid():
        try:
            confirming.limit(request, "reset")
            confirming.send_reset_link(request, form.cleaned_data["email"])
        except Unacceptable as reason:
            form.add_error("email", str(reason))
        else:
            return _said(
                request,
                "请查收邮件",
                f"已向{form.cleaned_data['email']}发出邮件，请在一小时内按邮件里写的办理。",
                "几分钟内没有收到的，请看看垃圾邮件，核对地址后再试一次。",
                again=reverse("reset"),
            )
    return _opening(
        request, form, "忘记密码", "发送链接", "请填写账号里已经确认的电子邮件，我们发给您一个链接。"
    )


@never_cache
@secret
@asked
def reset_set(request: HttpRequest, uid: str, token: str) -> HttpResponseBase:
    """Set another password by a link that was mailed."""
    person = confirming.person_of_reset(uid, token)
    if person is None:
        return _dead_link(request, "链接不完整、已经用过，或者超过一小时。", reverse("reset"))
    form = PasswordForm(request.POST or None, person=person)
    if form.is_valid():
        services.set_password(person, form.cleaned_data["password"], where=origin_of(request))
        messages.success(request, "密码已经改好，请用新密码登录。")
        return redirect("login")
    return _opening(request, form, "设定新密码", "保存", "保存后，在别处的登录都会退出。", person.username)


# One's own account ---------------------------------------------------------------------------------------------------


@signed_in
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """What the account says, and what can be changed."""
    officer = bool(roles_held(person_of(request)))
    context = {
        "mails": mail.enabled(),
        "officer": officer,
        "may_rename": not officer,
        "opened": "opened" in request.GET,
    }
    return render(request, "site/account/account.html", context)


@signed_in
@asked
def account_name(request: HttpRequest) -> HttpResponse:
    """Another name."""
    person = person_of(request)
    form = NameForm(request.POST if request.method == "POST" else {"name": person.name})
    if request.method == "POST" and form.is_valid():
        try:
            services.rename(person, form.cleaned_data["name"], where=origin_of(request))
        except Unacceptable as reason:
            form.add_error("name", str(reason))
        else:
            return _kept(request, "姓名已经改好。")
    return _keeping(request, form, "更改姓名", "保存", "审批机关和同一申请人的其他成员会看到您的姓名。")


@signed_in
@secret
@asked
def account_email(request: HttpRequest) -> HttpResponse:
    """Another address: once its link was opened, or at once where no mail is sent."""
    person = person_of(request)
    form = OptionalAddressForm(person, request.POST or None, initial={"email": person.email})
    mails = mail.enabled()
    if request.method == "POST" and _tried(request, form) and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            if email and mails:
                confirming.send_address_link(request, person, email)
                return _kept(request, f"已向{email}发出邮件，打开其中的链接以后，地址才会改。")
            services.change_email(person, email, where=origin_of(request))
        except Unacceptable as reason:
            form.add_error("email", str(reason))
        else:
            return _kept(request, "电子邮件已经改好。")
    told = (
        "我们向新地址发一个链接，打开以后才会改。"
        if mails
        else "本站没有开通邮件，地址不能确认，会标明“未确认”。"
    )
    return _keeping(request, form, "更改电子邮件", "发送链接" if mails else "保存", told)


@never_cache
@asked
def account_confirm(request: HttpRequest, token: str) -> HttpResponseBase:
    """The link to an address that somebody wants to have confirmed. Looking at it changes nothing: mail programs look
    too."""
    wanted = confirming.wanted_by_link(token)
    if wanted is None:
        return _dead_link(request, "链接不完整，或者已经超过24小时。请在“账号”里再发一次。")
    refusal = ""
    if request.method == "POST":
        former = wanted.person.email if wanted.person.email_confirmed_at else ""
        try:
            services.change_email(wanted.person, wanted.email, confirmed=True, where=origin_of(request))
        except Unacceptable as reason:
            refusal = str(reason)
        else:
            if former and former.lower() != wanted.email.lower():
                confirming.tell_former_address(request, wanted.person, former)
            return _said(request, "电子邮件已确认", f"今后可以用{wanted.email}登录和找回密码。")
    return render(request, "site/account/confirm.html", {"wanted": wanted, "refusal": refusal})


@signed_in
@secret
@asked
def account_password(request: HttpRequest) -> HttpResponse:
    """Another password; this log-in stays, those elsewhere end."""
    person = person_of(request)
    form = ChangePasswordForm(request.POST or None, person=person)
    if request.method == "POST" and _tried(request, form) and form.is_valid():
        services.set_password(person, form.cleaned_data["password"], where=origin_of(request))
        update_session_auth_hash(request, person)
        return _kept(request, "密码已经改好，在别处的登录都已退出。")
    return _keeping(request, form, "修改密码", "保存", "")


def _tried(request: HttpRequest, form: Any) -> bool:
    """Count a try of one's own password: whoever sits down at a log-in that was left open shall not guess it."""
    if take("own password", str(person_of(request).pk), TRIES):
        return True
    form.full_clean()
    form.add_error("password_now", "试的次数太多，请一小时后再试。")
    return False


def _opening(
    request: HttpRequest, form: Any, title: str, button: str, told: str, known_as: str = ""
) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "told": told, "known_as": known_as}
    return render(request, "site/account/open.html", context)


def _keeping(request: HttpRequest, form: Any, title: str, button: str, told: str) -> HttpResponse:
    # For the browser's keeper of passwords.
    known_as = person_of(request).username if "password_now" in form.fields else ""
    context = {"form": form, "title": title, "button": button, "told": told, "known_as": known_as}
    return render(request, "site/account/form.html", context)


def _kept(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("account")


def _said(request: HttpRequest, title: str, *lines: str, again: str = "", status: int = 200) -> HttpResponse:
    context = {"title": title, "lines": lines, "password_again": again}
    return render(request, "site/account/said.html", context, status=status)


def _dead_link(request: HttpRequest, why: str, again: str = "") -> HttpResponse:
    return _said(request, "链接已失效", why, again=again, status=404)
