"""Routes of accounts: sign-in, API clients, organisations, addresses, contacts."""

from fondaco.modules.accounts.http import api_clients, contacts, organisations, sessions

ROUTES = [*sessions.ROUTES, *api_clients.ROUTES, *organisations.ROUTES, *contacts.ROUTES]
