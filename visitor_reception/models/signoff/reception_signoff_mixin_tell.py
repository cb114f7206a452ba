from collections import defaultdict

from markupsafe import Markup

from odoo import models
from odoo.tools.mail import plaintext2html

LONGEST_SUBJECT = 120  # characters: mail programs cut what is longer


class ReceptionSignoffMixin(models.AbstractModel):
    """Tells people what they are asked for and what became of their documents.

    By Odoo's own notification, as each has chosen (inbox, e-mail), in the reader's language, with a link that opens the
    document; it leaves through ``reception.outbox``, seconds after the verb. Of several documents at once everybody hears
    in one message. A guarded document tells its number only.
    """

    _inherit = "reception.signoff.mixin"

    def _signoff_readers(self):
        """Who hears that a document is signed, declined or sent back: ``{document: res.users}``, who asked, hosts, claims."""
        return {document: document.requester_id | document._signoff_owners() for document in self}

    def _signoff_brief(self):
        """What a person who is asked to sign wants to know of the document, in the reader's language: lines of text."""
        self.ensure_one()
        return []

    def _tell_asked(self, users_by_document):
        """Ask people for their signatures: ``{document: users}``."""
        requester = self.env.user.sudo().name

        def write(document):
            text = document.env._("%(user)s asks for your signature.", user=requester)
            return "\n".join([text, *document._signoff_brief()])

        self._signoff_notify(users_by_document, lambda document: document.env._("Please sign"), write)

    def _tell_outcome(self, write=None, users_by_document=None):
        """Tell what became of ``self``: the name of the state, and what ``write(document)`` says to it.

        :param users_by_document: further readers
        """
        readers = self.sudo()._signoff_readers()  # who signs may not know who else is concerned
        for document, users in (users_by_document or {}).items():
            readers[document] |= users
        self._signoff_notify(
            readers,
            lambda document: document._get_state_label(),
            write or (lambda document: document._signoff_outcome_note()),
            is_in_subject=bool(write),
        )

    def _signoff_outcome_note(self):
        """What the new state means for those who hear of it, in the reader's language; may be empty."""
        self.ensure_one()
        return ""

    def _get_state_label(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _signoff_notify(self, users_by_document, title, write=None, is_in_subject=False):
        """Notify people, but for the current user.

        :param users_by_document: ``{document: res.users}``
        :param title: ``title(document)``, the beginning of the subject
        :param write: ``write(document)``, text; both are asked with the document in the reader's language
        :param bool is_in_subject: whether the subject says it too
        """
        documents_by_user = defaultdict(self.browse)
        for document, users in users_by_document.items():
            for user in users.sudo() - self.env.user:
                if user._may_sign():
                    documents_by_user[user] |= document
        bundles = defaultdict(self.env["res.users"].browse)
        for user, documents in documents_by_user.items():
            bundles[user.lang or self.env.lang, documents] |= user
        self.env["reception.outbox"]._put(
            [
                # who acts need not be allowed to read all that is told to those whom it concerns
                documents.sudo().with_context(lang=lang)._prepare_message(users, title, write, is_in_subject)
                for (lang, documents), users in bundles.items()
            ]
        )

    def _prepare_message(self, users, title, write, is_in_subject):
        lines = {document: document._get_told_line(title, write) for document in self}
        if len(self) == 1:
            subject, text = lines[self]
            body = plaintext2html(text or subject)
            subject = ": ".join(filter(None, [subject, is_in_subject and text]))
        else:
            subject = self.env._("%(title)s: %(count)s documents", title=title(self[0]), count=len(self))
            line = Markup("<li><a href='%s'>%s</a><br/>%s</li>")
            body = Markup("<ul>%s</ul>") % Markup().join(
                line % (document._notify_get_action_link("view"), told[0], plaintext2html(told[1]) if told[1] else "")
                for document, told in lines.items()
            )
        return {
            "res_model": len(self) == 1 and self._name,
            "res_id": len(self) == 1 and self.id,
            "company_id": self.env.company.id,
            "author_id": self.env.user.partner_id.id,
            "reader_ids": users.partner_id.ids,
            "lang": self.env.lang,
            "subject": " ".join(subject.split())[:LONGEST_SUBJECT],
            "body": body,
        }

    def _notify_by_email_prepare_rendering_context(self, message, *args, **kwargs):
        """The head line of a mail tells what the rest may tell."""
        values = super()._notify_by_email_prepare_rendering_context(message, *args, **kwargs)
        if len(self) == 1 and self._is_signoff_guarded():
            values |= {"record_name": self.name, "subtitles": [self.name]}
        return values

    def _get_told_line(self, title, write):
        """Subject and text; of a guarded document its number only."""
        name = self._signoff_tell(self.display_name)
        if self._is_signoff_guarded():
            return name, ""
        return f"{title(self)}: {name}", write(self) if write else ""
