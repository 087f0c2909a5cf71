import { choosePicture } from "./picture_dialog.js";

// <div data-picture-field>: the number of a picture becomes a thumbnail with buttons.
for (const field of document.querySelectorAll("[data-picture-field]")) {
  const number = field.querySelector("[data-number]");
  const shown = field.querySelector("[data-shown]");
  const input = number.querySelector("input");
  const image = shown.querySelector("img");
  const lack = shown.querySelector("[data-lack]");
  const remove = shown.querySelector("[data-remove]");
  number.hidden = true;
  shown.hidden = false;

  const show = (picture) => {
    input.value = picture?.id ?? "";
    image.hidden = remove.hidden = !picture;
    lack.hidden = !picture || Boolean(picture.alt) || picture.isDecorative;
    if (picture) {
      image.src = picture.url;
      image.alt = picture.alt;
      const link = lack.querySelector("a");
      link.href = link.dataset.describe.replace("/0/", `/${picture.id}/`);
    }
    // Whoever watches the form for unsaved changes hears of it.
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  shown.querySelector("[data-choose]").addEventListener("click", async () => {
    const { library, saidTitle: title, saidClose: close } = field.dataset;
    const picture = await choosePicture({ library, title, close });
    if (picture) show(picture);
  });
  remove.addEventListener("click", () => show(null));
}
