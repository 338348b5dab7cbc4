"""What a large upload costs the server: ``python -m bench.uploading``.

A gigabyte goes to the program as it is really run (granian, one worker), in a form as a browser sends it. Its memory
while it takes, looks at and keeps the file is compared with its memory before; the same for several people at once.
"""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figure, report
from tests.served import free_port, wait_until_it_answers

MEGABYTE = 1 << 20
LARGE, SEVERAL, AT_ONCE = 1024, 100, 4
MOST_MEGABYTES = 50
NAME, PASSWORD = "bench", "a-long-enough-password"

HEAD = b"%PDF-1.4\n"
FOOT = b"\n%%EOF\n"
BLOCK = os.urandom(MEGABYTE)


@dataclass(slots=True)
class Server:
    """A running installation: its port, its worker's process."""

    port: int
    worker: int
    data: Path

    def memory(self, line: str) -> float:
        """MB in which the worker resides now (``VmRSS``), or did at most (``VmHWM``) since :meth:`begin`."""
        found = re.search(rf"{line}:\s+(\d+) kB", Path(f"/proc/{self.worker}/status").read_text())
        assert found is not None
        return int(found[1]) / 1024

    def begin(self) -> float:
        """Forget the most that it had; what it has now, in MB."""
        Path(f"/proc/{self.worker}/clear_refs").write_text("5")
        return self.memory("VmRSS")


def main() -> int:
    """Exit status 1 beyond a limit."""
    with serving() as server:
        return report(figures(server))


def figures(server: Server) -> Iterator[Figure]:
    """One large file, then several at once."""
    upload(server, MEGABYTE)  # what the first request loads is no part of an upload
    for name, count, size in (
        (f"一个 {LARGE} MB 的文件", 1, LARGE * MEGABYTE),
        (f"同时 {AT_ONCE} 个 {SEVERAL} MB 的文件", AT_ONCE, SEVERAL * MEGABYTE),
    ):
        idle, begun = server.begin(), time.perf_counter()
        with ThreadPoolExecutor(count) as pool:
            list(pool.map(lambda _, size=size: upload(server, size), range(count)))
        speed = count * size / MEGABYTE / (time.perf_counter() - begun)
        yield Figure(f"内存增加：{name}", server.memory("VmHWM") - idle, "MB", most=MOST_MEGABYTES)
        yield Figure(f"速度：{name}", speed, "MB/秒", least=20)
    yield Figure("未收完的残留", len(list((server.data / "files").glob(".coming-*"))), "个", most=0)


def upload(server: Server, size: int) -> None:
    """Send a PDF of so many bytes, and see that it was taken."""
    cookies, token = log_in(server)
    boundary = "benchboundary"
    fields = f'--{boundary}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
    fields += f'--{boundary}\r\nContent-Disposition: form-data; name="files-file"; filename="大.pdf"\r\n\r\n'
    before, after = fields.encode(), f"\r\n--{boundary}--\r\n".encode()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=300)
    connection.putrequest("POST", "/files/")
    for name, value in {
        "Content-Type": f"multipart/form-data; boundary={boundary}",
        "Content-Length": str(len(before) + size + len(after)),
        "Accept": "application/json",
        "Cookie": cookies,
    }.items():
        connection.putheader(name, value)
    connection.endheaders()
    connection.send(before + HEAD)
    left = size - len(HEAD) - len(FOOT)
    while left:
        sent = BLOCK[: min(left, MEGABYTE)]
        connection.send(sent)
        left -= len(sent)
    connection.send(FOOT + after)
    answer = connection.getresponse()
    told = answer.read()
    assert answer.status == 201, f"{answer.status}: {told.decode()[:300]}"
    connection.close()


def log_in(server: Server) -> tuple[str, str]:
    """The cookies of a log-in, and the token that its forms carry."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", "/login/")
    first = connection.getresponse()
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', first.read().decode())
    assert token is not None
    cookie = first.headers["Set-Cookie"].partition(";")[0]
    body = f"csrfmiddlewaretoken={token[1]}&username={NAME}&password={PASSWORD}"
    form = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    connection.request("POST", "/login/", body, form)
    second = connection.getresponse()
    second.read()
    assert second.status == 302, second.status
    cookies = {
        each.partition("=")[0]: each.partition(";")[0] for each in second.headers.get_all("Set-Cookie")
    }
    connection.close()
    secret = cookies["csrftoken"].partition("=")[2]
    return "; ".join(cookies.values()), secret


@contextmanager
def serving() -> Iterator[Server]:
    """An empty installation with one person, served by one worker."""
    with tempfile.TemporaryDirectory(prefix="quanze-bench-") as folder:
        data = Path(folder) / "var"
        environ = {**os.environ, "QUANZE_DEPOSIT_MB": str(LARGE + 100), "QUANZE_UNBOUND_MB": str(LARGE * 4)}
        environ.pop("DATABASE_URL", None)
        program = [sys.executable, "-m", "quanze", "--data", str(data)]
        subprocess.run([*program, "init", "--empty"], env=environ, check=True, stdout=subprocess.DEVNULL)
        for arguments in (
            ("agency", "bench", "测试局"),
            ("person", NAME, "--name", NAME, "--agency", "bench", "--role", "handler"),
        ):
            command = [*program, "manage", *arguments]
            subprocess.run(
                command, env=environ, check=True, stdout=subprocess.DEVNULL, input=PASSWORD.encode()
            )
        port, log = free_port(), Path(folder) / "log"
        with log.open("wb") as out:
            command = [*program, "serve", "--port", str(port), "--workers", "1"]
            server = subprocess.Popen(command, env=environ, stdout=out, stderr=subprocess.STDOUT)
        try:
            wait_until_it_answers(f"http://127.0.0.1:{port}/healthz", server, log)
            yield Server(port, worker_of(server.pid), data)
        finally:
            server.terminate()
            server.wait(30)


def worker_of(pid: int) -> int:
    """The child that serves; the other one, for a moment, does what time has made due (``cli.ticking``)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    (worker,) = (each for each in children if b"tick" not in Path(f"/proc/{each}/cmdline").read_bytes())
    return int(worker)


if __name__ == "__main__":
    raise SystemExit(main())
