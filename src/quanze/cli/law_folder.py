"""A folder of laws as a library, read with progress on standard error where a person looks on."""

from __future__ import annotations

import sys
from pathlib import Path

from quanze.cli.refusing import CliError, speaking_of
from quanze.law.folder import Refused, law_files, read_folder
from quanze.law.library import Library

MANY = 100
"""Fewer files are read before anybody would look for progress."""
TOLD = 3
"""So many of the files that were not read are named."""


def read_library(folder: Path) -> Library:
    """The laws of a folder. What was not read is told in one line on standard error.

    Raises :class:`CliError` where the folder cannot be read or holds no law at all.
    """
    from rich.console import Console
    from rich.progress import track

    with speaking_of(str(folder)):
        files = law_files(folder)
    shown = track(
        files,
        "读法规库",
        console=Console(stderr=True),
        transient=True,
        disable=len(files) < MANY or not sys.stderr.isatty(),
    )
    instruments = []
    refused: list[Refused] = []
    for found in read_folder(folder, shown):
        if isinstance(found, Refused):
            refused.append(found)
        else:
            instruments.append(found.instrument)
    if not instruments:
        raise CliError("文件夹里没有能读的法律法规（.md、.docx、.txt）", subject=str(folder))
    if refused:
        named = "；".join(f"{each.path}：{each.reason}" for each in refused[:TOLD])
        more = "……" if len(refused) > TOLD else ""
        print(f"quanze: 法规库有 {len(refused)} 个文件没有读：{named}{more}", file=sys.stderr)
    return Library(instruments)
