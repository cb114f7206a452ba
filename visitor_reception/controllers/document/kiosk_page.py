from odoo.fields import Datetime
from odoo.http import request

from .public_page import PublicPage

COOKIE_SECONDS = 10 * 365 * 24 * 3600


class KioskPage(PublicPage):
    """What the pages of kiosks share: the one device on which each works (``reception.kiosk.mixin``)."""

    # what the device keeps its key under
    COOKIE = "reception_kiosk"

    def _is_kiosk_device(self, place):
        return place._is_kiosk_device(request.cookies.get(self.COOKIE, ""))

    def _bind_kiosk(self, place):
        """This device, and no other, is the kiosk from now on."""
        place.kiosk_bound_at = Datetime.now()
        path = f"{place._kiosk_path}/{place.kiosk_token}"
        response = request.redirect(path, code=303)
        response.set_cookie(
            self.COOKIE,
            place._get_kiosk_key(),
            max_age=COOKIE_SECONDS,
            path=path,
            secure=request.httprequest.scheme == "https",
            httponly=True,
            samesite="Strict",
        )
        return response
