from odoo import fields, models
from odoo.exceptions import UserError


class ReceptionPetitionMatter(models.Model):
    """Those concerned come together: gatherings, leader days, promises, settlement and help.

    ==============  =====================================  =============================================================
    Verb            Who                                    When
    ==============  =====================================  =============================================================
    gather          petition head, who holds the matter    open; exactly the units concerned (5-1.2b)
    book day        petition head, who holds the matter    the day is not over, has room, its leader may know (5-3.2a)
    ==============  =====================================  =============================================================
    """

    _inherit = "reception.petition.matter"

    session_ids = fields.One2many("reception.petition.session", "matter_id")
    promise_ids = fields.One2many("reception.petition.promise", "matter_id", readonly=True)
    agreement_ids = fields.One2many("reception.petition.agreement", "matter_id")
    hardship_help_ids = fields.One2many("reception.petition.hardship.help", "matter_id")

    def action_gather(self, vals):
        """Call exactly the units concerned together for one session (5-1.2b, 5-3.2b).

        :param dict vals: ``date_from``, ``place``; ``kind``: ``ad_hoc_gathering``, ``joint_reception``, ``hearing``,
            ``mediation``; ``unit_ids``: by default the units concerned
        :returns: the id of the session
        :raises UserError: no date, place or unit; a unit is kept from the matter
        """
        self.ensure_one()
        self._lock()
        self._check_holder(self.env._("calls people together"))
        kind = vals.get("kind") or "ad_hoc_gathering"
        place = self._to_text(vals.get("place"))
        if not vals.get("date_from") or not place:
            raise UserError(self._explain("5-1.2b", self.env._("a session has a date and a place.")))
        units = self.env["reception.petition.unit"].browse(vals.get("unit_ids") or ()).exists()
        units = units or self._get_units_concerned()
        if not units and kind != "mediation":
            raise UserError(self._explain("5-1.2b", self.env._("choose the units that the matter touches.")))
        for unit in units:
            self._check_not_kept_out_unit(unit)
        members = [(unit, user) for unit in units for user in unit.sudo().handler_ids or self.env["res.users"]]
        members += [(unit, self.env["res.users"]) for unit in units if not unit.sudo().handler_ids]
        facts = {"kind": kind, "date_from": vals["date_from"], "date_to": vals.get("date_to") or False, "place": place}
        session = self.env["reception.petition.session"]._plan(self, facts, members)
        if kind == "hearing":
            moment = self.env["reception.report.mixin"]._format_moment(session.date_from, self.company_id.sudo())
            self.env["reception.petition.paper"]._issue(self, "hearing_notice", reason=f"{moment}, {place}")
        return session.id

    def _get_units_concerned(self):
        """The units that hold it, are usually responsible, or stand above the unit complained about."""
        matter = self.sudo()
        open_units = matter.handover_ids.filtered(lambda handover: handover.state in ("sent", "objected")).unit_id
        accused = self.env["reception.petition.unit"].sudo()
        if matter.accused_department_id:
            accused = accused.search([("department_id", "=", matter.accused_department_id.id)])
        return (open_units | matter.holder_unit_id | matter.field_id.default_unit_id | accused.superior_id).sudo(False)

    def _shut_out(self, users):
        super()._shut_out(users)
        events = self.sudo().session_ids.event_id
        events.with_context(no_mail_to_attendees=True).partner_ids -= users.partner_id

    def action_book_day(self, day_id):
        """Book the matter on a leader's reception day (5-3.2a).

        :returns: the id of the session
        :raises UserError: the day is over or full, or its leader is kept from the matter
        """
        self.ensure_one()
        self._lock()
        self._check_holder(self.env._("books a reception day"))
        day = self.env["reception.petition.leader.day"].browse(day_id).exists()
        if not day or day.state not in ("planned", "announced") or day.date < self._get_today():
            raise UserError(self._explain("5-3.2a", self.env._("choose a reception day that is still to come.")))
        day.sudo().lock_for_update()  # of two who book the last place one is refused
        booked = day.sudo().session_ids.filtered(lambda session: session.state != "cancelled")
        if len(booked) >= day.capacity:
            raise UserError(
                self._explain(
                    "5-3.2a", self.env._("%(day)s is full: %(count)s matters.", day=day.display_name, count=len(booked))
                )
            )
        moment = self.env["reception.deadline"]._to_moment(fields.Datetime.to_datetime(day.date), 9, day.company_id)
        facts = {"kind": "leader_reception", "date_from": moment, "place": day.place, "day_id": day.id}
        members = [(self.env["reception.petition.unit"], day.leader_id)]
        return self.env["reception.petition.session"]._plan(self, facts, members).id

    def action_end(self, result, reason, matter_id=None):
        """As before; ``mediated`` needs the agreement that both sides signed (P1-33)."""
        if result == "mediated" and not self.agreement_ids.filtered(lambda agreement: agreement.state == "signed"):
            raise UserError(self._explain("P1-33", self.env._("a settlement is put in writing and signed first.")))
        return super().action_end(result, reason, matter_id)

    def action_open_gather(self):
        """Ask for time and place, then invite."""
        return self._open_dialog("gather", self.env._("Call Together"))

    def action_open_book(self):
        """Ask for the day, then book."""
        return self._open_dialog("book", self.env._("Book a Reception Day"))
