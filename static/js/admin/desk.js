// The table of contents of the desk's scripts. Every page works without them.
import { theme } from "../theme.js";
import { arrange } from "./arrange.js";
import { calendar } from "./calendar.js";
import { change } from "./change.js";
import { checks } from "./checks.js";
import { count } from "./count.js";
import { keep } from "./keep.js";
import { pick } from "./pick.js";
import { links } from "./links.js";
import { pop } from "./pop.js";
import { screens } from "./screens.js";
import { suggest } from "./suggest.js";

const toggles = document.querySelectorAll("[data-theme-toggle]");
for (const toggle of toggles) toggle.hidden = false;
theme(toggles);
pop(document.querySelectorAll("details[data-pop]"));
count(document.querySelectorAll("[data-count]"));
suggest(document.querySelectorAll("input[data-suggest]"));
change(document.querySelector("[data-change]"));
checks(document.querySelector("[data-checks]"));
arrange(document.querySelectorAll("[data-arrange]"));
pick(document.querySelectorAll("[data-picks]"));
links(document.querySelectorAll("[data-copy]"), document.querySelectorAll("[data-select]"));
screens(document.querySelectorAll("a[data-width]"), document.querySelector("[data-screen]"));
keep(document.querySelector("form[data-unsaved]"));
calendar(document.querySelector("[data-calendar]"), document.querySelector("[data-calendar-says]"));
