from odoo import api, fields, models


class ReceptionVisit(models.Model):
    """Who receives: a host of matching level (4-8), a department that leads, the office that manages (4-9)."""

    _inherit = "reception.visit"

    is_technical = fields.Boolean(
        string="Technical Reception",
        tracking=True,
        help="Led by the department of the subject; Administration and HR manages and helps (4-9).",
    )
    managing_department_id = fields.Many2one(
        related="company_id.reception_department_id", string="Managed By", compute_sudo=True
    )
    host_position_names = fields.Char(
        string="Matching Host",
        compute="_compute_host_position_names",
        compute_sudo=True,
        help="The positions that receive a guest of this rank (4-8).",
    )
    is_host_deviation = fields.Boolean(
        string="Other Host Than Proposed", compute="_compute_host_position_names", compute_sudo=True
    )
    host_deviation_reason = fields.Char(
        string="Why Another Host", help="Why the principal host is not of the level that the guest's rank calls for."
    )

    def _get_host_positions(self):
        """The positions that match the rank of the principal guest (reception.position), the nearest first."""
        guest = self.guest_ids.sorted(lambda guest: (not guest.is_principal, guest.rank_id.sequence))[:1]
        return guest.rank_id.host_position_ids

    @api.depends("guest_ids.rank_id.host_position_ids", "guest_ids.is_principal", "principal_host_id", "department_id")
    def _compute_host_position_names(self):
        for visit in self:
            positions = visit._get_host_positions()
            users = self.env["res.users"].union(*(user for user, _shares in visit._get_matching_hosts(positions)))
            visit.host_position_names = ", ".join(positions.mapped("name"))
            # nobody there: nothing to deviate from
            visit.is_host_deviation = bool(
                visit.principal_host_id and users and visit.principal_host_id.user_id not in users
            )

    def _get_matching_hosts(self, positions):
        return [holder for position in positions for holder in position._get_holders(self)]

    @api.onchange("guest_ids", "department_id")
    def _onchange_guest_ids_host(self):
        self._propose_principal_host()

    def _propose_principal_host(self):
        """Propose a principal host whose level matches the guest's rank, unless one is named (4-8)."""
        self.ensure_one()
        if self.principal_host_id:
            return
        # an employee may not look up whose user a leader is, but may be told who receives
        for user, _shares in self.sudo()._get_matching_hosts(self._get_host_positions()):
            if employee := user.sudo().with_company(self.company_id).employee_id:
                self.principal_host_id = employee.sudo(False)
                return

    # ------------------------------------------------------------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------------------------------------------------------------

    def _missing_fact_fields(self):
        return (
            *super()._missing_fact_fields(),
            "guest_ids.rank_id",
            "host_deviation_reason",
            "is_technical",
            "department_id",
        )

    def _missing_facts(self):
        return super()._missing_facts() + self._missing_about_receivers()

    def _missing_facts_for_start(self):
        return super()._missing_facts_for_start() + self._missing_about_receivers()

    def _missing_about_receivers(self):
        """Who receives is not signed, and may change until the guests are here."""
        _ = self.env._
        office = self.managing_department_id
        checks = [
            (
                office and self.is_technical and self.department_id == office,
                "4-9",
                _("choose the department of the subject as receiving department: it leads, the office helps"),
                "department_id",
            ),
            (
                office and self.counterpart_department_id == office,
                self.procedure_category_id.counterpart_clause or "1-5.3.1",
                _("choose another counterpart department than Administration and HR"),
                "counterpart_department_id",
            ),
            (
                self.is_host_deviation and not (self.host_deviation_reason or "").strip(),
                "4-8",
                _(
                    "the guest's rank calls for %(positions)s as principal host: choose one of them or explain",
                    positions=self.host_position_names,
                ),
                "host_deviation_reason",
            ),
        ]
        return self._collect_missing(checks)
