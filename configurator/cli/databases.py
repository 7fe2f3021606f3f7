"""`configurator db upgrade`, `seed` and `expire`: the schema of this release, data to try it with, the daily work."""

from __future__ import annotations

import click

from configurator.bootstrap import open_services
from configurator.cli.speaking import help_of, message_language, read_settings, today
from configurator.services.seeding import SeedServices, seed
from configurator.storage.migrating import upgrade
from configurator.wording import say


def database_group() -> click.Group:
    """db upgrade"""
    group = click.Group("db", help=help_of("db"))

    @group.command("upgrade", help=help_of("db.upgrade"))
    def upgrade_command() -> None:
        revision = upgrade(read_settings().database_url)
        click.echo(say(message_language(), "cli.db.upgraded", revision=revision))

    return group


def seed_command() -> click.Command:
    """seed"""

    @click.command("seed", help=help_of("seed"))
    def command() -> None:
        """Add what the demonstration lacks, as of today, and tell how much that was."""
        settings = read_settings()
        opened = open_services(settings)
        needed = SeedServices(
            opened.users, opened.customers, opened.quotes, opened.proposer, opened.trials, opened.programmes
        )
        result = seed(needed, settings.demo_password, today())
        click.echo(
            say(
                message_language(),
                "cli.seeded",
                users=result.users,
                customers=result.customers,
                quotes=result.quotes,
            )
        )

    return command


def expire_command() -> click.Command:
    """expire"""

    @click.command("expire", help=help_of("expire"))
    def command() -> None:
        count = open_services(read_settings()).quotes.expire_due()
        click.echo(say(message_language(), "cli.expired", count=count))

    return command
