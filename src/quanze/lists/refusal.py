"""A file that cannot be read is refused, whole, with the place and the reason."""

from __future__ import annotations

from quanze.lists.model import Place


class Refusal(Exception):
    """Why a file is not read, in the clerk's words: what is wrong, where, and what to do.

    ``str(refusal)`` is one line without the file's name; the command line and the upload page put it in front.
    """

    def __init__(self, reason: str, place: Place | None = None) -> None:
        self.reason = reason
        self.place = place
        where = f"{place}：" if place is not None and str(place) else ""
        super().__init__(f"{where}{reason}".replace("\n", " "))
