from typing import NamedTuple

from odoo import models

from ..booking.reception_booking import LODGINGS

# visits whose cost the company bears (1-2.4)
ISSUED_STATES = ("issued", "hosting", "closed")


class Basis(NamedTuple):
    """What a reception cost stands on; records of superuser, perhaps empty."""

    label: str  # of the claim or the journal item, for refusals
    kind: str | bool  # hospitality, transport, lodging, other; empty where nothing tells
    company: models.BaseModel
    application: models.BaseModel
    booking: models.BaseModel
    visit: models.BaseModel


class ReceptionBasisMixin(models.AbstractModel):
    """A cost that is reception because of what it is: it needs the basis that its clause asks, in any document.

    A meal stands on an approved application (1-6.1.2, 4-14b), tickets and rooms of guests on a booking within the standard
    or by an agreed exception (1-4), all else on an issued notice (1-2.4).
    """

    _name = "reception.basis.mixin"
    _description = "Cost With a Basis"

    def _get_basis(self):
        """:return: Basis"""
        raise NotImplementedError

    def _get_basis_owners(self):
        """Whose request it is besides those of the application (res.users)."""
        return self.env["res.users"].sudo()

    def _basis_refusals(self):
        """What the cost lacks to be reception: texts."""
        self.ensure_one()
        basis = self._get_basis()
        texts = self._notice_refusals(basis) + self._booking_refusals(basis) + self._application_refusals(basis)
        return texts or self._nothing_named_refusals(basis)

    def _refuse(self, clause, text):
        return [self.env["reception.clause"]._explain(clause, text)]

    def _notice_refusals(self, basis):
        visit = basis.visit or basis.booking.visit_id or basis.application.visit_id
        if visit and visit.state not in ISSUED_STATES:
            text = self.env._(
                "%(claim)s: the reception notice %(visit)s is not issued.",
                claim=basis.label,
                visit=visit.display_name,
            )
            return self._refuse("1-2.4", text)
        if not visit and basis.kind in ("transport", "lodging", "other"):
            return self._refuse("1-2.4", self.env._("%(claim)s has no reception notice.", claim=basis.label))
        return []

    def _booking_refusals(self, basis):
        names = {"claim": basis.label, "booking": basis.booking.display_name}
        is_lodging = basis.kind == "lodging" or basis.booking.service in LODGINGS
        clause = "1-4.2" if is_lodging else "1-4.1"
        if not basis.booking:
            if basis.kind not in ("transport", "lodging"):
                return []
            text = self.env._(
                "%(claim)s has no booking. Tickets, rooms and cars of guests are paid by their booking on the notice, within "
                "the standard or by an agreed exception.",
                **names,
            )
            return self._refuse(clause, text)
        if basis.booking.company_id != basis.company:
            return self._refuse("1-2.4", self.env._("%(claim)s: %(booking)s is of another company.", **names))
        if basis.booking.state != "booked":
            return self._refuse("1-2.5", self.env._("%(claim)s: %(booking)s is not booked.", **names))
        if basis.booking.entitlement_state == "over":
            text = self.env._("%(claim)s: %(booking)s is above the standard, and no exception is agreed.", **names)
            return self._refuse(clause, text)
        if basis.kind in ("transport", "lodging") and (basis.kind == "lodging") != (basis.booking.service in LODGINGS):
            return self._refuse(clause, self.env._("%(claim)s: %(booking)s is of another kind.", **names))
        return []

    def _application_refusals(self, basis):
        application = basis.application
        names = {"claim": basis.label, "application": application.display_name}
        if not application:
            if basis.kind != "hospitality":
                return []
            text = self.env._("%(claim)s has no approved hospitality application.", claim=basis.label)
            return self._refuse("1-6.1.2", text)
        if not application.is_agreed or application.company_id != basis.company:
            text = self.env._("%(claim)s: the hospitality application %(application)s is not approved.", **names)
            return self._refuse("4-14b", text)
        noted_by = application.noted_by_id
        if noted_by and (noted_by in self._get_basis_owners() or application._is_meal_of(noted_by)):
            text = self.env._("%(claim)s: who hosts the meal or claims it has noted %(application)s.", **names)
            return self._refuse("4-14b", text)
        owners = application._signoff_owners() | self._get_basis_owners()
        if application.signoff_state == "granted" and application._is_signed_by_owners_alone(owners):
            text = self.env._(
                "%(claim)s: nobody but who asked for the meal, hosts or claims it has signed %(application)s. Somebody "
                "else claims it, or the application is recalled and another company leader signs.",
                **names,
            )
            return self._refuse("4-14b", text)
        return []

    def _nothing_named_refusals(self, basis):
        """Where the account is that of several kinds, and nothing says which one it is."""
        return []
