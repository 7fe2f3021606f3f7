"""`configurator serve`: the web application under gunicorn."""

from __future__ import annotations

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from configurator.app import create_app
from configurator.bootstrap import Services, load_layout, open_services
from configurator.cli.speaking import help_of, message_language, read_settings
from configurator.services.seeding import DEMO_USERS
from configurator.settings import Settings
from configurator.wording import say

TIMEOUT_SECONDS = 120
THREADS = 4


def serve_command() -> click.Command:
    """serve"""

    @click.command("serve", help=help_of("serve"))
    def command() -> None:
        """Do what is due today, say where the site stands, and serve until stopped."""
        settings = read_settings()
        services = open_services(settings)
        services.programmes.run()
        _announce(settings, with_demo=_has_demo(services))
        services.disconnect()
        load_layout()
        _Server(settings, create_app(services, settings)).run()

    return command


def _has_demo(services: Services) -> bool:
    return any(services.users.find_user(user.email) for user in DEMO_USERS)


def _announce(settings: Settings, *, with_demo: bool) -> None:
    language = message_language()
    click.echo(say(language, "cli.serve.address", address=f"http://{settings.host}:{settings.port}"))
    if with_demo:
        click.echo(say(language, "cli.serve.sign_ins", password=settings.demo_password))
        for user in DEMO_USERS:
            click.echo(f"  {user.email:<28} {say(language, f'cli.role.{user.role}')}")


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Gunicorn with our settings; the application is made before the workers fork, so that the catalog is read once."""

    def __init__(self, settings: Settings, app: Flask) -> None:
        self._settings, self._app = settings, app
        super().__init__()

    def load_config(self) -> None:
        """Gunicorn's own settings."""
        self.cfg.set("bind", f"{self._settings.host}:{self._settings.port}")
        self.cfg.set("workers", self._settings.workers)
        self.cfg.set("threads", THREADS)
        self.cfg.set("timeout", TIMEOUT_SECONDS)
        self.cfg.set("preload_app", True)
        self.cfg.set("control_socket_disable", True)

    def load(self) -> Flask:
        """The application to serve."""
        return self._app
