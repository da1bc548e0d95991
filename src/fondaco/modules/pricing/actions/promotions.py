"""Promotions: stated as a draft, made live (by two people where the policy says so), ended."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.errors import Problem
from fondaco.kernel.ids import new_id, public_id
from fondaco.modules.pricing.actions.own_records import OWN_SYSTEM, OwnRecord, end_own_records, put_own_records
from fondaco.modules.pricing.actions.proposals import policy_wants_two
from fondaco.modules.pricing.errors import (
    BadPromotion,
    NoSuchPromotion,
    OwnProposal,
    PromotionNotDraft,
    PromotionNotLive,
)
from fondaco.modules.pricing.events import PromotionChanged
from fondaco.modules.pricing.model.promoting import Made, records_of
from fondaco.modules.pricing.store import promotions as store
from fondaco.modules.pricing.types import Promotion, PromotionDraft, PromotionState
from fondaco.platform.transaction import Tx
from fondaco.platform.web.version import demand

_OPEN = (PromotionState.DRAFT, PromotionState.WAITING)


class _Tried(Exception):  # noqa: N818 - nothing failed, it only undoes what was tried
    """It is possible."""


def add_promotion(*, tx: Tx, stated: PromotionDraft) -> Promotion:
    """Store a draft; it is tried out, so that what cannot be is refused at once.

    Refused, with nothing stored: `BadPromotion` with the place (a code that is taken, no name, no offer, both segments and
    an arm), and what its records would be refused for: `BadPriceRecord`, `AmbiguousPrice`, `UnknownProduct`,
    `UnknownCategory`.
    """
    promotion = Promotion(id=new_id(), stated=stated, state=PromotionState.DRAFT, version=1)
    _demand_sound(tx, promotion)
    store.put(tx=tx, promotion=promotion)
    _tell(tx, promotion)
    return promotion


def change_promotion(*, tx: Tx, id: UUID, expected_version: int, stated: PromotionDraft) -> Promotion:
    """State a draft anew; one that waits for a second person is a draft again.

    Refused, with nothing changed, besides what adding it would refuse: `NoSuchPromotion`, another version than the stored
    one, and `PromotionNotDraft`: what buyers were told stays as it was told.
    """
    found = _open(tx, id, expected_version)
    promotion = Promotion(id=id, stated=stated, state=PromotionState.DRAFT, version=found.version + 1)
    _demand_sound(tx, promotion)
    store.put(tx=tx, promotion=promotion)
    _tell(tx, promotion)
    return promotion


def drop_promotion(*, tx: Tx, id: UUID, expected_version: int) -> None:
    """Forget a draft, with the same refusals."""
    found = _open(tx, id, expected_version)
    store.drop(tx=tx, id=id)
    _tell(tx, replace(found, state=PromotionState.ENDED))


def start_promotion(*, tx: Tx, id: UUID, expected_version: int, by: UUID | None) -> Promotion:
    """Make a draft live: from the start of its period on its records count.

    Where the policy of prices wants two people, the first only asks for it, and somebody else starts it. Refused, with
    nothing changed: `OwnProposal` for the one who asked, and what changing it would refuse.
    """
    found = _open(tx, id, expected_version)
    made = list(records_of(id=id, stated=found.stated, system=OWN_SYSTEM))
    if policy_wants_two(tx=tx, drafts=[one.draft for one in made]):
        if found.asked_by is None:
            _try(tx, made)
            return _becomes(tx, found, PromotionState.WAITING, asked_by=by)
        if found.asked_by == by:
            raise OwnProposal
    _store(tx, made)
    return _becomes(tx, found, PromotionState.LIVE, asked_by=found.asked_by)


def end_promotion(*, tx: Tx, id: UUID, expected_version: int, at: datetime) -> Promotion:
    """End what is live at a moment; what was priced by it before stays explained.

    Refused, with nothing changed: `NoSuchPromotion`, another version, and `PromotionNotLive`.
    """
    found = _locked(tx, id, expected_version)
    if found.state is not PromotionState.LIVE:
        raise PromotionNotLive(state=found.state.value)
    rest = found.stated.valid.before(at)
    made = list(records_of(id=id, stated=found.stated, system=OWN_SYSTEM))
    if rest is None:
        end_own_records(tx=tx, keys=[one.draft.ref.key for one in made])
    else:
        found = replace(found, stated=replace(found.stated, valid=rest))
        _store(tx, list(records_of(id=id, stated=found.stated, system=OWN_SYSTEM)))
    return _becomes(tx, found, PromotionState.ENDED, asked_by=found.asked_by)


def trying(*, tx: Tx, promotion: Promotion) -> None:
    """Store the records of a promotion that is not live; to be called in a part of the transaction that is undone."""
    if promotion.state in _OPEN:
        _store(tx, list(records_of(id=promotion.id, stated=promotion.stated, system=OWN_SYSTEM)))


def as_audience(*, buyer: Buyer, promotion: Promotion, at: datetime) -> Buyer:
    """Return a buyer as one whom a promotion is for, at a moment of its period: the present one if it is in it."""
    valid, stated = promotion.stated.valid, promotion.stated
    moment = at if valid.contains(at) else valid.start
    return replace(
        buyer,
        as_of=moment,
        segments=buyer.segments | frozenset(stated.segments[:1]),
        arms=buyer.arms | (frozenset({stated.arm}) if stated.arm else frozenset()),
    )


def _demand_sound(tx: Tx, promotion: Promotion) -> None:
    stated = promotion.stated
    taken = store.of_code(tx=tx, code=stated.code)
    checks = (
        (taken is None or taken == promotion.id, "/code", "pricing.code_taken", "Another promotion has this code."),
        (all(stated.names.get(one, "").strip() for one in ("de", "en")), "/names", "pricing.no_name",
         "A promotion has a name in every language of the house."),
        (bool(stated.offers), "/offers", "pricing.no_offer", "A promotion without an offer gives nothing."),
        (stated.valid.end is not None, "/valid_to", "pricing.no_end", "A promotion ends some day."),
        (not (stated.segments and stated.arm), "/arm", "pricing.two_audiences",
         "A promotion is for segments or for an arm, not for both."),
        (len(set(stated.segments)) == len(stated.segments), "/segments", "pricing.twice", "A segment is named twice."),
    )  # fmt: skip
    wrong = [
        Problem(pointer=pointer, code=code, detail=detail) for good, pointer, code, detail in checks if not good
    ] + [
        Problem(pointer=f"/offers/{number}/amount", code="pricing.gives_nothing", detail="An offer gives something.")
        for number, offer in enumerate(stated.offers)
        if offer.amount <= 0
    ]
    if wrong:
        raise BadPromotion(problems=wrong)
    _try(tx, list(records_of(id=promotion.id, stated=stated, system=OWN_SYSTEM)))


def _try(tx: Tx, made: Sequence[Made]) -> None:
    with suppress(_Tried), tx.savepoint():
        _store(tx, made)
        raise _Tried


def _store(tx: Tx, made: Sequence[Made]) -> None:
    put_own_records(
        tx=tx,
        records=[
            OwnRecord(draft=one.draft, product=one.product, category=one.category, pointer=f"/offers/{one.offer}")
            for one in made
        ],
    )


def _locked(tx: Tx, id: UUID, expected_version: int) -> Promotion:
    found = store.one(tx=tx, id=id, lock=True)
    if found is None:
        raise NoSuchPromotion(promotion=public_id("prm", id))
    demand(expected=expected_version, actual=found.version)
    return found


def _open(tx: Tx, id: UUID, expected_version: int) -> Promotion:
    found = _locked(tx, id, expected_version)
    if found.state not in _OPEN:
        raise PromotionNotDraft(state=found.state.value)
    return found


def _becomes(tx: Tx, found: Promotion, state: PromotionState, *, asked_by: UUID | None) -> Promotion:
    promotion = replace(found, state=state, asked_by=asked_by, version=found.version + 1)
    store.put(tx=tx, promotion=promotion)
    _tell(tx, promotion)
    return promotion


def _tell(tx: Tx, promotion: Promotion) -> None:
    tx.publish(PromotionChanged(promotion=promotion.id, code=promotion.stated.code, state=promotion.state.value))
