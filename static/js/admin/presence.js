// Says that somebody is at the article, and shows who else is; the server forgets who is silent for three quarters of a
// minute.
const EVERY_MS = 12000;

export function presence(panel, post, base, heard) {
  const lists = { others: panel.querySelector("[data-others]"), newer: panel.querySelector("[data-newer]") };
  let staying = false;

  // A live region speaks whenever it changes: so it changes only with the news.
  function show({ others = [], newer = "" }) {
    const said = [...lists.others.children].map((line) => line.textContent);
    if (said.join("\n") !== others.join("\n")) {
      lists.others.replaceChildren(...others.map((sentence) => {
        const line = document.createElement("p");
        line.textContent = sentence;
        return line;
      }));
    }
    if (lists.newer.textContent !== newer) lists.newer.textContent = newer;
  }

  async function ping() {
    const address = panel.dataset.presence;
    if (!address) return; // nobody else can be at an article that is not begun
    const result = await post(address, { base: base() });
    heard(result);
    if (result.state === "in") show(result.answer);
  }

  ping();
  setInterval(ping, EVERY_MS);
  addEventListener("pagehide", () => {
    if (staying || !panel.dataset.left) return;
    const data = new FormData();
    data.set("csrfmiddlewaretoken", panel.closest("form").elements.csrfmiddlewaretoken.value);
    navigator.sendBeacon(panel.dataset.left, data);
  });
  addEventListener("pageshow", ({ persisted }) => { if (persisted) ping(); });
  return { show, stay() { staying = true; } };
}
