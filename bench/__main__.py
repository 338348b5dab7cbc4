"""All figures: ``python -m bench``, or some: ``python -m bench reading comparing``.

Each module runs in a process of its own, so that none inherits another's memory or warmth. A module is known by being
here; it prints its figures and exits 1 where a limit is broken.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench.figures import BROKEN, KEPT

NOT_MEASURING = {"__init__", "__main__", "databases", "figures", "generate"}


def main(names: list[str]) -> int:
    """Run the modules; print their figures as they come, then all of them in a table. Returns 1 where one failed."""
    modules = names or sorted(
        path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in NOT_MEASURING
    )
    rows: list[tuple[str, ...]] = [("项目", "实测", "限值", "结论")]
    status = 0
    for module in modules:
        print(f"── {module}", flush=True)
        command = [sys.executable, "-m", f"bench.{module}"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as running:
            assert running.stdout is not None
            told = set()
            for line in running.stdout:
                print(line, end="", flush=True)
                cells = tuple(line.rstrip("\n").split("｜"))
                if len(cells) == 4 and cells[3] in (KEPT, BROKEN):
                    rows.append(cells)
                    told.add(cells[3])
        if not told or (running.returncode and BROKEN not in told):
            rows.append((module, "见上", "", KEPT if running.returncode == 0 else BROKEN))
        status |= running.returncode != 0
    _print_table(rows)
    return int(status)


def _print_table(rows: list[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(*rows[0])
    for row in rows[1:]:
        table.add_row(*row, style="red" if row[3] == BROKEN else None)
    Console().print(table)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
