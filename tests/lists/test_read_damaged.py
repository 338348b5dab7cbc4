"""Real files with something broken in them: read or refused, never a crash, never a hang."""

from __future__ import annotations

import io
import random
import time
import zipfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanze.lists import readers, writers
from quanze.lists.model import ListDocument
from quanze.lists.refusal import Refusal

SAMPLE = Path(__file__).parents[2] / "examples" / "wolong" / "wolong-gxj-2025.docx"
PIECES = (
    b"", b"\x00", b"\xff", b"<", b">", b"&", b'"', b"=", b"</", b"<td>", b"</table>", b"<table>", b"]]>", b"<!--",
    b"&#xd800;", b"&x;", b"-1", b"99999999999", b"1e999", b"NaN", b"null", b"[", b"{", b"\\u", b"A1:XFD1048576",
    b' rowspan="65534"', b' colspan="1000"', b"<u>", b"<row>", b"<!DOCTYPE a [<!ENTITY x 'y'>]>",
)  # fmt: skip


@cache
def sample(format: str) -> bytes:
    out = io.BytesIO()
    writers.write(readers.read(SAMPLE), format, out)
    return out.getvalue()


def damaged(data: bytes, seed: int) -> bytes:
    """The data with some bytes replaced, doubled, cut out or moved."""
    chance = random.Random(seed)
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(out) + 1)
        length = chance.choice((0, 1, 1, 3, 30, 1000))
        piece = chance.choice((*PIECES, bytes(out[at : at + length]) * 2))
        out[at : at + length] = piece
    return bytes(out)


def damaged_inside(data: bytes, seed: int) -> bytes:
    """A ZIP with one of its members damaged, sound as a ZIP."""
    chance = random.Random(seed)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        names = source.namelist()
        victim = chance.choice(names)
        for name in names:
            content = source.read(name)
            target.writestr(name, damaged(content, seed) if name == victim else content)
    return out.getvalue()


def read_or_refuse(data: bytes, format: str) -> ListDocument | str:
    started = time.perf_counter()
    try:
        return readers.read_bytes(data, f"清单.{format}")
    except Refusal as refusal:
        return str(refusal)
    finally:
        assert time.perf_counter() - started < 20


@pytest.mark.parametrize("format", writers.FORMATS)
@settings(max_examples=60)
@given(seed=st.integers(0, 2**32))
def test_a_damaged_file_is_read_or_refused_in_one_line(format: str, seed: int) -> None:
    found = read_or_refuse(damaged(sample(format), seed), format)
    if isinstance(found, str):
        assert found
        assert "\n" not in found
    else:
        assert found.annexes


@pytest.mark.parametrize("format", ["docx", "xlsx"])
@settings(max_examples=60)
@given(seed=st.integers(0, 2**32))
def test_a_damaged_part_of_a_sound_zip_is_read_or_refused_in_one_line(format: str, seed: int) -> None:
    found = read_or_refuse(damaged_inside(sample(format), seed), format)
    if isinstance(found, str):
        assert found
        assert "\n" not in found
    else:
        assert found.annexes


@pytest.mark.parametrize("format", ["docx", "xlsx"])
@given(share=st.floats(0, 0.999))
def test_a_truncated_file_is_refused(format: str, share: float) -> None:
    data = sample(format)
    assert isinstance(read_or_refuse(data[: int(len(data) * share)], format), str)


def test_a_compression_that_office_never_uses_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>" * 100)
    with pytest.raises(Refusal, match="压缩方式"):
        readers.read_bytes(out.getvalue(), "清单.xlsx")
