// data-count="24 30": characters typed; good up to the first number, a warning above the second.
export function count(fields) {
  for (const field of fields) {
    const input = field.querySelector("textarea, input");
    if (!input) continue;
    const [good, most] = field.dataset.count.split(" ").map(Number);
    const shown = document.createElement("output");
    shown.className = "count";
    shown.htmlFor = input.id;
    field.querySelector("label").append(shown);
    const tell = () => {
      const typed = [...input.value.trim()].length;
      shown.value = typed ? `${typed} / ${good}` : "";
      shown.dataset.level = typed > most ? "much" : typed > good ? "more" : "good";
      if (input.rows === 1) { input.style.height = "auto"; input.style.height = `${input.scrollHeight}px`; }
    };
    input.addEventListener("input", tell);
    tell();
  }
}
