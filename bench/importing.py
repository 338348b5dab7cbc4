"""3,500 generated laws (44 MB, in the layout of the collections) imported into an installation by the command itself:
at most 3 minutes and 600 MB.

``python -m bench.importing [laws]``
"""

from __future__ import annotations

import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.figures import Figure, report
from quanze.prose import chinese

LAWS = 3_500
BYTES = 44_000_000
SECONDS = 180.0
MEGABYTES = 600.0

_SUBJECTS = re.findall(
    "..", "煤炭电力水利林业渔业档案统计审计价格计量标准气象测绘邮政公路铁路港口民航建筑房产"
)
_WORDS = re.findall(
    "[^ ]+",
    "县级以上 人民政府 主管部门 应当 按照 国家 有关 规定 建立 健全 管理 制度 加强 监督 检查 单位 个人 不得 违反 "
    "本条例 申请 材料 受理 审查 决定 期限 书面 通知 责令 改正 处以 罚款 情节 严重 依法 追究 责任 保障 安全 促进 发展 "
    "组织 实施 工作 人员 资金 使用 项目 企业 技术 标准 公布 报告 备案 登记 许可 范围 条件 程序",
)


def law(number: int, size: int) -> tuple[str, str]:
    """Name and text of the n-th law, some ``size`` bytes: with chapters, 款, 项, and a repeal at the end."""
    pick = random.Random(number)
    title = f"{'甲乙丙丁'[number % 4]}省{pick.choice(_SUBJECTS)}第{chinese(number % 9999)}类事务管理条例"
    year = 1990 + number % 35
    parts = [
        f"# {title}\n\n{year}年3月1日 甲省第九届人民代表大会常务委员会第{chinese(number % 40 + 1)}次会议通过\n\n"
        f"<!-- INFO END -->\n"
    ]
    length, article = 0, 0
    while length < size - 600:
        if article % 12 == 0:
            parts.append(f"\n## 第{chinese(article // 12 + 1)}章 {pick.choice(_WORDS)}\n")
        article += 1
        paragraphs = [_sentence(pick) for _ in range(pick.choice((1, 1, 2, 3)))]
        if article % 4 == 0:
            paragraphs += [f"（{chinese(item)}）{_sentence(pick)}" for item in range(1, pick.randint(3, 7))]
        text = "\n\n".join(paragraphs)
        parts.append(f"\n第{chinese(article)}条 {text}\n")
        length += len(text.encode())
    parts.append(
        f"\n第{chinese(article + 1)}条 本条例自{year}年5月1日起施行。"
        f"《{title.removesuffix('条例')}暂行规定》同时废止。\n"
    )
    return f"{title}({year}-03-01).md", "".join(parts)


def _sentence(pick: random.Random) -> str:
    words = pick.choices(_WORDS, k=pick.randint(8, 30))
    return (
        "".join(word + ("，" if place % 6 == 5 else "") for place, word in enumerate(words)).rstrip("，")
        + "。"
    )


def main(laws: int = LAWS) -> int:
    """Write the laws, import them twice, print the figures. Exit status 1 beyond a limit."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "laws"
        source.mkdir()
        written = 0
        for number in range(1, laws + 1):
            name, text = law(number, BYTES // LAWS)
            written += (source / name).write_text(text, encoding="utf-8")
        size = sum(path.stat().st_size for path in source.iterdir())
        print(f"{laws:,} laws, {size / 1e6:.0f} MB", flush=True)
        environment = {**os.environ, "QUANZE_DATA": f"{folder}/data"}
        environment.pop("DATABASE_URL", None)

        def call(*words: str) -> float:
            begun = time.perf_counter()
            command = [sys.executable, "-m", "quanze", *words]
            subprocess.run(
                command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            return time.perf_counter() - begun

        call("init", "--empty")
        took = call("laws", "import", str(source))
        again = call("laws", "import", str(source))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"  a second time {again:.0f} s", flush=True)
    about = f"{laws} 部法规，{size / 1e6:.0f} MB"
    return report(
        (
            Figure(f"法规导入（{about}）", took, "秒", most=SECONDS),
            Figure("法规导入的内存", peak, "MB", most=MEGABYTES),
        )
    )


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:2])))
