import { upload } from "./picture_upload.js";

// <form data-drop-zone>: several files into the library, one after the other; each is described on its own page.
for (const zone of document.querySelectorAll("[data-drop-zone]")) {
  const list = zone.querySelector("ul");
  const input = zone.querySelector("[type=file]");
  let queue = Promise.resolve();
  zone.hidden = false;

  const take = (files) => {
    for (const file of files) queue = queue.then(() => send(file));
  };

  const send = async (file) => {
    const item = document.createElement("li");
    const progress = document.createElement("progress");
    item.append(`${file.name} `, progress);
    list.append(item);
    const data = new FormData();
    data.append("upload", file);
    data.append("describe_later", "1");
    try {
      const picture = await upload(zone.action, data, (share) => (progress.value = share));
      const link = document.createElement("a");
      link.href = zone.dataset.describe.replace("/0/", `/${picture.id}/`);
      link.textContent = zone.dataset.saidDescribe;
      progress.replaceWith(link);
    } catch (refusal) {
      progress.replaceWith(refusal.message || zone.dataset.saidFailed);
      item.className = "drop-zone__refused";
    }
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
