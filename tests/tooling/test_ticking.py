"""What time makes due is done while the program serves."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from quanze.cli.ticking import ticking


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pipe through which a stand-in for Python tells what it was asked to run."""
    pipe = tmp_path / "asked"
    os.mkfifo(pipe)
    program = tmp_path / "python"
    program.write_text(f'#!/bin/sh\necho "$@" > {pipe}\nexit 3\n')
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))
    return pipe


def test_it_is_run_again_and_again_though_it_fails(asked: Path, caplog: pytest.LogCaptureFixture) -> None:
    told: list[str] = []
    with ticking(every=0.0):
        while len(told) < 3:
            told += asked.read_text().splitlines()
    assert set(told) == {"-m quanze manage tick"}
    assert "ended with status 3" in caplog.text


def test_haste_is_seen_and_no_run_is_waited_for(
    tmp_path: Path, asked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUANZE_DATA", str(tmp_path))
    monkeypatch.setattr("quanze.cli.ticking.LOOK", 0.01)
    with ticking(every=3600.0):
        for _ in range(3):
            assert asked.read_text() == "-m quanze manage tick\n"
            (tmp_path / "hurry").touch()


def test_a_run_ends_with_the_server(tmp_path: Path, asked: Path) -> None:
    (tmp_path / "python").write_text(f"#!/bin/sh\necho $$ > {asked}\nexec sleep 600\n")
    with ticking():
        child = int(asked.read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_run_is_over_when_its_process_is_though_somebody_holds_what_it_told_into(
    tmp_path: Path, asked: Path
) -> None:
    """As a worker of the server does that was forked while the run began."""
    (tmp_path / "python").write_text(f"#!/bin/sh\nsleep 600 >/dev/null &\necho $! > {asked}\n")
    holding: list[int] = []
    try:
        with ticking(every=0.0):
            while len(holding) < 2:
                holding += map(int, asked.read_text().split())
    finally:
        for pid in holding:
            os.kill(pid, signal.SIGKILL)
