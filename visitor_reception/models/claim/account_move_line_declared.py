from odoo import fields, models
from odoo.exceptions import UserError


class AccountMoveLine(models.Model):
    """Finance declares that an item on an account of reception costs is something else: who, when, why. It is listed."""

    _inherit = "account.move.line"

    def _declare_refusals(self, reason):
        """What speaks against the user's declaring that ``self`` is no reception cost: texts."""
        texts = []
        if not self.env.user.has_group("account.group_account_invoice"):
            texts.append(self.env._("Finance alone declares what is no reception cost."))
        if not isinstance(reason, str) or not reason.strip():
            texts.append(self.env._("Write why it is no reception cost."))
        lines = self.sudo()  # not everybody may read whose claim it is
        if self.env.user in lines.expense_id.employee_id.user_id:
            texts.append(self.env._("nobody declares a claim of their own."))
        if others := self - self._filter_reception():
            names = ", ".join(others.mapped("display_name"))
            texts.append(self.env._("%(items)s: not booked as reception costs.", items=names))
        if again := self.filtered("not_reception_at"):
            names = ", ".join(again.mapped("display_name"))
            texts.append(self.env._("%(items)s: declared already.", items=names))
        return [self.env["reception.clause"]._explain("4-14a", text) for text in texts]

    def action_declare_not_reception(self, reason):
        """Note on the items, posted or in draft, that they are no reception cost: by whom, when and why.

        :param str reason: shown to whoever reads the item, and in the list of declared items
        :raises UserError: the user is not of Finance, no reason, one's own claim, or no reception account
        """
        self.check_access("write")
        if refusals := self._declare_refusals(reason):
            raise UserError("\n\n".join(refusals))
        reason = " ".join(reason.split())[:500]
        self._as_engine().write(
            {
                "not_reception_reason": reason,
                "not_reception_by_id": self.env.user.id,
                "not_reception_at": fields.Datetime.now(),
            }
        )
        for move, lines in self.grouped("move_id").items():
            move._message_log(
                body=self.env._(
                    "Declared as not reception: %(items)s. Reason: %(reason)s",
                    items=", ".join(line.name or line.account_id.display_name for line in lines),
                    reason=reason,
                )
            )
