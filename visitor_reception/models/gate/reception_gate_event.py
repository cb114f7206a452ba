import hashlib
import hmac
import ipaddress
import json
import logging
import socket
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import requests

from odoo import api, fields, models
from odoo.fields import Domain

_logger = logging.getLogger(__name__)

# minutes until the next try; after the last one somebody sends it again by hand
RETRY_MINUTES = (1, 5, 15, 60, 240, 720, 1440)
TIMEOUT = 10  # seconds
LONGEST_ANSWER = 300
BATCH = 500
# what a turnstile, a car park or a chat robot needs; neither phone nor document
TOLD_FIELDS = (
    "name", "state", "kind", "visitor_name", "visitor_unit", "headcount", "host_name", "host_department", "plate", "pass_number",
    "expected_at", "expected_until", "arrived_at", "checked_in", "checked_out",
)  # fmt: skip


class ReceptionGateEvent(models.Model):
    """One step at a gate that is told to another system: queued by the desk, sent by a cron, tried again when it fails."""

    _name = "reception.gate.event"
    _description = "Step Told"
    _order = "id desc"

    uid = fields.Char(string="Id", required=True, readonly=True, default=lambda self: uuid4().hex)
    gate_id = fields.Many2one("reception.gate", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="gate_id.company_id", store=True, precompute=True, index=True)
    verb = fields.Char(string="Step", required=True, readonly=True)
    body = fields.Text(string="What Is Told", required=True, readonly=True)
    state = fields.Selection(
        [("waiting", "To be sent"), ("sent", "Delivered"), ("failed", "Not delivered")],
        required=True,
        readonly=True,
        default="waiting",
    )
    attempts = fields.Integer(string="Times Tried", readonly=True)
    next_at = fields.Datetime(string="Sent From", readonly=True, default=fields.Datetime.now)
    sent_at = fields.Datetime(string="Delivered On", readonly=True)
    answer = fields.Char(string="Last Answer", readonly=True)

    _waiting_idx = models.Index("(next_at, id) WHERE state = 'waiting'")

    @api.model
    def _queue(self, verb, logs):
        """Note what is to be told of passages of gates that tell; whatever is slow comes later."""
        vals_list = [
            {"gate_id": gate.id, "verb": verb, "body": self._write_body(verb, gate, passages)}
            for gate, passages in logs.sudo().grouped("gate_id").items()  # guards do not read where it is told
            if gate.event_url
        ]
        if vals_list:
            self.sudo().create(vals_list)  # nobody writes it by hand
            self.env.ref("visitor_reception.ir_cron_gate_send_events").sudo()._trigger()

    @api.model
    def _write_body(self, verb, gate, logs):
        rows = logs._get_desk_rows(TOLD_FIELDS)
        told = {
            "event": verb,
            "gate": gate.code,
            "at": fields.Datetime.to_string(logs._get_moment()),
            "passages": [{name: row.get(name) for name in TOLD_FIELDS} for row in rows],
        }
        return json.dumps(told, ensure_ascii=False)

    def action_send_again(self):
        """Send what was not delivered once more, from the first try on.

        :raises AccessError: the user does not administer gates
        """
        self.gate_id.check_access("write")
        again = self.sudo().filtered(lambda event: event.state != "sent")  # nobody writes it by hand
        again.write({"state": "waiting", "attempts": 0, "next_at": fields.Datetime.now()})
        self.env.ref("visitor_reception.ir_cron_gate_send_events").sudo()._trigger()

    @api.model
    def _cron_send(self):
        """Send what waits, oldest first; a receiver that stands still holds up nobody but itself."""
        due = Domain("state", "=", "waiting") & Domain("next_at", "<=", fields.Datetime.now())
        events = self.search(due, order="id", limit=BATCH)
        still = self.env["reception.gate"]
        self._commit_if_cron(remaining=len(events))
        for event in events:
            if event.gate_id not in still and not event._send():
                still |= event.gate_id
            if not self._commit_if_cron(1):
                break

    @api.model
    def _commit_if_cron(self, *args, **kwargs):
        # without a cron the transaction belongs to the caller
        if "ir_cron_progress_id" in self.env.context:
            return self.env["ir.cron"]._commit_progress(*args, **kwargs)
        return float("inf")

    def _send(self):
        """Send one step.

        :return bool: whether it was delivered
        """
        gate = self.gate_id
        moment = fields.Datetime.now()
        try:
            if not gate.event_url:
                raise ValueError(self.env._("The gate tells nobody any more."))
            check_address(gate.event_url, gate.event_is_private)
            answer = requests.post(
                gate.event_url,
                data=self.body.encode(),
                headers=self._get_headers(moment),
                timeout=TIMEOUT,
                allow_redirects=False,
                stream=True,
            )
            text, is_delivered = str(answer.status_code), answer.ok
            answer.close()
        except (requests.RequestException, OSError, ValueError) as error:
            text, is_delivered = str(error), False
            _logger.info("A step of gate %s was not delivered: %s", gate.code, error)
        attempts = self.attempts + 1
        facts = {"attempts": attempts, "answer": text[:LONGEST_ANSWER]}
        if is_delivered:
            facts |= {"state": "sent", "sent_at": moment}
        elif attempts > len(RETRY_MINUTES):
            facts |= {"state": "failed"}
        else:
            facts |= {"next_at": moment + timedelta(minutes=RETRY_MINUTES[attempts - 1])}
        self.write(facts)
        return is_delivered

    def _get_headers(self, moment):
        """Headers by which the receiver knows that it is ours, and that it has it already."""
        time = str(int(moment.timestamp()))
        signed = f"{time}.{self.body}".encode()
        signature = hmac.new((self.gate_id.event_secret or "").encode(), signed, hashlib.sha256).hexdigest()
        return {
            "Content-Type": "application/json; charset=utf-8",
            "X-Reception-Id": self.uid,
            "X-Reception-Event": self.verb,
            "X-Reception-Time": time,
            "X-Reception-Signature": f"sha256={signature}",
        }

    @api.autovacuum
    def _gc_events(self):
        """What was told is kept as long as the passages of the company name people."""
        for company in self.env["reception.gate"]._get_companies():
            limit = fields.Datetime.now() - timedelta(days=company.reception_gate_log_days)
            old = [("company_id", "=", company.id), ("create_date", "<", limit), ("state", "!=", "waiting")]
            self.search(old, limit=BATCH).unlink()


def check_address(url, is_private):
    """Whether a step may be sent there: to the company's own network only where the gate says so.

    :raises ValueError: the address is private, or of this machine
    """
    parts = urlsplit(url)
    found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    addresses = {ipaddress.ip_address(address[4][0].partition("%")[0]) for address in found}
    refused = [
        address for address in addresses if address.is_link_local or address.is_multicast or address.is_unspecified
    ]
    if not is_private:
        refused += [address for address in addresses if not address.is_global]
    if refused:
        raise ValueError(f"{refused[0]}: this address is not sent to")
