// Copies of what is typed, in this browser: for the minute in which no server can be reached. One for each open page.
const PREFIX = "portal.text.";
const KEPT_MS = 7 * 24 * 3600 * 1000;
const MOST = 20;

// `now()` is the server's time, in milliseconds.
export function copies(user, now) {
  const store = storage();
  if (!store) return { drop() {}, name: () => "", write() {}, left: () => [] };
  const page = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const key = (article, base) => `${PREFIX}${user}.${article}.${base || 0}.${page}`;

  function all() {
    const found = [];
    for (let i = 0; i < store.length; i++) {
      const name = store.key(i);
      if (!name.startsWith(PREFIX)) continue;
      try { found.push({ name, ...JSON.parse(store.getItem(name)) }); } catch { store.removeItem(name); }
    }
    return found.sort((one, other) => other.at - one.at);
  }
  const drop = (name) => store.removeItem(name);

  return {
    drop,
    name: key,
    write(article, base, values) {
      const text = JSON.stringify({ user, article, base, values, at: now() });
      try { store.setItem(key(article, base), text); } catch {
        for (const { name } of all().slice(1)) drop(name); // full: the older ones make room
        try { store.setItem(key(article, base), text); } catch { /* no room at all, or not allowed */ }
      }
    },
    // What earlier pages of this article have left, the newest first; what is old or was saved since is dropped.
    left(article, savedAt) {
      const found = all();
      for (const { name, at } of [...found.slice(MOST), ...found.filter((one) => now() - one.at > KEPT_MS)]) drop(name);
      const ours = found.filter((one) => one.user === user && one.article === article && !one.name.endsWith(page));
      for (const { name } of ours.filter(({ at }) => at <= savedAt)) drop(name);
      return ours.filter(({ at }) => at > savedAt);
    },
  };
}

function storage() {
  try { return localStorage; } catch { return null; /* switched off */ }
}
