"""Search over 100,000 matters on SQLite and on PostgreSQL, through the real import.

``python -m bench.search [sqlite|postgresql] [matters]``: p95 of all of them together must stay within 50 ms.
"""

from __future__ import annotations

import itertools
import random
import statistics
import sys
import time
from collections.abc import Iterator

from bench.databases import on_each
from bench.figures import Figure

LIMIT_MS = 50.0
MATTERS = 100_000
PER_AGENCY = 1_000
REPEATS = 5

TRADE = (
    "责任 受理 审查 决定 送达 材料 申请 行政 处罚 管理 企业 项目 依法 部门 规定 机关 人员 单位 法律 法规 "
    "申报 监督 检查 县级 以上 人民 政府 主管 办法 条例 应当 不予 告知 理由 公示 有关 工作 国家 予以 情节 "
    "严重 违反 许可 建设 安全 生产 工程 资格 证书 登记"
)
COMMON = tuple(TRADE.split())
"""Words of this trade; the first are in nearly every matter."""

NAME_VERBS = ("对", "未按规定", "擅自", "违法", "拒不", "伪造", "转让", "逾期", "不按要求", "超范围")
CATEGORIES = ("行政许可", "行政处罚", "行政强制", "行政检查", "行政确认", "行政奖励", "其他职权")


class Corpus:
    """Made-up lists whose words are spread as in real ones: a few everywhere, most of them rarely."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)
        characters = [chr(0x4E00 + i) for i in self.random.sample(range(6000), 2500)]
        made = {
            "".join(self.random.choices(characters, k=self.random.choice((2, 2, 2, 3))))
            for _ in range(12_000)
        }
        self.words = [*COMMON, *sorted(made)]
        self.weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        self.names: list[str] = []

    def text(self, length: int) -> str:
        """Some ``length`` characters of prose."""
        words = self.random.choices(self.words, cum_weights=self.weights, k=length // 2)
        parts = []
        for i, word in enumerate(words):
            parts.append(word)
            if i % 9 == 8:
                parts.append(self.random.choice("，，，；。、"))
            if i % 60 == 59:
                parts.append(
                    f"（豫工信〔{self.random.randint(2005, 2025)}〕{self.random.randint(1, 400)}号）"
                )
        return "".join(parts)

    def name(self) -> str:
        """A matter's name, some 20 characters."""
        words = self.random.choices(self.words, cum_weights=self.weights, k=self.random.randint(4, 9))
        name = self.random.choice(NAME_VERBS) + "".join(words)
        self.names.append(name)
        return name

    def lists(self, matters: int) -> Iterator[object]:
        """Documents of 1,000 matters each, somewhat above the sample's text size: some 1,000 characters a matter."""
        from quanze.lists.model import Annex, AnnexKind, ListDocument, Matter, Stage, Text

        plain = Text.plain
        for _ in range(0, matters, PER_AGENCY):
            rows = tuple(
                Matter(
                    number=plain(str(number)),
                    name=plain(self.name()),
                    category=plain(self.random.choice(CATEGORIES)),
                    basis=plain(self.text(self.random.randint(150, 600))),
                    stages=tuple(
                        Stage(plain(name), plain(f"{name}责任：{self.text(60)}"))
                        for name in ("受理", "审查", "决定", "送达")
                    ),
                    liability=plain(self.text(300)),
                    office=plain(f"第{self.random.randint(1, 12)}股"),
                )
                for number in range(1, PER_AGENCY + 1)
            )
            annex = Annex(AnnexKind.RETAINED, "保留的权责清单", matters=rows)
            yield ListDocument(None, None, (annex,))


def queries(corpus: Corpus) -> dict[str, list[str]]:
    """Kinds of query, each with its mix."""
    pick = random.Random(2)
    rare = [word for word in corpus.words[4000:] if len(word) == 2]
    middling = [word for word in corpus.words[200:1500] if len(word) == 2]
    start = [pick.choice(corpus.names) for _ in range(60)]
    return {
        "the ten commonest words": corpus.words[:10],
        "middling words": pick.sample(middling, 20),
        "rare words": pick.sample(rare, 20),
        "two common words": [" ".join(pick.sample(corpus.words[:20], 2)) for _ in range(20)],
        "a common and a rare word": [
            f"{pick.choice(corpus.words[:10])} {pick.choice(rare)}" for _ in range(20)
        ],
        "phrases of common words": [
            first + second for first, second in itertools.permutations(corpus.words[:5], 2)
        ],
        "pairs that never meet": ["受理由", "处罚理由公示", "送达理由"],
        "parts of names": [name[2:8] for name in start[:20]],
        "whole names": start[20:40],
        "single characters": list("煤许业人政的责法") + [pick.choice(word) for word in pick.sample(rare, 8)],
        "numbers of documents": [
            f"豫工信〔{pick.randint(2005, 2025)}〕{pick.randint(1, 400)}号" for _ in range(20)
        ],
        "nothing to find": ["魑魅魍魉", "没有这样的事项", "xyzzy", "龘"],
    }


def run(matters: int) -> bool:
    """Fill the database that the environment names, ask, print; true where the limit holds."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from quanze.people.models import Agency
    from quanze.registry import queries as reading
    from quanze.registry.services import import_document

    def execute(statement: str) -> list[tuple[str, str]]:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    call_command("migrate", verbosity=0)
    postgresql = connection.vendor == "postgresql"
    if postgresql:  # an index built at once takes a tenth of one built row by row
        indexes = execute(
            "SELECT indexname, indexdef FROM pg_indexes "
            "WHERE tablename LIKE 'registry_search%' AND indexdef LIKE '%gin%'"
        )
        for name, _ in indexes:
            execute(f"DROP INDEX {name}")
    corpus = Corpus()
    begun = time.perf_counter()
    for number, document in enumerate(corpus.lists(matters)):
        agency = Agency.objects.create(code=f"bench-{number}", name=f"第{number}局")
        import_document(agency, document, by=None)
    took = time.perf_counter() - begun
    if postgresql:
        for _, definition in indexes:
            execute(definition)
        execute("VACUUM ANALYZE")
    print(
        f"{connection.vendor}: {matters:,} matters imported in {took:.0f} s ({matters / took:.0f}/s)",
        flush=True,
    )
    everything: list[float] = []
    worst = 0.0
    one_agency = Agency.objects.get(code="bench-0")
    for kind, asked in queries(corpus).items():
        for scope, agency in (("", None), (", one agency", one_agency)):
            times = []
            found = 0
            for _ in range(REPEATS):
                for query in asked:
                    begun = time.perf_counter()
                    found = max(found, reading.search(query, agency).total)
                    times.append((time.perf_counter() - begun) * 1000)
            p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[18]
            worst = max(worst, p95)
            everything += times
            print(
                f"  {kind + scope:<42} p50 {p50:6.1f} ms   p95 {p95:6.1f} ms   up to {found} shown",
                flush=True,
            )
    p95 = statistics.quantiles(everything, n=20)[18]
    figure = Figure(f"搜索（{connection.vendor}，{matters} 项，p95）", p95, "毫秒", most=LIMIT_MS)
    print(
        f"  {'all':<42} p50 {statistics.median(everything):6.1f} ms   p95 {p95:6.1f} ms   worst kind {worst:.1f} ms"
    )
    print(figure, flush=True)
    return figure.kept


if __name__ == "__main__":
    raise SystemExit(on_each("bench.search", run, sys.argv[1:], MATTERS))
