"""Routes of accounts: sign-in, API clients, organisations, addresses, contacts, VAT numbers."""

from fondaco.modules.accounts.http import acting, api_clients, contacts, organisations, sessions, vat

ROUTES = [*sessions.ROUTES, *acting.ROUTES, *api_clients.ROUTES, *organisations.ROUTES, *contacts.ROUTES, *vat.ROUTES]
