import { ask } from "./dialog.js";

// The quiet bar under the toolbar, after each paste: what was taken out of the text, the text as it came, and how far
// the copying of pictures from other sites is. What is not copied before a save is copied by it.
const IN_PARALLEL = 3;

document.addEventListener("portal:pasted", ({ detail }) => report(detail));

async function report({ editor, original, removed, pictures }) {
  const bar = barUnder(editor);
  if (!bar || (!removed && !pictures.length)) return;
  const { saidCopied, saidFailed, saidTitle: title, saidClose: close } = bar.dataset;
  const [status, failures, progress, show, out] = ["[role=status]", "ul", "progress", "[data-original]", "[data-dismiss]"].map((one) => bar.querySelector(one));
  bar.classList.add("paste-bar--on");
  status.textContent = removed;
  failures.replaceChildren();
  show.onclick = () => ask({ title, close, css: "modal--wide" }, (box) => {
    const text = document.createElement("pre");
    text.className = "original";
    text.tabIndex = 0;
    text.textContent = original;
    box.append(text);
  });
  out.onclick = () => {
    bar.classList.remove("paste-bar--on");
    status.textContent = "";
    editor.focus();
  };
  if (!pictures.length) return;

  progress.max = pictures.length;
  progress.value = 0;
  progress.hidden = false;
  let copied = 0;
  const fail = (sentence) => {
    const item = document.createElement("li");
    item.textContent = sentence;
    failures.append(item);
  };
  await each(pictures, async (picture) => {
    try {
      const outcome = await copy(picture, editor.config.portal.copy);
      put(editor, picture.address, outcome);
      if (outcome.error) fail(outcome.error);
      else copied += 1;
    } catch {
      fail(saidFailed); // the line is broken: the text keeps the address, and saving tries again
    }
    progress.value += 1;
  });
  progress.hidden = true;
  const sentence = copied ? saidCopied.replace("{n}", copied) : "";
  status.textContent = [removed, sentence].filter(Boolean).join(" ");
}

function barUnder(editor) {
  const bar = editor.element.$.closest(".body-editor")?.querySelector("[data-paste-bar]");
  const toolbar = editor.container.$.querySelector(".cke_top");
  if (bar && bar.previousElementSibling !== toolbar) toolbar.after(bar);
  return bar;
}

// A few at a time, each as soon as one before it is done.
async function each(things, work) {
  const waiting = [...things];
  const worker = async () => {
    while (waiting.length) await work(waiting.shift());
  };
  await Promise.all(Array.from({ length: IN_PARALLEL }, worker));
}

async function copy({ address, alt }, to) {
  const data = new FormData();
  data.append("address", address);
  data.append("alt", alt);
  data.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  const answer = await fetch(to, { method: "POST", body: data });
  if (!answer.ok) throw new Error(answer.status);
  return (await answer.json()).copies[0];
}

// Put the copy, or a link that says where the picture is, wherever the text shows this address.
function put(editor, address, outcome) {
  editor.fire("saveSnapshot");
  for (const image of editor.editable().find("img").toArray()) {
    if (image.data("cke-saved-src") !== address) continue;
    const widget = editor.widgets.getByElement(image);
    if (outcome.error) link(editor, image, widget, address, outcome.label);
    else if (widget) widget.setData({ id: String(outcome.id), alt: widget.data.alt ?? (outcome.alt || null) });
    else image.setAttributes({ "data-picture": outcome.id, src: outcome.url });
  }
  editor.fire("saveSnapshot");
}

function link(editor, image, widget, address, words) {
  const made = editor.document.createElement("a", { attributes: { href: address, "data-cke-saved-href": address } });
  made.setText(words);
  const around = image.getAscendant("a");
  if (widget) {
    const caption = widget.editables.caption.getText().trim();
    for (const content of [made, caption && new CKEDITOR.dom.text(caption, editor.document)]) {
      if (!content) continue;
      const paragraph = editor.document.createElement("p");
      paragraph.append(content);
      paragraph.insertBefore(widget.wrapper);
    }
    const { wrapper } = widget;
    editor.widgets.destroy(widget, true);
    wrapper.remove();
  } else if (around) {
    made.insertAfter(around); // links hold no links
    image.remove();
    if (!around.getText().trim()) around.setText(around.data("cke-saved-href") || around.getAttribute("href"));
  } else {
    made.replace(image);
  }
}
