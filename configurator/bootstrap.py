"""The composition root: settings in, working services out. The only place that knows every part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from configurator.documents.model import Document, DocumentHeader, DocumentLanguage
from configurator.documents.shelf import AssetShelf, packaged_shelf
from configurator.quoting.content import Content
from configurator.services.audit import AuditService
from configurator.services.customers import CustomerService
from configurator.services.in_force import CatalogInForce
from configurator.services.programmes import ProgrammeService
from configurator.services.proposing import Proposer
from configurator.services.publishing import ReleaseService
from configurator.services.quote_ports import Proposer as QuoteProposer
from configurator.services.quotes import QuoteService
from configurator.services.trials import TrialService
from configurator.services.users import UserService
from configurator.services.workbench import Places, WorkbenchService
from configurator.settings import Settings
from configurator.storage.database import Database, open_database
from configurator.storage.migrating import require_current

Renderer = Callable[[Content, DocumentHeader, DocumentLanguage], Document]
Layout = Callable[[Content, DocumentHeader, DocumentLanguage, AssetShelf], Document]


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that doors may call. `proposer` is of the catalog that was in force when these services were made."""

    users: UserService
    customers: CustomerService
    quotes: QuoteService
    trials: TrialService
    programmes: ProgrammeService
    releases: ReleaseService
    audit: AuditService
    proposer: Proposer
    workbench: WorkbenchService
    in_force: Callable[[], Proposer]
    documents: Renderer
    disconnect: Callable[[], None]
    """Gives back all database connections; a process calls it before it forks, because they cannot be shared."""

    def at_present(self) -> Services:
        """The same services with the proposer of the catalog in force now, which then stays the same."""
        return replace(self, proposer=self.in_force())


def open_services(settings: Settings) -> Services:
    """All services on the settings' database; SchemaOutdated when `configurator db upgrade` has not been run,
    CatalogRefused when no release is in force and the folder cannot be used."""
    database = _open_current(settings)
    releases = _make_releases(database, _utc_now, settings)
    catalog = CatalogInForce(releases, settings.catalog)
    releases.listen(catalog.forget)
    places = Places(settings.catalog, settings.var_dir / "workbench")
    return _compose(database, _utc_now, releases, catalog.proposer, catalog, places)


def open_releases(settings: Settings) -> ReleaseService:
    """Only the releases, without opening the catalog in force."""
    return _make_releases(_open_current(settings), _utc_now, settings)


def open_users(settings: Settings) -> UserService:
    """Only the users."""
    return UserService(_open_current(settings).uow_factory, _utc_now)


def compose_services(
    database: Database, proposer: Proposer, clock: Callable[[], datetime] | None = None, *, places: Places
) -> Services:
    """The services over a database and a catalog that stays in force; `clock` gives the moment in UTC."""
    now = clock or _utc_now
    return _compose(database, now, ReleaseService(database.uow_factory, now), lambda: proposer, proposer, places)


def _compose(
    database: Database,
    now: Callable[[], datetime],
    releases: ReleaseService,
    in_force: Callable[[], Proposer],
    quoted: QuoteProposer,
    places: Places,
) -> Services:
    quotes = QuoteService(database.uow_factory, now, quoted, _render)
    trials = TrialService(database.uow_factory, now, quoted)
    return Services(
        users=UserService(database.uow_factory, now),
        customers=CustomerService(database.uow_factory, now),
        quotes=quotes,
        trials=trials,
        programmes=ProgrammeService(database.uow_factory, now, quoted, (quotes, trials)),
        releases=releases,
        audit=AuditService(database.uow_factory),
        proposer=in_force(),
        workbench=WorkbenchService(database.uow_factory, now, in_force, releases, places),
        in_force=in_force,
        documents=_render,
        disconnect=database.close,
    )


def _open_current(settings: Settings) -> Database:
    database = open_database(settings.database_url)
    require_current(database)
    return database


def _make_releases(database: Database, now: Callable[[], datetime], settings: Settings) -> ReleaseService:
    return ReleaseService(database.uow_factory, now, needs_approval=settings.release_approval)


def load_layout() -> Layout:
    """What lays documents out; its libraries take a second to load, and processes that fork afterwards share them."""
    from configurator.documents.rendering import render_proposal

    return render_proposal


def _render(content: Content, header: DocumentHeader, language: DocumentLanguage) -> Document:
    return load_layout()(content, header, language, packaged_shelf())


def _utc_now() -> datetime:
    return datetime.now(UTC)
