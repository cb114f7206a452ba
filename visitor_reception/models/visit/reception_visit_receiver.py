from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# who receives, and with it what the monthly report tells
RECEIVERS = {"department_id", "host_id"}
REPORTED = RECEIVERS | {"principal_host_id", "grade"}


class ReceptionVisit(models.Model):
    """Who receives the guests, what that lets them do, and that it stays what was reported (1-2.3, 1-5.4.3)."""

    _inherit = "reception.visit"

    for_receiver = fields.Boolean(
        compute="_compute_for_receiver",
        search="_search_for_receiver",
        export_string_translation=False,
        help="The user is of the receiving department or a company leader.",
    )

    @api.depends_context("uid")
    @api.depends("department_id", "company_id")
    def _compute_for_receiver(self):
        mine = self.sudo().search(Domain("id", "in", self.ids) & self._search_for_receiver("in", [True]))
        for visit in self:
            visit.for_receiver = visit._origin in mine

    @api.model
    def _search_for_receiver(self, operator, value):
        """Visits that the user's department receives; of a company leader all."""
        if operator != "in":
            return NotImplemented
        today = self.env["reception.deadline"]._get_today(self.env.company)
        holds = (
            Domain("user_id", "=", self.env.uid)
            & Domain(
                "position_id", "any!", Domain("is_company_leader", "=", True) & Domain("resolution", "=", "holders")
            )
            & (Domain("date_from", "=", False) | Domain("date_from", "<=", today))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
        )
        employees = self.env["hr.employee"].sudo()  # people may not be allowed to look up their own department
        me = employees._search(Domain("user_id", "=", self.env.uid) & Domain("company_id", "=", self.env.company.id))
        mine = me.subselect(employees._field_to_sql(me.table, "department_id", me))
        return Domain("department_id", "in", mine) | Domain(
            "company_id", "any!", Domain("reception_holder_ids", "any!", holds)
        )

    # ------------------------------------------------------------------------------------------------------------------
    # Who receives stays
    # ------------------------------------------------------------------------------------------------------------------

    def write(self, vals):
        self._check_receivers(vals)
        return super().write(vals)

    def _check_receivers(self, vals):
        """Who receives decides who signs the guest register, and does not change while the guests are here (1-5.4.3).

        :raises UserError: the visit is closed and reported (1-2.3); host or department of a visit that is hosted, and not
            by Administration and HR; or the user would become who signs the register (D39)
        """
        self._check_closed(vals)
        if RECEIVERS.isdisjoint(vals) or self.env.su:
            return
        begun = self.filtered(lambda visit: visit.state == "hosting")
        if begun and not self.env.user.has_group("visitor_reception.group_reception_officer"):
            raise UserError(
                self._explain(
                    "1-5.4.3", self.env._("the guests are here: only Administration and HR changes who receives them.")
                )
            )
        host = self.env["hr.employee"].sudo().browse(vals.get("host_id"))
        department = self.env["hr.department"].sudo().browse(vals.get("department_id")) or host.department_id
        signed = self.filtered(lambda visit: visit.state in ("issued", "hosting"))
        receives = self.env.user in (host | department.reception_head_id).user_id
        if signed and receives and self.env.user not in signed._get_receivers():
            raise UserError(
                self._explain(
                    "1-5.4.3",
                    self.env._(
                        "nobody makes themselves the one who signs the guest register: somebody else of Administration and HR "
                        "changes who receives."
                    ),
                )
            )

    def _people_in_charge(self):
        return [*super()._people_in_charge(), self.host_id, self.principal_host_id]

    @api.depends("host_id.active", "principal_host_id.active")
    def _compute_left_names(self):
        closed = self.filtered(lambda visit: visit.state == "closed")  # may be opened again, and waits for nobody
        closed.left_names = ""
        return super(ReceptionVisit, self - closed)._compute_left_names()

    def _get_receivers(self):
        """Hosts and heads of the receiving departments, who sign the guest register (res.users; 1-5.4.3, D39)."""
        visits = self.sudo()  # whose user a colleague is cannot be read by everybody
        return (visits.host_id | visits.department_id.reception_head_id).user_id.sudo(False)

    def _check_closed(self, vals):
        """What the monthly report told of a closed visit stays what it was (1-2.3, 1-5.4.3).

        :raises UserError: it would change
        """
        changed = self.filtered(
            lambda visit: (
                (visit.state == "closed" or (visit._is_reopened() and visit.state not in ("draft", "declined")))
                and any(visit._plain_value(visit, name) != (vals[name] or False) for name in REPORTED & set(vals))
            )
        )
        if changed and not self._is_engine():
            raise UserError(changed[0]._explain_closed())
