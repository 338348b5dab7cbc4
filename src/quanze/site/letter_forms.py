"""What people fill in about letters: an agency's wording and numbers, and a code to be checked."""

from __future__ import annotations

from collections.abc import Callable

from django import forms

from quanze.letters.numbering import refuse_unfit_code, refuse_unfit_pattern
from quanze.letters.template.parsing import MOST_CHARACTERS
from quanze.people.unacceptable import Unacceptable


class WordingForm(forms.Form):
    """The text of a template. ``seen`` is the digest of the one that the person had before them."""

    text = forms.CharField(
        label="模板",
        max_length=MOST_CHARACTERS * 2,  # the template's own limits are told with their lines
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "wrap": "off"}),
        error_messages={"required": "模板是空的。", "max_length": f"模板超过{MOST_CHARACTERS}个字。"},
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class NumberingForm(forms.Form):
    """代字 and the pattern of numbers."""

    code = forms.CharField(label="机关代字", max_length=40, error_messages={"required": "请填写机关代字。"})
    pattern = forms.CharField(
        label="编号格式", max_length=100, error_messages={"required": "请填写编号格式。"}
    )

    def clean_code(self) -> str:
        """Refuse what is no 代字."""
        return _fit(refuse_unfit_code, self.cleaned_data["code"])

    def clean_pattern(self) -> str:
        """Refuse a pattern by which two letters could bear one number."""
        return _fit(refuse_unfit_pattern, self.cleaned_data["pattern"])


def _fit(refuse: Callable[[str], None], words: str) -> str:
    try:
        refuse(words)
    except Unacceptable as reason:
        raise forms.ValidationError(str(reason)) from reason
    return words


class CodeForm(forms.Form):
    """The code that stands on a letter."""

    code = forms.CharField(
        label="核验码",
        max_length=100,
        error_messages={"required": "请填写文书左上角的核验码。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class CompareForm(forms.Form):
    """A file that is held against a letter."""

    file = forms.FileField(
        label="文书文件",
        error_messages={
            "required": "请先选择一个文件。",
            "empty": "这个文件是空的（0 字节），请重新选择。",
            "missing": "请先选择一个文件。",
            "invalid": "文件没有传上来，请重新选择。",
        },
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}),
    )
