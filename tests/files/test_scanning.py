"""Where a virus scanner is configured nothing is taken without its word. The scanner here is a server of clamd's
protocol (INSTREAM), which finds the test file of EICAR."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from quanze.files import services
from quanze.files.models import Deposit, Held
from quanze.people.unacceptable import Unacceptable
from quanze.site.environment import clamd
from tests.files import made
from tests.files.conftest import lying_about


class Clamd(socketserver.BaseRequestHandler):
    """One command; the answer is ``server.answer`` where a test sets it."""

    def handle(self) -> None:
        assert self._read(10) == b"zINSTREAM\0"
        whole = b""
        while size := int.from_bytes(self._read(4), "big"):
            whole += self._read(size)
        answer = self.server.answer
        if answer is None:
            answer = b"stream: Win.Test.EICAR_HDB-1 FOUND" if made.EICAR in whole else b"stream: OK"
        self.request.sendall(answer + b"\0" if answer else b"")

    def _read(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            more = self.request.recv(size - len(data))
            assert more
            data += more
        return data


class Stingy(socketserver.BaseRequestHandler):
    """Takes no more than a little, says so, and hangs up, as clamd does beyond StreamMaxLength."""

    def handle(self) -> None:
        self.request.recv(1000)
        self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
        self.request.shutdown(socket.SHUT_WR)
        while self.request.recv(1 << 16):
            pass


@contextmanager
def listening(server: socketserver.BaseServer) -> Iterator[socketserver.BaseServer]:
    server.answer = None
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def scanner(settings) -> Iterator[socketserver.BaseServer]:
    with listening(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd)) as server:
        settings.CLAMD = f"127.0.0.1:{server.server_address[1]}"
        yield server


def hand_in(person, data: bytes = made.PDF, name: str = "申请书.pdf") -> Deposit:
    return services.receive(person, name, [data])


def test_what_the_scanner_finds_nothing_in_is_taken(scanner, applicant):
    first = hand_in(applicant).held
    assert first.scanned_at is not None
    again = hand_in(applicant).held
    assert again.scanned_at > first.scanned_at
    assert Held.objects.get().scanned_at == again.scanned_at


@pytest.mark.parametrize(
    ("name", "data"),
    [("eicar.txt", made.EICAR), ("材料.zip", made.packed({"a.txt": made.EICAR}, method=0))],
)
def test_what_it_finds_is_not_taken(scanner, applicant, file_store, name, data):
    with pytest.raises(Unacceptable, match=rf"“{name}”：查出病毒（Win.Test.EICAR_HDB-1），没有收下；请先"):
        hand_in(applicant, data, name)
    assert lying_about(file_store) == []


@pytest.mark.parametrize("answer", [b"", b"UNKNOWN COMMAND", b"stream: OK but not quite", b"x" * 9000])
def test_a_scanner_that_talks_otherwise_is_not_believed(scanner, applicant, file_store, answer):
    scanner.answer = answer
    with pytest.raises(Unacceptable, match="查毒程序没有应答，文件没有经过查毒，没有收下；请稍后再试"):
        hand_in(applicant)
    assert lying_about(file_store) == []


def test_a_scanner_that_is_down_lets_nothing_through(settings, applicant, file_store):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        settings.CLAMD = f"127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(Unacceptable, match="查毒程序没有应答"):
        hand_in(applicant)
    assert lying_about(file_store) == []


def test_what_is_too_long_for_the_scanner_is_told_so(settings, applicant):
    with listening(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Stingy)) as server:
        settings.CLAMD = f"127.0.0.1:{server.server_address[1]}"
        with pytest.raises(Unacceptable, match="文件超过了查毒程序能检查的大小"):
            hand_in(applicant, b"text " * 1_000_000, "大.txt")


def test_it_may_listen_on_a_socket_of_the_system(settings, applicant, tmp_path: Path):
    with listening(socketserver.ThreadingUnixStreamServer(str(tmp_path / "clamd.sock"), Clamd)):
        settings.CLAMD = str(tmp_path / "clamd.sock")
        assert hand_in(applicant).held.scanned_at is not None


def test_where_it_listens_is_host_and_port_or_a_path():
    assert clamd("X", {"X": "av.example:3310"}) == "av.example:3310"
    assert clamd("X", {"X": "/run/clamav/clamd.ctl"}) == "/run/clamav/clamd.ctl"
    assert clamd("X", {}) == ""
    for wrong in ("av.example", "3310", ":3310", "av:port"):
        with pytest.raises(Exception, match="host:port or the path"):
            clamd("X", {"X": wrong})
