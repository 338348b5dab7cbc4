"""A file is offered under the name that it had, and that name does nothing else."""

from __future__ import annotations

import pytest
from django.http import HttpResponse

from quanze.site.downloads import download_headers, offered, plain_cell


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


def test_a_file_from_the_disk_is_offered_under_its_own_name(tmp_path):
    (tmp_path / "ab12.html").write_bytes(b"<script>")
    told = offered((tmp_path / "ab12.html").open("rb"), "网页.html")
    assert (
        told["Content-Disposition"]
        == "attachment; filename=\"quanze.html\"; filename*=UTF-8''%E7%BD%91%E9%A1%B5.html"
    )
    assert told["Content-Type"] == "application/octet-stream"
    assert "sandbox" in told["Content-Security-Policy"]
    assert b"".join(told.streaming_content) == b"<script>"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("-", "'-"),
        ("-12.5", "-12.5"),
        ("2026-01-01", "2026-01-01"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula_and_negative_numbers_stay_numbers(cell, written):
    assert plain_cell(cell) == written
