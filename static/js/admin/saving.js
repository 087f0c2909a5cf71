import { copies } from "./copies.js";
import { offers } from "./offers.js";
import { presence } from "./presence.js";
import { server } from "./server.js";
import { leaves, read, ready, same, watch } from "./typed.js";

// The writing page keeps what is typed: by itself on the server, and in this browser for when there is none.
const IDLE_MS = 1500, COPY_MS = 2000, AGAIN_MS = 10000;
const SILENCE_MS = 60000; // after so long (a lid was closed) a button asks first whether we are still signed in
const SMALL = 60000; // bytes that a browser sends for a page that is being closed

export function saving(form, panel) {
  if (!form || !panel) return;
  const { user } = panel.dataset;
  const ahead = Number(panel.dataset.now) - Date.now();
  const now = () => Date.now() + ahead;
  const { post, refresh } = server(form, panel.dataset.token, user);
  const kept = copies(user, now);
  const begunAs = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const shown = form.querySelector("[data-saving-state]");
  const others = presence(panel, post, () => form.elements.base.value, heard);
  let typed = read(form); // what was last seen in the fields
  let touched = false, dirty = false, running = null, idle, copying, trouble = "", asked = now(), sending = false, gone = false;
  const undecided = offers(form, panel, { kept, begunAs, post, heard, decided });

  function say(text, isTrouble) {
    if (shown.textContent !== text) shown.textContent = text;
    shown.toggleAttribute("data-trouble", Boolean(isTrouble));
  }

  function decided() {
    say("");
    flush();
  }

  // What any answer of the server means for the page.
  function heard({ state, said }) {
    const { saidOffline, saidOut, saidRefused } = panel.dataset;
    if (state === "in") asked = now();
    if (state === "in" && trouble) say("");
    trouble = state === "in" ? "" : state;
    panel.querySelector("[data-out]").hidden = state !== "out";
    const sentence = { offline: saidOffline, out: saidOut, refused: said || saidRefused }[state];
    if (sentence && (dirty || state === "out")) say(sentence, true);
    return state === "in";
  }

  // Reading a long text takes its time: not at every key.
  function take() {
    if (!touched) return;
    touched = false;
    const values = read(form);
    if (same(typed, values)) return;
    typed = values;
    dirty = true;
  }

  function copy() {
    clearTimeout(copying);
    copying = null;
    take();
    kept.write(panel.dataset.article, form.elements.base.value, typed);
  }

  function changed() {
    touched = true;
    clearTimeout(idle);
    idle = setTimeout(flush, IDLE_MS);
    copying ??= setTimeout(copy, COPY_MS);
  }

  // One request at a time; what is typed meanwhile goes with the next.
  function flush(options) {
    clearTimeout(idle);
    take();
    if (!dirty || sending || gone) return running;
    if (undecided()) { say(panel.dataset.saidHeld); return null; }
    running ??= send(options).finally(() => {
      running = null;
      if (dirty && trouble !== "refused") idle = setTimeout(flush, trouble ? AGAIN_MS : IDLE_MS);
    });
    return running;
  }

  async function send({ leaving = false } = {}) {
    dirty = false;
    const isNew = panel.dataset.article === "new";
    const values = { ...typed, base: form.elements.base.value, ...(isNew && { begun_as: begunAs }) };
    const keepalive = leaving && new Blob(Object.values(values)).size < SMALL;
    const result = await post(panel.dataset.autosave, values, { keepalive });
    dirty ||= result.state !== "in";
    if (!heard(result)) return copy();
    const { answer } = result;
    if (answer.addresses) begun(answer);
    if (answer.said) say(answer.said);
    others.show(answer);
  }

  // The page of a new article goes on as that of the draft which its first words began.
  function begun({ article, base, addresses }) {
    const before = kept.name("new", "");
    const { change, ...rest } = addresses;
    Object.assign(panel.dataset, rest, { article, page: change });
    form.elements.base.value = base;
    form.action = change;
    history.replaceState(null, "", change);
    copy();
    kept.drop(before);
    document.dispatchEvent(new CustomEvent("portal:begun", { detail: { article, addresses } }));
  }

  // A button waits for what is under way, and asks first where the sign-in is in doubt: no text goes into the void.
  form.addEventListener("submit", (event) => {
    if (copying) copy();
    if (sending || (!running && !trouble && now() - asked < SILENCE_MS)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    sending = true;
    Promise.resolve(running).then(() => (trouble || now() - asked >= SILENCE_MS ? refresh() : "in")).then((state) => {
      heard({ state });
      if (state === "in" || state === "refused") form.requestSubmit(submitter);
      else copy();
    }).finally(() => { sending = false; });
  }, true);

  form.addEventListener("submit", (event) => {
    if (!leaves(event)) return;
    gone = true;
    setTimeout(() => { gone = false; }, AGAIN_MS); // still here: somebody has stopped it
    others.stay();
    if (panel.dataset.article !== "new") return;
    copy();
    const name = kept.name("new", "");
    try { sessionStorage.setItem("portal.sent", JSON.stringify({ name, at: now() })); } catch { /* then it is offered once more */ }
  });

  const goOn = async () => {
    if (trouble && heard({ state: await refresh() })) { say(""); flush(); }
  };
  panel.querySelector("[data-again]").addEventListener("click", goOn);
  addEventListener("online", goOn);
  addEventListener("focus", goOn);
  addEventListener("visibilitychange", () => { if (document.hidden) flush({ leaving: true }); else goOn(); });
  addEventListener("pagehide", () => {
    if (copying) copy();
    flush({ leaving: true });
  });

  watch(form, changed, () => flush());
  ready(form).then(() => { if (!touched) typed = read(form); }); // the editor prints its text in its own way
}
