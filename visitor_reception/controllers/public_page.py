from odoo.http import request

# languages of the pages, by the first letters of what the browser asks for
LANGUAGES = {"zh": "zh_CN", "en": "en_US"}
LARGEST_POST = 256 * 1024
HEADERS = {
    "Cache-Control": "no-store",
    # the address of a page is the right to answer: no other site learns it
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


class PublicPage:
    """What the pages without login share: the browser's language, clean answers, headers."""

    def _speak_as_the_browser(self):
        wanted = (LANGUAGES.get(code[:2].lower()) for code in request.httprequest.accept_languages.values())
        active = (lang for lang in wanted if lang and request.env["res.lang"]._get_data(code=lang))
        if lang := next(active, None):
            request.update_context(lang=lang)

    def _clean(self, value):
        # a browser counts a new line as one character and sends two
        return value.replace("\0", "").replace("\r\n", "\n").strip() if isinstance(value, str) else ""

    def _render_page(self, template, status, **values):
        response = request.render(template, values | {"html_lang": request.env.lang.replace("_", "-")}, status=status)
        response.headers.update(HEADERS)
        return response
