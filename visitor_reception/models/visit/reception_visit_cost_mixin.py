from odoo import api, fields, models


class ReceptionVisitCostMixin(models.AbstractModel):
    """A document of a visit that costs something: who signed the reception list signed it too (P2)."""

    _name = "reception.visit.cost.mixin"
    _inherit = ["reception.guarded.mixin"]
    _description = "Cost of a Visit"

    is_cancelled_with_visit = fields.Boolean(
        string="Cancelled With Its Notice", readonly=True, copy=False, help="It is taken up again with the notice."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"is_cancelled_with_visit"}

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents.visit_id._void_changed_acts()
        return documents

    def write(self, vals):
        visits = self.visit_id
        result = super().write(vals)
        (visits | self.visit_id)._void_changed_acts()
        return result

    def unlink(self):
        visits = self.visit_id
        result = super().unlink()
        visits.exists()._void_changed_acts()
        return result

    def _is_outside_visit(self):
        """Whether it lies outside the days of the visit, which may have been moved."""
        self.ensure_one()
        return False

    def _is_past(self):
        """Whether what was planned would lie in the past by now."""
        self.ensure_one()
        return False

    def _cancel_with_visit(self, why):
        """Nobody travels, sleeps or eats for a visit that does not take place; what was planned stays on file."""
        self.filtered(lambda document: document.state == "signing")._do_reopen(why)
        self._move("cancelled", signoff_state="none", is_cancelled_with_visit=True)

    def _take_up_with_visit(self):
        """What was cancelled with the notice is a draft again, but for what lies in the past: returns (again, gone)."""
        mine = self.filtered(lambda document: document.state == "cancelled" and document.is_cancelled_with_visit)
        gone = mine.filtered(lambda document: document._is_past())
        (mine - gone)._move("draft", is_cancelled_with_visit=False)
        return mine - gone, gone
