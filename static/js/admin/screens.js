// The switch of the preview's width: <a data-width="390" href="?width=390"> changes the frame in its
// place. A screen wider than the window is drawn smaller, so that all of it is seen.
export function screens(links, frame) {
  if (!frame) return; // the links stay links
  const box = frame.parentElement;

  function fit() {
    frame.style.zoom = "";
    const style = getComputedStyle(box);
    const room = box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const scale = Math.min(1, room / frame.offsetWidth);
    if (scale > 0.4) frame.style.zoom = scale; // smaller than that nobody reads: scroll instead
  }

  for (const link of links) link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    for (const one of links) one.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    frame.className = `screen__page screen__page--${link.dataset.width}`;
    history.replaceState(null, "", link.href);
    fit();
  });
  window.addEventListener("resize", fit);
  fit();
}
