// <button data-share="address" data-title="…" hidden>: shown where the system has a share sheet of its own.
export function share(buttons) {
  if (!navigator.share) return;
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => {
      // Closing the sheet is no failure, and nothing else is worth a message.
      navigator.share({ url: button.dataset.share, title: button.dataset.title }).catch(() => {});
    });
  }
}
