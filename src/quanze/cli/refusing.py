"""How a command says that it could not do its work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from quanze.lists.refusal import Refusal


class CliError(Exception):
    """A command cannot do its work: one line for standard error, in the user's words, and exit status 2.

    ``CliError("没有这个文件", subject="清单.docx")`` prints ``quanze: 清单.docx: 没有这个文件``.
    """

    def __init__(self, reason: str, *, subject: str | None = None) -> None:
        self.reason = reason
        self.subject = subject
        super().__init__(" ".join((f"{subject}: {reason}" if subject else reason).split()))


@contextmanager
def speaking_of(subject: str) -> Iterator[None]:
    """Name the file in whatever refuses it: ``with speaking_of("清单.docx"): document = readers.read(path)``.

    Raises :class:`CliError` for a :class:`Refusal` and for what the operating system refuses.
    """
    try:
        yield
    except Refusal as refusal:
        raise CliError(str(refusal), subject=subject) from refusal
    except BrokenPipeError:
        raise
    except FileNotFoundError as error:
        raise CliError("没有这个文件", subject=subject) from error
    except IsADirectoryError as error:
        raise CliError("这是文件夹，不是文件", subject=subject) from error
    except PermissionError as error:
        raise CliError("没有读写这个文件的权限", subject=subject) from error
    except OSError as error:
        raise CliError(f"系统拒绝：{error.strerror or error}", subject=subject) from error
