import { ask } from "./dialog.js";
import { each, leaves } from "./typed.js";

// The writing page: leaving with unsaved changes asks, keys press its buttons, and a step that needs a reason leads to
// the field for it instead of to an error.
export function keep(form) {
  if (!form) return;
  let changed = false, leaving = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("change", () => { changed = true; });
  form.addEventListener("portal:leaving", () => { leaving = true; });
  addEventListener("beforeunload", (event) => { if ((changed || edited()) && !leaving) event.preventDefault(); });

  form.addEventListener("submit", (event) => {
    const note = form.elements.note;
    if (event.submitter && "reason" in event.submitter.dataset && !note.value.trim()) {
      event.preventDefault();
      note.required = true;
      note.reportValidity();
      return;
    }
    leaving ||= leaves(event);
  });

  const actions = {
    "ctrl+s": () => form.requestSubmit(form.querySelector('[name="_move"][value="save"]')),
    "ctrl+enter": () => form.querySelector(".moves__first [name=_move]")?.click(),
    "ctrl+shift+p": () => form.querySelector("[data-preview], a[href*='/preview/']")?.click(),
  };
  function pressed(event) {
    const { key, ctrlKey, metaKey, shiftKey } = event;
    const name = [(ctrlKey || metaKey) && "ctrl", shiftKey && "shift", key.toLowerCase()].filter(Boolean).join("+");
    if (actions[name]) {
      event.preventDefault();
      actions[name]();
    } else if (key === "?" && !ctrlKey && !metaKey && !writes(event.target)) list();
  }
  document.addEventListener("keydown", pressed);
  each((editor) => {
    const listen = () => editor.editable().attachListener(editor.document, "keydown", (event) => pressed(event.data.$));
    listen();
    editor.on("contentDom", listen);
  });
}

const writes = (target) => target.isContentEditable || Boolean(target.closest?.("input, textarea, select, dialog")) || target.ownerDocument !== document;

function list() {
  const template = document.getElementById("desk-keys");
  if (!template) return;
  const { saidTitle: title, saidClose: close } = template.dataset;
  ask({ title, close }, (box) => box.append(template.content.cloneNode(true)));
}

// The rich editor keeps its own account of changes.
const edited = () => Object.values(globalThis.CKEDITOR?.instances ?? {}).some((editor) => editor.checkDirty());
