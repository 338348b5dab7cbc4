"""``quanze write``: the annexes of a list as a document again."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from quanze.cli.refusing import CliError, speaking_of

FORMATS = ("docx", "xlsx", "pdf", "html", "json")
BINARY = ("docx", "xlsx", "pdf")
EXTENSIONS = {
    ".docx": "docx",
    ".xlsx": "xlsx",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
}


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "write",
        help="把清单的各附件写成 Word、Excel、PDF、网页或 JSON",
        description="读一份权责清单（任何能读的格式），按公文版式把各附件写成 Word、Excel、PDF、网页或 JSON。\n"
        "写出的文件再读回来，每个单元格的文字一字不差；格式存不下的文字整份拒绝，并说明在哪里。\n"
        "PDF 需要本机装有中文字体；准确的文字另以 JSON 附在 PDF 里，读回时只在与页面一致时采用。\n"
        "输出文件一次写成：中途失败不会留下半份，也不会动原有的文件。",
    )
    parser.add_argument("file", metavar="FILE", help="清单文件；- 表示从标准输入读")
    parser.add_argument("--to", choices=FORMATS, required=True, help="写成哪种格式")
    parser.add_argument("-o", "--output", metavar="OUT", required=True, help="输出文件；- 表示标准输出")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Writes the file. Returns 0."""
    from quanze.lists import readers, writers

    target: str = options.output
    if target == "-" and options.to in BINARY and sys.stdout.isatty():
        raise CliError(f"终端上显示不了 {options.to}；请用 -o 给出文件名，或把标准输出接到文件")
    expected = EXTENSIONS.get(Path(target).suffix.lower())
    if target != "-" and expected not in (None, options.to):
        raise CliError(f"扩展名与格式不符：--to 是 {options.to}；请改正其中一个", subject=target)
    with speaking_of(options.file):
        document = readers.read(options.file)
    with speaking_of(target), replacing(target) as stream:
        writers.write(document, options.to, stream)
    if target != "-":
        matters = sum(len(annex.matters) for annex in document.annexes)
        print(f"已写成 {target}：{len(document.annexes)} 个附件，{matters} 项")
        if document.findings:
            print(f"读取时修补或存疑 {len(document.findings)} 处，用 quanze read 可以逐处看到")
    return 0


@contextmanager
def replacing(target: str) -> Iterator[BinaryIO]:
    """A stream whose bytes become the file at ``target`` at once when the block ends well, and vanish when it does
    not. ``-`` is standard output; what is no regular file (``/dev/null``) is written to as it is."""
    path = Path(target)
    if target == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if path.exists() and not path.is_file() and not path.is_dir():
        with path.open("wb") as device:
            yield device
        return
    if path.is_dir():
        raise IsADirectoryError(target)
    path = path.resolve()
    if not path.parent.is_dir():
        raise CliError("要写入的文件夹不存在", subject=target)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        draft.chmod(mode)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask
