// What is typed in the writing page, the rich editor included.
const NOT_TYPED = ["csrfmiddlewaretoken", "base", "_move"];
const editors = () => Object.values(globalThis.CKEDITOR?.instances ?? {});

// The fields as they would be sent.
export function read(form) {
  for (const editor of editors()) if (editor.status === "ready") editor.updateElement();
  const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_TYPED.includes(name));
  return Object.fromEntries(fields);
}

const plain = (value) => (value ?? "").replaceAll("\r\n", "\n").trim();
export const same = (one, other) => [...new Set([...Object.keys(one), ...Object.keys(other)])].every((name) => plain(one[name]) === plain(other[name]));

// Calls changed() whenever something is typed, left() when a field is left.
export function watch(form, changed, left) {
  for (const event of ["input", "change"]) form.addEventListener(event, changed);
  form.addEventListener("focusout", left);
  each((editor) => {
    editor.on("change", changed);
    editor.on("blur", left);
  });
}

// Calls act() for every rich editor as soon as it can be written in.
export function each(act) {
  for (const editor of editors()) if (editor.status === "ready") act(editor);
  globalThis.CKEDITOR?.on("instanceReady", ({ editor }) => act(editor));
}

// Resolves once the rich editors have taken over their fields.
export function ready(form) {
  const waiting = form.querySelectorAll("[data-type=ckeditortype]").length;
  return new Promise((resolve) => {
    const look = () => { if (editors().filter((editor) => editor.status === "ready").length >= waiting) resolve(); };
    if (!globalThis.CKEDITOR) return resolve();
    each(look);
    look();
  });
}

// Whether the page goes away with this submit: a preview opens beside it.
export const leaves = ({ defaultPrevented, submitter }) => !defaultPrevented && submitter?.formTarget !== "_blank";
