from __future__ import annotations

from decimal import Decimal

import pytest

from configurator.access.refusals import NameRefused, NotPermitted
from configurator.storage.paging import Page
from configurator.storage.refusals import RecordUnknown, StaleRevision
from tests.factories.quotes import make_fields


def test_belongs_to_who_created_it(customers, people, clock):
    made = customers.create_customer(people.rep, make_fields(name="  学校 ", class_code=" p83 "))
    assert (made.name, made.fields.class_code, made.owner_id) == ("学校", "P83", people.rep.id)
    assert (made.revision, made.created_at) == (1, clock())
    assert customers.get_customer(people.other, made.id) == made


def test_its_owner_changes_it(customers, people, customer, clock):
    clock.advance(days=1)
    changed = customers.update_customer(people.rep, customer.id, make_fields(staff=900), customer.revision)
    assert (changed.fields.staff, changed.revision, changed.updated_at) == (900, 2, clock())


def test_a_manager_changes_it(customers, people, customer):
    assert customers.update_customer(people.manager, customer.id, make_fields(sites=7), 1).fields.sites == 7


@pytest.mark.parametrize("who", ["other", "maintainer", "admin"])
def test_nobody_else_changes_it(customers, people, customer, who):
    with pytest.raises(NotPermitted):
        customers.update_customer(getattr(people, who), customer.id, make_fields(sites=7), 1)
    assert customers.get_customer(people.rep, customer.id) == customer


@pytest.mark.parametrize("who", ["maintainer", "admin"])
def test_only_sellers_create_customers(customers, people, who):
    with pytest.raises(NotPermitted):
        customers.create_customer(getattr(people, who), make_fields())


def test_a_stale_save_changes_nothing_and_leaves_no_trace(customers, people, customer, audit):
    customers.update_customer(people.rep, customer.id, make_fields(staff=900), 1)
    with pytest.raises(StaleRevision) as refused:
        customers.update_customer(people.manager, customer.id, make_fields(staff=1), 1)
    assert refused.value.params["current"] == 2
    assert customers.get_customer(people.rep, customer.id).fields.staff == 900
    assert len(audit.read_trail(people.rep, "customer", customer.id)) == 2


@pytest.mark.parametrize("name", ["", "  ", "n" * 201])
def test_has_a_name(customers, people, customer, name):
    with pytest.raises(NameRefused):
        customers.create_customer(people.rep, make_fields(name=name))
    with pytest.raises(NameRefused):
        customers.update_customer(people.rep, customer.id, make_fields(name=name), 1)


def test_refuses_a_customer_that_there_is_not(customers, people):
    with pytest.raises(RecordUnknown):
        customers.get_customer(people.rep, 99)


def test_is_found_by_everybody(customers, people, customer):
    assert [row.id for row in customers.find_customers("医院").rows] == [customer.id]
    assert customers.find_customers("医院", people.other.id).rows == ()
    assert customers.find_customers("", people.rep.id, Page(2, 10)).total == 1


def test_the_trail_tells_what_changed(customers, people, customer, audit):
    customers.update_customer(people.rep, customer.id, make_fields(staff=900, revenue=Decimal("1.50")), 1)
    changed, created = audit.read_trail(people.rep, "customer", customer.id)
    assert (changed.action, created.action) == ("update_customer", "create_customer")
    assert changed.details == {"before": {"revenue": None, "staff": 860}, "after": {"revenue": "1.50", "staff": 900}}
    assert changed.user_name == people.rep.name
