// <a class="embed" href="the video's page" data-player="https://…" data-title="…">: the player replaces the still on a click.
// Until then nothing is asked of the video site; without scripts the link leads there.
export function embed(links) {
  for (const link of links) link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab was meant
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.className = "embed__player";
    frame.title = link.dataset.title;
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-presentation");
    frame.allow = "autoplay; fullscreen; encrypted-media; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin"; // players refuse visitors from nowhere
    frame.src = link.dataset.player;
    link.replaceWith(frame);
    frame.focus();
  });
}
