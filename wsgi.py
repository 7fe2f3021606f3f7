"""The WSGI entry point for other servers than `configurator serve`: `gunicorn wsgi:application`."""

from __future__ import annotations

import os

from configurator.app import create_app
from configurator.bootstrap import load_layout, open_services
from configurator.settings import load_settings

settings = load_settings(os.environ)
load_layout()
application = create_app(open_services(settings), settings)
