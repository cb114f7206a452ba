import base64
from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.image import image_process

from ...tools.photo_zip import PhotoZip, PhotoZipError

SHOWN = 10  # names in one message
SIZE = (512, 512)  # as the field keeps it


class ReceptionSchoolPhotoImport(models.TransientModel):
    """Photos of pupils from a ZIP, each named by the pupil's number: looked at first, then taken."""

    _name = "reception.school.photo.import"
    _description = "Import of Photos"

    file = fields.Binary(string="ZIP", attachment=False, required=True)
    file_name = fields.Char()
    line_ids = fields.One2many("reception.school.photo.import.line", "import_id", string="Photos Read")
    summary = fields.Char(string="In Numbers", compute="_compute_summary")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)

    @api.depends("line_ids.status")
    def _compute_summary(self):
        labels = dict(self.env["reception.school.photo.import.line"]._fields["status"]._description_selection(self.env))
        for wizard in self:
            counts = Counter(wizard.line_ids.mapped("status"))
            wizard.summary = " · ".join(f"{label}: {counts[key]}" for key, label in labels.items() if counts[key])

    def _open_zip(self):
        try:
            return PhotoZip(base64.b64decode(self.file or b""))
        except PhotoZipError as error:
            raise UserError(self._explain(error)) from error

    @api.model
    def _explain(self, error):
        _ = self.env._
        names = ", ".join(error.details.get("names", [])[:SHOWN])
        details = {**error.details, "names": names}
        return {
            "broken": _("This is no ZIP, or it is damaged. Make it anew from the pictures."),
            "many": _("There are more than %(limit)s pictures: make several ZIPs.", limit=details.get("limit")),
            "paths": _(
                "The ZIP has folders or paths: %(names)s. Put the pictures into it without folders.", names=names
            ),
            "encrypted": _("The ZIP is protected by a password. Make it anew without one."),
            "others": _("These are no pictures (JPG, PNG, WEBP): %(names)s.", names=names),
            "large": _("Larger than %(megabytes)s MB: %(names)s.", names=names, megabytes=details.get("megabytes")),
            "sum": _(
                "The pictures are larger than %(megabytes)s MB together: make several ZIPs.",
                megabytes=details.get("megabytes"),
            ),
            "twice": _("There are two pictures of one number: %(names)s.", names=names),
            "damaged": _("The ZIP is damaged at %(names)s. Make it anew.", names=names),
        }[error.reason]

    def action_read(self):
        """Show of whom the ZIP has photos, and which are not taken.

        :raises UserError: no ZIP of pictures, with paths, too large or damaged; nothing is taken
        """
        self.ensure_one()
        numbers = self._open_zip().numbers
        pupils = self.env["reception.school.pupil"].search(
            [("company_id", "=", self.company_id.id), ("number", "in", numbers), ("state", "!=", "left")]
        )
        found = {pupil.number: pupil for pupil in pupils}
        consenting = pupils.consent_ids._filter_valid("photo").pupil_id
        self.line_ids = [
            Command.clear(),
            *(
                Command.create({"number": number, **self._get_line_vals(found.get(number), consenting)})
                for number in numbers
            ),
        ]
        return self._reopen()

    @api.model
    def _get_line_vals(self, pupil, consenting):
        if not pupil:
            return {"status": "unknown"}
        return {"pupil_id": pupil.id, "status": "ready" if pupil in consenting else "no_consent"}

    def action_apply(self):
        """Take the photos of pupils whose guardians have consented; others are left out.

        :raises UserError: nothing to take, or a file is no picture; then none is taken
        """
        self.ensure_one()
        ready = self.line_ids.filtered(lambda line: line.status == "ready")
        if not ready:
            raise UserError(self.env._("There is no photo to take: consents are recorded first."))
        photos = self._open_zip()
        for line in ready:
            try:
                picture = image_process(photos.get_picture(line.number), size=SIZE, verify_resolution=True)
            except PhotoZipError as error:
                raise UserError(self._explain(error)) from error
            except (UserError, ValueError) as error:
                raise UserError(
                    self.env._("%(number)s: this is no picture, or it is damaged.", number=line.number)
                ) from error
            line.pupil_id.photo = base64.b64encode(picture)
        return {"type": "ir.actions.act_window_close"}

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Photos"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }


class ReceptionSchoolPhotoImportLine(models.TransientModel):
    """One picture of the ZIP."""

    _name = "reception.school.photo.import.line"
    _description = "Photo of the Import"

    import_id = fields.Many2one("reception.school.photo.import", required=True, ondelete="cascade", index=True)
    number = fields.Char(string="Pupil No.", readonly=True)
    pupil_id = fields.Many2one("reception.school.pupil", readonly=True)
    status = fields.Selection(
        [("ready", "Ready"), ("no_consent", "No consent to a photo"), ("unknown", "No pupil of this number")],
        readonly=True,
    )
