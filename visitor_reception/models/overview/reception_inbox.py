from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

VERBS = {"sign": "action_sign", "decline": "action_decline", "send_back": "action_send_back"}


class ReceptionInbox(models.AbstractModel):
    """Everything that waits for the user's signature, of every kind and of every company of the user, what is due first.

    Holds nothing itself: the signatures asked for are rows of ``reception.signoff``, and answers go through the verbs of
    the documents, which decide who may.
    """

    _name = "reception.inbox"
    _description = "Documents to Sign"

    @api.model
    def _inbox_models(self):
        """Names of the models whose documents are signed here; other add-ons extend it with ``super()``."""
        return list(self.env["reception.signoff.rule"]._get_signed_models())

    def _in_all_companies(self):
        """``self`` for all companies of the user: who leads two signs for both without switching."""
        return self.with_context(allowed_company_ids=self.env.user.company_ids.ids)

    def _get_requests(self):
        """Open requests on the user's desk (reception.signoff), as superuser: a row says no more than which document."""
        mine = Domain("deputy_id", "=", self.env.uid) | (
            Domain("user_id", "=", self.env.uid) & Domain("deputy_id", "=", False)
        )
        return (
            self.env["reception.signoff"]
            .sudo()
            .search(Domain("state", "=", "asked") & Domain("res_model", "in", self._inbox_models()) & mine)
        )

    @api.model
    def get_count(self):
        """How many documents wait for the user, whatever their deadline."""
        return len(set(self._get_requests().mapped(lambda row: (row.res_model, row.res_id))))

    @api.model
    def get_inbox(self):
        """The cards of all documents that wait for the user, what is due first, and the phrases to answer with.

        :return: ``{cards, phrases}``; see ``_get_signoff_cards``
        """
        self = self._in_all_companies()
        cards = []
        for model, rows in self._get_requests().grouped("res_model").items():
            documents = self.env[model].browse(set(rows.mapped("res_id"))).exists()
            cards += documents._get_signoff_cards()
        phrases = self.env["reception.signoff.phrase"].search_read(Domain.TRUE, ["name", "answer"], load=None)
        return {
            "cards": sorted(cards, key=lambda card: (card["due"] or "9999", card["model"], card["id"])),
            "phrases": phrases,
        }

    @api.model
    def answer(self, model, res_id, verb, text=None):
        """Sign, decline or send back a document of whichever company.

        :param verb: ``sign``, ``decline`` or ``send_back``; the latter two need ``text``
        :raises UserError: see the verbs of ``reception.signoff.mixin``; nothing else is done here
        """
        if verb not in VERBS or model not in self._inbox_models() or not isinstance(res_id, int):
            raise UserError(self.env._("This is not a document to sign."))
        document = self._in_all_companies().env[model].browse(res_id).exists()
        if not document:
            raise UserError(self.env._("The document does not exist any more."))
        getattr(document, VERBS[verb])(text)
        return self.get_count()
