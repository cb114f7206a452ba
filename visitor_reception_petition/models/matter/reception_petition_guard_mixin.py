from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import SQL


class ReceptionPetitionGuardMixin(models.AbstractModel):
    """A record of a petition matter, which no group, record rule or right shows to those who are kept from it.

    Who is accused, their unit and who withdrew never see the matter, by whatever way (P1-28, P1-30). It holds for every
    search and every access; only the code itself, as superuser, gets past it, and not where somebody has become the
    superuser in the browser.
    """

    _name = "reception.petition.guard.mixin"
    _inherit = ["reception.guarded.mixin"]
    _description = "Record of a Guarded Petition Matter"

    # the field that names the matter
    _guard_field = "matter_id"

    @api.model
    def _guard_domain(self):
        """Records that the current user may know of."""
        if self._has_become_superuser():
            return Domain.FALSE
        return Domain(self._guard_field, "not in", self.env["reception.petition.matter"]._get_hidden_query())

    @api.model
    def _has_become_superuser(self):
        return bool(request) and request.session.uid == SUPERUSER_ID

    @api.model
    def _is_guarded(self):
        return not self.env.su or self._has_become_superuser()

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        if self._is_guarded() and (not bypass_access or self._has_become_superuser()):
            domain = Domain(domain) & self._guard_domain()
        return super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if result or not self.ids or not self._is_guarded():
            return result
        forbidden = self - self._filter_shown()
        if forbidden:
            return forbidden, lambda: self.env["ir.rule"]._make_access_error(operation, forbidden)
        return None

    def _filter_shown(self):
        """Those of ``self`` that the current user may know of."""
        everything = self.sudo().with_context(active_test=False)
        query = everything._search(Domain("id", "in", self.ids) & self._guard_domain(), bypass_access=True)
        return self.browse(query) | self.filtered(lambda record: not record.id)

    def _is_kept_from(self, user):
        """As the matter: nobody gets a task of what is kept from the person."""
        matter = self.matter_id if "matter_id" in self._fields else None
        return bool(matter) and matter._is_kept_from(user)

    def _explain_kept_from(self, user):
        return self._explain("P1-30", super()._explain_kept_from(user))

    @api.model
    def _is_signoff_guarded(self):
        """Signatures are read with the document alone, and messages tell its number only (P1-30)."""
        return True

    def _wait_turn(self):
        """Let two who act on one record at once act one after the other; a conflict shows no text in the log.

        The update waits for the other transaction and then fails as a serialisation error, which Odoo answers by
        running the request anew; so the second always sees what the first did.
        """
        if self.ids:
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET move_count = COALESCE(move_count, 0) + 1 WHERE id IN %s",
                    SQL.identifier(self._table),
                    tuple(self.ids),
                )
            )

    @api.model
    def _explain(self, clause, reason, way_out=None):
        return self.env["reception.clause"]._explain(clause, reason, way_out)

    @api.model
    def _refuse(self, refusals):
        """Raise what speaks against a verb, one paragraph a reason.

        :param refusals: iterable of texts
        :raises UserError: if there is any
        """
        if texts := list(refusals):
            raise UserError("\n\n".join(texts))

    @api.model
    def _to_text(self, text):
        """What a person wrote, without surrounding space; anything but text is refused."""
        if text and not isinstance(text, str):
            raise UserError(self.env._("Comments and reasons are text."))
        return (text or "").replace("\0", "").strip()

    @api.model
    def _need_text(self, text, clause, reason):
        """``text`` as :meth:`_to_text`.

        :raises UserError: there is none
        """
        if not (text := self._to_text(text)):
            raise UserError(self._explain(clause, reason))
        return text

    def _open_dialog(self, verb, title):
        """The dialog that asks for what ``verb`` needs, such as a reason; its room names it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_verb": verb, "default_res_model": self._name, "default_res_id": self.id},
        }
