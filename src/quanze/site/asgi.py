"""The door for ASGI servers."""

import gc
import os
from importlib import import_module

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quanze.site.settings")

application = get_asgi_application()

# What a server has loaded stays: looking through it for garbage would make one page in twenty wait a tenth of a second.
import_module("quanze.site.urls")
gc.collect()
gc.freeze()
