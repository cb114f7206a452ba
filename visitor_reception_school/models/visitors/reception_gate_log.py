from odoo import api, fields, models

# why a parent comes to the gate and does not come in: things are left, food is handed over, children fetched (3-4b)
STAYS_OUTSIDE = ("bring_things", "bring_food", "fetch")
PARENT = "parent"
# whose vehicle is a parent's all the same when the phone number is that of a guardian (3-4c)
PRIVATE_KINDS = ("visitor", "family")


class ReceptionGateLog(models.Model):
    """Parents (3-3, 3-4): with a reason, for a child, on foot."""

    _inherit = "reception.gate.log"

    kind = fields.Selection(selection_add=[(PARENT, "Parent")], ondelete={PARENT: "set default"})
    pupil_id = fields.Many2one(
        "reception.school.pupil",
        string="Child",
        check_company=True,
        ondelete="set null",
        index="btree_not_null",
        copy=True,
    )
    pupil_typed = fields.Char(
        string="Child (Name or Number)", store=False, copy=False, help="With the class before a name that several have."
    )
    pupil_name = fields.Char(string="Child's Name and Class", readonly=True, help="As it was on that day.")
    parent_purpose = fields.Selection(
        [
            ("teacher_asked", "Asked by the teacher"),
            ("illness", "The child is ill"),
            ("discipline", "Discipline"),
            ("paperwork", "Paperwork"),
            ("other", "Other special reason"),
            ("bring_things", "Brings things"),
            ("bring_food", "Brings food"),
            ("fetch", "Brings or fetches the child"),
        ],
        string="Why the Parent Comes",
    )
    is_guardian = fields.Boolean(string="Guardian on File", readonly=True, help="By the phone number, or at an event.")

    _parent_on_foot = models.Constraint(
        "CHECK (kind <> 'parent' OR plate IS NULL)", "3-4c: no vehicle of a parent enters the campus."
    )

    @api.model
    def _typed_fields(self):
        return (*super()._typed_fields(), "pupil_id", "pupil_typed", "parent_purpose")

    @api.model
    def _check_in_fields(self):
        return (*super()._check_in_fields(), "pupil_id", "pupil_typed", "parent_purpose")

    @api.model
    def _desk_fields(self):
        return (*super()._desk_fields(), "pupil_id", "pupil_name", "parent_purpose", "is_guardian")

    @api.model
    def _personal_fields(self):
        return (*super()._personal_fields(), "pupil_id", "pupil_name", "is_guardian")

    # ------------------------------------------------------------------------------------------------------------------
    # What is typed
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _clean_typed(self, vals):
        vals = super()._clean_typed(vals)
        # a guard reads no pupils, and writes whose parent it is
        pupils = self.env["reception.school.pupil"].sudo()
        if typed := vals.pop("pupil_typed", False):
            company = self.company_id[:1] or self._get_company([vals] if vals.get("gate_id") else [])
            vals["pupil_id"] = pupils._find_typed(typed, company).id
        if "pupil_id" in vals:
            vals["pupil_name"] = pupils.browse(vals["pupil_id"] or ()).display_name
        if vals.get("plate"):
            vals["is_guardian"] = bool(self._find_guardians({"visitor_phone": False, **vals}))
        return vals

    @api.model
    def _find_guardians(self, vals):
        company = self.company_id[:1] or self._get_company([vals] if vals.get("gate_id") else [])
        return self.env["reception.school.guardian"]._find_by_phone(vals["visitor_phone"], company)

    def _typed_refusals(self, vals):
        """No vehicle of a parent, whatever is typed where (3-4c), and a child who is at the school."""
        refusals = super()._typed_refusals(vals)
        for known in self or [False]:
            refusals += self._vehicle_refusals(
                {name: vals.get(name, known and known[name]) for name in ("kind", "plate", "visitor_phone", "gate_id")}
            )
        if vals.get("pupil_id") and not self._is_pupil(vals["pupil_id"]):
            refusals.append(self._explain("3-3a", self.env._("there is no such pupil at this school.")))
        return list(dict.fromkeys(refusals))

    @api.model
    def _is_pupil(self, pupil_id):
        # a guard reads no pupils
        pupil = self.env["reception.school.pupil"].sudo().browse(pupil_id if isinstance(pupil_id, int) else ()).exists()
        return bool(pupil) and pupil.state == "enrolled" and pupil.company_id in self.env.companies

    def _vehicle_refusals(self, facts):
        if not facts["plate"]:
            return []
        if facts["kind"] == PARENT:
            return [self._explain("3-4c", self.env._("no vehicle of a parent enters the campus: leave it outside."))]
        if (facts["kind"] or "visitor") in PRIVATE_KINDS and self._find_guardians(facts):
            text = self.env._("this phone number is that of a parent: no vehicle of a parent enters the campus.")
            return [self._explain("3-4c", text)]
        return []

    # ------------------------------------------------------------------------------------------------------------------
    # In
    # ------------------------------------------------------------------------------------------------------------------

    def _get_entry_clause(self):
        return "3-3a" if self.kind == PARENT else super()._get_entry_clause()

    def _needs_slip(self):
        """Parents leave with the slip that the person visited has signed, whatever the gate asks of others (3-3c)."""
        return super()._needs_slip() or (self.kind == PARENT and not self._is_of_notice())

    def _check_in_refusals(self):
        refusals = self._vehicle_refusals(self) + super()._check_in_refusals()
        return [*self._parent_refusals(), *refusals] if self.kind == PARENT else refusals

    def _arrive(self, vals):
        """Of who is expected only now it is known what is typed at the gate together with what was said before."""
        self._raise_refusals([self._typed_refusals(vals)])
        super()._arrive(vals)

    def _parent_refusals(self):
        _ = self.env._
        if self.parent_purpose in STAYS_OUTSIDE:
            return [
                self._explain(
                    "3-4b",
                    _("who brings things or food, or brings or fetches a child, stays at the gate."),
                )
            ]
        refusals = []
        if not self.parent_purpose:
            refusals.append(self._explain("3-3a", _("choose the special reason for which the parent comes in.")))
        if not self.pupil_id:
            refusals.append(self._explain("3-3a", _("choose the child.")))
        return refusals
