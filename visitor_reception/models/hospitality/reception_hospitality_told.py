from odoo import api, fields, models


class ReceptionHospitality(models.Model):
    """A work meal inside the company is told, not signed: how many more eat in the canteen (1-6.1).

    The department tells Administration and HR, who notes it; no leader is asked. The note is what the cost stands on
    (1-6.1.2), so nobody notes a meal that they host themselves.
    """

    _inherit = "reception.hospitality"

    is_told_only = fields.Boolean(
        compute="_compute_is_told_only",
        export_string_translation=False,
        help="Told to Administration and HR instead of signed (1-6.1).",
    )
    told_at = fields.Datetime(readonly=True, copy=False)
    noted_by_id = fields.Many2one("res.users", readonly=True, copy=False, help="By Administration and HR (1-6.1).")
    noted_at = fields.Datetime(string="Noted On", readonly=True, copy=False)
    is_agreed = fields.Boolean(
        string="May Be Claimed",
        compute="_compute_is_agreed",
        store=True,
        help="Approved, or told and noted by Administration and HR: what a claim stands on (1-6.1, 1-6.1.2).",
    )
    can_note = fields.Boolean(compute="_compute_can_note")

    @api.depends("kind", "place", "is_over_standard", "companions_by_approver")
    def _compute_is_told_only(self):
        for meal in self:
            meal.is_told_only = (
                meal.kind == "work_meal"
                and meal.place == "inside"
                and not meal.is_over_standard
                and not meal.companions_by_approver
            )

    @api.depends("state", "noted_at")
    def _compute_is_agreed(self):
        for meal in self:
            meal.is_agreed = meal.state == "approved" or (meal.state == "told" and bool(meal.noted_at))

    @api.depends_context("uid")
    @api.depends("state", "noted_at", "host_id")
    def _compute_can_note(self):
        for meal in self:
            meal.can_note = not meal._note_refusals()

    # ------------------------------------------------------------------------------------------------------------------
    # Tell
    # ------------------------------------------------------------------------------------------------------------------

    def _do_tell(self):
        """Without any signature; what Administration and HR enters is noted by that, unless they host it."""
        self._assign_number()
        files = self._get_files()
        for meal in self:
            meal._move(
                "told",
                told_at=fields.Datetime.now(),
                signoff_round=meal.signoff_round + 1,
                signoff_facts=meal._get_signoff_facts(),
                signoff_files=files[meal].ids,
            )
        self.filtered(lambda meal: not meal._note_refusals())._do_note()

    def _void_if_changed(self):
        super()._void_if_changed()
        # who may write a guest has a say in the meal
        for meal in self.sudo().filtered(lambda meal: meal.state == "told"):
            if changes := meal._describe_changes():
                meal._do_reopen(self.env._("changed after it was told, tell it anew (1-6.1): %s", "; ".join(changes)))

    def _withdraw_refusals(self):
        return self._manage_refusals() if self.state == "told" else super()._withdraw_refusals()

    # ------------------------------------------------------------------------------------------------------------------
    # Note
    # ------------------------------------------------------------------------------------------------------------------

    def action_note(self):
        """Note the meals that were told (1-6.1); Administration and HR.

        :raises UserError: not told, noted already, somebody else's task, or the user hosts the meal
        """
        self._signoff_lock()
        self._raise_refusals(meal._note_refusals() for meal in self)
        self._do_note()

    def _note_refusals(self):
        self.ensure_one()
        if self.state != "told" or self.noted_at:
            return [self.env._("%(application)s does not wait to be noted.", application=self.display_name)]
        if refusals := self._auditor_refusals():
            return refusals
        if not self.env.user.has_group("visitor_reception.group_reception_officer"):
            reason = self.env._("%(group)s notes who eats in the canteen.", group=self._get_manager_label())
            return [self._explain("1-6.1", reason)]
        if self._is_meal_of(self.env.user):
            reason = self.env._(
                "nobody notes a meal that they host or claim: a colleague of %(group)s does.",
                group=self._get_manager_label(),
            )
            return [self._explain("4-14b", reason)]
        return []

    def _is_meal_of(self, users):
        """Whether one of ``users`` hosts or claims it; who types it in for others does neither (D4)."""
        meal = self.sudo()  # who notes need not read employees and claims
        people = meal.host_id | meal.expense_ids._filter_active_claims().employee_id
        return bool(people.user_id & users.sudo())

    @api.model
    def _untold(self):
        """Values of a meal that is no longer told."""
        return {"told_at": False, "noted_by_id": False, "noted_at": False}

    def _do_note(self):
        self._as_engine().write({"noted_by_id": self.env.uid, "noted_at": fields.Datetime.now()})
        text = self.env._("Noted by %(user)s (1-6.1).", user=self.env.user.name)
        self.sudo()._message_log_batch(dict.fromkeys(self.ids, text), author_id=self.env.user.partner_id.id)
