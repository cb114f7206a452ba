from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize, formataddr, single_email_re


class ReceptionVisit(models.Model):
    """Thanks to the guests, and what was learned from them (4-6, 4-12.3).

    =====  ===========================  ==================================================
    Verb   Who                          When
    =====  ===========================  ==================================================
    thank  Administration and HR, host  hosting or closed, with an address of the guests
    =====  ===========================  ==================================================
    """

    _inherit = "reception.visit"

    contact_email = fields.Char(help="Where thanks go to.")
    thanked_at = fields.Datetime(compute="_compute_from_acts")
    information_gained = fields.Html(
        copy=False, help="What was learned from the guests, for the company's development (4-6)."
    )
    can_thank = fields.Boolean(compute="_compute_can_thank")
    can_note_aftercare = fields.Boolean(compute="_compute_can_thank")

    @api.model
    def _act_fields(self):
        return super()._act_fields() | {"thanked_at": ("thanked", "at")}

    @api.depends_context("uid")
    @api.depends("state", "contact_email")
    def _compute_can_thank(self):
        for visit in self:
            visit.can_thank = not visit._thank_refusals()
            visit.can_note_aftercare = visit.state not in ("cancelled", "declined") and visit._is_host_or_officer()

    @api.constrains("contact_email")
    def _check_contact_email(self):
        for visit in self:
            if visit.contact_email and not single_email_re.match(visit.contact_email):
                raise ValidationError(
                    self.env._(
                        "%(email)s is no e-mail address. Write one, such as name@example.com.",
                        email=visit.contact_email,
                    )
                )

    def action_thank(self):
        """Open a letter of thanks to the guests (4-12.3); once it is sent the visit says when.

        :raises UserError: the guests are not here yet, no address is known, or the user is neither host nor officer
        """
        self.ensure_one()
        self._raise_refusals([self._thank_refusals()])
        # a host who may not keep addresses writes to the guests of their visit all the same
        partner = self.env["res.partner"].sudo().find_or_create(formataddr((self.contact_name, self.contact_email)))
        template = self.env.ref("visitor_reception.mail_template_thanks", raise_if_not_found=False)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Thank the Guests"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_template_id": template.id if template else False,
                "default_partner_ids": partner.ids,
                "reception_thanks": True,
            },
        }

    def _thank_refusals(self):
        self.ensure_one()
        if self.state not in ("hosting", "closed"):
            return [self._explain("4-12.3", self.env._("thanks are sent once the guests are here, or have left."))]
        if not self._is_host_or_officer():
            return [self._explain("4-12.3", self.env._("the host or Administration and HR thanks the guests."))]
        if not self.contact_email:
            return [self._explain("4-12.3", self.env._("write the e-mail address of the contact person first."))]
        return []

    def _message_post_after_hook(self, message, msg_values):
        """A letter of thanks that was sent is noted."""
        address = email_normalize(self.contact_email)
        is_told = address and address in message.partner_ids.mapped("email_normalized")
        if self.env.context.get("reception_thanks") and is_told and not self._thank_refusals():
            self._do_state("thanked", with_whom=self.contact_name)
        return super()._message_post_after_hook(message, msg_values)
