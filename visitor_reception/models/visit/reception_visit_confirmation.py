from odoo import models

from .reception_visit_procedure import CONFIRMED_FIELDS


class ReceptionVisit(models.Model):
    """The six facts confirmed with the other side (1-5.1.2), and the final check (1-5.1.3)."""

    _inherit = "reception.visit"

    # ------------------------------------------------------------------------------------------------------------------
    # Confirm the six facts
    # ------------------------------------------------------------------------------------------------------------------

    def action_open_confirm(self):
        """Ask with whom the six facts were confirmed."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Confirm the Six Facts"),
            "res_model": "reception.visit.confirm",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_visit_id": self.id},
        }

    def action_confirm(self, confirmed_with=None):
        """Record that the contact person has confirmed the six facts as they stand (1-5.1.2, 1-5.3.1, 1-5.4.1).

        :param str confirmed_with: whom we asked; without it the contact person of the notice
        :raises UserError: a fact or the name is missing, it is not the user's task, or the guests are here already
        """
        self.check_access("read")
        names = {visit: self._to_text(confirmed_with) or self._to_text(visit.contact_name) for visit in self}
        self._raise_refusals(visit._confirm_refusals() + visit._six_facts_refusals(names[visit]) for visit in self)
        # who confirms need not edit the notice
        for visit, name in names.items():
            visit._do_state("confirmed", with_whom=name)
            visit.sudo()._message_log(
                body=self.env._("The six facts were confirmed with %(name)s.", name=name),
                author_id=self.env.user.partner_id.id,
            )

    def _confirm_refusals(self):
        self.ensure_one()
        category = self.procedure_category_id
        if not category.confirmer or self.state not in ("draft", "signing", "issued", "declined"):
            return [self.env._("%(visit)s does not wait for a confirmation.", visit=self.display_name)]
        if self._is_auditor():
            return self._auditor_refusals()
        if self._is_confirmer(category.confirmer):
            return []
        who = (
            self._get_marketing_department().name
            or (dict(category._fields["confirmer"]._description_selection(self.env))[category.confirmer])
        )
        return [self._explain(category.facts_clause, self.env._("the six facts are confirmed by: %(who)s.", who=who))]

    def _is_confirmer(self, confirmer):
        """Whether the current user is one of those who ask the contact person."""
        if self.env.su:
            return True
        if confirmer == "officer":
            return self.env.user.has_group("visitor_reception.group_reception_officer")
        mine = self.env.user.employee_id.sudo().department_id
        if marketing := self._get_marketing_department():
            # also of a department below it
            return bool(mine) and bool(mine.filtered_domain([("id", "child_of", marketing.id)]))
        is_host = confirmer == "receiving" and self.host_id.sudo().user_id == self.env.user
        return is_host or (bool(mine) and mine == self._get_confirming_department())

    def _six_facts_refusals(self, name):
        clause = self.procedure_category_id.facts_clause
        facts = self.sudo()._get_six_facts()
        empty = [self._fields[field]._description_string(self.env) for field in CONFIRMED_FIELDS if not facts[field]]
        if not facts["guests"] or any(not text.strip() for guest in facts["guests"] for text in guest):
            empty.append(self.env._("names and positions of the guests"))
        if not name:
            empty.append(self.env._("whom you asked"))
        if not empty:
            return []
        return [self._explain(clause, self.env._("still empty: %(facts)s.", facts=", ".join(empty)))]

    # ------------------------------------------------------------------------------------------------------------------
    # Final check
    # ------------------------------------------------------------------------------------------------------------------

    def action_final_check(self):
        """Note that everything is in place before the guests arrive (1-5.1.3, 1-5.3.2).

        :raises UserError: not issued, the guests are here already, or a preparation is open
        """
        self._signoff_lock()
        self._check_can_check()
        if steps := self._get_open_checks():
            steps._do_done()
        (self - steps.visit_id)._do_check()

    def _check_refusals(self):
        self.ensure_one()
        if self.state != "issued":
            return [
                self.env._("The final check of %(visit)s is made before the guests arrive.", visit=self.display_name)
            ]
        if not self._is_host_or_officer() and self.env.user not in self._get_open_checks().responsible_id:
            return [self._explain("1-2.2", self.env._("the host or Administration and HR makes the final check."))]
        return self._explain_missing(self._missing_steps("start"))

    def _check_can_check(self):
        self._raise_refusals(visit._check_refusals() for visit in self)

    def _do_check(self):
        self._do_state("checked")
