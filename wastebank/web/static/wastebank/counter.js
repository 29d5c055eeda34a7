// The weighing desk of the counter, with a server behind it.

import { startWeighing } from "./weigh/desk.js";

startWeighing(document.querySelector("[data-counter]"));
