// The question what a change is to readers opens as soon as something is changed.
import { each } from "./typed.js";

export function change(asked) {
  if (!asked) return;
  const open = () => { asked.open = true; };
  for (const name of ["headline", "subheadline", "body"]) asked.closest("form").elements[name]?.addEventListener("input", open, { once: true });
  each((editor) => editor.once("change", open));
}
