"""The years that the library ``chinesecalendar`` knows, as arrangements of ours. Nothing else asks the library."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib.metadata import version

from chinese_calendar.constants import Holiday, holidays, workdays

from quanze.procedure.clocks.calendar import Calendar, CalendarYear, DayKind, SpecialDay

NOTICES = {
    2016: "国办发明电〔2015〕18号",
    2017: "国办发明电〔2016〕17号",
    2018: "国办发明电〔2017〕12号",
    2019: "国办发明电〔2018〕15号、国办发明电〔2019〕3号",
    2020: "国办发明电〔2019〕16号、国办发明电〔2020〕1号",
    2021: "国办发明电〔2020〕27号",
    2022: "国办发明电〔2021〕11号",
    2023: "国办发明电〔2022〕16号",
    2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}
"""Year → the notice of the State Council's office that arranged it, where its number is known."""

NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}
"""What the library calls a holiday → what the notices call it, where they differ."""


@cache
def seeded() -> Calendar:
    """The calendar of all years that the library knows. A year that it does not know is not in it."""
    days: dict[int, list[SpecialDay]] = defaultdict(list)
    for table, kind in ((holidays, DayKind.OFF), (workdays, DayKind.WORK)):
        for day, english in table.items():
            name = Holiday(english).chinese
            days[day.year].append(SpecialDay(day, kind, NAMES.get(name, name)))
    library = f"chinesecalendar {version('chinesecalendar')}"
    return Calendar(
        tuple(
            CalendarYear(
                year,
                tuple(sorted(specials, key=lambda special: special.day)),
                f"{NOTICES[year]}（据 {library}）" if year in NOTICES else library,
            )
            for year, specials in sorted(days.items())
        )
    )
