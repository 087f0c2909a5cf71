import { upload } from "./picture_upload.js";

// <form data-drop-zone>: several files into the library, two at a time, each with its progress; one that fails says
// why, and the others go on. At the end a link leads to all of them on one page, to be described.
const IN_PARALLEL = 2;

for (const zone of document.querySelectorAll("[data-drop-zone]")) {
  const { upload: address, describe, saidDone, saidFailed, saidAgain } = zone.dataset;
  const list = zone.querySelector("ul");
  const input = zone.querySelector("[type=file]");
  const next = zone.querySelector("[data-next]");
  const words = zone.querySelector("[data-said-drop]");
  const waiting = [], stored = [];
  let working = 0;
  words.textContent = words.dataset.saidDrop;
  zone.querySelector("[type=submit]").hidden = true;
  zone.classList.add("drop-zone--open");

  const take = (files) => {
    for (const file of files) {
      const item = document.createElement("li");
      list.append(item);
      waiting.push({ file, item });
    }
    while (working < IN_PARALLEL && waiting.length) work();
  };

  const work = async () => {
    working += 1;
    while (waiting.length) await send(waiting.shift());
    working -= 1;
    next.hidden = !stored.length || working > 0;
    next.querySelector("a").href = `${describe}?pictures=${[...new Set(stored)].join(",")}`;
  };

  const send = async ({ file, item }) => {
    const progress = document.createElement("progress");
    progress.ariaLabel = file.name;
    item.className = "";
    item.replaceChildren(`${file.name} `, progress);
    const data = new FormData();
    data.append("upload", file);
    data.append("describe_later", "1");
    try {
      const picture = await upload(address, data, (share) => (progress.value = share));
      stored.push(picture.id);
      const image = document.createElement("img");
      image.src = picture.url;
      image.alt = "";
      item.prepend(image);
      progress.replaceWith(saidDone);
    } catch (refusal) {
      item.className = "drop-zone__refused";
      progress.replaceWith(`${refusal.message || saidFailed} `);
      if (!refusal.message) item.append(again({ file, item }));
    }
  };

  // What the server refuses it would refuse again; a broken line may be whole by now.
  const again = (one) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = saidAgain;
    button.addEventListener("click", () => {
      waiting.push(one);
      if (working < IN_PARALLEL) work();
    });
    return button;
  };

  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) zone.addEventListener(kind, (event) => {
    event.preventDefault();
    zone.classList.toggle("drop-zone--over", kind === "dragenter" || kind === "dragover");
  });
  zone.addEventListener("drop", (event) => take([...event.dataTransfer.files]));
}
