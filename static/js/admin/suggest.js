// <input data-suggest="tags">: names in one line; the one being typed is completed from the server.
const SEPARATOR = /[,，、;；]/;
const PAUSE_MS = 180;

export function suggest(inputs) {
  for (const input of inputs) one(input);
}

function one(input) {
  const list = document.createElement("ul");
  list.className = "suggest";
  list.id = `${input.id}_list`;
  list.role = "listbox";
  list.hidden = true;
  input.after(list);
  input.autocomplete = "off";
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) input.setAttribute(name, value);
  let timer, asked = 0, at = -1;

  const before = () => { const parts = input.value.split(SEPARATOR); parts.pop(); return parts.map((part) => part.trim()).filter(Boolean); };
  const typed = () => input.value.split(SEPARATOR).pop().trim();
  const close = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };

  function take(name) {
    input.value = [...before(), name, ""].join("、");
    input.dispatchEvent(new Event("input", { bubbles: true }));
    close();
    input.focus();
  }
  function show(names) {
    const chosen = new Set(before());
    const items = names.filter((name) => !chosen.has(name)).map((name, i) => {
      const item = document.createElement("li");
      item.id = `${list.id}_${i}`;
      item.role = "option";
      item.textContent = name;
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(name); });
      return item;
    });
    list.replaceChildren(...items);
    list.hidden = !items.length;
    at = -1;
    input.setAttribute("aria-expanded", String(Boolean(items.length)));
  }
  async function ask() {
    const term = typed(), number = ++asked;
    if (!term) return close();
    const query = new URLSearchParams({ term, app_label: "articles", model_name: "article", field_name: input.dataset.suggest });
    try {
      const answer = await fetch(`${input.form.dataset.suggestions}?${query}`);
      if (answer.ok && number === asked) show((await answer.json()).results.map((result) => result.text));
    } catch { close(); /* offline: the field still takes what is typed */ }
  }
  function move(step) {
    const items = [...list.children];
    at = (at + step + items.length) % items.length;
    items.forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    input.setAttribute("aria-activedescendant", items[at].id);
    items[at].scrollIntoView({ block: "nearest" });
  }
  input.addEventListener("input", (event) => { if (event.isTrusted) { clearTimeout(timer); timer = setTimeout(ask, PAUSE_MS); } });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); move(1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); move(-1); }
    else if (event.key === "Escape") { event.preventDefault(); close(); }
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); take(list.children[at].textContent); }
  });
}
