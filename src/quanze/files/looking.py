"""Looking at a file that somebody hands in: by its content, against its name and what is wanted."""

from __future__ import annotations

from pathlib import Path

from quanze.files.kinds import PROGRAM_EXTENSIONS, Accepts, Kind, after_words, extension_of
from quanze.files.locks import asks_for_password
from quanze.files.recognising import tell
from quanze.files.soundness import examine
from quanze.lists.refusal import Refusal


def look(path: Path, name: str, accepts: Accepts) -> Kind:
    """The kind of the file at ``path``, which was handed in as ``name``. Raises :class:`Refusal`: why it is not taken
    and what to do, without its name."""
    with path.open("rb") as file:
        kind = tell(file)
        _agree(name, kind, accepts)
        examine(file, kind)
    if kind.key == "pdf" and asks_for_password(path):
        raise Refusal("文件加了密码，工作人员打不开；请去掉密码，或重新打印成 PDF 再上传")
    return kind


def _agree(name: str, kind: Kind, accepts: Accepts) -> None:
    extension, label = extension_of(name), after_words(kind.label)
    if extension in PROGRAM_EXTENSIONS:
        raise Refusal("这是程序或脚本的文件名，没有收下；请上传材料本身，不要上传程序")
    if kind not in accepts.kinds:
        raise Refusal(f"这是{label}，这里只收{after_words(accepts.words)}；请另存为其中一种再上传")
    if not extension:
        raise Refusal(
            f"文件名没有扩展名，工作人员的电脑打不开；它的内容是{label}，请在文件名末尾加上“.{kind.extensions[0]}”再上传"
        )
    if extension not in kind.extensions:
        raise Refusal(
            f"文件名以“.{extension}”结尾，内容却是{label}；请用原来的程序另存一份，"
            f"或把扩展名改为“.{kind.extensions[0]}”再上传"
        )
