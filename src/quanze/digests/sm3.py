"""SM3 (GB/T 32905-2016): by OpenSSL where it has it, else by the few lines below, which are a hundred times slower."""

from __future__ import annotations

import hashlib
import struct

_WORD = 0xFFFFFFFF
_START = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)


def sm3(data: bytes) -> str:
    """The digest of ``data``, in hex."""
    try:
        return hashlib.new("sm3", data).hexdigest()
    except ValueError:  # an OpenSSL that was built without it
        return plain_sm3(data)


def plain_sm3(data: bytes) -> str:
    """The same without OpenSSL. 5.2: the message is padded with one bit, zeros and its length in bits."""
    padded = data + b"\x80" + bytes(-(len(data) + 9) % 64) + struct.pack(">Q", 8 * len(data))
    state: tuple[int, ...] = _START
    for start in range(0, len(padded), 64):
        state = _compressed(state, struct.unpack_from(">16I", padded, start))
    return "".join(f"{word:08x}" for word in state)


def _turned(word: int, by: int) -> int:
    by %= 32
    return (word << by | word >> (32 - by)) & _WORD


_T = tuple(_turned(0x79CC4519 if j < 16 else 0x7A879D8A, j) for j in range(64))


def _expanded(block: tuple[int, ...]) -> list[int]:
    """5.3.2: sixteen words become sixty-eight."""
    words = list(block)
    for j in range(16, 68):
        x = words[j - 16] ^ words[j - 9] ^ _turned(words[j - 3], 15)
        words.append(x ^ _turned(x, 15) ^ _turned(x, 23) ^ _turned(words[j - 13], 7) ^ words[j - 6])
    return words


def _compressed(state: tuple[int, ...], block: tuple[int, ...]) -> tuple[int, ...]:
    """5.3.3: sixty-four rounds over one block. The letters are the standard's."""
    words = _expanded(block)
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        turned = _turned(a, 12)
        ss1 = _turned((turned + e + _T[j]) & _WORD, 7)
        ss2 = ss1 ^ turned
        ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if j < 16 else (e & f) | (~e & _WORD & g)
        tt1 = (ff + d + ss2 + (words[j] ^ words[j + 4])) & _WORD
        tt2 = (gg + h + ss1 + words[j]) & _WORD
        a, b, c, d = tt1, a, _turned(b, 9), c
        e, f, g, h = tt2 ^ _turned(tt2, 9) ^ _turned(tt2, 17), e, _turned(f, 19), g
    return tuple(old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True))
