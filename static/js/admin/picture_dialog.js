import { ask } from "./dialog.js";
import { upload } from "./picture_upload.js";

// The library in a dialog: resolves with the chosen or uploaded picture {id, url, alt, caption, isDecorative}, or null.
// `library` is its address; `file`, if given, is waiting to be uploaded.
export function choosePicture({ library, title, close, file = null }) {
  return ask({ title, close, css: "modal--wide" }, (box, finish) => {
    const load = async (address) => {
      const answer = await fetch(address);
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      box.replaceChildren(...page.body.childNodes);
      box.scrollTop = 0;
      if (file) prepare(box, file);
      else box.querySelector("[type=search]").focus();
      file = null;
    };
    box.addEventListener("click", (event) => {
      const tile = event.target.closest("[data-picture]");
      const link = event.target.closest("nav a");
      if (tile) finish(facts(tile));
      if (link) {
        event.preventDefault();
        load(link.href);
      }
    });
    box.addEventListener("submit", (event) => {
      event.preventDefault();
      const form = event.target;
      if ("upload" in form.dataset) send(form, finish);
      else load(`${form.action}?${new URLSearchParams(new FormData(form))}`);
    });
    load(library);
  });
}

function facts(tile) {
  const { picture, url, alt, caption } = tile.dataset;
  return { id: picture, url, alt, caption, isDecorative: "decorative" in tile.dataset };
}

// A dropped or pasted file: it asks for its description before it goes anywhere.
function prepare(box, file) {
  const details = box.querySelector("details");
  if (!details) return;
  details.open = true;
  const files = new DataTransfer();
  files.items.add(file);
  details.querySelector("[type=file]").files = files.files;
  details.querySelector("[name=alt]").focus();
}

async function send(form, finish) {
  const data = new FormData(form);
  data.set("upload", data.get("file"));
  data.delete("file");
  if (!data.get("upload").size) data.delete("upload");
  const progress = form.querySelector("progress");
  const button = form.querySelector("[type=submit]");
  progress.hidden = false;
  button.disabled = true;
  try {
    finish(await upload(form.action, data, (share) => (progress.value = share)));
  } catch (refusal) {
    explain(form, refusal.errors ?? {});
  } finally {
    progress.hidden = true;
    button.disabled = false;
  }
}

function explain(form, errors) {
  const note = form.querySelector("[role=alert]");
  note.textContent = Object.values(errors).flat().join(" ") || form.dataset.saidFailed;
  note.hidden = false;
  for (const row of form.querySelectorAll("[data-field]")) {
    const wrong = row.dataset.field in errors;
    row.classList.toggle("errors", wrong);
    row.querySelector("input, textarea").toggleAttribute("aria-invalid", wrong);
  }
  form.querySelector(".errors :is(input, textarea)")?.focus();
}
