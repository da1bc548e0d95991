"""Acting for a customer: staff get a code, the code opens one session, and everything done in it bears both names."""

from datetime import datetime
from uuid import UUID

from fondaco.kernel.actor import Actor
from fondaco.kernel.ids import new_id
from fondaco.modules.accounts import model
from fondaco.modules.accounts.actions.organisations import organisation
from fondaco.modules.accounts.actions.sign_in import hash_token, new_token, shown_agent
from fondaco.modules.accounts.errors import BadActingCode, NoSuchContact, OnlyStaffAct
from fondaco.modules.accounts.events import ActingBegan
from fondaco.modules.accounts.store import people, tokens
from fondaco.modules.accounts.types import Acting, ActingCode, SignedIn
from fondaco.platform.transaction import Tx


def offer_acting(
    *, tx: Tx, actor: Actor, organisation_id: UUID, contact: UUID | None = None, now: datetime
) -> ActingCode:
    """Give a member of staff a code that opens, once and soon, a session for a customer or one of his people.

    Refused: `OnlyStaffAct` for machines and for who acts already, `NoSuchOrganisation`, and `NoSuchContact` when the
    person is blocked or not one of the organisation.
    """
    actor.require("staff.act_on_behalf")
    if actor.session is None or actor.id is None or actor.organisations is not None:
        raise OnlyStaffAct
    organisation(tx=tx, id=organisation_id, actor=actor)
    if contact is not None:
        person = people.one(tx=tx, actor=None, id=contact)
        if person is None or person.blocked or person.organisation != organisation_id:
            raise NoSuchContact
    code, expires_at = new_token("fdc"), now + model.ACTING_CODE_LASTS
    tokens.add_acting_code(
        tx=tx,
        values={
            "code_hash": hash_token(code),
            "staff": actor.id,
            "acts_for": organisation_id,
            "acts_as": contact,
            "expires_at": expires_at,
        },
        now=now,
    )
    return ActingCode(code=code, expires_at=expires_at)


def begin_acting(*, tx: Tx, code: str, now: datetime, user_agent: str = "") -> SignedIn:
    """Open the session that a code stands for; a code that was used, is too old or unknown is `BadActingCode`."""
    found = tokens.take_acting_code(tx=tx, code_hash=hash_token(code), now=now)
    if found is None:
        raise BadActingCode
    staff, acting = found
    token, session, expires_at = new_token("fds"), new_id(), now + model.ACTING_LASTS
    tokens.add_session(
        tx=tx,
        values={
            "id": session,
            "contact": staff,
            "token_hash": hash_token(token),
            "user_agent": shown_agent(user_agent),
            "created_at": now,
            "expires_at": expires_at,
            "ended_at": None,
            "acts_for": acting.organisation,
            "acts_as": acting.contact,
        },
    )
    tx.publish(ActingBegan(session=session, staff=staff, organisation=acting.organisation, contact=acting.contact))
    return SignedIn(session=session, contact=staff, token=token, expires_at=expires_at)


def acting_of(*, tx: Tx, session: UUID | None) -> Acting | None:
    """Tell for whom the holder of a session acts; None where he acts for himself."""
    return tokens.acting(tx=tx, session=session) if session else None
