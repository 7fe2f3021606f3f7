"""The WSGI entry point: `gunicorn wsgi:application`."""

from __future__ import annotations

import os

from configurator.app import create_app
from configurator.settings import load_settings

application = create_app(load_settings(os.environ))
