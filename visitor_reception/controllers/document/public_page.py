from urllib.parse import urlencode

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
    """What the pages without login share: language, limits, clean answers, obstacles, headers.

    A form is sent to the address of its page, and links keep it: the language that was chosen there stays chosen.
    """

    # pages without a form, with the status of the answer; a controller adds its own
    STATUS = {"unknown": 404, "too_often": 429}
    # what counts the requests: pages of another add-on may have a limit of their own
    LIMIT = "public_page"

    def _speak(self):
        """In the language that was chosen on the page, else in the browser's; before anything is looked up."""
        if lang := self._get_chosen_language() or self._get_browser_language():
            request.update_context(lang=lang)

    def _get_chosen_language(self):
        """Of the installed languages; whatever else an address says is left out."""
        lang = request.httprequest.args.get("lang")
        return lang if lang in self._get_languages() else None

    def _get_browser_language(self):
        wanted = (LANGUAGES.get(code[:2].lower()) for code in request.httprequest.accept_languages.values())
        return next((lang for lang in wanted if lang in self._get_languages()), None)

    def _get_languages(self):
        """Names of the installed languages, each in its own words, by code."""
        return {code: name.rpartition("/")[2].strip() for code, name in request.env["res.lang"].get_installed()}

    def _is_answer(self):
        return request.httprequest.method == "POST"

    def _find_obstacle(self, found, is_counted=False):
        """Why a page is not shown: a key of ``STATUS``, or None.

        Guesses, and what ``is_counted``, come from one address only so often.
        """
        address = request.httprequest.remote_addr
        if (is_counted or not found) and request.env["ir.http"]._is_too_often(self.LIMIT, address):
            return "too_often"
        return None if found else "unknown"

    def _read(self, answer, names):
        """What a person wrote: text, and nothing else that a form can carry."""
        return {name: self._clean(answer.get(name)) for name in names}

    def _clean(self, value):
        # a browser counts a new line as one character and sends two
        return value.replace("\0", "").replace("\r\n", "\n").strip() if isinstance(value, str) else ""

    def _get_limits(self):
        """Most characters of what is typed, by name."""
        raise NotImplementedError

    def _is_too_long(self, values):
        limits = self._get_limits()
        return any(len(value) > limits[name] for name, value in values.items() if name in limits)

    def _link(self, **args):
        """The address of the page itself with other arguments, in the language that was chosen."""
        if lang := self._get_chosen_language():
            args = {"lang": lang, **args}
        return f"?{urlencode(args)}"

    def _go_on(self, **args):
        """After an answer: the page is opened anew, so that reloading it sends nothing twice."""
        return request.redirect(request.httprequest.path + self._link(**args), code=303)

    def _render_page(self, template, status=200, **values):
        """A page with what all share.

        :param str template: external id; those of ``visitor_reception`` without the module
        """
        shown = request.httprequest.args.to_dict()
        values |= {
            "html_lang": to_html_lang(request.env.lang),
            "languages": [
                {
                    "name": name,
                    "html_lang": to_html_lang(code),
                    "is_current": code == request.env.lang,
                    "url": f"?{urlencode({**shown, 'lang': code})}",
                }
                for code, name in self._get_languages().items()
            ],
            "limits": self._get_limits(),
            "link": self._link,
        }
        response = request.render(
            template if "." in template else f"visitor_reception.{template}", values, status=status
        )
        response.headers.update(HEADERS)
        return response


def to_html_lang(code):
    return code.replace("_", "-")
