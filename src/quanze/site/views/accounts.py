"""Coming in and going out."""

from __future__ import annotations

from django.contrib.auth.views import LoginView

from quanze.site.forms import LogInForm


class LogIn(LoginView):
    """The log-in page; failures are counted and recorded elsewhere (axes, ``people.signals``)."""

    template_name = "site/login.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True
