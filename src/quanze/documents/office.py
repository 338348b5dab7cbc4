"""What the ZIP of every office document holds besides its text: types, relations, properties (ECMA-376, part 2)."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from typing import IO
from xml.sax.saxutils import escape

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CORE = "application/vnd.openxmlformats-package.core-properties+xml"
CORE_RELATION = f"{_PACKAGE}/relationships/metadata/core-properties"

EPOCH = (1980, 1, 1, 0, 0, 0)


def member(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    """Opens a member for writing. It bears the earliest date that a ZIP can, so that equal texts give equal files."""
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    return archive.open(info, "w", force_zip64=False)


def relations(*relations: tuple[str, str, str]) -> str:
    """A part of relations: each an identifier, a kind and a target."""
    listed = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, kind, target in relations
    )
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def content_types(parts: Mapping[str, str]) -> str:
    """``[Content_Types].xml``: the type of each part by its name."""
    listed = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'{XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def core_properties(title: str) -> str:
    """``docProps/core.xml``: title and language."""
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title>'
        "<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )
