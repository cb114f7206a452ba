from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..matter.reception_petition_matter import OPEN_STATES

# the right that the service of an opinion of each level gives the petitioner
REQUEST_TERMS = {"handling": "petition_review_request", "review": "petition_re_review_request"}


class ReceptionPetitionOpinion(models.Model):
    """A handling, review or re-review opinion (处理、复查、复核意见书): four parts, its basis in force, signed (P1-32).

    ==============  =======================================  =======================================================
    Verb            Who                                      When
    ==============  =======================================  =======================================================
    submit, sign …  handler of the matter; the positions     request, facts, opinion, basis and result are there
    send            handler, petition head                   signed: the matter is concluded on that day (D20)
    serve           handler, petition head                   sent: the petitioner's term to ask for review starts
    ==============  =======================================  =======================================================
    """

    _name = "reception.petition.opinion"
    _inherit = ["reception.petition.guard.mixin", "reception.signoff.mixin", "reception.editable.mixin"]
    _description = "Opinion on a Petition Matter"
    _order = "id desc"
    _check_company_auto = True
    _final_states = ("approved", "served")

    name = fields.Char(string="Opinion No.", default="/", required=True, readonly=True, copy=False)
    matter_id = fields.Many2one("reception.petition.matter", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="matter_id.company_id", store=True, precompute=True, index=True, default=None)
    unit_id = fields.Many2one("reception.petition.unit", readonly=True, ondelete="restrict")
    level = fields.Selection(
        [("handling", "Handling"), ("review", "Review"), ("re_review", "Re-review")],
        required=True,
        readonly=True,
        default="handling",
    )
    request = fields.Text(help="What the petitioner asks for.")
    facts = fields.Text(string="Facts and Reasons")
    opinion = fields.Text()
    article_ids = fields.Many2many("reception.petition.article", string="Basis")
    result = fields.Selection(
        [("supported", "Supported"), ("explained", "Explained"), ("not_supported", "Not Supported")]
    )
    sent_on = fields.Date(readonly=True)
    served_on = fields.Date(readonly=True)
    served_how = fields.Selection(
        [
            ("in_hand", "Handed over"),
            ("post", "By post"),
            ("electronic", "Electronically"),
            ("left", "Left at the address"),
        ],
        readonly=True,
    )
    last_day = fields.Date(string="Review May Be Asked Until", compute="_compute_last_day")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("signing", "Signing"),
            ("approved", "Signed"),
            ("declined", "Declined"),
            ("served", "Served"),
        ],
        required=True,
        readonly=True,
        default="draft",
        group_expand="_expand_states",
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name <> '/'", "There is already an opinion with this number."
    )

    @api.model
    def _transitions(self):
        return {
            "draft": {"signing"},
            "signing": {"approved", "declined", "draft"},
            "approved": {"served", "draft"},
            "declined": {"signing", "draft"},
            "served": set(),
        }

    @api.model
    def _signoff_fields(self):
        return {"matter_id", "level", "request", "facts", "opinion", "article_ids", "result"}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"name", "level", "unit_id", "sent_on", "served_on", "served_how"}

    @api.depends("name")
    def _compute_display_name(self):
        for opinion in self:
            opinion.display_name = opinion.name if opinion.name != "/" else self.env._("New opinion")

    @api.depends("served_on")
    def _compute_last_day(self):
        for opinion in self:
            code = REQUEST_TERMS.get(opinion.level)
            deadlines = self.env["reception.deadline"].with_company(opinion.company_id)
            is_told = code and opinion.served_on
            opinion.last_day = deadlines.get_due(code, opinion.served_on)["due"] if is_told else False

    @api.model_create_multi
    def create(self, vals_list):
        opinions = super().create(vals_list)
        for opinion in opinions:
            matter = opinion.matter_id
            opinion._refuse(opinion._draft_refusals())
            values = {"level": matter.level, "unit_id": matter.holder_unit_id.id}
            opinion._as_engine().write({**values, "request": opinion.request or matter.sudo().request})
        return opinions

    def _draft_refusals(self):
        matter = self.matter_id.sudo()
        if not self.matter_id._acts_as_holder():
            return [self._explain("5-1.2a", self.env._("only who holds the matter drafts its opinion."))]
        if matter.is_sealed:
            return [self._explain("P1-30", self.env._("accusations go to discipline inspection and get no opinion."))]
        if matter.is_litigation_related:
            return [
                self._explain(
                    "P1-28", self.env._("a matter of law and litigation gets no opinion: it goes to a court.")
                )
            ]
        if matter.state not in OPEN_STATES:
            return [self.env._("%(matter)s has ended.", matter=matter.name)]
        return []

    # ------------------------------------------------------------------------------------------------------------------
    # Sign-off
    # ------------------------------------------------------------------------------------------------------------------

    def _signoff_department(self):
        """The unit whose head signs: the one that holds the matter, or the department of who drafts."""
        return self.unit_id.department_id or self.requester_id.sudo().employee_id.department_id

    @api.model
    def _signoff_card_fields(self):
        return "matter_id", *super()._signoff_card_fields(), "level", "request", "opinion", "article_ids", "result"

    def _signoff_card_alerts(self):
        alerts = super()._signoff_card_alerts()
        due = self.matter_id.next_due_date
        if due and due < self.matter_id._get_today():
            alerts.append(self.env._("The matter is overdue since %(day)s.", day=format_date(self.env, due)))
        return alerts

    def _missing_fact_fields(self):
        return ("state", "request", "facts", "opinion", "article_ids", "result")

    def _missing_facts(self):
        self.ensure_one()
        day = self.matter_id._get_today()
        old = self.article_ids.filtered(lambda article: not article._holds_on(day))
        return self._collect_missing(
            [
                (not self._to_text(self.request), "P1-32", self.env._("write the request"), "request"),
                (not self._to_text(self.facts), "5-1.3b", self.env._("write the facts and reasons"), "facts"),
                (not self._to_text(self.opinion), "P1-32", self.env._("write the opinion"), "opinion"),
                (not self.article_ids, "5-1.3b", self.env._("name the legal basis"), "article_ids"),
                (
                    bool(old),
                    "P1-32",
                    self.env._("%(articles)s: not in force today", articles=", ".join(old.mapped("display_name"))),
                    "article_ids",
                ),
                (not self.result, "P1-32", self.env._("choose one of three results"), "result"),
            ]
        )

    def _do_submit(self):
        super()._do_submit()
        for opinion in self:
            opinion.matter_id._check_not_kept_out(opinion.sudo().signoff_ids.user_id)
            opinion.matter_id._stop_terms(("milestone_draft",), opinion.matter_id._get_today())

    # ------------------------------------------------------------------------------------------------------------------
    # Send, serve
    # ------------------------------------------------------------------------------------------------------------------

    def action_send(self, vals=None):
        """The opinion goes to the petitioner: the matter is concluded on this day (reading D20).

        :param dict vals: ``sent_on`` (today)
        :raises UserError: it is not signed, was sent before, or the matter is on another desk
        """
        self.ensure_one()
        matter = self.matter_id
        matter._lock()
        matter._check_holder(self.env._("sends its opinion"))
        if self.state != "approved" or self.sent_on:
            raise UserError(
                self._explain("P1-32", self.env._("%(opinion)s is not signed, or was sent.", opinion=self.name))
            )
        day = matter._get_event_day((vals or {}).get("sent_on"))
        self.article_ids._check_holds_on(day)
        self._as_engine().sent_on = day
        if self._concludes_when("sent"):
            self._conclude(day)
        return True

    def _concludes_when(self, moment):
        return self.company_id.sudo().reception_petition_concluded_when == moment

    def _conclude(self, day):
        self.matter_id._conclude(self.result, day)
        if self.level == "re_review":
            self.matter_id._move("final")

    def action_serve(self, vals=None):
        """Note when the opinion reached the petitioner; from then on review may be asked for (P1-35, P1-36).

        :param dict vals: ``served_on`` (today), ``served_how`` (handed over)
        :raises UserError: it was not sent, or is served before
        """
        self.ensure_one()
        matter = self.matter_id
        matter._lock()
        matter._check_holder(self.env._("serves its opinion"))
        vals = vals or {}
        day = matter._get_event_day(vals.get("served_on"))
        if not self.sent_on or day < self.sent_on:
            raise UserError(self._explain("P1-35", self.env._("an opinion is served after it was sent.")))
        self._move("served", served_on=day, served_how=vals.get("served_how") or "in_hand")
        if self._concludes_when("served"):
            self._conclude(day)
        if code := REQUEST_TERMS.get(self.level):
            matter._start_term(code, day)
        return True

    def action_send_today(self):
        """Send the opinion today."""
        return self.action_send()

    def action_serve_today(self):
        """Note that the opinion was handed over today."""
        return self.action_serve()
