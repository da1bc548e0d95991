"""Routes of intake: connections and quarantine."""

from fondaco.connectors.intake.http import connections, quarantine

ROUTES = [*connections.ROUTES, *quarantine.ROUTES]
