"""The WSGI entry point for other servers than `configurator serve`: `gunicorn wsgi:application`."""

from __future__ import annotations

from configurator.app import create_app
from configurator.bootstrap import open_services, start_settings

settings = start_settings()
application = create_app(open_services(settings), settings)
