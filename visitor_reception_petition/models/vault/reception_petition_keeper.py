from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import ormcache


class ReceptionPetitionKeeper(models.Model):
    """The appointment of a keeper of accusations (密件管理员), signed by general manager and petition head (P1-30).

    It is no group, so that no administrator can give it to anybody.
    """

    _name = "reception.petition.keeper"
    _inherit = ["reception.signoff.mixin", "reception.editable.mixin"]
    _description = "Keeper of Accusations"
    _order = "id desc"
    _check_company_auto = True
    _final_states = ("ended",)

    name = fields.Char(string="Appointment No.", default="/", required=True, readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users", string="Keeper", required=True, ondelete="restrict", index=True, domain=[("share", "=", False)]
    )
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_to = fields.Date(string="Until", help="The last day; empty: until it is ended.")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("signing", "Signing"),
            ("in_force", "In Force"),
            ("declined", "Declined"),
            ("ended", "Ended"),
        ],
        required=True,
        readonly=True,
        default="draft",
        group_expand="_expand_states",
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name <> '/'", "There is already an appointment with this number."
    )

    @api.model
    def _transitions(self):
        return {
            "draft": {"signing"},
            "signing": {"in_force", "declined", "draft"},
            "in_force": {"ended"},
            "declined": {"signing", "draft"},
            "ended": set(),
        }

    @api.model
    def _signoff_flow(self):
        return {"none": "draft", "asked": "signing", "granted": "in_force", "declined": "declined"}

    @api.model
    def _signoff_fields(self):
        return {"user_id", "date_from", "date_to", "company_id"}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"name"}

    @api.model
    def _signoff_card_fields(self):
        return *super()._signoff_card_fields(), "user_id", "date_from", "date_to"

    def _signoff_department(self):
        return self.env["hr.department"]

    @api.model
    @ormcache("user.id", "day")
    def _keeps_on(self, user, day):
        """Whether an appointment of ``user`` is in force on ``day``."""
        # who keeps is nobody's secret; the answer must not depend on who asks
        keepers = self.sudo().search([("user_id", "=", user.id), ("state", "=", "in_force"), ("date_from", "<=", day)])
        return any(not keeper.date_to or keeper.date_to >= day for keeper in keepers)

    @api.model
    def _is_keeper(self, user):
        return self._keeps_on(user, self.env["reception.deadline"]._get_today(self.env.company))

    @api.model
    def _get_keepers(self, company):
        """Who keeps accusations of the company today (res.users)."""
        keepers = self.sudo().search([("company_id", "=", company.id), ("state", "=", "in_force")])
        return keepers.user_id.filtered(self._is_keeper)

    def write(self, vals):
        if not self._is_engine() and not {"user_id", "date_from", "date_to"}.isdisjoint(vals):
            self._check_not_in_force()
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def _check_not_in_force(self):
        if self.filtered(lambda keeper: keeper.state in ("in_force", "ended")):
            raise UserError(
                self._explain(
                    "P1-30", self.env._("an appointment in force is ended, and a new one signed, not changed.")
                )
            )

    def action_end(self):
        """End the appointment: from now on the person sees no accusation any more.

        :raises UserError: it is not in force
        """
        self.check_access("write")
        self._end()
        return True

    def _end(self):
        self._move("ended")
        self.env.registry.clear_cache()
