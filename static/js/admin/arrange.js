// <ol data-arrange>: lines that are dragged by their handle or moved with their buttons. The form's
// own fields (number, parent) follow, so that saving is the same with and without this script.
const item = (node) => node.closest("[data-arrange-item]");
const items = (list) => [...list.children].filter((one) => one.matches("[data-arrange-item]"));
const inner = (line) => line.querySelector(":scope > [data-arrange-children]");
const hasChildren = (line) => Boolean(inner(line)?.children.length);

export function arrange(lists) {
  for (const list of lists) one(list);
  for (const form of new Set([...lists].map((list) => list.closest("form")))) askBeforeLeaving(form);
}

function askBeforeLeaving(form) {
  let isChanged = false;
  form.addEventListener("change", () => { isChanged = true; });
  form.addEventListener("submit", (event) => { if (event.submitter?.formTarget !== "_blank") isChanged = false; });
  addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });
}

function one(list) {
  const form = list.closest("form");
  const status = form.querySelector("[data-arrange-status]");
  show(list);
  for (const hint of form.querySelectorAll("[data-arrange-with]")) hint.hidden = false;
  for (const hint of form.querySelectorAll("[data-arrange-without]")) hint.hidden = true;
  settle(list);

  const changed = (line) => {
    settle(list);
    form.dispatchEvent(new Event("change", { bubbles: true }));
    if (!line || !status) return;
    const siblings = items(line.parentElement);
    status.textContent = list.dataset.said
      .replace("{name}", line.dataset.name)
      .replace("{place}", siblings.indexOf(line) + 1)
      .replace("{count}", siblings.length);
  };
  list.addEventListener("arrange:added", () => { show(list); changed(list.lastElementChild); });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-arrange-do]");
    if (!button) return;
    const line = item(button), next = line.nextElementSibling ?? line.previousElementSibling;
    if (!move(line, button.dataset.arrangeDo, list)) return;
    changed(line.isConnected ? line : null);
    const focus = line.isConnected ? button : next?.querySelector("[data-arrange-do]");
    // A button that has become useless is disabled and cannot keep the focus: its neighbour can.
    (focus?.disabled ? line.querySelector("[data-arrange-do]:not(:disabled)") : focus)?.focus();
  });
  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-arrange-grip]");
    if (grip && event.button === 0) drag(item(grip), list, event, changed);
  });
}

function show(list) {
  for (const part of list.querySelectorAll("[data-arrange-grip], [data-arrange-buttons]")) part.hidden = false;
  for (const fields of list.querySelectorAll("[data-arrange-fields]")) fields.hidden = true;
}

function move(line, how, list) {
  const { previousElementSibling: before, nextElementSibling: after } = line;
  if (how === "up" && before) before.before(line);
  else if (how === "down" && after) after.after(line);
  else if (how === "in" && before && !hasChildren(line)) inner(before).append(line);
  else if (how === "out" && line.parentElement !== list) item(line.parentElement).after(line);
  else if (how === "remove") line.remove();
  else return false;
  return true;
}

// Numbers and parents as the lines lie now; buttons that would do nothing are off.
function settle(list, parent = "") {
  const lines = items(list), isDeep = Boolean(list.closest("[data-arrange-deep]"));
  lines.forEach((line, at) => {
    const field = (name) => line.querySelector(`:scope > .arrange__line [data-arrange-${name}]`);
    const button = (how) => line.querySelector(`:scope > .arrange__line [data-arrange-do="${how}"]`);
    field("place").value = at + 1;
    if (field("parent")) field("parent").value = parent;
    button("up").disabled = at === 0;
    button("down").disabled = at === lines.length - 1;
    if (!isDeep) return;
    button("in").disabled = Boolean(parent) || at === 0 || hasChildren(line);
    button("out").disabled = !parent;
    if (!parent) settle(inner(line), line.querySelector("[name=row]").value);
  });
}

const DEEPER_PX = 64; // as far to the right of a line, the pointer means: below it

function drag(line, list, start, changed) {
  start.preventDefault();
  line.classList.add("is-dragged");
  const isDeep = list.matches("[data-arrange-deep]");

  const over = (event) => {
    const target = document.elementFromPoint(event.clientX, event.clientY);
    const other = target && item(target);
    if (!other || other === line || !list.contains(other) || line.contains(other)) return;
    if (hasChildren(line) && other.parentElement !== list) return;
    const box = other.firstElementChild.getBoundingClientRect();
    const isBelow = event.clientY > box.top + box.height / 2;
    const isTop = other.parentElement === list;
    if (isDeep && isTop && isBelow && !hasChildren(line) && event.clientX > start.clientX + DEEPER_PX) inner(other).prepend(line);
    else if (isBelow) other.after(line);
    else other.before(line);
  };
  // Not by capturing the pointer: a line that is put elsewhere in the page would lose it.
  const done = new AbortController();
  const stop = () => {
    done.abort();
    line.classList.remove("is-dragged");
    changed(line);
  };
  document.addEventListener("pointermove", over, { signal: done.signal });
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, stop, { signal: done.signal });
}
