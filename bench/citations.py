"""Finding citations, on one core: speed on the sample's text, against the tokenizer's own pattern, and growth on
texts that are made to hurt.

``python -m bench.citations``
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.figures import Figure, growth, ratio, report, seconds
from bench.generate import SAMPLE
from quanze.law.citations import KnownTitles, cite, cite_list
from quanze.law.citations.cleaning import clean
from quanze.law.citations.tokens import TOKEN
from quanze.lists.model import fields
from quanze.lists.readers import read

MEGABYTES_PER_SECOND = 4.0
TIMES_OF_TOKENIZER = 20.0
GROWTH = 15.0
COPIES = 60
TITLES = 3_500
ROUNDS = 5

HOSTILE = {
    "没有后半的书名号": "《",
    "没有后半的书名号和字": "《文字",
    "没有标点的文字": "法",
    "没有后半的文号": "〔2020",
    "连写的同一部法": "《煤炭法》",
}
"""Pieces that are repeated; a hundred thousand, and where short a megabyte of them."""


def figures() -> Iterator[Figure]:
    """Speed, cost against the pattern alone, growth."""
    text = SAMPLE.read_text(encoding="utf-8") * COPIES
    size = len(text.encode()) / 1e6
    cleaned = clean(text)
    known = KnownTitles(f"某{chr(0x4E00 + index)}{chr(0x4E01 + index)}管理条例" for index in range(TITLES))
    cite(text)
    yield Figure(
        "找引用：样本全文",
        size / min(seconds(lambda: cite(text)) for _ in range(ROUNDS)),
        "MB/秒",
        least=MEGABYTES_PER_SECOND,
    )
    yield Figure(
        f"找引用：并认 {TITLES:,} 个不带书名号的名称",
        size / min(seconds(lambda: cite(text, known_titles=known)) for _ in range(ROUNDS)),
        "MB/秒",
        least=MEGABYTES_PER_SECOND,
    )
    document = read(SAMPLE)
    cells = sum(
        len(text.value.encode())
        for annex in document.annexes
        for matter in annex.matters
        for _, text in fields(matter)
    )
    yield Figure(
        "找引用：样本逐栏",
        cells / 1e6 / min(seconds(lambda: list(cite_list(document))) for _ in range(ROUNDS)),
        "MB/秒",
        least=MEGABYTES_PER_SECOND,
    )
    times = ratio(lambda: cite(text), lambda: sum(1 for _ in TOKEN.finditer(cleaned)), ROUNDS)
    yield Figure("找引用：对分词式单独扫一遍的用时", times, "倍", most=TIMES_OF_TOKENIZER)
    for name, piece in HOSTILE.items():
        large = piece * max(100_000, 1_000_000 // len(piece.encode()))
        small = large[: len(large) // 10]
        yield Figure(
            f"找引用：{name}，长 10 倍的用时",
            growth(lambda large=large: cite(large), lambda small=small: cite(small)),  # type: ignore[misc]
            "倍",
            most=GROWTH,
        )


if __name__ == "__main__":
    raise SystemExit(report(figures()))
