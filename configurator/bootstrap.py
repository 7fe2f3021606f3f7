"""The composition root: settings in, working services out. The only place that knows every part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from configurator.documents.model import Document, DocumentHeader, DocumentLanguage
from configurator.documents.rendering import render_proposal
from configurator.documents.shelf import packaged_shelf
from configurator.quoting.content import Content
from configurator.services.audit import AuditService
from configurator.services.customers import CustomerService
from configurator.services.proposing import Proposer
from configurator.services.quotes import QuoteService
from configurator.services.releases import open_catalog
from configurator.services.users import UserService
from configurator.services.workbench import WorkbenchService
from configurator.settings import Settings
from configurator.storage.database import Database, open_database
from configurator.storage.migrating import require_current

Renderer = Callable[[Content, DocumentHeader, DocumentLanguage], Document]


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that doors may call."""

    users: UserService
    customers: CustomerService
    quotes: QuoteService
    audit: AuditService
    proposer: Proposer
    workbench: WorkbenchService
    documents: Renderer
    disconnect: Callable[[], None]
    """Gives back all database connections; a process calls it before it forks, because they cannot be shared."""


def open_proposer(settings: Settings) -> Proposer:
    """The catalog in force, without a database; CatalogRefused when it cannot be used."""
    return Proposer(open_catalog(settings.catalog))


def open_services(settings: Settings) -> Services:
    """All services on the settings' database; SchemaOutdated when `configurator db upgrade` has not been run."""
    database = open_database(settings.database_url)
    require_current(database)
    desk = settings.var_dir / "workbench"
    return compose_services(database, open_proposer(settings), catalog=settings.catalog, desk=desk)


def compose_services(
    database: Database, proposer: Proposer, clock: Callable[[], datetime] | None = None, *, catalog: Path, desk: Path
) -> Services:
    """The services over a database and a catalog; `clock` gives the moment in UTC, `catalog` is the catalog's folder
    and `desk` one of ours for the workbench."""
    now = clock or _utc_now
    return Services(
        users=UserService(database.uow_factory, now),
        customers=CustomerService(database.uow_factory, now),
        quotes=QuoteService(database.uow_factory, now, proposer, _render),
        audit=AuditService(database.uow_factory),
        proposer=proposer,
        workbench=WorkbenchService(database.uow_factory, now, proposer, catalog, desk),
        documents=_render,
        disconnect=database.close,
    )


def _render(content: Content, header: DocumentHeader, language: DocumentLanguage) -> Document:
    return render_proposal(content, header, language, packaged_shelf())


def _utc_now() -> datetime:
    return datetime.now(UTC)
