// A modal dialog with a title and a way out. `opened(box, finish)` fills it; finish(value) closes it with an answer,
// every other way out answers null.
export function ask({ title, close, css = "" }, opened) {
  return new Promise((resolve) => {
    const dialog = document.createElement("dialog");
    dialog.className = `modal ${css}`;
    const head = document.createElement("div");
    head.className = "modal__head";
    const heading = document.createElement("h2");
    heading.id = "modal-title";
    heading.textContent = title;
    const out = document.createElement("button");
    out.type = "button";
    out.className = "modal__close";
    out.textContent = close;
    out.addEventListener("click", () => dialog.close());
    head.append(heading, out);
    const box = document.createElement("div");
    box.className = "modal__box";
    dialog.append(head, box);
    dialog.setAttribute("aria-labelledby", heading.id);
    let answer = null;
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    opened(box, (value) => {
      answer = value;
      dialog.close();
    });
  });
}
