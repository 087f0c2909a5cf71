"""What is asked of every page: that it shuts nobody out, and keeps to itself."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request

# CKEditor's toolbar and frame are its own markup (docs/decisions/ckeditor.md).
NOT_OURS = {"exclude": [[".cke"]]}
OPTIONS = {
    "preload": False,  # axe would read style sheets by itself, against the page's policy
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2, and off by default
}


class Watch:
    """Listens to a page: scripts that fail, policies that are broken, other hosts that are asked.

    Answers of 4xx are no fault: the pages that say so are watched, too.
    """

    def __init__(self, page: Page, site: str) -> None:
        self.site = site
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._hear)
        page.on("request", self._see)

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type == "error" and "the server responded with a status of 4" not in said.text:
            self.faults.append(said.text)

    def _see(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site}/", "data:", "blob:", "about:")):
            self.faults.append(request.url)


def barriers(page: Page) -> list[tuple[str, str]]:
    """What axe objects to on the page as it is now: the rule and the first element, for each."""
    violations = Axe().run(page, context=NOT_OURS, options=OPTIONS).response["violations"]
    return [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in violations]


def shows_focus(page: Page) -> bool:
    """Whether the element with the focus looks different from how it looks without."""
    shape = page.evaluate(
        """() => {
          const { x, y, width, height } = document.activeElement.getBoundingClientRect();
          return { x, y, width, height };
        }"""
    )
    around = {
        "x": max(0, shape["x"] - 8),
        "y": max(0, shape["y"] - 8),
        "width": shape["width"] + 16,
        "height": shape["height"] + 16,
    }
    focused = page.screenshot(clip=around)
    page.evaluate("window.before = document.activeElement; before.blur()")
    blurred = page.screenshot(clip=around)
    page.evaluate("before.focus({ focusVisible: true })")
    return focused != blurred


def overflow_px(page: Page) -> int:
    """By how much the page can be scrolled sideways."""
    return page.evaluate(
        "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
    )
