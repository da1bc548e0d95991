"""Refusals of accounts."""

from fondaco.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class NoSuchOrganisation(NotFound):
    """No such organisation, or not in the actor's scope."""

    code = "accounts.no_such_organisation"
    title = "There is no such organisation."


class NoSuchExemption(NotFound):
    """No such exemption from value added tax, or not in the actor's scope."""

    code = "accounts.no_such_exemption"
    title = "There is no such exemption from value added tax."


class OtherVatNumber(Conflict):
    """The number that was checked is not, or not any more, the one of the organisation."""

    code = "accounts.other_vat_number"
    title = "The organisation has another VAT number than the one that was checked."


class NoSuchContact(NotFound):
    """No such contact, or not in the actor's scope."""

    code = "accounts.no_such_contact"
    title = "There is no such contact."


class NoSuchAddress(NotFound):
    """No such address, or not in the actor's scope."""

    code = "accounts.no_such_address"
    title = "There is no such address."


class NoSuchSession(NotFound):
    """No such open session of this person."""

    code = "accounts.no_such_session"
    title = "There is no such session."


class NoSuchApiClient(NotFound):
    """No such API client, or not in the actor's scope."""

    code = "accounts.no_such_api_client"
    title = "There is no such API client."


class BadCredentials(Forbidden):
    """E-mail address and password do not belong together; which of the two is wrong is never told."""

    code = "accounts.bad_credentials"
    title = "E-mail address or password is wrong."
    status = 401


class BadActingCode(Forbidden):
    """A code that was used, is too old, or was never given; which of them is never told."""

    code = "accounts.bad_acting_code"
    title = "This code is not valid any more."
    status = 401


class OnlyStaffAct(Forbidden):
    """Machines, and staff who act for a customer already, cannot act for another."""

    code = "accounts.only_staff_act"
    title = "Only a member of staff in a session of his own can act for a customer."


class TooManySignIns(Forbidden):
    """Too many attempts to sign in from this place as this person."""

    code = "accounts.too_many_sign_ins"
    title = "Too many attempts; wait before you try again."
    status = 429


class WeakPassword(Invalid):
    """A password shorter than twelve characters, or the e-mail address itself."""

    code = "accounts.weak_password"
    title = "The password needs at least twelve characters and must not be the e-mail address."


class BadDraft(Invalid):
    """An organisation, address or contact that cannot be stored as given."""

    code = "accounts.bad_draft"
    title = "Some fields are not valid."


class EmailTaken(Conflict):
    """Another contact has this e-mail address."""

    code = "accounts.email_taken"
    title = "Another contact has this e-mail address."


class HierarchyLoop(Conflict):
    """The parent lies below the organisation itself."""

    code = "accounts.hierarchy_loop"
    title = "An organisation cannot lie below itself."


class RoleBeyondOwn(Forbidden):
    """Nobody gives permissions that he does not have himself."""

    code = "accounts.role_beyond_own"
    title = "You cannot give permissions that you do not have."
