from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty

# besides names and positions of the guests, the facts that are confirmed with the other side (1-5.1.2)
CONFIRMED_FIELDS = ("identity", "headcount", "date_begin", "date_end", "purpose")


class ReceptionVisit(models.Model):
    """The procedure of a visit (1-5, 4-12): the plan, the six facts, the final check; its steps: reception_visit_steps.py.

    ============  =========================================  ============================================
    Verb          Who                                        When
    ============  =========================================  ============================================
    confirm       whom the procedure names                   before the guests are here
    check         Administration and HR, host                issued; every preparation done (1-5.1.3)
    ============  =========================================  ============================================
    """

    _inherit = "reception.visit"

    procedure_category_id = fields.Many2one(
        "reception.visitor.category",
        string="Procedure As For",
        compute="_compute_procedure_category_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        domain=[("procedure", "!=", "e"), ("parent_id", "=", False)],
        tracking=True,
        help="The category whose procedure is followed; chosen for other approved visitors (1-5.5.1).",
    )
    chooses_procedure = fields.Boolean(compute="_compute_chooses_procedure")
    meeting_kind = fields.Selection(
        [
            ("external", "Large meeting with external participants"),
            ("department", "Meeting or training of a department"),
        ],
        tracking=True,
        help="Large external meetings need a cost plan and a programme (1-5.6.1); meetings and trainings of a department "
        "that cost anything are approved beforehand by the general manager or their executive deputy (1-5.6.2).",
    )
    supporting_department_ids = fields.Many2many(
        "hr.department",
        string="Supporting Departments",
        check_company=True,
        help="Their heads get a task when the notice is issued (1-2.6).",
    )
    reception_plan = fields.Html(copy=False, help="Who prepares and receives what, when and where (1-5.1.1).")

    # the six facts, confirmed with the other side
    confirmed_by_id = fields.Many2one("res.users", compute="_compute_from_acts")
    confirmed_with = fields.Char(compute="_compute_from_acts", help="Whom we asked.")
    confirmed_at = fields.Datetime(compute="_compute_from_acts")
    is_confirmed = fields.Boolean(string="Six Facts Confirmed", compute="_compute_is_confirmed")
    was_confirmed = fields.Boolean(string="Six Facts Confirmed Before", compute="_compute_is_confirmed")
    can_confirm = fields.Boolean(compute="_compute_can_prepare")

    # preparation
    checked_by_id = fields.Many2one("res.users", compute="_compute_from_acts")
    checked_at = fields.Datetime(string="Final Check On", compute="_compute_from_acts")
    can_check = fields.Boolean(compute="_compute_can_prepare")

    @api.model
    def _act_fields(self):
        return super()._act_fields() | {
            "confirmed_by_id": ("confirmed", "user_id"),
            "confirmed_with": ("confirmed", "with_whom"),
            "confirmed_at": ("confirmed", "at"),
            "checked_by_id": ("checked", "user_id"),
            "checked_at": ("checked", "at"),
        }

    def _get_act_facts(self, kind):
        return self._get_six_facts() if kind == "confirmed" else super()._get_act_facts(kind)

    def _get_marketing_department(self):
        """With whom important customers make their appointment, where the company says so (hr.department; 1-5.4.1)."""
        if self.procedure_category_id.inviting_body != "marketing_department":
            return self.env["hr.department"]
        return self.company_id.sudo().reception_marketing_department_id  # which one it is is no secret

    # ------------------------------------------------------------------------------------------------------------------
    # Compute methods
    # ------------------------------------------------------------------------------------------------------------------

    @api.depends("category_id")
    def _compute_procedure_category_id(self):
        for visit in self:
            if visit.category_id.procedure != "e":
                visit.procedure_category_id = visit.category_id
            elif visit.procedure_category_id.procedure == "e" or not visit._origin.category_id:
                visit.procedure_category_id = False
            else:
                visit.procedure_category_id = visit.procedure_category_id

    @api.depends("category_id.procedure")
    def _compute_chooses_procedure(self):
        for visit in self:
            visit.chooses_procedure = visit.category_id.procedure == "e"

    @api.constrains("category_id", "procedure_category_id")
    def _check_procedure_category_id(self):
        for visit in self:
            chosen, category = visit.procedure_category_id, visit.category_id
            if chosen and (chosen.procedure == "e" if category.procedure == "e" else chosen != category):
                raise ValidationError(
                    self._explain(
                        "1-5.5.1",
                        self.env._("the procedure follows from the category; only other approved visitors choose one."),
                    )
                )

    @api.depends(
        "act_ids.void_at",
        "guest_ids.name",
        "guest_ids.position",
        "department_id",
        "counterpart_department_id",
        "procedure_category_id.confirmer",
        "company_id.reception_marketing_department_id",
        *CONFIRMED_FIELDS,
    )
    def _compute_is_confirmed(self):
        for visit in self:
            visit.is_confirmed = visit._get_act("confirmed")._holds()
            # whoever sees the notice may know that it was
            visit.was_confirmed = not visit.is_confirmed and "confirmed" in visit.sudo().act_ids.mapped("kind")

    def _get_six_facts(self):
        """Identity, names, positions, headcount, time and purpose as plain values (1-5.1.2)."""
        return {
            **{name: self._plain_value(self, name) for name in CONFIRMED_FIELDS},
            "guests": sorted([guest.name or "", guest.position or ""] for guest in self.guest_ids),
            # another department asks anew
            "department": self._get_confirming_department().id,
        }

    def _get_confirming_department(self):
        """The department that confirms the six facts (hr.department); none where Administration and HR does."""
        if marketing := self._get_marketing_department():
            return marketing
        confirmer = self.procedure_category_id.confirmer
        field = {"counterpart": "counterpart_department_id", "receiving": "department_id"}.get(confirmer)
        return self[field] if field else self.env["hr.department"]

    @api.depends_context("uid")
    @api.depends("state", "act_ids.void_at", "step_ids.done_at")
    def _compute_can_prepare(self):
        for visit in self:
            visit.can_confirm = not visit.is_confirmed and not visit._confirm_refusals()
            is_asked = visit.procedure_category_id.check_clause or visit._get_open_checks()
            visit.can_check = bool(is_asked) and not visit.checked_at and not visit._check_refusals()

    # ------------------------------------------------------------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------------------------------------------------------------

    def _missing_fact_fields(self):
        return (
            *super()._missing_fact_fields(),
            *CONFIRMED_FIELDS,
            "procedure_category_id",
            "act_ids.void_at",
            "reception_plan",
            "step_ids.done_at",
        )

    def _missing_facts(self):
        text = self.env._("choose the procedure by the nature of the visitors")
        is_missing = self.chooses_procedure and not self.procedure_category_id
        return super()._missing_facts() + self._collect_missing(
            [(is_missing, "1-5.5.1", text, "procedure_category_id")]
        )

    def _missing_facts_for_start(self):
        """Besides grade and host: the confirmed facts, the plan, the preparations and the final check."""
        _ = self.env._
        category = self.procedure_category_id
        checks = [
            (
                category.facts_clause and not self.is_confirmed,
                category.facts_clause,
                self._tell_to_confirm(),
                "action_open_confirm",
            ),
            (
                category.plan_clause and is_html_empty(self.reception_plan),
                category.plan_clause,
                _("draw up the reception plan"),
                "reception_plan",
            ),
            (
                category.check_clause and not self.checked_at,
                category.check_clause,
                _("make the final check before the guests arrive"),
                "action_final_check",
            ),
        ]
        return super()._missing_facts_for_start() + self._missing_steps("start") + self._collect_missing(checks)

    def _tell_to_confirm(self):
        if marketing := self._get_marketing_department():
            return self.env._(
                "no appointment, no customer reception: %(department)s confirms identity, names, positions, headcount, time "
                "and purpose with the contact person",
                department=marketing.name,
            )
        return self.env._("confirm identity, names, positions, headcount, time and purpose with the contact person")

    def _missing_facts_for_close(self):
        return super()._missing_facts_for_close() + self._missing_steps("close")
