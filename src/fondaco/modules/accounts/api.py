"""The door of accounts: organisations, people, roles, sign-in. Verbs take `tx` and never commit."""

from fondaco.modules.accounts.actions.act import acting_of, begin_acting, offer_acting
from fondaco.modules.accounts.actions.api_clients import (
    add_api_client,
    api_clients,
    issue_access_token,
    revoke_api_client,
)
from fondaco.modules.accounts.actions.enter import access_of_token, actor_of_token, buyer_for
from fondaco.modules.accounts.actions.organisations import (
    add_address,
    add_organisation,
    address_of,
    addresses,
    addresses_along,
    change_address,
    change_organisation,
    find_by_refs,
    hierarchy,
    organisation,
    organisations,
    remove_address,
)
from fondaco.modules.accounts.actions.people import (
    add_contact,
    add_staff,
    change_contact,
    contact,
    contacts,
    contacts_by_email,
    memberships,
    names,
    set_memberships,
)
from fondaco.modules.accounts.actions.put_addresses import put_addresses
from fondaco.modules.accounts.actions.put_contacts import put_contacts
from fondaco.modules.accounts.actions.put_organisations import put_organisations
from fondaco.modules.accounts.actions.sign_in import (
    admit_attempt,
    clear_attempts,
    hash_token,
    sessions,
    set_password,
    set_passwords,
    sign_in,
    sign_out,
)

__all__ = [
    "access_of_token",
    "acting_of",
    "actor_of_token",
    "add_address",
    "add_api_client",
    "add_contact",
    "add_organisation",
    "add_staff",
    "address_of",
    "addresses",
    "addresses_along",
    "admit_attempt",
    "api_clients",
    "begin_acting",
    "buyer_for",
    "change_address",
    "change_contact",
    "change_organisation",
    "clear_attempts",
    "contact",
    "contacts",
    "contacts_by_email",
    "find_by_refs",
    "hash_token",
    "hierarchy",
    "issue_access_token",
    "memberships",
    "names",
    "offer_acting",
    "organisation",
    "organisations",
    "put_addresses",
    "put_contacts",
    "put_organisations",
    "remove_address",
    "revoke_api_client",
    "sessions",
    "set_memberships",
    "set_password",
    "set_passwords",
    "sign_in",
    "sign_out",
]
