"""What time makes due is done while the program serves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from quanze.cli.ticking import ticking


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """A pipe through which a stand-in for the program tells that it was run."""
    pipe = tmp_path / "asked"
    os.mkfifo(pipe)
    return pipe


@pytest.fixture
def program(tmp_path: Path, asked: Path) -> Path:
    """The stand-in: it tells its arguments and fails."""
    return script(tmp_path, f'echo "$@" > {asked}; echo kaputt >&2; exit 3')


def script(folder: Path, does: str) -> Path:
    """A program of the shell."""
    path = folder / "program"
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o700)
    return path


def test_it_is_run_again_and_again_though_it_fails(
    program: Path, asked: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []
    with ticking(every=0.0, tick=(str(program), "manage", "tick")):
        while len(told) < 3:
            told += asked.read_text().splitlines()
    assert set(told) == {"manage tick"}
    complaint = capfd.readouterr().err
    assert "manage tick ended with status 3:\nkaputt" in complaint


def test_haste_is_seen_and_no_run_is_waited_for(
    tmp_path: Path, program: Path, asked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUANZE_DATA", str(tmp_path))
    with ticking(every=3600.0, look=0.01, tick=(str(program), "tick")):
        for _ in range(3):
            assert asked.read_text() == "tick\n"
            (tmp_path / "hurry").touch()


def test_a_run_ends_with_the_server(tmp_path: Path, asked: Path) -> None:
    with ticking(tick=(str(script(tmp_path, f"echo $$ > {asked}; exec sleep 600")),)):
        child = int(asked.read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_run_ends_when_the_server_was_killed_without_a_word(tmp_path: Path, asked: Path) -> None:
    run = script(
        tmp_path, f"sleep 600 & trap 'kill $!; echo ended > {asked}' TERM; echo $$ > {asked}; wait; wait"
    )
    serving = f"""
import time
from quanze.cli.ticking import ticking

with ticking(tick=({str(run)!r},)):
    time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", serving]) as server:
        assert asked.read_text()
        server.send_signal(signal.SIGKILL)
        assert asked.read_text() == "ended\n"


def test_the_process_of_the_server_has_no_thread_that_a_worker_could_be_forked_beside(program: Path) -> None:
    """What another thread holds at that moment is held in the worker for ever: uploads waited for a lock of
    ``tempfile``, and the documents of a new edition were never made."""
    threads = Path("/proc/self/task")
    before = set(threads.iterdir())
    with ticking(tick=(str(program),)):
        assert set(threads.iterdir()) <= before


def test_a_run_is_over_when_its_process_is_though_somebody_holds_what_it_told_into(
    tmp_path: Path, asked: Path
) -> None:
    run = script(tmp_path, f"sleep 600 >/dev/null &\necho $! > {asked}")
    holding: list[int] = []
    try:
        with ticking(every=0.0, tick=(str(run),)):
            while len(holding) < 2:
                holding += map(int, asked.read_text().split())
    finally:
        for pid in holding:
            os.kill(pid, signal.SIGKILL)
