from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class ReceptionSchoolPupil(models.Model):
    """Whom to call about a pupil, and who may know."""

    _inherit = "reception.school.pupil"

    def _is_answered_for(self):
        """Whether the current user is the class teacher, the deputy, or an intern's mentor; nobody is for no pupil."""
        return self.env.user in self._get_answering_users()

    def _get_answering_users(self):
        """Who answers for the pupil: class teacher and deputy, or the mentor (res.users, as superuser)."""
        pupil = self.sudo()  # whose pupil it is decides what may be read
        return pupil.mentor_id if pupil.kind == "intern" else pupil.class_id._get_teachers()

    @api.model
    def _find_typed(self, text, company):
        """The one enrolled pupil whom a guard types by number, or by name with or without the class; as superuser.

        :raises UserError: nobody is meant, or more than one
        """
        words = (text if isinstance(text, str) else "").split()
        pupils = self.sudo()  # a guard reads no pupils: the one who is named
        found = pupils.browse()
        if words:
            named = Domain("number", "=", words[-1]) | Domain("name", "=", words[-1])
            of_school = Domain("company_id", "=", company.id) & Domain("state", "=", "enrolled")
            found = pupils.search(of_school & named)
            if len(words) > 1:
                key = found.class_id._to_key("".join(words[:-1]))
                found = found.filtered(lambda pupil: pupil.class_id._to_key(pupil.class_id.name or "") == key)
        if len(found) != 1:
            raise UserError(
                self.env._(
                    "“%(text)s”: type the whole name or the number of one pupil, with the class before a name that"
                    " several have.",
                    text=" ".join(words)[:50],
                )
            )
        return found

    def _is_on_slip_today(self):
        """Whether the gate may need the guardians of the pupil today."""
        self.ensure_one()
        return False

    def get_contacts(self, reason=None):
        """Guardians with whole numbers, whom to call first at the head; who must not collect is not among them.

        :param str reason: why; required outside one's own classes
        :return: list of dicts: ``custody_id``, ``guardian_id``, ``name``, ``relation``, ``phone``, ``collect``
        :raises AccessError: neither class teacher nor Student Affairs nor a guard with a slip of today, or no reason
        """
        self.ensure_one()
        self._check_may_call((reason or "").strip() if isinstance(reason, str) else "")
        self.env["reception.school.reading"]._note(self, "phone", reason)
        rows = self.sudo().custody_ids._filter_valid()  # the phone is read by nobody: here, and noted
        return [
            {
                "custody_id": row.id,
                "guardian_id": row.guardian_id.id,
                "name": row.guardian_id.name,
                "relation": row.relation,
                "phone": row.guardian_id.phone or "",
                "collect": row.collect,
            }
            for row in rows.filtered(lambda row: row.collect != "must_not").sorted()
        ]

    def _check_may_call(self, reason):
        if self.env.su or self._is_answered_for():
            return
        user = self.env.user
        is_office = user.has_group("visitor_reception_school.group_reception_school_student_affairs")
        is_guard = user.has_group("visitor_reception.group_reception_guard") and self._is_on_slip_today()
        if not is_office and not is_guard:
            raise AccessError(self.env._("The class teacher calls the parents."))
        if is_office:
            self.check_access("read")
        if not reason:
            raise AccessError(self.env._("Say why you need the numbers: each reading is on file."))

    def _get_gate_row(self):
        """What a guard may know of a pupil."""
        self.ensure_one()
        return {
            "id": self.id,
            "model": self._name,
            "name": self.name,
            "class": self.class_id.name or "",
            "kind": self.kind,
            "presence": self.presence,
        }
