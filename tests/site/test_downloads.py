"""A file is offered under the name that it had, and that name does nothing else."""

from __future__ import annotations

import pytest
from django.http import HttpResponse

from quanze.site.downloads import download_headers, offered


@pytest.mark.parametrize(
    ("filename", "plain", "named"),
    [
        ("权责清单.docx", "quanze.docx", "%E6%9D%83%E8%B4%A3%E6%B8%85%E5%8D%95.docx"),
        ("权责清单", "quanze", "%E6%9D%83%E8%B4%A3%E6%B8%85%E5%8D%95"),
        ("a.文件", "quanze", "a.%E6%96%87%E4%BB%B6"),
        ('a.x"; filename=b.exe', "quanze.exe", "a.x%22%3B%20filename%3Db.exe"),
        ("2025/2026.pdf", "quanze.pdf", "2025%2F2026.pdf"),
        ("权\r\n责.html", "quanze.html", "%E6%9D%83%20%E8%B4%A3.html"),
    ],
)
def test_a_name_is_told_and_nothing_else(filename, plain, named):
    told = HttpResponse(headers=download_headers(filename))["Content-Disposition"]
    assert told == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{named}"


def test_a_kept_file_has_its_own_name_and_is_not_shown(tmp_path):
    kept = tmp_path / "0f3a"
    kept.write_bytes(b"<script>alert(1)</script>")
    answer = offered(kept.open("rb"), "批复.html", "text/html")
    assert answer["Content-Disposition"] == download_headers("批复.html")["Content-Disposition"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer.getvalue() == b"<script>alert(1)</script>"
