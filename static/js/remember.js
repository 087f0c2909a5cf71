// Keeps name, mail and website on this device for the next comment, if the reader ticks the box.
// Nothing is sent and no cookie is set; taking the tick away forgets at once.
const KEY = "commenter";
const FIELDS = ["name", "email", "url"];

export function remember(box) {
  if (!box) return;
  const { elements } = box.form;

  let known = null;
  try {
    known = JSON.parse(localStorage.getItem(KEY));
  } catch {
    // Storage is switched off, or holds something that is not ours: then nobody is known.
  }
  if (known && typeof known === "object") {
    box.checked = true;
    for (const field of FIELDS) elements[field].value ||= known[field] ?? "";
  }

  const keep = () => {
    try {
      if (!box.checked) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(FIELDS.map((field) => [field, elements[field].value]))));
    } catch {
      box.checked = false; // the browser keeps nothing: the tick would be a lie
    }
  };
  box.addEventListener("change", keep);
  box.form.addEventListener("submit", keep);
}
