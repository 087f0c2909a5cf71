// The table of contents of the desk's scripts. Every page works without them.
import { theme } from "../theme.js";
import { count } from "./count.js";
import { keep } from "./keep.js";
import { pop } from "./pop.js";
import { suggest } from "./suggest.js";

const toggles = document.querySelectorAll("[data-theme-toggle]");
for (const toggle of toggles) toggle.hidden = false;
theme(toggles);
pop(document.querySelectorAll("details[data-pop]"));
count(document.querySelectorAll("[data-count]"));
suggest(document.querySelectorAll("input[data-suggest]"));
keep(document.querySelector("form[data-unsaved]"));
