// Pages are the same for everyone, so they print absolute times. <time data-relative> on a card becomes
// “3 hours ago” for up to a week; <time data-fresh> in a river is marked while it is less than an hour old.
const MINUTE = 60_000, HOUR = 60 * MINUTE, DAY = 24 * HOUR, WEEK = 7 * DAY;

export function times(elements) {
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
  for (const time of elements) {
    const age = Date.now() - Date.parse(time.dateTime);
    if (!(age >= 0 && age <= WEEK)) continue;
    if ("fresh" in time.dataset) {
      time.classList.toggle("is-new", age < HOUR);
      continue;
    }
    time.title = time.textContent.trim();
    time.textContent = age < HOUR ? words.format(-Math.max(1, Math.floor(age / MINUTE)), "minute")
      : age < DAY ? words.format(-Math.floor(age / HOUR), "hour")
      : words.format(-Math.floor(age / DAY), "day");
  }
}
