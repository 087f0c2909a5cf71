import { read, ready, same } from "./typed.js";

// What an earlier page of this article has left behind, on the server or in this browser, is offered. Until somebody
// decides, nothing takes its place: the answer is a function that says whether somebody still has to.
const SOON_MS = 60000;

export function offers(form, panel, { kept, begunAs, post, heard, decided }) {
  const server = panel.querySelector("[data-offer=server]");
  const local = panel.querySelector("[data-offer=local]");
  const savedAt = Number(panel.dataset.saved);

  server?.querySelector("[data-discard-it]").addEventListener("click", async (event) => {
    event.preventDefault();
    if (!heard(await post(panel.dataset.discard, {}))) return;
    server.hidden = true;
    decided();
  });

  // The copy of a new article's page goes once the article that was sent from it is there.
  function forgetSent() {
    try {
      const { name, at } = JSON.parse(sessionStorage.getItem("portal.sent") ?? "{}");
      sessionStorage.removeItem("portal.sent");
      if (name && savedAt > at && savedAt - at < SOON_MS) kept.drop(name);
    } catch { /* no storage: no copies either */ }
  }

  // On the server it becomes the autosave, and the page shows that: one way for both.
  async function restore({ name, values, base }) {
    const isNew = panel.dataset.article === "new";
    const result = await post(panel.dataset.autosave, { ...values, base, ...(isNew && { begun_as: begunAs }) });
    if (!heard(result)) return;
    kept.drop(name);
    form.dispatchEvent(new CustomEvent("portal:leaving"));
    location.assign(`${result.answer.addresses?.change ?? panel.dataset.page}?autosave=1`);
  }

  function drop({ name }) {
    kept.drop(name);
    local.hidden = true;
    if (server) server.hidden = false;
    decided();
  }

  async function show() {
    forgetSent();
    const [newest] = kept.left(panel.dataset.article, savedAt);
    if (!newest || "bound" in panel.dataset) return;
    await ready(form);
    if (newest.at <= Number(panel.dataset.offered ?? 0) * 1000 + 1000) return; // the server has it
    if (same(newest.values, read(form))) return kept.drop(newest.name);
    const when = local.querySelector("[data-when]");
    when.dateTime = new Date(newest.at).toISOString();
    when.textContent = new Date(newest.at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "medium" });
    local.querySelector("[data-restore]").addEventListener("click", () => restore(newest));
    local.querySelector("[data-drop]").addEventListener("click", () => drop(newest));
    if (server) server.hidden = true;
    local.hidden = false;
  }

  show();
  return () => [server, local].some((bar) => bar && !bar.hidden);
}
