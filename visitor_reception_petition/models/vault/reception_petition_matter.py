from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.base.models.ir_attachment import condition_values


class ReceptionPetitionMatter(models.Model):
    """Withdrawals keep out too, and sealed matters are hidden from all but keepers and those they admit."""

    _inherit = "reception.petition.matter"

    withdrawal_ids = fields.One2many("reception.petition.withdrawal", "matter_id", string="Withdrawals", readonly=True)
    is_sealed = fields.Boolean(string="Sealed", readonly=True, copy=False)
    admitted_ids = fields.Many2many(
        "res.users",
        "reception_petition_matter_admitted_rel",
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="Admitted to the sealed matter by a keeper.",
    )
    named_ids = fields.Many2many(
        "res.users",
        "reception_petition_matter_named_rel",
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="Named in the accusation when it was sealed.",
    )

    _sealed_idx = models.Index("(id) WHERE is_sealed")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"is_sealed", "admitted_ids", "named_ids"}

    @api.model
    def _get_hidden_parts(self):
        """Sealed matters are hidden from all but keepers in force and those admitted by name (P1-30)."""
        parts = super()._get_hidden_parts()
        if self.env["reception.petition.keeper"]._is_keeper(self.env.user):
            return parts
        admitted = SQL(
            """SELECT 1 FROM reception_petition_matter_admitted_rel a
                WHERE a.reception_petition_matter_id = m.id AND a.res_users_id = %s""",
            self.env.uid,
            to_flush=self._fields["admitted_ids"],
        )
        sealed = "SELECT m.id FROM reception_petition_matter m WHERE m.is_sealed AND NOT EXISTS (%s)"
        return [*parts, SQL(sealed, admitted, to_flush=self._fields["is_sealed"])]

    def _get_barred_users(self):
        """Who asked for oneself is kept out at once; of others decides the petition head (P1-28)."""
        withdrawn = self.withdrawal_ids.filtered(
            lambda row: row.state == "granted" or (row.state == "asked" and row.asked_by == "self")
        )
        return super()._get_barred_users() | withdrawn.user_id

    def action_withdraw_from(self, user_id, reason, asked_by=None):
        """Ask that somebody keeps out of the matter (回避, P1-28).

        :param int user_id: oneself, or somebody else by the petition head
        :param str reason: the interest
        :param str asked_by: ``petitioner`` or ``unit``, where it is not oneself
        :returns: the id of the withdrawal
        :raises UserError: no reason, or for somebody else without being the petition head
        """
        self.ensure_one()
        self._lock()
        reason = self._need_text(reason, "P1-28", self.env._("say which interest it is."))
        user = self.env["res.users"].browse(user_id).exists()
        if user != self.env.user:
            self._check_office(self.env._("asks for the withdrawal of somebody else"))
        if not user:
            raise UserError(self._explain("P1-28", self.env._("say who keeps out.")))
        withdrawal = (
            self.env["reception.petition.withdrawal"]
            ._as_engine()
            .create(
                {
                    "matter_id": self.id,
                    "user_id": user.id,
                    "asked_by": "self" if user == self.env.user else asked_by or "petitioner",
                    "asked_by_id": self.env.uid,
                    "reason": reason,
                }
            )
        )
        heads = self._get_heads()
        for head in heads - user:
            self._remind_of(head, self._get_today(), self.env._("A withdrawal waits for your decision"))
        self._bar()
        return withdrawal.id

    def _get_heads(self):
        """Who decides for the office (res.users): the petition head, for sealed matters the keepers."""
        if self.sudo().is_sealed:
            keepers = self.env["reception.petition.keeper"]._get_keepers(self.sudo().company_id)
            return keepers - self._get_kept_out()
        return super()._get_heads()

    @api.model
    def _get_linked_domain(self, model_field, res_field="res_id"):
        """Rows of guarded records that the user may read, for messages, activities and the like, and all other rows."""
        domain = Domain.TRUE
        if not self._is_guarded():
            return domain
        for name in self._get_thread_models():
            records = self.env[name].with_context(active_test=False)
            readable = Domain(res_field, "in", records._search([])) if records.has_access("read") else Domain.FALSE
            domain &= Domain(model_field, "!=", name) | readable
        return domain

    @api.model
    def _guard_links(self, rows, domain, model_field):
        """``domain`` of ``rows`` without those of guarded records that the user may not read.

        A search for rows of other models stays as it is, and costs nothing more.
        """
        models_asked = condition_values(rows, model_field, Domain(domain))
        if models_asked and not set(self._get_thread_models()).intersection(models_asked):
            return domain
        return Domain(domain) & self._get_linked_domain(model_field)

    @api.model
    def _get_thread_models(self):
        """Guarded models that people may write messages on."""
        return [self._name]

    @api.model
    def _get_hidden_links(self, rows, model_field, res_field="res_id"):
        """Those of ``rows`` that link to a guarded record which the current user may not read."""
        names = self._get_thread_models()
        linked = rows.sudo().filtered(lambda row: row.id and row[model_field] in names) if self._is_guarded() else ()
        if not linked:
            return rows.browse()
        everything = linked.with_context(active_test=False)
        shown = everything._search(
            Domain("id", "in", linked.ids) & self._get_linked_domain(model_field, res_field), bypass_access=True
        )
        return rows.browse(linked.ids) - rows.browse(shown)
