"""Reading DOCX: against a bare walk over its XML, and how time and memory grow with the list.

``python -m bench.reading``
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from lxml import etree

from bench.figures import Figure, growth, ratio, report
from bench.generate import SAMPLE, write_docx
from quanze.lists.readers import read

TIMES_BARE = 5.0
GROWTH = 12.0
TIMES_XML = 8.0
SMALL, LARGE = 500, 5_000


def figures() -> Iterator[Figure]:
    """Times bare parsing (sample and generated), growth of time, and peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.docx", Path(folder) / "large.docx"
        write_docx(SMALL, small)
        size = write_docx(LARGE, large)
        # Memory first: a process starts with the peak of the one that it comes from, which must still be small.
        peak = _peak(large)
        for name, path, rounds in (("样本", SAMPLE.with_suffix(".docx"), 15), (f"{SMALL} 项", small, 5)):
            yield Figure(f"读 DOCX（{name}）对裸解析的倍数", _times_bare(path, rounds), "倍", most=TIMES_BARE)
        times = growth(lambda: read(large), lambda: read(small))
        yield Figure(f"读 DOCX：{LARGE} 项对 {SMALL} 项的用时", times, "倍", most=GROWTH)
        yield Figure("读 DOCX：峰值内存对 XML 的倍数", peak / size, "倍", most=TIMES_XML)


def _times_bare(path: Path, rounds: int) -> float:
    """How much longer reading takes than lxml's own loop over the same XML, which is even given it unpacked."""
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("word/document.xml")

    def bare() -> None:
        for _ in etree.iterparse(BytesIO(xml)):
            pass

    return ratio(lambda: read(path), bare, rounds)


def _peak(path: Path) -> int:
    """Bytes that reading adds to the peak of a process of its own."""
    command = [sys.executable, "-m", "bench.reading", "--peak", str(path)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _print_peak(path: Path) -> None:
    read(SAMPLE.with_suffix(".docx"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    document = read(path)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert document.annexes
    print((after - before) * (1 if sys.platform == "darwin" else 1024))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peak"]:
        _print_peak(Path(sys.argv[2]))
    else:
        raise SystemExit(report(figures()))
