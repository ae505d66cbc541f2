"""One frozen dataclass per page: the whole context of its template, under the name ``page``.

Whoever writes a route fills one of these and hands it to ``web.rendu.page``. Words, spacing and colours are the templates' business; addresses
(``href``) are ready to use and hold the whole search. Unknown is None everywhere, and is shown as such.
"""
