from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

RATINGS = [
    ("satisfied", "Satisfied"),
    ("basically_satisfied", "Basically satisfied"),
    ("not_satisfied", "Not satisfied"),
]


class ReceptionPetitionSatisfaction(models.Model):
    """What the petitioner says of the petition office and of the unit (满意度评价), once, within its term (5-3.3c).

    It comes by a link without login, by a paper, or by a call of somebody who did not handle the matter.
    """

    _name = "reception.petition.satisfaction"
    _inherit = ["reception.petition.guard.mixin", "reception.workflow.mixin"]
    _description = "Satisfaction of a Petitioner"
    _order = "id desc"
    _rec_name = "matter_id"

    matter_id = fields.Many2one("reception.petition.matter", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="matter_id.company_id", store=True, precompute=True, index=True)
    unit_id = fields.Many2one("reception.petition.unit", ondelete="restrict", index="btree_not_null")
    invited_on = fields.Date(required=True)
    due_date = fields.Date(string="Until", required=True)
    token = fields.Char(required=True, copy=False, groups=fields.NO_ACCESS, index=True)
    office_rating = fields.Selection(RATINGS)
    unit_rating = fields.Selection(RATINGS)
    was_contacted = fields.Boolean()
    is_solved = fields.Boolean()
    comment = fields.Text()
    source = fields.Selection([("link", "By the link"), ("call_back", "By a call"), ("paper", "On paper")])
    rated_on = fields.Date(index="btree_not_null")
    noted_by_id = fields.Many2one("res.users", ondelete="restrict")
    state = fields.Selection(
        [("invited", "Asked"), ("rated", "Rated"), ("expired", "Expired")], required=True, default="invited"
    )

    @api.model
    def _transitions(self):
        return {"invited": {"rated", "expired"}, "rated": set(), "expired": set()}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | set(self._fields)

    @api.model
    def _invite(self, matter):
        """Ask once a matter is concluded; not about what is sealed, litigated or anonymous."""
        matter = matter.sudo()
        if matter.is_sealed or matter.is_litigation_related or not matter._get_addressee():
            return self.browse()
        day = matter._get_today()
        deadlines = self.env["reception.deadline"].with_company(matter.company_id)
        return self._as_engine().create(
            {
                "matter_id": matter.id,
                "unit_id": matter.holder_unit_id.id,
                "invited_on": day,
                "due_date": deadlines.get_due("petition_rating", day)["due"],
                "token": uuid4().hex,
            }
        )

    def action_rate(self, vals, source="call_back"):
        """Note what the petitioner says.

        :param dict vals: ``office_rating``, ``unit_rating``, ``was_contacted``, ``is_solved``, ``comment``
        :param str source: ``call_back`` or ``paper``
        :raises UserError: rated before, too late, no reason where not satisfied, or who handled the matter asks
        """
        self.ensure_one()
        self.matter_id._lock()
        matter = self.matter_id.sudo()
        handled = matter.holder_id | matter.first_handler_id | self.unit_id._get_users()
        if source not in ("call_back", "paper") or self.env.user in handled or not self._is_receiver():
            raise UserError(
                self._explain("5-3.3c", self.env._("somebody of the petition office who did not handle it asks."))
            )
        self._rate(vals, source, noted_by_id=self.env.uid)
        return True

    def action_open_rate(self):
        """Ask for the ratings, then note them."""
        return self._open_dialog("rate", self.env._("Note a Rating"))

    def _is_receiver(self):
        return self.env.user.has_group("visitor_reception_petition.group_reception_petition_receiver")

    def _rate(self, vals, source, **facts):
        ratings = {name: vals.get(name) for name in ("office_rating", "unit_rating")}
        if self.state != "invited" or self.due_date < self.matter_id._get_today():
            raise UserError(self._explain("5-3.3c", self.env._("it was rated already, or the term is over.")))
        if not all(rating in dict(RATINGS) for rating in ratings.values() if rating) or not ratings["office_rating"]:
            raise UserError(self._explain("5-3.3c", self.env._("choose one of three ratings.")))
        comment = self._to_text(vals.get("comment"))[:2000]
        is_bad = "not_satisfied" in ratings.values()
        if is_bad and not comment:
            raise UserError(self._explain("5-3.3c", self.env._("say why you are not satisfied.")))
        flags = {name: bool(vals.get(name)) for name in ("was_contacted", "is_solved")}
        self._move(
            "rated", **ratings, **flags, comment=comment, source=source, rated_on=self.matter_id._get_today(), **facts
        )
        if is_bad:
            for head in self.matter_id._get_heads():
                self.matter_id.sudo().activity_schedule(
                    "visitor_reception_petition.mail_activity_matter",
                    summary=self.matter_id.name,
                    note=self.env._("The petitioner is not satisfied"),
                    user_id=head.id,
                )

    def _get_link(self):
        """Where the petitioner rates without login."""
        return f"{self.get_base_url()}/reception/petition/rating/{self.sudo().token}"

    @api.model
    def _find_open(self, token):
        """The invitation of a token, as superuser; empty where there is none any more."""
        found = self.sudo().search([("token", "=", token), ("state", "=", "invited")]) if token else self.sudo()
        return found.filtered(lambda row: row.due_date >= row.matter_id._get_today())

    @api.model
    def _expire(self):
        today = self.env["reception.deadline"]._get_today(self.env.company)
        self.search(Domain("state", "=", "invited") & Domain("due_date", "<", today))._move("expired")
