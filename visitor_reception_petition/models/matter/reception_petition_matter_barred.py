from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL, Query


class ReceptionPetitionMatter(models.Model):
    """Who is kept from a matter: the persons complained about, and their unit (P1-28, P1-30)."""

    _inherit = "reception.petition.matter"

    accused_ids = fields.Many2many(
        "hr.employee", string="Persons Complained About", help="They never see the matter (P1-30)."
    )
    accused_department_id = fields.Many2one(
        "hr.department", string="Unit Complained About", ondelete="restrict", check_company=True
    )
    bars_unit = fields.Boolean(
        string="Keep the Whole Unit Out", help="For appeals; in accusations the unit never sees the matter (D24)."
    )
    # who is kept out is itself kept from everybody: no group reads these two
    barred_user_ids = fields.Many2many(
        "res.users", "reception_petition_matter_barred_user_rel", readonly=True, copy=False, groups=fields.NO_ACCESS
    )
    barred_department_ids = fields.Many2many(
        "hr.department",
        "reception_petition_matter_barred_department_rel",
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
    )

    @api.model
    def _get_hidden_query(self):
        """Matters that the current user must not know of, as a query: its parts are small, and each has its index."""
        return Query(self.env, "hidden", SQL("(%s)", SQL(" UNION ALL ").join(self._get_hidden_parts())))

    @api.model
    def _get_hidden_parts(self):
        """Who is accused, their unit with its head, who withdrew; looked up at each access, so that a move counts."""
        return [
            SQL(
                """SELECT reception_petition_matter_id AS id FROM reception_petition_matter_barred_user_rel
                    WHERE res_users_id = %s""",
                self.env.uid,
                to_flush=self._fields["barred_user_ids"],
            ),
            SQL(
                """SELECT reception_petition_matter_id AS id FROM reception_petition_matter_barred_department_rel
                    WHERE hr_department_id IN %s""",
                self._get_departments_of_mine(),
                to_flush=self._fields["barred_department_ids"],
            ),
        ]

    @api.model
    def _get_departments_of_mine(self):
        """Departments whose barring concerns the current user: those above one's own, and those one heads; a subquery."""
        self.env["hr.employee"].flush_model(["user_id", "active", "current_version_id"])
        self.env["hr.version"].flush_model(["department_id"])
        self.env["hr.department"].flush_model(["parent_path", "manager_id"])
        return SQL(
            """(SELECT d.id
                  FROM hr_department d
                 WHERE EXISTS (SELECT 1
                                 FROM hr_employee e
                                 JOIN hr_version v ON v.id = e.current_version_id
                                 LEFT JOIN hr_department o ON o.id = v.department_id
                                WHERE e.user_id = %s
                                  AND e.active
                                  AND (d.manager_id = e.id OR o.parent_path LIKE d.parent_path || '%%')))""",
            self.env.uid,
        )

    def _bar(self):
        """Write who is kept out, and take from them what they have of the matter, all in one transaction."""
        for matter in self.sudo():
            departments = matter._get_barred_departments()
            users = matter._get_barred_users()
            matter._as_engine().write(
                {
                    "barred_user_ids": [Command.set(users.ids)],
                    "barred_department_ids": [Command.set(departments.ids)],
                }
            )
            matter._shut_out(matter._get_kept_out())

    def _get_barred_users(self):
        return self.accused_ids.user_id

    def _get_barred_departments(self):
        """Accusations: the unit too; appeals: only where the matter says so (reading D24)."""
        if self.kind != "accusation" and not self.bars_unit:
            return self.env["hr.department"]
        return self.accused_department_id or self.accused_ids.department_id

    def _get_kept_out(self):
        """Everybody who is kept out now (res.users): those named, and the people of the barred units."""
        matter = self.sudo()
        departments = matter.barred_department_ids
        employees = self.env["hr.employee"].sudo().search([("department_id", "child_of", departments.ids)])
        return matter.barred_user_ids | (employees | departments.manager_id).user_id

    def _shut_out(self, users):
        """Whoever is kept out loses reading, handling, activities, following and notifications."""
        matter = self.sudo()
        matter.activity_ids.filtered(lambda activity: activity.user_id in users).unlink()
        matter.message_unsubscribe(users.partner_id.ids)
        self.env["mail.notification"].sudo().search(
            [
                ("mail_message_id.model", "=", self._name),
                ("mail_message_id.res_id", "=", self.id),
                ("res_partner_id", "in", users.partner_id.ids),
            ]
        ).unlink()
        vals = {"reader_ids": [Command.unlink(user.id) for user in users & matter.reader_ids]}
        if matter.holder_id in users:
            vals["holder_id"] = False
        matter._as_engine().write(vals)

    def _check_not_kept_out(self, users):
        """Refuse to give the matter, or a task of it, to somebody who is kept out (P1-30).

        :raises UserError: one of them is
        """
        if self._get_kept_out() & users:
            raise UserError(
                self._explain(
                    "P1-30",
                    self.env._("%(matter)s is kept from the person or unit chosen. Choose another.", matter=self.name),
                )
            )
