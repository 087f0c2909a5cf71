import { copy } from "../copy.js";

// Addresses to be sent to somebody: one press copies, and a click into the field selects all of it.
export function links(buttons, fields) {
  for (const button of buttons) button.hidden = false;
  copy(buttons);
  for (const field of fields) field.addEventListener("focus", () => field.select());
}
