"""Characters for which some programs write others into a PDF that look alike: ⼯ (a radical) for 工.

The radicals of 2F00–2FDF, the compatibility ideographs and two brackets have a mapping in Unicode; of the radicals of
2E80–2EFF only those are listed that are whole characters (Unicode's EquivalentUnifiedIdeograph says the same of each).
"""

from __future__ import annotations

import unicodedata

SUPPLEMENT = {
    "⺟": "母",
    "⺠": "民",
    "⺫": "目",
    "⻁": "虎",
    "⻄": "西",
    "⻅": "见",
    "⻆": "角",
    "⻉": "贝",
    "⻋": "车",
    "⻑": "長",
    "⻓": "长",
    "⻔": "门",
    "⻗": "雨",
    "⻘": "青",
    "⻙": "韦",
    "⻚": "页",
    "⻛": "风",
    "⻜": "飞",
    "⻝": "食",
    "⻢": "马",
    "⻣": "骨",
    "⻤": "鬼",
    "⻥": "鱼",
    "⻦": "鸟",
    "⻧": "卤",
    "⻨": "麦",
    "⻩": "黄",
    "⻬": "齐",
    "⻮": "齿",
    "⻰": "龙",
    "⻳": "龟",
}

LOOKALIKES: dict[str, str] = SUPPLEMENT | {
    chr(code): mapped
    for low, high in ((0x2F00, 0x2FD6), (0xF900, 0xFADA), (0x2329, 0x232B))
    for code in range(low, high)
    if (mapped := unicodedata.normalize("NFKC", chr(code))) != chr(code)
}
"""What a file may hold, and the character that it stands for."""
