from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.score import share, weigh

FIGURES = ("met", "late", "overdue", "invited", "rated", "satisfied", "contacted", "solved", "contacts", "repeats")


class ReceptionPetitionEvaluation(models.Model):
    """The evaluation of a responsible unit for a month (考核评价, 5-3.3c): figures that can be opened, frozen when published."""

    _name = "reception.petition.evaluation"
    _inherit = ["reception.workflow.mixin"]
    _description = "Evaluation of a Responsible Unit"
    _order = "month desc, score desc, id"
    _rec_name = "unit_id"

    unit_id = fields.Many2one("reception.petition.unit", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="unit_id.company_id", store=True, precompute=True, index=True)
    month = fields.Date(required=True, readonly=True, index=True, help="The first day of the month.")
    met = fields.Integer(string="In Time", readonly=True)
    late = fields.Integer(readonly=True)
    overdue = fields.Integer(readonly=True, help="Terms that were past and still running at the end of the month.")
    invited = fields.Integer(string="Asked to Rate", readonly=True)
    rated = fields.Integer(readonly=True)
    satisfied = fields.Integer(readonly=True, help="Satisfied and basically satisfied.")
    contacted = fields.Integer(readonly=True)
    solved = fields.Integer(readonly=True)
    contacts = fields.Integer(string="Calls, Visits, Letters", readonly=True)
    repeats = fields.Integer(readonly=True)
    on_time_rate = fields.Float(compute="_compute_rates", store=True, aggregator="avg")
    satisfaction_rate = fields.Float(compute="_compute_rates", store=True, aggregator="avg")
    participation_rate = fields.Float(compute="_compute_rates", store=True, aggregator="avg")
    repeat_rate = fields.Float(compute="_compute_rates", store=True, aggregator="avg")
    score = fields.Float(readonly=True, digits=(5, 1), aggregator="avg")
    has_score = fields.Boolean(readonly=True)
    unit_comment = fields.Text(string="Comment of the Unit")
    state = fields.Selection(
        [("built", "Being Checked"), ("published", "Published")], required=True, readonly=True, default="built"
    )

    _unit_month_uniq = models.Constraint("UNIQUE(unit_id, month)", "The unit has its evaluation for this month.")

    @api.model
    def _transitions(self):
        return {"built": {"published"}, "published": set()}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"unit_id", "month", "score", "has_score", *FIGURES}

    @api.depends(*FIGURES)
    def _compute_rates(self):
        for row in self:
            row.on_time_rate = share(row.met, row.met + row.late + row.overdue) or 0
            row.satisfaction_rate = share(row.satisfied, row.rated) or 0
            row.participation_rate = share(row.rated, row.invited) or 0
            row.repeat_rate = share(row.repeats, row.contacts) or 0

    def write(self, vals):
        if not self._is_engine() and any(row.state == "published" for row in self):
            raise UserError(
                self.env["reception.clause"]._explain("5-3.3c", self.env._("what is published does not change."))
            )
        return super().write(vals)

    # ------------------------------------------------------------------------------------------------------------------
    # Build
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def build(self, month):
        """Count the month for every unit that had work; what is published stays.

        :param date month: any day of the month
        :returns: ids of the evaluations
        :raises UserError: not the petition head
        """
        self._check_office()
        return self._build(fields.Date.to_date(month).replace(day=1)).ids

    @api.model
    def _cron_build(self):
        """Count the month before for every company that has units."""
        for (company,) in self.env["reception.petition.unit"]._read_group([], ["company_id"]):
            today = self.env["reception.deadline"]._get_today(company)
            self.with_company(company)._build(today.replace(day=1) - relativedelta(months=1))

    @api.model
    def _build(self, first):
        last = first + relativedelta(months=1) - timedelta(days=1)
        figures = self._count(first, last)
        known = {row.unit_id: row for row in self.sudo().search([("month", "=", first)])}
        weights, deduction = self._get_weights()
        rows = self.browse()
        for unit, counts in figures.items():
            score = self._get_score(counts, weights, deduction)
            values = {**dict.fromkeys(FIGURES, 0), **counts, "score": score or 0, "has_score": score is not None}
            row = known.get(unit, self.browse())
            if not row:
                row = self._as_engine().create({"unit_id": unit.id, "month": first, **values})
            elif row.state == "built":
                row._as_engine().write(values)
            rows |= row
        return rows

    @api.model
    def _check_office(self):
        if not self.env.user.has_group("visitor_reception_petition.group_reception_petition_officer"):
            raise UserError(
                self.env["reception.clause"]._explain("5-3.3c", self.env._("only the petition head evaluates."))
            )

    @api.model
    def _get_weights(self):
        indicators = self.env["reception.petition.indicator"].search([("weight", ">", 0)])
        overdue = indicators.filtered(lambda indicator: indicator.code == "overdue")
        return {indicator.code: indicator.weight for indicator in indicators}, overdue.deduction

    @api.model
    def _get_score(self, counts, weights, deduction):
        overdue = counts.get("overdue", 0)
        judged = counts.get("met", 0) + counts.get("late", 0) + overdue
        repeat = share(counts.get("repeats", 0), counts.get("contacts", 0))
        left = max(0, weights.get("overdue", 0) - deduction * overdue)
        shares = {
            "on_time": share(counts.get("met", 0), judged),
            "satisfaction": share(counts.get("satisfied", 0), counts.get("rated", 0)),
            "repeat": None if repeat is None else 1 - repeat,
            "overdue": share(left, weights.get("overdue", 0)) if judged else None,
        }
        return weigh(shares, weights)

    @api.model
    def _count(self, first, last):
        """Figures by unit, of what is not hidden from the petition office: ``{unit: {figure: number}}``."""
        figures = {}

        def add(groups, name):
            for unit, count in groups:
                if unit:
                    figures.setdefault(unit, {})[name] = count

        company = Domain("company_id", "=", self.env.company.id)
        terms = self.env["reception.petition.term"].sudo()
        for state in ("met", "late"):
            domain = company & self._get_term_domain(first, last) & Domain("state", "=", state)
            add(terms._read_group(domain, ["holder_unit_id"], ["__count"]), state)
        add(terms._read_group(company & self._get_overdue_domain(last), ["holder_unit_id"], ["__count"]), "overdue")
        ratings = self.env["reception.petition.satisfaction"].sudo()
        for name, domain in self._get_rating_domains(first, last).items():
            add(ratings._read_group(company & domain, ["unit_id"], ["__count"]), name)
        contacts = self.env["reception.petition.contact"].sudo()
        for name, domain in self._get_contact_domains(first, last).items():
            groups = contacts._read_group(company & domain, ["matter_id.holder_unit_id"], ["__count"])
            add(groups, name)
        return figures

    @api.model
    def _get_term_domain(self, first, last):
        owed = Domain("deadline_id.is_right", "=", False) & Domain("holder_unit_id", "!=", False)
        return owed & Domain("due_date", ">=", first) & Domain("due_date", "<=", last)

    @api.model
    def _get_overdue_domain(self, last):
        owed = Domain("deadline_id.is_right", "=", False) & Domain("holder_unit_id", "!=", False)
        return owed & Domain("state", "=", "running") & Domain("due_date", "<=", last)

    @api.model
    def _get_rating_domains(self, first, last):
        rated = Domain("rated_on", ">=", first) & Domain("rated_on", "<=", last) & Domain("unit_rating", "!=", False)
        return {
            "invited": Domain("invited_on", ">=", first) & Domain("invited_on", "<=", last),
            "rated": rated,
            "satisfied": rated & Domain("unit_rating", "in", ("satisfied", "basically_satisfied")),
            "contacted": rated & Domain("was_contacted", "=", True),
            "solved": rated & Domain("is_solved", "=", True),
        }

    @api.model
    def _get_contact_domains(self, first, last):
        domain = Domain("started_at", ">=", first) & Domain("started_at", "<", last + timedelta(days=1))
        domain &= Domain("matter_id.holder_unit_id", "!=", False)
        return {"contacts": domain, "repeats": domain & Domain("is_repeat", "=", True)}

    # ------------------------------------------------------------------------------------------------------------------
    # Publish, open
    # ------------------------------------------------------------------------------------------------------------------

    def action_publish(self):
        """Freeze the figures; until then the unit may comment.

        :raises UserError: not the petition head
        """
        self._check_office()
        self._move("published")
        return True

    def action_open_terms(self):
        """The terms behind the figures."""
        self.ensure_one()
        last = self.month + relativedelta(months=1) - timedelta(days=1)
        domain = Domain("holder_unit_id", "=", self.unit_id.id) & Domain("state", "!=", "cancelled")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "visitor_reception_petition.reception_petition_term_action"
        )
        period = self._get_term_domain(self.month, last) | self._get_overdue_domain(last)
        return {**action, "domain": list(domain & period), "context": {}}
