from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.responsibility.reception_petition_satisfaction import RATINGS

HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


class ReceptionPetitionRating(http.Controller):
    """The page on which a petitioner rates without login: neither name nor content stands on it."""

    @http.route(
        "/reception/petition/rating/<string:token>", type="http", auth="public", methods=["GET", "POST"], sitemap=False
    )
    def rating(self, token, **vals):
        invitation = request.env["reception.petition.satisfaction"]._find_open(token)
        error, is_done = "", False
        if invitation and request.httprequest.method == "POST":
            try:
                invitation._rate(vals, "link")
                is_done = True
            except UserError as problem:
                error = str(problem)
        values = {"invitation": invitation, "ratings": RATINGS, "error": error, "is_done": is_done, "vals": vals}
        response = request.render("visitor_reception_petition.rating_page", values)
        response.headers.update(HEADERS)
        return response
