// [data-calendar]: plans are dragged to another day, or moved with Alt and an arrow; the server is
// asked by the form that each of them carries. [data-calendar-says] tells what happened.
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

export function calendar(days, says) {
  if (!days) return;
  const dayOf = (element) => element.closest("[data-day]");
  let dragged = null;

  days.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-slot]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.querySelector(".slot__text").textContent);
    dragged.classList.add("slot--moving");
  });
  days.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    mark(dayOf(event.target));
  });
  days.addEventListener("drop", (event) => {
    const day = dayOf(event.target);
    if (!dragged || !day) return;
    event.preventDefault();
    move(dragged, day.dataset.day);
  });
  days.addEventListener("dragend", () => {
    dragged?.classList.remove("slot--moving");
    dragged = null;
    mark(null);
  });
  days.addEventListener("keydown", (event) => {
    const slot = event.target.closest("[data-slot]");
    const step = STEPS[event.key];
    if (!slot || !step || !event.altKey || !event.target.matches(".slot__text")) return;
    event.preventDefault();
    move(slot, shifted(dayOf(slot).dataset.day, step));
  });

  function mark(day) {
    for (const one of days.querySelectorAll(".day--over")) one.classList.toggle("day--over", one === day);
    day?.classList.add("day--over");
  }

  async function move(slot, to) {
    const from = dayOf(slot);
    if (from.dataset.day === to || slot.ariaBusy === "true") return;
    const form = slot.querySelector("form");
    const body = new FormData(form);
    body.set("day", to);
    slot.ariaBusy = "true";
    const hadFocus = slot.contains(document.activeElement);
    place(slot, to, hadFocus);
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      const told = await answer.json();
      says.textContent = told.message;
      if (!answer.ok) throw new Error(told.message);
      if (!days.querySelector(`[data-day="${to}"]`)) {
        says.textContent += ` ${days.dataset.gone}`;
        slot.remove();
      }
    } catch {
      place(slot, from.dataset.day, hadFocus);
      says.textContent = days.dataset.failed;
      says.classList.remove("sr");
    } finally {
      slot.ariaBusy = null;
    }
  }

  function place(slot, to, hadFocus) {
    const day = days.querySelector(`[data-day="${to}"]`);
    if (!day) return; // on another page
    day.querySelector(".slots").append(slot);
    day.classList.remove("day--empty");
    slot.querySelector("[name=day]").value = to;
    if (hadFocus) slot.querySelector(".slot__text").focus();
  }
}

// Days are counted in UTC, where each has the same length.
function shifted(day, step) {
  const moved = new Date(`${day}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + step);
  return moved.toISOString().slice(0, 10);
}
