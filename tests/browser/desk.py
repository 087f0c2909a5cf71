"""A writer at the desk, as the stories of the editor see them."""

from playwright.sync_api import Page

from articles.html import clean_body
from articles.models import Article

VIDEO = "https://www.bilibili.com/video/BV1xx411c7mD"
PASTE = """({html, text, file}) => {
  const frame = document.querySelector(".cke_wysiwyg_frame").contentWindow;
  const data = new frame.DataTransfer();
  if (html) data.setData("text/html", html);
  if (text) data.setData("text/plain", text);
  if (file) {
    const bytes = Uint8Array.from(atob(file), (c) => c.charCodeAt(0));
    data.items.add(new frame.File([bytes], "IMG.png", { type: "image/png" }));
  }
  const options = { clipboardData: data, bubbles: true, cancelable: true };
  frame.document.body.dispatchEvent(new frame.ClipboardEvent("paste", options));
}"""
READY = """() => new Promise((done) => {
  if (CKEDITOR.instances.id_body?.status === "ready") done();
  else CKEDITOR.on("instanceReady", () => done());
})"""
SET = "html => new Promise(done => CKEDITOR.instances.id_body.setData(html, { callback: done }))"
GET = "CKEDITOR.instances.id_body.getData()"


class Desk:
    """A writer in front of an empty article."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.strangers: list[str] = []
        self.complaints: list[str] = []
        page.on("request", self._look_at)
        page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _look_at(self, request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.strangers.append(request.url)

    def begin(self) -> "Desk":
        self.page.goto(f"{self.address}/admin/articles/article/add/")
        self.page.evaluate(READY)
        self.text.click()
        return self

    @property
    def text(self):
        return self.page.frame_locator(".cke_wysiwyg_frame").locator("body")

    @property
    def dialog(self):
        return self.page.locator("dialog[open]")

    @property
    def body(self) -> str:
        """What would be stored."""
        return clean_body(self.page.evaluate(GET))

    def press(self, button: str) -> None:
        self.page.click(f".cke_button__{button}")

    def format(self, name: str) -> None:
        self.page.click(".cke_combo__format .cke_combo_button")
        self.page.frame_locator("iframe.cke_panel_frame").get_by_text(name, exact=True).click()

    def paste(self, **clipboard: str) -> None:
        self.page.evaluate(PASTE, clipboard)

    def set(self, html: str) -> None:
        self.page.evaluate(SET, html)

    def save(self) -> Article:
        self.page.fill("#id_headline", "编辑器里写成的一篇")
        with self.page.expect_event("load"):  # not the address alone, which autosave changes, too
            self.page.locator("button[name=_move][value=save]:not(.sr)").click()
        return Article.objects.latest("pk")
