"""``python -m tests.walks [words]``: play every path whose matter or end contains the words; one line for each."""

from __future__ import annotations

import sys
import time

from playwright.sync_api import sync_playwright

from tests.served import chromium_path, launch, served_demo
from tests.walks.paths import PATHS
from tests.walks.people import Sessions, cast
from tests.walks.time import clock
from tests.walks.walk import Walk


def main(words: list[str]) -> int:
    """Returns how many paths could not be walked to their end."""
    executable = chromium_path()
    if executable is None:
        print("没有 Chromium：scripts/provide-browser 说明怎样取得", file=sys.stderr)
        return 2
    chosen = [path for path in PATHS if all(word in str(path) for word in words)]
    failed = 0
    sessions: Sessions = {}
    with clock() as time_of_walk, served_demo() as served, sync_playwright() as playwright:
        browser = launch(playwright, executable)
        for path in chosen:
            begun = time.monotonic()
            with cast(browser, served, time_of_walk, sessions) as everybody:
                walk = Walk(everybody, path.bureau, path.matter)
                trouble = walk.play(path.turns)
            failed += bool(trouble)
            took = f"{len(path.turns)} 步，{time.monotonic() - begun:.0f} 秒"
            print(f"✗ {path}：{trouble}" if trouble else f"✓ {path}（{walk.number}，{took}）", flush=True)
        browser.close()
    return failed


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 99))
