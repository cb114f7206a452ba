from odoo import http
from odoo.http import request


class ReceptionSchoolController(http.Controller):
    @http.route("/reception/school/photo/<string:token>", type="http", auth="user", methods=["GET"], readonly=True)
    def photo(self, token):
        """A pupil's photo for a guard whose desk has shown the pupil today; 404 for every other address."""
        pupil = request.env["reception.school.pupil"]._find_by_photo_token(token)
        if not pupil.photo:
            raise request.not_found()
        # a guard reads no pupils: the photo that the desk has shown
        response = request.env["ir.binary"]._get_image_stream_from(pupil, "photo", width=256, height=256).get_response()
        response.headers["Cache-Control"] = "private, max-age=3600"
        return response
