"""Files of a case on their way in: from the request straight into the store, and the field of a form that takes them.

A view whose form takes files is decorated with :func:`takes_files`, below ``signed_in``; its form has a
:class:`FilesField`, drawn by ``site/parts/files_field.html``. With JavaScript each file is sent to ``/files/`` as soon
as it is chosen; without it the files come with the form. Either way the field gives deposits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from quanze.audit.services import Origin
from quanze.files import queries, services, store
from quanze.files.kinds import EVERYTHING, Accepts, after_words
from quanze.files.models import Deposit
from quanze.people.models import Person
from quanze.people.unacceptable import Unacceptable
from quanze.site.views.doors import View

if TYPE_CHECKING:
    AnyUploadedFile = UploadedFile[Any]
else:
    AnyUploadedFile = UploadedFile


class Arrived(AnyUploadedFile):
    """A file of a request, which lies beside the store already and is not kept yet; or why it could not be taken."""

    def __init__(self, given: str, arrival: store.Arrival | None, refusal: Unacceptable | None) -> None:
        super().__init__(None, given, size=0 if arrival is None else arrival.size)
        self.given = given  # Django shortens ``name``
        self._arrival = arrival
        self._refusal = refusal

    def hand_in(self, person: Person, accepts: Accepts, where: Origin | None) -> Deposit:
        """Look at it and keep it. Raises ``Denied`` and :class:`Unacceptable`."""
        if self._arrival is None:
            raise self._refusal or Unacceptable("文件没有传上来，请重新选择。")
        return services.receive_arrived(person, self.given, self._arrival, accepts, where=where)

    def close(self) -> None:
        """At the end of the request: what was not kept goes."""
        if self._arrival is not None:
            self._arrival.drop()


class IntoTheStore(FileUploadHandler):
    """Writes the bytes of a request's files where they will lie, hashed on the way: once, and never all in memory."""

    chunk_size = 256 * 1024

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._arrivals: list[store.Arrival] = []
        self._arrival: store.Arrival | None = None
        self._refusal: Unacceptable | None = None

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, file_name, *args, **kwargs)
        self._arrival = self._refusal = None
        try:
            self._arrival = services.begin()
            self._arrivals.append(self._arrival)
        except store.NoRoom as error:
            self._refusal = services.refused(file_name, error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._arrival is None:
            return  # refused: the rest of it is read past
        try:
            self._arrival.write(raw_data)
        except (store.TooLarge, store.NoRoom) as error:
            self._arrival, self._refusal = None, services.refused(self.file_name or "", error)

    def file_complete(self, file_size: int) -> Arrived:
        return Arrived(self.file_name or "", self._arrival, self._refusal)

    def drop(self) -> None:
        """Take away whatever came and was not kept, however the request ended."""
        for arrival in self._arrivals:
            arrival.drop()


def takes_files(view: View) -> View:
    """Let the files of a form go straight into the store, and its body be as large as they may be. The check against
    forged requests, which reads the form, comes after that is settled; a page of another site is turned away by it
    before anything is read."""
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        handler = IntoTheStore(request)
        request.upload_handlers = [handler]
        try:
            return protected(request, *args, **kwargs)
        finally:
            handler.drop()

    inner.takes_files = True  # type: ignore[attr-defined]
    return inner


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form sent for a field: deposits by number, and files that came with it."""

    numbers: tuple[int, ...]
    arrived: tuple[Arrived, ...]

    @classmethod
    def of(cls, data: Any, files: Any, name: str) -> Sent:
        """From the fields ``name`` and ``name-file``."""
        numbers = [text for text in _every(data, name) if str(text).isdecimal() and len(str(text)) < 18]
        arrived = [file for file in _every(files, f"{name}-file") if isinstance(file, Arrived)]
        return cls(tuple(map(int, numbers)), tuple(arrived))


class FilesInput(forms.Widget):
    """Reads what ``site/parts/files_field.html`` draws."""

    needs_multipart_form = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Sent:
        return Sent.of(data, files, name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False  # nothing at all is an answer: every file was taken out


class FilesField(forms.Field):
    """Files that ``person`` hands in: ``cleaned_data`` has the deposits, in their order, not yet bound to anything.

    ``accepts`` is what is taken, ``most`` how many; ``bound_to`` what files may belong to already (the draft that the
    form is of). ``largest`` is what people are told, where whoever reads the files takes no more than so many bytes.
    What was taken stays taken when something else of the form is wrong, and is shown again.
    """

    widget = FilesInput
    default_error_messages = {"required": "请上传文件。"}

    def __init__(
        self,
        *,
        person: Person,
        accepts: Accepts = EVERYTHING,
        most: int = 20,
        largest: int = 0,
        bound_to: str = "",
        where: Origin | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.largest = largest
        self.person, self.accepts, self.most, self.bound_to, self.where = (
            person,
            accepts,
            most,
            bound_to,
            where,
        )
        self.kept: list[Deposit] = []

    @property
    def hint(self) -> str:
        """What may be chosen, in words."""
        each = f"每个不超过 {self.limit >> 20} MB"
        return f"可以上传{self.accepts.words}，{each}" + (
            f"，最多 {self.most} 个。" if self.most > 1 else "。"
        )

    @property
    def limit(self) -> int:
        """Bytes of one file."""
        return min(self.largest or settings.DEPOSIT_BYTES, settings.DEPOSIT_BYTES)

    def clean(self, value: Sent) -> list[Deposit]:
        wrong: list[str] = []
        self.kept = queries.own(self.person, value.numbers, also=self.bound_to)
        if len(self.kept) < len(set(value.numbers)):
            wrong.append("有的文件已经删除、用在别处，或过了保留期限；请重新上传。")
        for deposit in self.kept:
            if deposit.held.is_a not in self.accepts.kinds:
                wrong.append(
                    f"“{deposit.filename}”：这里只收{after_words(self.accepts.words)}；请另存为其中一种再上传。"
                )
        for arrived in value.arrived:
            try:
                self.kept.append(arrived.hand_in(self.person, self.accepts, self.where))
            except Unacceptable as refusal:
                wrong.append(str(refusal))
        if len(self.kept) > self.most:
            wrong.append(f"最多 {self.most} 个文件，现在有 {len(self.kept)} 个；请取消其中一些。")
        if self.required and not self.kept and not wrong:
            wrong.append(str(self.error_messages["required"]))
        if wrong:
            raise forms.ValidationError(wrong)
        return self.kept

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = [deposit.pk for deposit in initial or ()]
        return bool(data.arrived) or before != list(data.numbers)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        return FilesBound(form, self, field_name)


class FilesBound(BoundField):
    """The field within its form, for the template."""

    field: FilesField

    @property
    def deposits(self) -> Iterable[Deposit]:
        """What stands in the field: what was sent and taken, or what the form began with."""
        if not self.form.is_bound:
            return list(self.initial or ())
        _ = self.errors  # cleans the form, unless that was done
        return self.field.kept


def _every(data: Any, name: str) -> list[Any]:
    if hasattr(data, "getlist"):
        return list(data.getlist(name))
    found = data.get(name, [])
    return list(found) if isinstance(found, list | tuple) else [found]
