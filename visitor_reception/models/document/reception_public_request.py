from hashlib import sha256

from odoo import api, fields, models


class ReceptionPublicRequest(models.Model):
    """A request to a public page that was let through: how often each place asks is the same on every server.

    Only a digest of the place is kept, until the next automatic clean-up.
    """

    _name = "reception.public.request"
    _description = "Request to a Public Page"
    _log_access = False
    _order = "id desc"

    SECONDS = 60  # the window that a limit counts in

    place = fields.Char(
        string="Digest of the Place", required=True, help="A digest of what was asked for and from where."
    )
    moment = fields.Datetime(required=True)

    _place_moment_idx = models.Index("(place, moment)")

    @api.model
    def _let_through(self, purpose, key, limit):
        """Count a request, unless its place has asked ``limit`` times within a minute by the database's clock.

        Requests of the very same moment do not see one another, so each further process may let one more through;
        none waits for another, and none fails.

        :param str purpose: what has a limit of its own
        :param key: where the request comes from
        :return: bool, whether it may be answered
        """
        place = sha256(f"{purpose} {key}".encode()).hexdigest()
        self.env.cr.execute(
            """
            INSERT INTO reception_public_request (place, moment)
            SELECT %(place)s, now() AT TIME ZONE 'UTC'
             WHERE %(limit)s > (
                   SELECT count(*)
                     FROM reception_public_request
                    WHERE place = %(place)s
                      AND moment > now() AT TIME ZONE 'UTC' - make_interval(secs => %(seconds)s)
                   )
            """,
            {"place": place, "limit": limit, "seconds": self.SECONDS},
        )
        return bool(self.env.cr.rowcount)

    @api.autovacuum
    def _gc_public_requests(self):
        """Requests that no limit counts any more."""
        self.env.cr.execute(
            """
            DELETE FROM reception_public_request
             WHERE moment < now() AT TIME ZONE 'UTC' - make_interval(secs => %s)
            """,
            [self.SECONDS],
        )
