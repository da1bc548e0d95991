"""Calls to the register's REST service: one question for one number, with time limits."""

from typing import Self

import httpx

from fondaco.connectors.vies.errors import RegisterAway
from fondaco.connectors.vies.model.answer import read
from fondaco.connectors.vies.types import Answer

# Some member states take their time.
_PATIENCE = httpx.Timeout(20, connect=5)


class ViesClient:
    """A line to the register at an address; with a `requester`, the house's own number, answers carry a proof."""

    def __init__(self, *, url: str, requester: tuple[str, str] | None = None) -> None:
        self._url = f"{url.rstrip('/')}/check-vat-number"
        self._requester = requester
        self._http = httpx.Client(timeout=_PATIENCE)

    def __enter__(self) -> Self:
        """Use the line in a block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._http.close()

    def look_up(self, *, country: str, number: str) -> Answer:
        """Ask for one number of a country. Refused with `RegisterAway`."""
        question = {"countryCode": country, "vatNumber": number}
        if self._requester is not None:
            question |= {"requesterMemberStateCode": self._requester[0], "requesterNumber": self._requester[1]}
        try:
            answer = self._http.post(self._url, json=question)
            body = answer.json()
        except httpx.HTTPError as error:
            raise RegisterAway(reason=type(error).__name__) from error
        except ValueError as error:
            raise RegisterAway(reason="not JSON", status=answer.status_code) from error
        return read(status=answer.status_code, body=body)
