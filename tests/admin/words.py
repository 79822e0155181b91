"""What somebody reads, or hears, on a page."""

from html.parser import HTMLParser

# Public documents, in `pre`, are shown as they are.
_UNREAD = {"script", "style", "template", "pre", "textarea"}
_TOLD = {"title", "alt", "aria-label", "placeholder"}


class Words(HTMLParser):
    """The texts of a page, those of titles, labels and buttons included, and the addresses that it leads to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: set[str] = set()
        self.links: list[str] = []
        self._unread = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        told = _TOLD | {"value"} if given.get("type") == "submit" else _TOLD
        self._unread += tag in _UNREAD
        self.texts |= {given[name] for name in told & given.keys()}
        self.links += [given["href"]] if tag == "a" and "href" in given else []

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in _UNREAD

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.texts.add(" ".join(data.split()))
