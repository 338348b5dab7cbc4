"""What a list keeper hands in: a kit's file, and, after looking at what it changes, the same again."""

from __future__ import annotations

from django import forms

from quanze.kits.reading import MOST_BYTES


class KitFileForm(forms.Form):
    """A kit's file."""

    file = forms.FileField(
        label="配置文件",
        max_length=200,
        error_messages={
            "required": "请先选择一个文件。",
            "empty": "这个文件是空的（0 字节），请重新选择。",
            "missing": "请先选择一个文件。",
            "invalid": "文件没有传上来，请重新选择。",
            "max_length": "文件名太长，请改短后再上传。",
        },
    )


class KitTextForm(forms.Form):
    """The text of a file that was looked at, its name, and the kit in force that it was compared with."""

    text = forms.CharField(max_length=MOST_BYTES, strip=False)
    source = forms.CharField(max_length=200, required=False)
    seen = forms.CharField(max_length=64)
