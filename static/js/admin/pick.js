// <div data-picks="address">: articles are looked for while somebody types, and added to the list by
// a press. Without this script the form itself looks for them when it is sent.
const PAUSE_MS = 250;

export function pick(boxes) {
  for (const box of boxes) one(box);
}

function one(box) {
  const list = box.querySelector("[data-arrange]"), found = box.querySelector("[data-picks-found]");
  const input = box.querySelector("[data-picks-find]"), status = box.querySelector("[data-picks-status]");
  const model = box.querySelector("template"), limit = Number(box.dataset.limit);
  input.removeAttribute("name"); // what is typed here is ours now
  for (const hint of box.querySelectorAll("[data-picks-without]")) hint.hidden = true;
  let timer, asked = 0;

  const chosen = () => new Set([...list.querySelectorAll("[name$=_row]")].map((one) => one.value));
  function add({ id, title, note }) {
    while (list.children.length >= limit) list.lastElementChild.remove();
    const line = model.content.firstElementChild.cloneNode(true);
    line.dataset.name = title;
    line.querySelector("[name$=_row]").value = id;
    line.querySelector("[data-picks-title]").textContent = title;
    line.querySelector("[data-picks-note]").textContent = note;
    for (const word of line.querySelectorAll("[data-arrange-do] .sr")) word.textContent = word.textContent.replace("{name}", title);
    list.append(line);
    list.dispatchEvent(new Event("arrange:added"));
    found.replaceChildren();
    input.value = "";
    input.focus();
  }
  function show(results) {
    const already = chosen();
    const buttons = results.filter(({ id }) => !already.has(String(id))).map((result) => {
      const line = document.createElement("li"), button = document.createElement("button"), note = document.createElement("span");
      button.type = "button";
      note.className = "quiet";
      note.textContent = result.note;
      button.append(result.title, note);
      button.addEventListener("click", () => add(result));
      line.append(button);
      return line;
    });
    found.replaceChildren(...buttons);
    status.textContent = status.dataset.said.replace("{count}", buttons.length);
  }
  async function ask() {
    const q = input.value.trim(), number = ++asked;
    if (!q) { found.replaceChildren(); status.textContent = ""; return; }
    try {
      const answer = await fetch(`${box.dataset.picks}?${new URLSearchParams({ q })}`);
      if (answer.ok && number === asked) show((await answer.json()).results);
    } catch { status.textContent = box.dataset.saidFailed; }
  }
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE_MS); });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // Enter takes the first that was found, it never sends the form
    found.querySelector("button")?.click();
  });
}
