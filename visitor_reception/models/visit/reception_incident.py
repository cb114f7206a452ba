from odoo import api, fields, models


class ReceptionIncident(models.Model):
    """Something that harmed the company's image, or might have (事件记录, 4-10).

    ========  ==========================================  ============================
    Verb      Who                                         When
    ========  ==========================================  ============================
    handle    who reported it, Administration and HR      open; the handling is noted
    reopen    Administration and HR                       handled
    ========  ==========================================  ============================
    """

    _name = "reception.incident"
    _inherit = ["reception.workflow.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Incident"
    _order = "occurred_at desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(string="What Happened", required=True, tracking=True)
    occurred_at = fields.Datetime(required=True, index=True, default=fields.Datetime.now, tracking=True)
    kind = fields.Selection(
        [
            ("conduct", "Conduct and manner"),
            ("service", "Board, lodging or transport"),
            ("secrecy", "Secrets or documents"),
            ("safety", "Safety or health"),
            ("property", "Loss or damage"),
            ("traders", "Stalls or leaflets near the gate (3-8c)"),
            ("other", "Other"),
        ],
        required=True,
        default="conduct",
        tracking=True,
    )
    visit_id = fields.Many2one("reception.visit", ondelete="restrict", index="btree_not_null", check_company=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    description = fields.Text()
    handling = fields.Text(help="What was done about it, and what prevents it from happening again.")
    reported_by_id = fields.Many2one(
        "res.users",
        required=True,
        readonly=True,
        copy=False,
        ondelete="restrict",
        index=True,
        default=lambda self: self.env.user,
    )
    handled_at = fields.Datetime(readonly=True, copy=False)
    state = fields.Selection(
        [("open", "To Be Handled"), ("handled", "Handled")],
        required=True,
        readonly=True,
        default="open",
        index=True,
        tracking=True,
    )
    can_handle = fields.Boolean(compute="_compute_can_act")
    can_reopen = fields.Boolean(compute="_compute_can_act")

    @api.model
    def _transitions(self):
        return {"open": {"handled"}, "handled": {"open"}}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"reported_by_id", "handled_at"}

    @api.constrains("visit_id")
    def _check_visit_id(self):
        """Nobody learns of a notice that they may not read by naming it here."""
        self.sudo(False).visit_id.check_access("read")  # constraints run as superuser

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_act(self):
        writable = self._origin._filtered_access("write")
        is_officer = self._is_officer()
        for incident in self:
            incident.can_handle = incident.state == "open" and incident._origin in writable
            incident.can_reopen = incident.state == "handled" and is_officer and incident._origin in writable

    @api.model
    def _is_officer(self):
        return self.env.su or self.env.user.has_group("visitor_reception.group_reception_officer")

    def action_handle(self):
        """The matter is settled; what was done about it is noted.

        :raises UserError: handled already, or nothing is noted
        :raises AccessError: the incident is not the user's to handle
        """
        self.check_access("write")
        self._raise_refusals(incident._handle_refusals() for incident in self)
        self._move("handled", handled_at=fields.Datetime.now())

    def _handle_refusals(self):
        self.ensure_one()
        if self.state != "open":
            return [self.env._("%(incident)s is handled already.", incident=self.display_name)]
        if not (self.handling or "").strip():
            return [self._explain("4-10", self.env._("write what was done about it."))]
        return []

    def action_reopen(self):
        """Take the matter up again.

        :raises UserError: it is open, or the user is not of Administration and HR
        :raises AccessError: the incident is not the user's to write
        """
        self.check_access("write")
        if not self._is_officer():
            self._raise_refusals(
                [[self._explain("4-10", self.env._("Administration and HR takes a matter up again."))]]
            )
        self._move("open", handled_at=False)
