// The writing page: leaving with unsaved changes asks, Ctrl S saves, and a step that needs a
// reason leads to the field for it instead of to an error.
export function keep(form) {
  if (!form) return;
  let changed = false, leaving = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("change", () => { changed = true; });
  addEventListener("beforeunload", (event) => { if ((changed || edited()) && !leaving) event.preventDefault(); });

  form.addEventListener("submit", (event) => {
    const note = form.elements.note;
    if (event.submitter && "reason" in event.submitter.dataset && !note.value.trim()) {
      event.preventDefault();
      note.required = true;
      note.reportValidity();
      return;
    }
    leaving = true;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector('[name="_move"][value="save"]'));
  });
}

// The rich editor keeps its own account of changes.
function edited() {
  const editors = globalThis.CKEDITOR ? Object.values(globalThis.CKEDITOR.instances) : [];
  return editors.some((editor) => editor.checkDirty());
}
