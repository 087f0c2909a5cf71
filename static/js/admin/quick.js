import { ask } from "./dialog.js";
import { suggest } from "./suggest.js";

// <a data-quick>: the page for a quick edit opens over the list. Its form goes to the same address, and what the server
// answers stands in its place, until the answer is the list again. Anything unexpected leads to the page itself.
export function quick(links) {
  for (const link of links) link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const page = await read(link.href);
    const form = page && formOf(page);
    if (!form) return location.assign(link.href);
    const done = await ask({ title: link.dataset.title, close: link.dataset.close, css: "quick" }, (box, finish) => show(box, form, link.href, finish));
    if (done) location.assign(done);
    else link.focus();
  });
}

async function read(address, options) {
  try {
    const answer = await fetch(address, options);
    const text = await answer.text();
    return { ok: answer.ok, url: answer.url, page: new DOMParser().parseFromString(text, "text/html") };
  } catch {
    return null; // offline: the browser's own page says so
  }
}

const formOf = ({ page }) => page.getElementById("quick_form");

function show(box, form, address, finish) {
  const shown = document.importNode(form, true);
  box.replaceChildren(shown);
  suggest(shown.querySelectorAll("input[data-suggest]"));
  shown.querySelector("[role=alert], .field__error")?.scrollIntoView();
  shown.querySelector("input:not([type=hidden])").focus();
  shown.querySelector("[data-quick-close]").addEventListener("click", (event) => {
    event.preventDefault();
    finish(null);
  });
  shown.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new FormData(shown);
    for (const button of shown.querySelectorAll("button")) button.disabled = true;
    const answer = await read(address, { method: "POST", body });
    const again = answer && formOf(answer);
    if (again) show(box, again, address, finish);
    else finish(answer?.url ?? address);
  });
}
