"""The kinds of files that are taken, as people know them, and those that are known and not taken. Tables; no database.

Signatures: the registrations of the media types with IANA; ISO 32000-1 7.5.2 (PDF), GB/T 33190-2016 (OFD),
ECMA-376 part 2 (OOXML), [MS-CFB] 2.2 (the old Office formats), ISO/IEC 10918-1 B.2 (JPEG), RFC 2083 (PNG),
TIFF 6.0 section 2, the RAR 5.0 and 7z format notes, the Open Design specification (DWG).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One format. ``family`` is what a bureau's kit and people call it together with its like; ``inline`` says that a
    browser may show it. ``looked_into`` is false where only its first bytes are known to us."""

    key: str
    family: str
    label: str
    extensions: tuple[str, ...]
    media_type: str
    inline: bool = False
    looked_into: bool = True


_OOXML = "application/vnd.openxmlformats-officedocument."

KINDS = (
    Kind("pdf", "PDF", "PDF 文件", ("pdf",), "application/pdf", inline=True),
    Kind("ofd", "OFD", "OFD 版式文件", ("ofd",), "application/ofd"),
    Kind("docx", "Word", "Word 文档（.docx）", ("docx",), f"{_OOXML}wordprocessingml.document"),
    Kind("doc", "Word", "旧版 Word 或 WPS 文档（.doc、.wps）", ("doc", "wps"), "application/msword"),
    Kind("xlsx", "Excel", "Excel 表格（.xlsx）", ("xlsx",), f"{_OOXML}spreadsheetml.sheet"),
    Kind("xls", "Excel", "旧版 Excel 或 WPS 表格（.xls、.et）", ("xls", "et"), "application/vnd.ms-excel"),
    Kind("pptx", "PPT", "PPT 演示文稿（.pptx）", ("pptx",), f"{_OOXML}presentationml.presentation"),
    Kind("ppt", "PPT", "旧版 PPT 或 WPS 演示（.ppt、.dps）", ("ppt", "dps"), "application/vnd.ms-powerpoint"),
    Kind("jpeg", "图片", "JPEG 图片", ("jpg", "jpeg"), "image/jpeg", inline=True),
    Kind("png", "图片", "PNG 图片", ("png",), "image/png", inline=True),
    Kind("tiff", "图片", "TIFF 图片", ("tif", "tiff"), "image/tiff"),
    Kind("txt", "文本", "纯文本", ("txt", "csv"), "text/plain; charset=utf-8"),
    Kind("dwg", "图纸", "CAD 图纸（.dwg）", ("dwg",), "image/vnd.dwg", looked_into=False),
    Kind("zip", "压缩包", "ZIP 压缩包", ("zip",), "application/zip"),
    Kind("rar", "压缩包", "RAR 压缩包", ("rar",), "application/vnd.rar", looked_into=False),
    Kind("7z", "压缩包", "7z 压缩包", ("7z",), "application/x-7z-compressed", looked_into=False),
)
"""What may be taken, in the order in which people are told of it."""

BY_KEY = {kind.key: kind for kind in KINDS}
FAMILIES = tuple(dict.fromkeys(kind.family for kind in KINDS))


@dataclass(frozen=True, slots=True)
class Signature:
    """First bytes that tell a format."""

    magic: bytes
    key: str


SIGNATURES = (
    Signature(b"\xff\xd8\xff", "jpeg"),
    Signature(b"\x89PNG\r\n\x1a\n", "png"),
    Signature(b"II*\x00", "tiff"),
    Signature(b"MM\x00*", "tiff"),
    Signature(b"Rar!\x1a\x07", "rar"),
    Signature(b"7z\xbc\xaf\x27\x1c", "7z"),
    Signature(b"AC10", "dwg"),
)
"""Of the kinds that are told by their first bytes alone; the others are told by their structure (``recognising``)."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A format that is known and not taken: its bytes at an offset, what it is, and what to do instead."""

    at: int
    magic: bytes
    label: str
    advice: str
    program: bool = False


AS_OFFICE = "请用 Word 或 WPS 打开，另存为 .docx 或 .pdf 再上传"
_AS_IMAGE = "请另存为 JPG 或 PNG 图片再上传"
_AS_ZIP = "请解开后直接上传其中的文件"
NO_PROGRAM = "请上传材料本身，不要上传程序"

FOREIGN = (
    Foreign(0, b"\x7fELF", "可执行程序（Linux）", NO_PROGRAM, program=True),
    Foreign(0, b"\xfe\xed\xfa\xce", "可执行程序（macOS）", NO_PROGRAM, program=True),
    Foreign(0, b"\xfe\xed\xfa\xcf", "可执行程序（macOS）", NO_PROGRAM, program=True),
    Foreign(0, b"\xce\xfa\xed\xfe", "可执行程序（macOS）", NO_PROGRAM, program=True),
    Foreign(0, b"\xcf\xfa\xed\xfe", "可执行程序（macOS）", NO_PROGRAM, program=True),
    Foreign(0, b"\xca\xfe\xba\xbe", "可执行程序（macOS 或 Java）", NO_PROGRAM, program=True),
    Foreign(0, b"dex\n", "可执行程序（安卓）", NO_PROGRAM, program=True),
    Foreign(0, b"\x00asm", "可执行程序（WebAssembly）", NO_PROGRAM, program=True),
    Foreign(0, b"L\x00\x00\x00\x01\x14\x02\x00", "快捷方式", "请上传它指向的文件本身", program=True),
    Foreign(0, b"MSCF", "安装包（CAB）", NO_PROGRAM, program=True),
    Foreign(0, b"\x31\xbe\x00\x00", "Write 文档", AS_OFFICE),
    Foreign(0, b"GIF87a", "GIF 图片", _AS_IMAGE),
    Foreign(0, b"GIF89a", "GIF 图片", _AS_IMAGE),
    Foreign(0, b"BM", "BMP 图片", _AS_IMAGE),
    Foreign(8, b"WEBP", "WebP 图片", _AS_IMAGE),
    Foreign(
        4,
        b"ftypheic",
        "HEIC 照片（苹果手机）",
        "请在手机“设置-相机-格式”里选“兼容性最佳”后重拍，或另存为 JPG",
    ),
    Foreign(4, b"ftypmif1", "HEIF 照片", _AS_IMAGE),
    Foreign(4, b"ftypavif", "AVIF 图片", _AS_IMAGE),
    Foreign(4, b"ftyp", "视频或音频", "请按材料要求上传文档或图片"),
    Foreign(0, b"\x1f\x8b", "gzip 压缩文件", _AS_ZIP),
    Foreign(0, b"BZh", "bzip2 压缩文件", _AS_ZIP),
    Foreign(0, b"\xfd7zXZ\x00", "xz 压缩文件", _AS_ZIP),
    Foreign(257, b"ustar", "tar 打包文件", _AS_ZIP),
)
"""Of files that are no text (``recognising`` tells those), in the order in which they are tried."""

PROGRAM_EXTENSIONS = frozenset(
    "apk app bat chm cmd com cpl dll dmg exe gadget hta iso jar js jse lnk msc msi msp ps1 py reg scf scr sh sys "  # noqa: SIM905  a table of words
    "url vb vbe vbs wsf wsh xll".split()
)
"""Extensions that a double click runs: such a file is refused wherever it lies, also within an archive."""


@dataclass(frozen=True, slots=True)
class Accepts:
    """What a field or a material takes."""

    kinds: tuple[Kind, ...]

    @property
    def words(self) -> str:
        """As people know it: ``PDF、Word、图片``. A family of which only some kinds are taken is told by them."""
        told = []
        for family in FAMILIES:
            every = [kind for kind in KINDS if kind.family == family]
            taken = [kind for kind in every if kind in self.kinds]
            if taken:
                told.append(
                    family if taken == every else "、".join(f".{kind.extensions[0]}" for kind in taken)
                )
        return "、".join(told)

    @property
    def names(self) -> str:
        """The keys of the kinds, by comma: what :func:`accepts` takes."""
        return ",".join(kind.key for kind in self.kinds)

    @property
    def extensions(self) -> tuple[str, ...]:
        """With the dot, for the ``accept`` attribute of a file field."""
        return tuple(f".{extension}" for kind in self.kinds for extension in kind.extensions)


def accepts(names: Iterable[str] = ()) -> Accepts:
    """What takes the families (``PDF``, ``图片``), kinds (``docx``) and extensions (``jpg``, as a kit names them) that
    are named; everything without any. Raises ``ValueError`` for a name that is none of these."""
    wanted = set(names)
    unknown = wanted - set().union(*map(_names_of, KINDS))
    if unknown:
        raise ValueError(f"不认识的文件种类：{'、'.join(sorted(unknown))}；可用的有：{'、'.join(FAMILIES)}")
    return Accepts(tuple(kind for kind in KINDS if not wanted or wanted & _names_of(kind)))


def _names_of(kind: Kind) -> set[str]:
    return {kind.family, kind.key, *kind.extensions}


EVERYTHING = accepts()


def after_words(text: str) -> str:
    """``text`` as it stands behind Chinese words: with a blank before Latin letters."""
    return f" {text}" if text[:1].isascii() else text


def extension_of(name: str) -> str:
    """What stands behind the last dot, in lower case; empty without one."""
    stem, dot, extension = name.rpartition(".")
    return extension.lower() if dot and stem else ""
