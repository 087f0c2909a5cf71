// Asks the server in the name of the form. Whoever signed in again in another tab has a new token: it is fetched once,
// and the form takes it, so that its buttons work again, too.
export function server(form, address, user) {
  const field = form.elements.csrfmiddlewaretoken;

  // "in", "out" (nobody, or somebody else, is signed in), "offline" or "refused".
  async function refresh() {
    try {
      const answer = await fetch(address, { redirect: "manual", cache: "no-store" });
      if (answer.type === "opaqueredirect") return "out";
      if (!answer.ok) return "refused";
      const { token, user: now } = await answer.json();
      if (String(now) !== user) return "out";
      field.value = token;
      return "in";
    } catch { return "offline"; }
  }

  async function post(to, values, { keepalive = false } = {}, again = true) {
    const body = new FormData();
    for (const [name, value] of Object.entries(values)) body.set(name, value);
    body.set("csrfmiddlewaretoken", field.value);
    try {
      const answer = await fetch(to, { method: "POST", body, redirect: "manual", keepalive, headers: { Accept: "application/json" } });
      if (answer.type === "opaqueredirect") return { state: "out" };
      if (answer.ok) return { state: "in", answer: await answer.json() };
      if (answer.status === 403 && again) {
        const state = await refresh();
        return state === "in" ? post(to, values, { keepalive }, false) : { state };
      }
      const isSentence = answer.headers.get("Content-Type")?.includes("json");
      return { state: "refused", said: isSentence ? (await answer.json()).error : "" };
    } catch { return { state: "offline" }; }
  }
  return { post, refresh };
}
