from odoo import api, fields, models


class ReceptionSignoffMixin(models.AbstractModel):
    """Requests to sign outlive the people who were asked: they pass to who holds the position now, and only there."""

    _inherit = "reception.signoff.mixin"

    left_names = fields.Char(
        string="Has Left the Organisation",
        compute="_compute_left_names",
        compute_sudo=True,
        help="People in charge of the open document who have left.",
    )

    # ------------------------------------------------------------------------------------------------------------------
    # In charge of the document
    # ------------------------------------------------------------------------------------------------------------------

    def _people_in_charge(self):
        """Users and employees on whom an open document depends, as a list of records; extended with ``super()``."""
        self.ensure_one()
        return [] if self.requester_id._is_superuser() else [self.requester_id]

    @api.depends("state", "requester_id.active")
    def _compute_left_names(self):
        for record in self:
            # a document that goes nowhere any more waits for nobody
            people = record._people_in_charge() if record._transitions().get(record.state) else []
            left = [person.name for person in people if person and not person.active]
            record.left_names = ", ".join(dict.fromkeys(left))

    # ------------------------------------------------------------------------------------------------------------------
    # Asked to sign
    # ------------------------------------------------------------------------------------------------------------------

    def _pass_requests_on(self):
        """Pass on the open requests of people who no longer hold the position, with a note (1-3.8).

        Where nobody holds it the request stays asked, and the office is told once. A deputy who has left is replaced.
        """
        for record in self:
            # of this step and the ones to come
            rows = record._get_round_rows().filtered(lambda row: row.state in ("asked", "waiting"))
            for row in rows.filtered(lambda row: not row._is_still_holder(record)):  # noqa: B023
                record._pass_request_on(row)
            stale = rows.filtered(lambda row: row.state == "asked" and row.deputy_id and not row.deputy_id._may_sign())
            record._close_activities(stale)
            record._ask(stale)

    def _pass_request_on(self, row):
        self.ensure_one()
        holders = row.position_id._get_holders(self) if row.position_id else ()
        if not holders:
            self._tell_vacant(row)
            return
        is_asked = row.state == "asked"
        peers = self._get_round_rows().filtered(
            lambda peer: peer.step_number == row.step_number and peer.position_id == row.position_id
        )
        heirs = [(user, shares) for user, shares in holders if user not in peers.user_id]
        kept = (
            "res_model",
            "res_id",
            "round",
            "step_number",
            "clause",
            "quorum",
            "share_numerator",
            "share_denominator",
        )
        many2ones = ("company_id", "rule_id", "step_id", "position_id")
        new = self._signoff_rows().create(
            [
                {
                    **{name: row[name] for name in (*kept, "holders_needed")},
                    **{name: row[name].id for name in many2ones},
                    "user_id": user.id,
                    "weight": shares if row.step_id.share_basis == "shares" else 1,
                    "passed_from_id": row.id,
                }
                for user, shares in heirs
            ]
        )
        row._as_engine().is_passed_on = True
        self._void(row)
        if is_asked:
            self._ask(new)
        self._message_log(
            body=self._signoff_tell(
                self.env._(
                    "%(holder)s no longer holds the position %(position)s: the request to sign passes to %(heirs)s.",
                    holder=row.user_id.name,
                    position=row.position_id.name,
                    heirs=", ".join((new.user_id or peers.user_id - row.user_id).mapped("name")),
                )
            )
        )

    def _tell_vacant(self, row):
        """Tell those who manage the document that nobody can give the signature."""
        if row.vacant_since or row.state != "asked":
            return
        row._as_engine().vacant_since = fields.Datetime.now()
        group = self.env.ref(self._signoff_manager_group()).sudo()
        managers = group.all_user_ids.filtered(lambda user: user._may_sign() and self.company_id in user.company_ids)
        text = self.env._(
            "%(holder)s no longer signs as %(position)s, and nobody holds the position: name a holder, or recall the document.",
            holder=row.user_id.name,
            position=row.position_id.name or self.env._("Added signer"),
        )
        self.message_notify(
            partner_ids=(managers | self.requester_id.filtered(lambda user: user._may_sign())).partner_id.ids,
            subject=self.env._("Nobody signs: %(document)s", document=self._signoff_tell(self.display_name)),
            body=self._signoff_tell(text),
        )
