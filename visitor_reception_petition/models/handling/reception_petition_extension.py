from odoo import api, fields, models


class ReceptionPetitionExtension(models.Model):
    """More days to conclude an appeal (延期): approved by the head of the body, the petitioner told why (P1-34)."""

    _name = "reception.petition.extension"
    _inherit = ["reception.petition.guard.mixin", "reception.signoff.mixin", "reception.editable.mixin"]
    _description = "Extension of a Term"
    _order = "id desc"
    _check_company_auto = True
    _final_states = ("approved",)

    name = fields.Char(string="Extension No.", default="/", required=True, readonly=True, copy=False)
    matter_id = fields.Many2one("reception.petition.matter", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="matter_id.company_id", store=True, precompute=True, index=True, default=None)
    days = fields.Integer(required=True)
    reason = fields.Text(required=True, help="The petitioner is told it.")
    state = fields.Selection(
        [("draft", "Draft"), ("signing", "Signing"), ("approved", "Granted"), ("declined", "Declined")],
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
        return {"matter_id", "days", "reason"}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"name"}

    @api.depends("name")
    def _compute_display_name(self):
        for extension in self:
            extension.display_name = extension.name if extension.name != "/" else self.env._("New extension")

    def _signoff_department(self):
        return self.matter_id.holder_unit_id.department_id

    @api.model
    def _signoff_card_fields(self):
        return "matter_id", *super()._signoff_card_fields(), "days", "reason"

    def _missing_fact_fields(self):
        return ("state", "days", "reason")

    def _missing_facts(self):
        self.ensure_one()
        term = self.matter_id._get_terms("petition_conclude")
        limit = self.env["reception.deadline"]._get_deadline("petition_extension", self.company_id).days
        is_past = bool(term) and term.due_date < self.matter_id._get_today()
        total = term.extra_days + self.days
        return self._collect_missing(
            [
                (not self._to_text(self.reason), "P1-34", self.env._("write why"), "reason"),
                (not term, "P1-34", self.env._("no term to conclude is running"), "matter_id"),
                (is_past, "P1-34", self.env._("the term is over already"), "matter_id"),
                (self.days <= 0, "P1-34", self.env._("say how many days"), "days"),
                (total > limit, "P1-34", self.env._("at most %(limit)s days in all", limit=limit), "days"),
            ]
        )

    def _do_submit(self):
        super()._do_submit()
        for extension in self:
            extension.matter_id._check_not_kept_out(extension.sudo().signoff_ids.user_id)

    def _on_signoff_granted(self):
        """The days are added, and the petitioner gets a notice."""
        super()._on_signoff_granted()
        for extension in self:
            matter = extension.matter_id
            matter._get_terms("petition_conclude")._extend(extension.days)
            self.env["reception.petition.paper"]._issue(matter, "extension_notice", reason=extension.reason)
