"""``quanze simulate``, as an operator uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quanze.cli.program import main
from quanze.people.models import Agency
from tests.test_schemas import complaints


@pytest.fixture
def installed(demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "secret_key").write_text("of no use")
    monkeypatch.setenv("QUANZE_DATA", str(tmp_path))
    return demo


def test_a_year_is_told_as_the_schema_says(installed, capsys):
    assert main(["simulate", "--year", "2025", "--seed", "1", "--cases", "2", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert complaints("simulate", told) == []
    assert (told["cases"], told["simulated"], told["until"]) == (2, True, "2025-12-31")


def test_beside_a_real_bureau_nothing_is_simulated_unless_it_is_asked_for(installed, capsys):
    Agency.objects.exclude(pk=installed.bureau.pk).update(demo=False)
    assert main(["simulate", "--year", "2199", "--seed", "1"]) == 2
    assert "这不是演示系统" in capsys.readouterr().err
    assert main(["simulate", "--year", "2199", "--seed", "1", "--beside-real"]) == 2
    assert "只能模拟已经过去的日子" in capsys.readouterr().err
    Agency.objects.update(demo=False)
    assert (
        main(
            ["simulate", "--year", "2025", "--seed", "1", "--beside-real", "--agency", installed.bureau.code]
        )
        == 2
    )
    assert "不是演示机关" in capsys.readouterr().err
