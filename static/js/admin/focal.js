// <div data-focal="id_of_x id_of_y">: a click on the picture, or the arrow keys on its mark, set the two number fields;
// the small crops beside it follow.
const STEP = 1, LEAP = 10;
const within = (percent) => Math.min(100, Math.max(0, Math.round(percent)));

for (const focal of document.querySelectorAll("[data-focal]")) {
  const inputs = focal.dataset.focal.split(" ").map((id) => document.getElementById(id));
  const [image, mark] = focal.querySelectorAll("img, button");
  const help = document.getElementById(mark.getAttribute("aria-describedby"));
  if (inputs.some((input) => !input)) continue; // may look, not change
  mark.hidden = help.hidden = false;
  focal.classList.add("focal--open");

  const point = () => inputs.map((input) => within(Number(input.value)));
  const show = () => {
    const [x, y] = point();
    mark.style.left = `${x}%`;
    mark.style.top = `${y}%`;
    mark.ariaLabel = mark.dataset.label.replace("{x}", x).replace("{y}", y);
    for (const crop of document.querySelectorAll(".focal__crops img")) crop.style.objectPosition = `${x}% ${y}%`;
  };
  const move = (...to) => {
    inputs.forEach((input, axis) => {
      input.value = within(to[axis]);
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    show();
  };

  image.addEventListener("click", (event) => {
    const { left, top, width, height } = image.getBoundingClientRect();
    move(((event.clientX - left) / width) * 100, ((event.clientY - top) / height) * 100);
    mark.focus();
  });
  mark.addEventListener("keydown", (event) => {
    const [across, down] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [];
    if (across === undefined) return;
    event.preventDefault();
    const [x, y] = point();
    const step = event.shiftKey ? LEAP : STEP;
    move(x + across * step, y + down * step);
  });
  for (const input of inputs) input.addEventListener("input", show);
  show();
}
