"""Pages that say what went wrong and what to do, and the protection that every page carries."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from quanze.site.views import errors


def text(answer) -> str:
    return answer.content.decode()


def test_an_unknown_address_leads_on(client, db):
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert "没有找到这个页面" in text(answer)
    assert "tried" not in text(answer)


def test_a_defect_is_told_calmly_and_without_the_database(django_assert_num_queries, db, rf: RequestFactory):
    with django_assert_num_queries(0):
        answer = errors.server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "系统暂时出错" in text(answer)


def test_a_broken_request_is_told(rf: RequestFactory):
    request = rf.get("/")
    request.user = None
    assert "无法处理" in text(errors.bad_request(request, ValueError()))


def test_a_foreign_host_is_not_answered(settings, db):
    settings.ALLOWED_HOSTS = ["localhost"]
    assert Client().get("/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("name", ["home", "about", "login"])
def test_a_page_runs_and_draws_only_what_is_ours(client, db, name):
    answer = client.get(reverse(name))
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    page = text(answer)
    assert " style=" not in page
    assert "<style" not in page
    assert "onclick" not in page
    assert page.count("<script ") == page.count("<script src=")
