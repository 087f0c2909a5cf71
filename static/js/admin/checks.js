// data-checks="address": the checks beside the text follow the typing. One question at a time, a
// moment after the last key; a finding leads to its field, and a repair is one press.
const PAUSE_MS = 600;

export function checks(panel) {
  if (!panel) return;
  const form = panel.closest("form");
  const part = (name) => panel.querySelector(`[data-checks-${name}]`);
  let timer, asking = false, again = false;
  panel.classList.add("checks--live");

  function typed(also = {}) {
    const values = new FormData(form);
    if (rich()) values.set("body", rich().getData());
    for (const [name, value] of Object.entries(also)) values.set(name, value);
    return values;
  }
  async function send(body) {
    const answer = await fetch(panel.dataset.checks, { method: "POST", body, redirect: "error" });
    if (!answer.ok) throw new Error(answer.status);
    return answer;
  }
  async function ask() {
    if (asking) { again = true; return; }
    asking = true;
    try {
      show(await (await send(typed())).text());
      part("failed").hidden = true;
    } catch { part("failed").hidden = false; /* offline or signed out: saving says more */ }
    asking = false;
    if (again) { again = false; ask(); }
  }
  function show(html) {
    const list = new DOMParser().parseFromString(html, "text/html").querySelector("[data-summary]");
    const focused = panel.contains(document.activeElement) && document.activeElement.dataset.finding;
    part("list").replaceChildren(list);
    if (focused) panel.querySelector(`[data-finding="${focused}"]`)?.focus();
    if (part("summary").textContent !== list.dataset.summary) part("summary").textContent = list.dataset.summary;
    part("saved").hidden = true;
    const override = part("override");
    if (override) override.hidden = !("overridable" in list.dataset) && !form.elements.override_reason.value;
  }
  function soon() { clearTimeout(timer); timer = setTimeout(ask, PAUSE_MS); }

  async function repair(button) {
    button.disabled = true;
    try {
      const fixed = await (await send(typed({ repair: button.dataset.repair }))).json();
      for (const [name, value] of Object.entries(fixed)) put(form, name, value);
      part("failed").hidden = true;
    } catch { part("failed").hidden = false; }
    button.disabled = false;
    ask();
  }

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  whenRich((editor) => editor.on("change", soon));
  panel.addEventListener("click", (event) => {
    const button = event.target.closest("[data-repair]");
    if (button) return repair(button);
    const link = event.target.closest("[data-finding]");
    if (!link) return;
    event.preventDefault();
    go(form, link.dataset);
  });
  // A new article that was begun by itself is no copy of itself.
  document.addEventListener("portal:begun", ({ detail }) => { panel.dataset.checks = detail.addresses.checks; soon(); });
  if ("ask" in panel.dataset) soon();
  if ("refused" in panel.dataset) lead(form);
}

const rich = () => globalThis.CKEDITOR?.instances.id_body;

// The editor of the body, now or as soon as it is there.
function whenRich(use) {
  if (rich()?.status === "ready") use(rich());
  else globalThis.CKEDITOR?.on("instanceReady", ({ editor }) => { if (editor.name === "id_body") use(editor); });
}

// A field that waits in a closed fold is of no use to whoever is sent there.
function go(form, { finding, text, before }) {
  if (finding === "body" && rich()) { rich().focus(); if (text) select(rich(), text, before ?? ""); return; }
  const field = form.elements[finding];
  if (!field) return;
  field.closest("details")?.setAttribute("open", "");
  (field.type === "hidden" || !field.offsetParent ? field.parentElement.querySelector("button, a") ?? field : field).focus();
  const at = text ? field.value.indexOf(text) : -1;
  if (at >= 0) field.setSelectionRange(at, at + text.length);
}

// Where a form came back, to the first field that must be mended.
function lead(form) {
  const first = form.querySelector(".field--wrong :is(input, textarea, select)");
  if (!first) return;
  if (first.id === "id_body" && globalThis.CKEDITOR) whenRich((editor) => editor.focus());
  else go(form, { finding: first.name });
}

function put(form, name, value) {
  if (name === "body" && rich()) { if (rich().getData() !== value) rich().setData(value); return; }
  const field = form.elements[name];
  if (!field || field.value === value) return;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// Select a piece of the text where it stands after what came before it; a piece may lie in several elements.
function select(editor, text, before) {
  const body = editor.editable().$, walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let whole = "";
  while (walker.nextNode()) { nodes.push([whole.length, walker.currentNode]); whole += walker.currentNode.data; }
  const near = whole.indexOf(before.replace("…", "") + text);
  const start = near < 0 ? whole.indexOf(text) : near + before.replace("…", "").length;
  if (start < 0) return;
  const spot = (at) => { const [from, node] = nodes.findLast(([begin]) => begin <= at); return [node, at - from]; };
  const range = body.ownerDocument.createRange();
  range.setStart(...spot(start));
  range.setEnd(...spot(start + text.length));
  const selection = body.ownerDocument.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  range.startContainer.parentElement.scrollIntoView({ block: "center" });
}
