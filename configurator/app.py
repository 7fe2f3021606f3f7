"""The web application: services and settings in, a Flask application out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined

from configurator.http.access import guard
from configurator.http.errors import install_error_handlers
from configurator.http.headers import add_headers
from configurator.http.services import EXTENSION
from configurator.http.sessions import load_user
from configurator.http.uploads import widen_limit
from configurator.resources import static_dir, templates_dir
from configurator.web.context import install_context
from configurator.web.errors import ask_to_sign_in, show_error
from configurator.web.routing import install_pages

if TYPE_CHECKING:
    from configurator.bootstrap import Services
    from configurator.settings import Settings

SIGN_IN_RATE = "20 per minute"


def create_app(services: Services, settings: Settings) -> Flask:
    """The application, ready to serve: deny by default, CSRF on every form, strict headers on every answer."""
    app = Flask("configurator", static_folder=static_dir(), template_folder=templates_dir())
    app.config.update(_configure(settings))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions[EXTENSION] = services
    CSRFProtect(app)
    app.before_request_funcs.setdefault(None, [])[:0] = [load_user, guard, widen_limit]
    app.after_request(add_headers)
    install_pages(app)
    install_context(app)
    install_error_handlers(app, show_error, ask_to_sign_in)
    _limit_sign_in(app)
    return app


def _configure(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_NAME": "configurator_form",
        "DEFAULT_LANGUAGE": settings.language,
        "MAX_CONTENT_LENGTH": 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 512 * 1024,
        "MAX_FORM_PARTS": 1000,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_I18N_ENABLED": False,
        "TEMPLATES_AUTO_RELOAD": False,
        "SEND_FILE_MAX_AGE_DEFAULT": 3600,
    }


def _limit_sign_in(app: Flask) -> None:
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://", headers_enabled=False)
    limited: Any = limiter.limit(SIGN_IN_RATE)(app.view_functions["web.sign_in_user"])
    app.view_functions["web.sign_in_user"] = limited
