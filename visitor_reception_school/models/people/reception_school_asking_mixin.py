from odoo import models


class ReceptionSchoolAskingMixin(models.AbstractModel):
    """A document of a pupil whose verbs need an answer first: a reason, a decision, who was called."""

    _name = "reception.school.asking.mixin"
    _description = "Document That Asks First"

    def action_open_answer(self):
        """Ask what the verb in the context needs (``school_question``), then do it; the dialog's room names it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_id": self.id,
                "default_question": self.env.context.get("school_question"),
            },
        }
