"""`configurator catalog publish`, `approve`, `reject`, `rollback`, `releases` and `export`: releases of a catalog."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from configurator.access.refusals import EmailUnknown
from configurator.access.users import User
from configurator.bootstrap import open_releases, open_users
from configurator.cli.opening_books import find_catalog
from configurator.cli.speaking import help_of, message_language, read_settings
from configurator.cli.telling import fail, print_json, problem_json, tell_problem
from configurator.releasing.model import CatalogRelease, Decision
from configurator.services.exporting import write_folder
from configurator.services.publishing import Published, ReleaseService
from configurator.services.releases import check_release, open_folder
from configurator.settings import Settings
from configurator.values.problem import Problem, Severity, has_errors
from configurator.values.text import Language
from configurator.wording import say


def publish_command() -> click.Command:
    """catalog publish [DIR] --by EMAIL [--effective DATE] [--note TEXT] [--json]"""

    @click.command("publish", help=help_of("catalog.publish"))
    @click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
    @_take_actor()
    @_take_day()
    @_take_note()
    @_take_json()
    def command(folder: Path | None, email: str, effective: date | None, note: str, as_json: bool) -> None:
        """Check a folder and publish it; exit code 1 where the check finds errors."""
        settings, language = read_settings(), message_language()
        actor, releases = _find_actor(settings, email), open_releases(settings)
        click.echo(say(language, "cli.releases.checking"), err=True)
        checked = check_release(open_folder(folder or settings.catalog))
        if has_errors(checked.problems):
            fail(checked.problems, language, as_json=as_json)
        published = releases.publish(actor, checked, effective_from=effective, note=note)
        _tell_published(published, checked.problems, as_json=as_json)

    return command


def approve_command() -> click.Command:
    """catalog approve N --by EMAIL [--note TEXT] [--catalog KEY] [--json]"""
    return _deciding_command("approve", Decision.APPROVED)


def reject_command() -> click.Command:
    """catalog reject N --by EMAIL [--note TEXT] [--catalog KEY] [--json]"""
    return _deciding_command("reject", Decision.REJECTED)


def _deciding_command(name: str, outcome: Decision) -> click.Command:
    @click.command(name, help=help_of(f"catalog.{name}"))
    @_take_number()
    @_take_actor()
    @_take_note()
    @_take_catalog()
    @_take_json()
    def command(number: int, email: str, note: str, key: str | None, as_json: bool) -> None:
        settings = read_settings()
        actor, releases = _find_actor(settings, email), open_releases(settings)
        decided = releases.decide(actor, find_catalog(settings, key), number, outcome, note)
        _tell_published(decided, (), as_json=as_json)

    return command


def rollback_command() -> click.Command:
    """catalog rollback N --by EMAIL [--effective DATE] [--note TEXT] [--catalog KEY] [--json]"""

    @click.command("rollback", help=help_of("catalog.rollback"))
    @_take_number()
    @_take_actor()
    @_take_day()
    @_take_note()
    @_take_catalog()
    @_take_json()
    def command(number: int, email: str, effective: date | None, note: str, key: str | None, as_json: bool) -> None:
        """Publish an earlier release of a catalog once more."""
        settings = read_settings()
        actor, releases = _find_actor(settings, email), open_releases(settings)
        catalog = find_catalog(settings, key)
        published = releases.roll_back(actor, catalog, number, effective_from=effective, note=note)
        _tell_published(published, (), as_json=as_json)

    return command


def releases_command() -> click.Command:
    """catalog releases [--catalog KEY] [--json]"""

    @click.command("releases", help=help_of("catalog.releases"))
    @_take_catalog()
    @_take_json()
    def command(key: str | None, as_json: bool) -> None:
        """List the releases of a catalog, the one in force marked."""
        settings = read_settings()
        releases, catalog = open_releases(settings), find_catalog(settings, key)
        found, in_force = releases.list_releases(catalog), releases.get_in_force(catalog)
        number = in_force.number if in_force else None
        if as_json:
            listed = [release_json(release) for release in found]
            print_json({"catalog": catalog, "in_force": number, "releases": listed})
        else:
            _tell_releases(releases, catalog, number)

    return command


def export_command() -> click.Command:
    """catalog export N DIR [--catalog KEY]"""

    @click.command("export", help=help_of("catalog.export"))
    @_take_number()
    @click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
    @_take_catalog()
    def command(number: int, folder: Path, key: str | None) -> None:
        settings = read_settings()
        files = open_releases(settings).load_files(find_catalog(settings, key), number)
        write_folder(folder, files)
        click.echo(say(message_language(), "cli.releases.exported", number=number, count=len(files), path=folder))

    return command


def release_json(release: CatalogRelease) -> dict[str, Any]:
    """A release for machines."""
    decision = release.decision
    return {
        "catalog": release.catalog,
        "number": release.number,
        "label": release.label,
        "digest": release.digest,
        "state": str(release.state),
        "author": release.author,
        "published_at": release.published_at.isoformat(),
        "effective_from": release.effective_from.isoformat(),
        "note": release.note,
        "restored_from": release.restored_from,
        "decided_by": decision.by if decision else None,
        "decided_at": decision.at.isoformat() if decision else None,
        "comment": decision.comment if decision else "",
    }


def _read_day(context: click.Context, parameter: click.Parameter, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(say(message_language(), "cli.releases.bad_day", text=text)) from None


Taking = Callable[[Callable[..., None]], Callable[..., None]]


def _take_number() -> Taking:
    return click.argument("number", metavar="N", type=click.IntRange(1, 1_000_000_000))


def _take_actor() -> Taking:
    return click.option("--by", "email", required=True, metavar="EMAIL", help=help_of("catalog.by"))


def _take_day() -> Taking:
    return click.option("--effective", metavar="DATE", callback=_read_day, help=help_of("catalog.effective"))


def _take_note() -> Taking:
    return click.option("--note", metavar="TEXT", default="", help=help_of("catalog.note"))


def _take_catalog() -> Taking:
    return click.option("--catalog", "key", metavar="KEY", help=help_of("catalog.key"))


def _take_json() -> Taking:
    return click.option("--json", "as_json", is_flag=True, help=help_of("json"))


def _find_actor(settings: Settings, email: str) -> User:
    user = open_users(settings).find_user(email)
    if user is None or not user.active:
        raise EmailUnknown(email=email)
    return user


def _tell_published(published: Published, problems: tuple[Problem, ...], *, as_json: bool) -> None:
    language, release = message_language(), published.release
    warnings = [problem for problem in problems if problem.severity is Severity.WARNING]
    if as_json:
        overtaken = [each.release.number for each in published.overtaken]
        found = [problem_json(problem, language) for problem in warnings]
        namesake = published.namesake.number if published.namesake else None
        facts = {"release": release_json(release), "overtaken": overtaken, "namesake": namesake}
        print_json({**facts, "problems": found})
        return
    for problem in warnings:
        click.echo(tell_problem(problem, language), err=True)
    click.echo(_describe(release, language))
    if published.namesake is not None:
        click.echo(
            say(language, "cli.releases.namesake", number=published.namesake.number, label=release.label), err=True
        )
    for other in published.overtaken:
        day, numbers = other.release.effective_from.isoformat(), {"number": other.release.number, "by": other.by.number}
        click.echo(say(language, "cli.releases.overtaken", **numbers, day=day), err=True)


def _describe(release: CatalogRelease, language: Language) -> str:
    facts = {"number": release.number, "catalog": release.catalog, "label": release.label}
    day, digest = release.effective_from.isoformat(), release.digest[:12]
    return say(language, f"cli.releases.{release.state}", **facts, day=day, digest=digest)


def _tell_releases(releases: ReleaseService, catalog: str, in_force: int | None) -> None:
    language = message_language()
    for release in releases.list_releases(catalog):
        mark = "*" if release.number == in_force else " "
        state = say(language, f"cli.releases.state.{release.state}")
        day = release.effective_from.isoformat()
        row = (f"{mark} {release.number}", state, day, release.label, release.digest[:12], release.author)
        note = " ".join(release.note.split())
        click.echo("  ".join((*row, note)).rstrip())
    if in_force is None:
        click.echo(say(language, "cli.releases.folder_in_force", catalog=catalog))
