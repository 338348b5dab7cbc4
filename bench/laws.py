"""Reading a collection of laws, and finding boilerplate in it, on one core: 3,500 generated laws, 44 MB.

``python -m bench.laws``; ``python -m bench.laws FOLDER`` writes the laws there instead.
"""

from __future__ import annotations

import random
import re
import resource
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bench.figures import Figure, report, seconds
from bench.generate import PLACES, SAMPLE, TRADES
from quanze.law.boilerplate import Articles
from quanze.law.folder import Read, read_folder
from quanze.law.library import Library
from quanze.prose import chinese

LAWS, BYTES = 3_500, 12_600
ON = date(2026, 11, 26)
READING, BUILDING, FINDING = 60.0, 60.0, 20.0
MEGABYTES = 600.0
ROUNDS = 50


def write(folder: Path, count: int = LAWS, size: int = BYTES, seed: int = 1) -> None:
    """Write so many laws of about so many bytes in the layout of LawRefBook, made of the sample's clauses in other
    orders. The same count, size and seed always give the same laws."""
    chance = random.Random(seed)
    pieces = sorted(
        {piece for piece in re.split(r"[，。；：\s]", SAMPLE.read_text("utf-8")) if 8 <= len(piece) <= 40}
    )
    for number in range(count):
        year = 2000 + number % 24
        title = f"{chance.choice(PLACES)}市{chance.choice(TRADES)}管理第{chinese(number + 1)}条例"
        path = folder / f"第{number % 20 + 1}组" / f"{title}({year}-03-01).md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n\n".join(_lines(chance, title, year, size, pieces)) + "\n", encoding="utf-8")


def _lines(chance: random.Random, title: str, year: int, size: int, pieces: list[str]) -> Iterator[str]:
    yield f"# {title}"
    yield f"{year}年3月1日 某市第十届人民代表大会常务委员会第九次会议通过"
    yield "<!-- INFO END -->"
    written = article = 0
    while written < size:
        if article % 12 == 0:
            yield f"## 第{chinese(article // 12 + 1)}章 {chance.choice(TRADES)}"
        article += 1
        words = (
            f"{chance.choice(PLACES)}{chance.choice(TRADES)}{piece}" for piece in chance.sample(pieces, 3)
        )
        lines = [f"第{chinese(article)}条 {'，'.join(words)}。"]
        if article % 3 == 0:
            lines = [
                lines[0].rstrip("。") + "：",
                *(f"（{chinese(n)}）{chance.choice(pieces)}；" for n in (1, 2, 3)),
            ]
        yield from lines
        written += sum(len(line.encode()) + 2 for line in lines)
    yield f"第{chinese(article + 1)}条 本条例自{year}年5月1日起施行。"


def figures() -> Iterator[Figure]:
    """Time and memory of reading one by one and of a library in memory, time of finding an article."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write(folder)
        taken = seconds(lambda: sum(1 for _ in read_folder(folder)))
        yield Figure(f"逐部读法规（{LAWS} 部）", taken, "秒", most=READING)
        yield Figure("逐部读法规：驻留内存", _resident(), "MB", most=MEGABYTES)
        library = Library(found.instrument for found in read_folder(folder) if isinstance(found, Read))
        built: list[Articles] = []
        taken = seconds(lambda: built.append(Articles(library, ON)))
        yield Figure("通用条款的索引", taken, "秒", most=BUILDING)
        yield Figure("法规库和索引：驻留内存", _resident(), "MB", most=MEGABYTES)
        text = library.instruments[LAWS // 2].versions[0].articles[2].text
        assert built[0].copies(text)
        taken = seconds(lambda: [built[0].copies(text) for _ in range(ROUNDS)]) / ROUNDS
        yield Figure("查一段文字出自哪一条", 1000 * taken, "毫秒", most=FINDING)


def _resident() -> float:
    """The most megabytes that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write(Path(sys.argv[1]))
    else:
        raise SystemExit(report(figures()))
