from odoo import api, fields, models

from ..matter.reception_petition_matter import OUTCOMES


class ReceptionPetitionContact(models.Model):
    """A call, visit or letter (来电、来访、来信): the piece that comes in; what it is about is its matter.

    ==============  ==========================  ====================================================================
    Verb            Who                         When
    ==============  ==========================  ====================================================================
    register        receiver, petition head     any time; the same ``client_id`` registers once
    start           receiver                    waiting
    verify          who receives                open visit, with main circumstances and main request (2-2.3b)
    decide          who verified, petition      visit: verified (2-2.3a); no outcome yet (2-2.4.0)
                    head
    close           who receives                open; a call has number and content (2-1.5)
    miss            receiver                    waiting
    call back       receiver                    missed
    ==============  ==========================  ====================================================================

    Nothing is deleted (5-2.2). A row is made without text first, so that no failed statement shows any.
    """

    _name = "reception.petition.contact"
    _inherit = ["reception.petition.guard.mixin", "reception.workflow.mixin"]
    _description = "Call, Visit or Letter"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="Contact No.", required=True, readonly=True, default="/", copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    channel = fields.Selection(
        [
            ("call", "Call"),
            ("petition_visit", "Visit"),
            ("letter", "Letter"),
            ("online_petition", "Online petition"),
            ("fax", "Fax"),
        ],
        required=True,
        readonly=True,
        default="call",
    )
    client_id = fields.Char(string="Typed as", readonly=True, copy=False)
    matter_id = fields.Many2one(
        "reception.petition.matter", readonly=True, ondelete="restrict", index="btree_not_null", check_company=True
    )
    started_at = fields.Datetime(string="Came In At", required=True, default=fields.Datetime.now)
    ended_at = fields.Datetime(readonly=True)
    receiver_id = fields.Many2one("res.users", string="Received By", readonly=True, ondelete="restrict")
    window_id = fields.Many2one(
        "reception.petition.window", ondelete="restrict", index="btree_not_null", check_company=True
    )
    ticket = fields.Char(string="Queue No.")
    caller_number = fields.Char()
    number_withheld = fields.Boolean()
    rings = fields.Integer(help="How often it rang before it was answered (2-1.2).")
    is_rung_long = fields.Boolean(
        compute="_compute_is_rung_long", search="_search_is_rung_long", string="Rang Too Long"
    )
    ended_by = fields.Selection([("caller", "The caller"), ("staff", "Our staff")], string="Who Hung Up")
    end_cause = fields.Char(string="Why Our Staff Hung Up", help="Required where our staff ended the call (2-1.7).")
    answer = fields.Text()
    basis_id = fields.Many2one("reception.petition.article", ondelete="restrict")
    name_missing = fields.Selection([("refused", "Refused"), ("unknown", "Unknown")])
    address_missing = fields.Selection([("refused", "Refused"), ("unknown", "Unknown")])
    filled_by = fields.Selection(
        [("petitioner", "The petitioner"), ("staff", "Our staff"), ("paper", "From paper")],
        string="Form Filled In By",
        default="staff",
    )
    verified_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    verified_at = fields.Datetime(readonly=True)
    outcome = fields.Selection(OUTCOMES, readonly=True)
    outcome_reason = fields.Text(readonly=True)
    outcome_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    told_at = fields.Datetime(readonly=True)
    told_how = fields.Selection([("orally", "Orally"), ("paper", "By a paper"), ("phone", "By phone")], readonly=True)
    is_repeat = fields.Boolean(string="Repeat", readonly=True)
    same_decided_by_id = fields.Many2one("res.users", string="Same Matter Says", readonly=True, ondelete="restrict")
    is_possible_repeat = fields.Boolean(string="Possible Repeat", readonly=True)
    state = fields.Selection(
        [("waiting", "Waiting"), ("open", "Being Received"), ("closed", "Closed"), ("missed", "Missed")],
        required=True,
        readonly=True,
        default="open",
        group_expand="_expand_states",
    )
    party_ids = fields.One2many("reception.petition.party", "contact_id", string="People", readonly=True)
    move_count = fields.Integer(readonly=True, copy=False, help="Counts the verbs, so that two at once see each other.")
    can_receive = fields.Boolean(compute="_compute_can_receive")

    _client_id_uniq = models.UniqueIndex("(client_id)", "This contact is registered already.")
    _receiver_idx = models.Index("(receiver_id, started_at)")

    @api.model
    def _transitions(self):
        return {"waiting": {"open", "missed"}, "open": {"closed"}, "missed": {"closed"}, "closed": set()}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "channel",
            "client_id",
            "company_id",
            "ended_at",
            "is_possible_repeat",
            "is_repeat",
            "matter_id",
            "move_count",
            "name",
            "outcome",
            "outcome_by_id",
            "outcome_reason",
            "receiver_id",
            "same_decided_by_id",
            "told_at",
            "told_how",
            "verified_at",
            "verified_by_id",
        }

    @api.depends("name")
    def _compute_display_name(self):
        for contact in self:
            contact.display_name = contact.name

    @api.depends("rings", "company_id")
    def _compute_is_rung_long(self):
        for contact in self:
            contact.is_rung_long = contact.rings > contact.company_id.sudo().reception_petition_rings

    def _search_is_rung_long(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("rings", ">", self.env.company.reception_petition_rings)]

    @api.depends_context("uid")
    @api.depends("state", "outcome")
    def _compute_can_receive(self):
        for contact in self:
            contact.can_receive = not contact._receive_refusals()

    @api.model_create_multi
    def create(self, vals_list):
        sequences_sudo = self.env["ir.sequence"].sudo()  # a counter that nobody owns
        for vals in vals_list:
            company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
            vals["name"] = sequences_sudo.with_company(company).next_by_code(self._name) or "/"
            vals.setdefault("receiver_id", self.env.uid)
        return super().create(vals_list)

    def write(self, vals):
        closed = self.filtered(lambda contact: contact.state == "closed")
        if closed and not self._is_engine():
            self._refuse(
                [
                    self._explain(
                        "5-2.2", self.env._("%(contact)s is closed: what was said stays.", contact=closed[0].name)
                    )
                ]
            )
        return super().write(vals)

    # ------------------------------------------------------------------------------------------------------------------
    # Who receives
    # ------------------------------------------------------------------------------------------------------------------

    def _acts_for_office(self):
        if self.matter_id:
            return self.matter_id._acts_for_office()
        return self.env.user.has_group("visitor_reception_petition.group_reception_petition_officer")

    def _receive_refusals(self):
        """Who receives works on it, and the petition head: a list of texts."""
        if self._acts_for_office() or self.sudo().receiver_id == self.env.user:
            return []
        return [
            self._explain(
                "2-2.3a",
                self.env._(
                    "only %(receiver)s, who receives it, or the petition head does this.",
                    receiver=self.sudo().receiver_id.name or self.env._("the receiver"),
                ),
            )
        ]

    def _check_receiver(self):
        """Before a verb that takes somebody who waits or was missed: who only reads the register does not.

        :raises UserError: the current user is no receiver
        """
        if not self.env.user.has_group("visitor_reception_petition.group_reception_petition_receiver"):
            self._refuse([self._explain("5-2.2", self.env._("only receivers of the petition office do this."))])

    def _lock(self):
        """Two who act on one contact act one after the other."""
        self.check_access("read")
        self._wait_turn()
        self.matter_id._lock()
