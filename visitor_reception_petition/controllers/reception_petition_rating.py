from werkzeug.exceptions import TooManyRequests

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.visitor_reception.controllers.document.public_page import HEADERS, PublicPage

from ..models.responsibility.reception_petition_satisfaction import RATINGS


class ReceptionPetitionRating(PublicPage, http.Controller):
    """The page on which a petitioner rates without login: neither name nor content stands on it."""

    LIMIT = "petition_rating"

    @http.route(
        "/reception/petition/rating/<string:token>", type="http", auth="public", methods=["GET", "POST"], sitemap=False
    )
    def rating(self, token, **vals):
        invitation = request.env["reception.petition.satisfaction"]._find_open(token)
        if self._find_obstacle(invitation, is_counted=self._is_answer()) == "too_often":
            raise TooManyRequests
        error, is_done = "", False
        if invitation and self._is_answer():
            try:
                invitation._rate(vals, "link")
                is_done = True
            except UserError as problem:
                error = str(problem)
        values = {"invitation": invitation, "ratings": RATINGS, "error": error, "is_done": is_done, "vals": vals}
        response = request.render("visitor_reception_petition.rating_page", values)
        response.headers.update(HEADERS)
        return response
