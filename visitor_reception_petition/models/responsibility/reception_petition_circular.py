from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class ReceptionPetitionCircular(models.Model):
    """A circular on how units handle petitions (通报, 5-3.3c): signed, then acknowledged by each unit."""

    _name = "reception.petition.circular"
    _inherit = ["reception.signoff.mixin", "reception.editable.mixin"]
    _description = "Circular"
    _order = "id desc"
    _rec_names_search = ["name", "subject"]
    _check_company_auto = True
    _final_states = ("approved",)

    name = fields.Char(string="Circular No.", default="/", required=True, readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    subject = fields.Char(required=True)
    text = fields.Text()
    unit_ids = fields.Many2many("reception.petition.unit", string="Units")
    acknowledged_ids = fields.Many2many(
        "reception.petition.unit",
        "reception_petition_circular_acknowledged_rel",
        string="Acknowledged By",
        readonly=True,
    )
    can_acknowledge = fields.Boolean(compute="_compute_can_acknowledge")
    state = fields.Selection(
        [("draft", "Draft"), ("signing", "Signing"), ("approved", "Issued"), ("declined", "Declined")],
        required=True,
        readonly=True,
        default="draft",
        group_expand="_expand_states",
    )

    @api.model
    def _transitions(self):
        return {
            "draft": {"signing"},
            "signing": {"approved", "declined", "draft"},
            "approved": set(),
            "declined": {"signing", "draft"},
        }

    @api.model
    def _signoff_fields(self):
        return {"subject", "text", "unit_ids", "company_id"}

    @api.model
    def _signoff_card_fields(self):
        return *super()._signoff_card_fields(), "subject", "unit_ids", "text"

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"name", "acknowledged_ids"}

    @api.depends_context("uid")
    @api.depends("state", "acknowledged_ids")
    def _compute_can_acknowledge(self):
        for circular in self:
            circular.can_acknowledge = circular.state == "approved" and bool(circular._get_my_units())

    def _get_my_units(self):
        waiting = self.unit_ids - self.acknowledged_ids
        return waiting.filtered(lambda unit: unit._acts_for())

    def _signoff_department(self):
        return self.env["hr.department"]

    def _missing_fact_fields(self):
        return ("state", "text", "unit_ids")

    def _missing_facts(self):
        self.ensure_one()
        return self._collect_missing(
            [
                (not self._to_text(self.text), "5-3.3c", self.env._("write the text"), "text"),
                (not self.unit_ids, "5-3.3c", self.env._("name the units"), "unit_ids"),
            ]
        )

    def action_acknowledge(self):
        """The unit has read it.

        :raises UserError: it is not issued, or no handler of a unit that it names
        """
        self.ensure_one()
        units = self._get_my_units()
        if self.state != "approved" or not units:
            raise UserError(
                self._explain("5-3.3c", self.env._("only handlers of the units that it names acknowledge it."))
            )
        self._as_engine().write({"acknowledged_ids": [Command.link(unit.id) for unit in units]})
        return True
