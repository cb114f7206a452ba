from odoo import api, fields, models
from odoo.fields import Domain

# each unit that gets the matter has its own; all others run once
BY_UNIT = ("petition_notice", "petition_objection", "petition_supervision")


class ReceptionPetitionMatter(models.Model):
    """The legal clock of a matter: terms that events start, pause, extend and stop; nobody writes them by hand."""

    _inherit = "reception.petition.matter"

    term_ids = fields.One2many("reception.petition.term", "matter_id", string="Terms", readonly=True)
    next_term_id = fields.Many2one(
        "reception.petition.term",
        compute="_compute_next_term_id",
        store=True,
        ondelete="set null",
    )
    next_due_date = fields.Date(string="Due", compute="_compute_next_term_id", store=True)
    days_left = fields.Integer(compute="_compute_colour")
    colour = fields.Selection(
        [("grey", "Paused"), ("green", "In time"), ("yellow", "Due soon"), ("red", "Overdue")],
        compute="_compute_colour",
    )

    is_deemed = fields.Boolean(
        string="Deemed Accepted",
        compute="_compute_is_deemed",
        help="The unit neither objected nor told the petitioner: the term to conclude runs (reading D22).",
    )

    _due_idx = models.Index("(company_id, next_due_date, id) WHERE next_due_date IS NOT NULL")
    _unit_due_idx = models.Index("(holder_unit_id, next_due_date) WHERE next_due_date IS NOT NULL")

    @api.depends("term_ids.state", "term_ids.due_date")
    def _compute_next_term_id(self):
        """What is owed next: running terms before paused ones, never a right that somebody may use."""
        for matter in self:
            owed = matter.sudo().term_ids.filtered(
                lambda term: term.state in ("running", "paused") and not term.deadline_id.is_right
            )
            term = owed.sorted(lambda term: (term.state != "running", term.due_date, term.id))[:1]
            matter.next_term_id = term
            matter.next_due_date = term.due_date

    @api.depends("next_due_date", "next_term_id.state")
    def _compute_colour(self):
        today = self.env["reception.deadline"]._get_today(self.env.company)
        for matter in self:
            # a matter that may be read may show its own terms
            term = matter.sudo().next_term_id
            matter.colour = term._get_colour(today)
            matter.days_left = (matter.next_due_date - today).days if matter.next_due_date else 0

    # ------------------------------------------------------------------------------------------------------------------
    # What events do to the clock
    # ------------------------------------------------------------------------------------------------------------------

    def _start_term(self, code, day0, **vals):
        """Start the term ``code`` of ``day0``, unless it runs already (for this unit, where each has its own).

        :param str code: of a ``reception.deadline``
        :param date day0: the company's day of the event
        :returns: the term
        """
        self.ensure_one()
        unit_id = vals.get("holder_unit_id", self.holder_unit_id.id)
        running = self._get_terms(code)
        if code in BY_UNIT:
            running = running.filtered(lambda term: term.holder_unit_id.id == unit_id)
        if running:
            return running[:1]
        deadline = self.env["reception.deadline"]._get_deadline(code, self.company_id)
        return (
            self.env["reception.petition.term"]
            ._as_engine()
            .create(
                {
                    "matter_id": self.id,
                    "code": code,
                    "deadline_id": deadline.id,
                    "article": deadline.article,
                    "days": deadline.days,
                    "day0": day0,
                    "holder_unit_id": self.holder_unit_id.id,
                    "holder_id": self.holder_id.id,
                    **vals,
                }
            )
        )

    def _get_terms(self, *codes):
        """The open terms of these codes, or all that are open."""
        open_terms = self.sudo().term_ids.filtered(lambda term: term.state in ("running", "paused"))
        return open_terms.filtered(lambda term: term.code in codes) if codes else open_terms

    def _stop_terms(self, codes, day):
        """The event that ends these terms happened on ``day``: met, or late."""
        self._get_terms(*codes)._stop(day)

    def _start_receipt_terms(self, day0):
        """What the office owes from the receipt of a matter on (P1-22, P1-23)."""
        self.ensure_one()
        if self.company_id.sudo().reception_petition_body == "department":
            self._start_term("petition_pass_on", day0)
        if self.company_id.sudo().reception_petition_body == "unit" and self._can_be_told():
            self._start_term("petition_notice", day0)

    def _can_be_told(self):
        """Whether name and address are clear: nobody is told who cannot be reached (P1-23)."""
        return True

    def _start_conclude_terms(self, day0):
        """What the acceptance of a matter starts (P1-34, 5-2.3)."""
        self.ensure_one()
        if self.kind == "appeal":
            self._start_term("petition_conclude", day0)
        if self.kind == "suggestion":
            self._start_term("petition_reply", day0)
        for code in ("milestone_contact", "milestone_draft"):
            self._start_term(code, day0)

    def _told(self, day, is_direction=False):
        """The petitioner knows how the matter was received and goes on (P1-23).

        Where it went tells the office; the unit still tells how it received it.
        """
        terms = self._get_terms("petition_notice")
        (terms.filtered(lambda term: not term.holder_unit_id) if is_direction else terms)._stop(day)

    @api.model
    def _cron_clock(self):
        """Start what is deemed accepted; remind of what is due, by one digest a person."""
        self._start_deemed_terms()
        self.env["reception.petition.term"]._remind()

    @api.model
    def _start_deemed_terms(self):
        """A unit that neither objects nor tells has accepted on the last day of its notice term (reading D22)."""
        for company in self.env["res.company"].search([("reception_petition_deemed", "=", True)]):
            today = self.env["reception.deadline"]._get_today(company)
            silent = self.env["reception.petition.term"].search(
                Domain("code", "=", "petition_notice")
                & Domain("state", "=", "running")
                & Domain("due_date", "<", today)
                & Domain("company_id", "=", company.id)
            )
            for matter in silent.matter_id:
                for term in matter._get_silent_terms(today):
                    matter._start_conclude_terms(term.due_date)

    def _get_silent_terms(self, day):
        """Notice terms of units that said nothing until they were over (reading D22), as of ``day``.

        A unit whose objection waits for a decision has said something.
        """
        matter = self.sudo()
        if matter.kind not in ("appeal", "suggestion") or not matter.company_id.reception_petition_deemed:
            return matter.term_ids.browse()
        objecting = matter.handover_ids.filtered(lambda handover: handover.state == "objected").unit_id
        return self._get_terms("petition_notice").filtered(
            lambda term: term.holder_unit_id and term.holder_unit_id not in objecting and term.due_date < day
        )

    @api.depends("state", "term_ids.code")
    def _compute_is_deemed(self):
        for matter in self:
            started = matter._get_terms("petition_conclude", "petition_reply")
            matter.is_deemed = matter.state == "passed_on" and bool(started)

    def _get_conclude_day(self):
        """The last day to conclude, as the petitioner is told it; empty for matters without one."""
        terms = self.sudo().term_ids.filtered(lambda term: term.code in ("petition_conclude", "petition_reply"))
        return terms.sorted("id")[-1:].due_date
