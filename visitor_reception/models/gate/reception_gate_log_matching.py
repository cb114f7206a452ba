from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

from ...tools.keys import name_key, phone_key


class ReceptionGateLog(models.Model):
    """Whether two entries are of the same person: nobody is on the list twice."""

    _inherit = "reception.gate.log"

    @api.depends("document_number")
    def _compute_document_hash(self):
        for log in self:
            log.document_hash = self._hash_document(log.document_number)

    def _find_open(self, vals_list, is_kiosk=False):
        """For each of ``vals_list`` the passage of the same person that is expected, waiting or inside, or none.

        One query for all. A kiosk is told of nobody: who cannot be told apart there is another person.

        :raises UserError: somebody of the name is here, and no phone number tells whether it is the same person
        """
        uids = [vals["client_uid"] for vals in vals_list if vals.get("client_uid")]
        names = [name_key(vals["visitor_name"]) for vals in vals_list]
        person = Domain("name_key", "in", names)
        company = self._get_company(vals_list)
        is_open = self._get_open_domain(company)
        candidates = self.search(
            Domain("company_id", "=", company.id)
            # what a desk made may have been corrected at another since
            & ((person & is_open & Domain("active", "=", True)) | Domain("client_uid", "in", uids))
        )
        by_uid = {log.client_uid: log for log in candidates if log.client_uid}
        # who was seen leaving without slip may come again
        present = candidates.filtered_domain(is_open & Domain("active", "=", True) & Domain("seen_out", "=", False))
        found, refusals, doubts = [], [], self.browse()
        for vals, name in zip(vals_list, names, strict=True):
            log, doubtful = by_uid.get(vals.get("client_uid"), self.browse()), self.browse()
            if log:
                log = log if log.active else log._get_latest().with_env(self.env)
            else:
                named = present.filtered(lambda log, name=name: log.name_key == name)
                log, doubtful = named.filtered(lambda log: log not in found)._find_same(vals, is_kiosk)
            found.append(log)
            refusals += [log._get_double_reason() for log in doubtful]
            doubts |= doubtful
        if refusals:
            error = UserError("\n\n".join(refusals))
            # the desk asks whether it is them
            error.same_person = doubts[:1]
            raise error
        return found

    def _find_same(self, vals, is_kiosk):
        """Of people of one name who are on the list, who the person of ``vals`` is, and who they may be."""
        phone = phone_key(vals.get("visitor_phone"))
        same = self.filtered(lambda log: phone and log.phone_key == phone)
        unsure = self.filtered(lambda log: not (phone and log.phone_key))
        nobody = self.browse()
        if vals.get("kind") == "trader":
            # they are refused at once, and nobody else with them
            return nobody, nobody if vals.get("is_another") else same | unsure
        if same:
            return same.sorted(lambda log: log.state == "expected")[:1], nobody
        if vals.get("is_another"):
            return nobody, nobody
        here = unsure.filtered(lambda log: log.state != "expected")
        if here and not is_kiosk:
            return nobody, here
        return (unsure - here)[:1], nobody

    def _get_double_reason(self):
        """Asks the guard whether somebody who is on the list is the one they register."""
        since = self.checked_in or self.arrived_at or self.expected_at
        timezone = self.company_id._reception_zone().zone
        return self.env._(
            "%(visitor)s is on the list already: %(number)s, %(state)s since %(since)s, to %(host)s. Is it the same person?"
            " If not, say that it is another person.",
            visitor=self.visitor_name,
            number=self.name,
            state=dict(self._fields["state"]._description_selection(self.env))[self.state],
            since=format_datetime(self.env, since, tz=timezone),
            host=self.host_name or self.env._("nobody yet"),
        )
