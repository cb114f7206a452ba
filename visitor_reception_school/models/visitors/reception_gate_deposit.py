from datetime import timedelta

from odoo import api, fields, models


class ReceptionGateDeposit(models.Model):
    """Things left for a pupil, who fetches them in person at the set times (寄存, 3-4a)."""

    _inherit = "reception.gate.deposit"

    pupil_id = fields.Many2one(
        "reception.school.pupil",
        string="For Pupil",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        domain="[('state', '=', 'enrolled')]",
    )
    pupil_typed = fields.Char(
        string="For Pupil (Name or Number)",
        store=False,
        copy=False,
        help="With the class before a name that several have.",
    )
    class_id = fields.Many2one(
        "reception.school.class",
        compute="_compute_class_name",
        store=True,
        precompute=True,
        compute_sudo=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    class_name = fields.Char(
        string="Class of the Pupil", compute="_compute_class_name", store=True, precompute=True, compute_sudo=True
    )
    badge_id = fields.Many2one(
        "reception.school.badge", string="Fetched With Badge", copy=False, ondelete="restrict", check_company=True
    )
    badge_code = fields.Char(
        string="Badge of Who Fetches It", compute="_compute_badge_code", inverse="_inverse_badge_code", copy=False
    )
    is_photo_compared = fields.Boolean(
        string="Photo Compared", copy=False, help="Of the pupil on file with who fetches it."
    )
    reminded_at = fields.Datetime(string="Class Teacher Reminded On", readonly=True, copy=False)

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"class_id", "class_name", "reminded_at"}

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._find_pupil(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._find_pupil(vals))

    @api.model
    def _find_pupil(self, vals):
        """A guard reads no pupils, and types for whom something is left."""
        vals = dict(vals)
        if typed := vals.pop("pupil_typed", False):
            company = self.env["reception.gate"].browse(vals.get("gate_id")).company_id or self.env.company
            vals["pupil_id"] = self.env["reception.school.pupil"]._find_typed(typed, company).id
        if vals.get("pupil_id"):
            vals.pop("recipient_name", None)  # the pupil's
        return vals

    def _compute_badge_code(self):
        self.badge_code = False  # who reads it could make a card

    def _inverse_badge_code(self):
        for deposit in self:
            deposit.badge_id = deposit.badge_code and deposit._find_badge(deposit.badge_code)

    @api.depends("pupil_id")
    def _compute_class_name(self):
        for deposit in self:
            deposit.class_id = deposit.pupil_id.class_id
            deposit.class_name = deposit.pupil_id.class_id.name

    @api.depends("pupil_id")
    def _compute_recipient_name(self):
        """Of a pupil the class teacher is told, for pupils have no login."""
        ours = self.filtered("pupil_id")
        super(ReceptionGateDeposit, self - ours)._compute_recipient_name()
        for deposit in ours.sudo():  # a guard reads neither pupils nor who teaches them
            deposit.recipient_name = deposit.pupil_id.name
            deposit.recipient_user_id = deposit.pupil_id._get_answering_users()[:1]

    def action_collect(self, collected_by=None, signature=None, *, badge_code=None, is_photo_compared=None):
        """Hand it out; of a pupil's to the pupil alone, who is told by the own badge or by the photo (3-4a).

        :param str collected_by: name; left out for a pupil: the pupil
        :param str badge_code: read from the badge of who fetches it
        :param bool is_photo_compared: the guard has compared the pupil with the photo on file
        :raises UserError: outside the set times, somebody else than the pupil, nothing compared, or no signature
        """
        self.check_access("write")
        for deposit in self.filtered("pupil_id"):
            facts = {}
            if badge_code is not None:
                facts["badge_id"] = deposit._find_badge(badge_code).id
            if is_photo_compared is not None:
                facts["is_photo_compared"] = is_photo_compared
            if not (collected_by or deposit.collected_by):
                facts["collected_by"] = deposit.recipient_name
            deposit.write(facts)
        return super().action_collect(collected_by, signature)

    def _find_badge(self, code):
        code = code.strip() if isinstance(code, str) else ""
        badge = (
            self.env["reception.school.badge"]
            .sudo()
            .search(  # a guard reads no badges: the one that was scanned
                [("code", "=", code), ("company_id", "=", self.company_id.id)], limit=1
            )
        )
        if not badge or not code:
            self._raise_refusals([[self._explain("3-4a", self.env._("this badge is not known."))]])
        return badge

    def _collect_refusals(self):
        refusals = super()._collect_refusals()
        if not self.pupil_id or self.state != "kept":
            return refusals
        return [*self._pupil_refusals(), *refusals]

    def _pupil_refusals(self):
        _ = self.env._
        pupil, badge = self.sudo().pupil_id, self.sudo().badge_id  # a guard reads neither
        if (self.collected_by or "").strip() != pupil.name:
            return [self._explain("3-4a", _("the pupil fetches it personally, and nobody else."))]
        if badge and (badge.pupil_id != pupil or badge.state != "active"):
            return [self._explain("3-4a", _("this badge is not the pupil's own badge in use."))]
        if not badge and not self.is_photo_compared:
            return [self._explain("3-4a", _("scan the pupil's badge, or compare the photo."))]
        if not badge and not pupil.photo:
            return [self._explain("3-4a", _("no photo of the pupil is on file: scan the badge."))]
        return []

    @api.model
    def _cron_remind_teachers(self):
        """What nobody has fetched for days: the class teacher learns it once."""
        now = fields.Datetime.now()
        for company in self.env["res.company"].search([("reception_school_deposit_days", ">", 0)]):
            waiting = self.search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "kept"),
                    ("pupil_id", "!=", False),
                    ("reminded_at", "=", False),
                    ("taken_in_at", "<", now - timedelta(days=company.reception_school_deposit_days)),
                ]
            )
            waiting._tell_recipients()
            waiting._as_engine().reminded_at = now

    def _anonymise(self):
        super()._anonymise()
        self.write({"pupil_id": False, "badge_id": False})
