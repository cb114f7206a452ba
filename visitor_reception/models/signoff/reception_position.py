from odoo import api, fields, models


class ReceptionPosition(models.Model):
    """A position that signs, such as the general manager (岗位).

    Who holds it is either a list of people with dates, or follows from the record that is signed: the head of its
    department, the leader in charge of that department, or the requester.
    """

    _name = "reception.position"
    _inherit = ["reception.policy.table", "mail.thread"]
    _description = "Position That Signs"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False, help="Technical name, such as general_manager.")
    sequence = fields.Integer(default=10)
    clause = fields.Char(help="The clauses of the policy that name this position.")
    resolution = fields.Selection(
        [
            ("holders", "Named holders"),
            ("department_head", "Head of the requesting department"),
            ("leader_in_charge", "Leader in charge of the requesting department"),
            ("requester", "The requester"),
        ],
        required=True,
        default="holders",
    )
    holder_ids = fields.One2many(
        "reception.position.holder",
        "position_id",
        copy=False,
        help="Who holds the position. Where that follows from the record that is signed, the rows only name deputies.",
    )
    current_holder_ids = fields.Many2many(
        "res.users", string="Held By", compute="_compute_current_holder_ids", help="Who holds the position today."
    )
    is_company_leader = fields.Boolean(
        tracking=True,
        help="Counts as a company leader at table and when approving meals (1-6.1.1, 1-6.2.1).",
    )
    dines_as_needed = fields.Boolean(
        tracking=True,
        help="General manager rank or above: no amount a head where this person joins a meal with a company leader "
        "(1-6.2.1).",
    )
    may_sign_own = fields.Boolean(
        tracking=True, help="The holder may be the only signatory of a request of their own (1-3.4)."
    )
    is_set_up = fields.Boolean(
        string="Set Up",
        default=True,
        tracking=True,
        help="Cleared when the organisation does not have this position: it is then left out of joint signatures. "
        "The change is logged (1-3.2).",
    )
    active = fields.Boolean(default=True, tracking=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "There is already a position with this code.")

    @api.depends_context("company")
    @api.depends("resolution", "holder_ids.user_id", "holder_ids.date_from", "holder_ids.date_to")
    def _compute_current_holder_ids(self):
        for position in self:
            position.current_holder_ids = position.holder_ids._filter_valid(self.env.company).user_id

    def _get_holders(self, record, day=None):
        """Who holds the position for ``record`` on ``day`` (today): a list of ``(user, shares)``.

        :param record: one record of a model with the sign-off mixin
        :returns: empty when nobody who may log in holds it; a person counts once, with all their shares
        """
        self.ensure_one()
        if not self.active:
            return []
        if self.resolution == "holders":
            return self._get_named_holders(record.company_id, day)
        return [(user.sudo(False), 1) for user in self._get_record_holders(record) if user._may_sign()]

    def _get_record_holders(self, record):
        """Users (res.users) who hold a position that follows from ``record``, whether they may sign or not.

        Add-ons that add a resolution answer for theirs, and ask ``super()`` for the others.
        """
        self.ensure_one()
        # an ordinary employee may not read departments' heads, but everybody may be told who signs
        department = record._signoff_department().sudo()
        return {
            "department_head": department.reception_head_id.user_id,
            "leader_in_charge": department._get_leader_in_charge().user_id,
            "requester": record._signoff_requester().sudo(),
        }[self.resolution]

    def _get_named_holders(self, company, day=None):
        # who holds a position is no secret within the company, whatever companies the user has chosen
        return self._sum_shares(self.sudo().holder_ids._filter_valid(company, day))

    def _get_barred_holders(self, record):
        """Registered holders who cannot log in: nobody can ask them, but a share counts them (1-3.1, D1)."""
        registered = self.sudo().holder_ids._filter_registered(record.company_id)
        return self._sum_shares(registered.filtered(lambda holder: not holder.user_id._may_sign()))

    @api.model
    def _sum_shares(self, holders):
        shares_by_user = {}
        for holder in holders:
            shares_by_user[holder.user_id] = shares_by_user.get(holder.user_id, 0) + holder.shares
        return [(user.sudo(False), shares) for user, shares in shares_by_user.items()]

    @api.model
    def _get_users_holding(self, flag, company):
        """Users who hold a position with the boolean ``flag`` set in ``company`` today."""
        positions = self.sudo().search([(flag, "=", True)])
        return positions.holder_ids._filter_valid(company).user_id.sudo(False)
