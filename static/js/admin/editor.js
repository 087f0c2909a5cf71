import "./paste_report.js";
import { ask } from "./dialog.js";
import { choosePicture } from "./picture_dialog.js";

// What CKEditor's two plugins of ours (static/editor/) ask the page for, and what the page asks of CKEditor.

document.addEventListener("portal:picture", async ({ detail: { before, file, done, library } }) => {
  const template = document.getElementById("editor-picture");
  const { saidTitle, saidChoose, saidClose: close } = template.dataset;
  const choose = () => choosePicture({ library, title: saidChoose, close, file });
  let picture = before ?? await choose();
  while (picture) {
    const answer = await ask({ title: saidTitle, close }, (box, finish) => place(box, template, picture, finish));
    if (answer !== "another") return done(answer);
    picture = await choose() ?? picture;
  }
  done(null);
});

// Description, caption and place of a picture; finish() takes them, or the word "another".
function place(box, template, picture, finish) {
  box.append(template.content.cloneNode(true));
  const form = box.querySelector("form");
  const { alt, decorative, caption, align } = form.elements;
  const image = form.querySelector("img");
  const error = form.querySelector("[role=alert]");
  image.src = picture.url;
  alt.value = picture.alt ?? "";
  decorative.checked = picture.isDecorative || (picture.alt === "" && "align" in picture);
  caption.value = picture.caption;
  align.value = picture.align ?? "";
  alt.focus();

  form.querySelector("[data-another]").addEventListener("click", () => finish("another"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = alt.value.trim();
    const lacks = !text && !decorative.checked;
    error.hidden = !lacks;
    alt.toggleAttribute("aria-invalid", lacks);
    if (lacks) return alt.focus();
    finish({ id: picture.id, alt: decorative.checked ? "" : text, caption: caption.value.trim(), align: align.value });
  });
}

document.addEventListener("portal:embed", async ({ detail: { before, siteOf, done } }) => {
  const template = document.getElementById("editor-embed");
  const { saidTitle: title, saidClose: close } = template.dataset;
  done(await ask({ title, close }, (box, finish) => {
    box.append(template.content.cloneNode(true));
    const form = box.querySelector("form");
    const { address } = form.elements;
    address.value = before;
    address.focus();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const typed = address.value.trim();
      const unknown = !siteOf(typed);
      form.querySelector("[role=alert]").hidden = !unknown;
      address.toggleAttribute("aria-invalid", unknown);
      if (!unknown) finish(typed);
    });
  }));
});

// The frame of the text follows the page's theme.
function dress(editor) {
  const { theme } = document.documentElement.dataset;
  const root = editor.document?.getDocumentElement();
  if (theme) root?.setAttribute("data-theme", theme);
  else root?.removeAttribute("data-theme");
}

const editors = () => Object.values(CKEDITOR.instances);
new MutationObserver(() => editors().forEach(dress)).observe(document.documentElement, { attributeFilter: ["data-theme"] });
CKEDITOR.on("instanceReady", ({ editor }) => {
  dress(editor);
  editor.on("contentDom", () => dress(editor));
});

// Bodies keep no anchors, so none is offered as the target of a link.
CKEDITOR.on("dialogDefinition", ({ data: { name, definition } }) => {
  if (name !== "link") return;
  const kinds = definition.getContents("info").get("linkType");
  kinds.items = kinds.items.filter(([, kind]) => kind !== "anchor");
});
