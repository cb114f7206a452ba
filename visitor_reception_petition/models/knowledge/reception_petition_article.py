from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class ReceptionPetitionArticle(models.Model):
    """An article of a law or policy that answers and opinions rest on, with the days it is in force (5-1.3a)."""

    _name = "reception.petition.article"
    _description = "Article of a Law or Policy"
    _order = "law, number, in_force_from desc, id desc"
    _rec_names_search = ["law", "number"]

    law = fields.Char(string="Law or Policy", required=True)
    number = fields.Char(string="Article No.", required=True)
    text = fields.Text(required=True)
    in_force_from = fields.Date(required=True)
    in_force_to = fields.Date(string="In Force Until", help="The last day; empty while it is in force.")
    replaced_by_id = fields.Many2one(
        "reception.petition.article", ondelete="restrict", index="btree_not_null", help="What holds in its place."
    )
    active = fields.Boolean(default=True)
    is_in_force = fields.Boolean(compute="_compute_is_in_force", search="_search_is_in_force")

    @api.depends("law", "number")
    def _compute_display_name(self):
        for article in self:
            article.display_name = f"{article.law or ''} {article.number or ''}".strip()

    @api.depends("in_force_from", "in_force_to")
    def _compute_is_in_force(self):
        today = self.env["reception.deadline"]._get_today(self.env.company)
        for article in self:
            article.is_in_force = article._holds_on(today)

    def _search_is_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._in_force_domain(self.env["reception.deadline"]._get_today(self.env.company))

    @api.constrains("in_force_from", "in_force_to")
    def _check_days(self):
        if any(article.in_force_to and article.in_force_to < article.in_force_from for article in self):
            raise ValidationError(self.env._("An article is in force from a day until the same day or a later one."))

    @api.model
    def _in_force_domain(self, day):
        still = Domain("in_force_to", "=", False) | Domain("in_force_to", ">=", day)
        return Domain("in_force_from", "<=", day) & still

    def _holds_on(self, day):
        self.ensure_one()
        return (
            bool(self.in_force_from) and self.in_force_from <= day and (not self.in_force_to or day <= self.in_force_to)
        )

    def _check_holds_on(self, day):
        """Refuse articles that are not in force on ``day`` (5-1.3a, P1-32).

        :raises UserError: one of them is not; what replaced it is named
        """
        for article in self:
            if not article._holds_on(day):
                reason = self.env._("%(article)s is not in force on %(day)s.", article=article.display_name, day=day)
                if article.replaced_by_id:
                    reason += " " + self.env._(
                        "In its place: %(article)s.", article=article.replaced_by_id.display_name
                    )
                raise UserError(self.env["reception.clause"]._explain("P1-32", reason))
