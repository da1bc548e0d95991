"""Refusals of pricing."""

from fondaco.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class AmbiguousPrice(Conflict):
    """Two condition records of one access, key and scale would be in force at once."""

    code = "pricing.ambiguous"
    title = "Another condition record with this key and scale is in force at the same time."


class BadPriceRecord(Invalid):
    """A condition record that cannot be meant; the facts name the field."""

    code = "pricing.bad_record"
    title = "The condition record is not valid."


class NoSuchPriceRecord(NotFound):
    """No condition record has this id."""

    code = "pricing.no_such_record"
    title = "There is no such condition record."


class StatedElsewhere(Conflict):
    """The record is stated by an ERP, which would state it again; it is changed there."""

    code = "pricing.stated_elsewhere"
    title = "This condition record is kept by another system; change it there."


class PriceMissing(NotFound):
    """There is no price for this product, quantity and day."""

    code = "pricing.no_price"
    title = "There is no price for this; ask us."


class BadPriceLines(Invalid):
    """Some lines cannot be priced at all; each is named."""

    code = "pricing.bad_lines"
    title = "Some lines cannot be priced."


class BadProcedure(Invalid):
    """A procedure that could not make prices; each flaw is named."""

    code = "pricing.bad_procedure"
    title = "The pricing procedure is not sound."


class NoSuchProcedure(NotFound):
    """No procedure has this code."""

    code = "pricing.no_such_procedure"
    title = "There is no such pricing procedure."


class AreaTaken(Conflict):
    """A sales area works by one procedure; the facts say by which already."""

    code = "pricing.area_taken"
    title = "A sales area works by another procedure already."


class BadRules(Invalid):
    """Rates or quotations that cannot be meant; each is named."""

    code = "pricing.bad_rules"
    title = "Some of what was stated is not valid."


class NoSuchTerms(NotFound):
    """No terms of payment have this code."""

    code = "pricing.no_such_terms"
    title = "There are no such terms of payment."


class NoSuchPriceList(NotFound):
    """No price list has this id."""

    code = "pricing.no_such_price_list"
    title = "There is no such price list."


class NoSuchContract(NotFound):
    """There is no such contract, or it is somebody else's."""

    code = "pricing.no_such_contract"
    title = "There is no such contract."


class ContractExceeded(Conflict):
    """Lines would call off more than a contract has left; each is named with what is."""

    code = "pricing.contract_exceeded"
    title = "This is more than is left of the contract."


class BadPromotion(Invalid):
    """What was stated is no promotion; each flaw is named with its place."""

    code = "pricing.bad_promotion"
    title = "This promotion is not valid."


class NoSuchPromotion(NotFound):
    """There is no such promotion."""

    code = "pricing.no_such_promotion"
    title = "There is no such promotion."


class PromotionNotDraft(Conflict):
    """Only a draft can be changed, dropped or started."""

    code = "pricing.promotion_not_draft"
    title = "This promotion is no draft any more."


class PromotionNotLive(Conflict):
    """Only what is live can be ended."""

    code = "pricing.promotion_not_live"
    title = "This promotion is not live."


class SecondPersonNeeded(Conflict):
    """The policy wants a second person to decide about this change: it has to be proposed."""

    code = "pricing.second_person_needed"
    title = "A second person has to decide about this change."


class NoSuchProposal(NotFound):
    """There is no such proposal."""

    code = "pricing.no_such_proposal"
    title = "There is no such proposal."


class OwnProposal(Forbidden):
    """Nobody decides about his own proposal."""

    code = "pricing.own_proposal"
    title = "Somebody else has to decide about your proposal."


class ProposalDecided(Conflict):
    """The proposal was decided already."""

    code = "pricing.proposal_decided"
    title = "This proposal is decided already."
