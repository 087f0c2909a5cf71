// <article data-view-beacon="address">: tells the server once that the page was really looked at.
// Not while it is prerendered, or open in a tab that nobody has turned to yet.
export function view(article) {
  if (!article) return;
  const send = () => fetch(article.dataset.viewBeacon, { method: "POST", keepalive: true }).catch(() => {});
  const whenVisible = () => {
    if (document.visibilityState === "visible") return send();
    document.addEventListener("visibilitychange", send, { once: true });
  };
  if (document.prerendering) document.addEventListener("prerenderingchange", whenVisible, { once: true });
  else whenVisible();
}
