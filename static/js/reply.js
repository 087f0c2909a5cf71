// <a data-reply="41" data-reply-title="回复 小舟" href="…"> fills the form below instead of leaving
// for the reply page. The form stays where it is.
export function reply(links, form) {
  if (!form) return; // comments are closed: there is nothing to fill in
  const title = form.querySelector("[data-comment-title]");
  const cancel = form.querySelector("[data-reply-cancel]");

  const answer = (parent, words) => {
    form.elements.parent.value = parent;
    title.textContent = words;
    cancel.hidden = !parent;
  };

  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a tab of its own: the page
      event.preventDefault();
      answer(link.dataset.reply, link.dataset.replyTitle);
      form.scrollIntoView();
      form.elements.body.focus({ preventScroll: true });
    });
  }
  cancel.addEventListener("click", (event) => {
    if (!links.length) return; // the reply page: back to the article
    event.preventDefault();
    answer("", title.dataset.commentTitle);
    form.elements.body.focus({ preventScroll: true });
  });
}
