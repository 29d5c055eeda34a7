// The first visit: sign the device in under a name, fetch members and prices, keep the pages.

import { buttonOf, fieldOf, formOf, one } from "../common/dom.js";
import { current, register } from "../offline/device.js";
import { refresh } from "../offline/bundle.js";
import { keepShell, supported as canKeepPages } from "../offline/worker.js";
import { showNumber } from "../common/locale.js";
import { announce, showRefusal } from "./notes.js";
import { onEnter, roomOf } from "./views.js";
import { word } from "./words.js";

const room = roomOf("setup");
const form = formOf(room, "[data-setup]");
const STEPS = ["setup_register", "setup_fetch", "setup_keep"];

/** @param {number} done */
function showStep(done) {
  const element = one(room, "[data-progress]");
  element.hidden = done < 0;
  const facts = { done: showNumber(Math.max(0, done)), all: showNumber(STEPS.length) };
  one(element, "[data-progress-word]").textContent = word(STEPS[done] || "setup_done");
  one(element, "[data-progress-count]").textContent = word("progress", facts);
  one(element, "[data-progress-bar]").setAttribute("value", String(Math.max(0, done)));
}

/** @param {string} label */
async function setUp(label) {
  const device = await current();
  showStep(0);
  if (!device || device.revoked_at) {
    await register(label);
  }
  showStep(1);
  await refresh();
  showStep(2);
  if (canKeepPages()) {
    await keepShell();
  }
  showStep(3);
}

/** @param {() => void} onDone */
export function openSetup(onDone) {
  onEnter("setup", async () => {
    const device = await current();
    return device && !device.revoked_at ? "start" : null;
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const key = buttonOf(form, "button");
    key.disabled = true;
    showRefusal(room, null);
    try {
      await setUp(fieldOf(form, "[name=label]").value);
      announce(word("setup_done"));
      onDone();
    } catch (refused) {
      showStep(-1);
      showRefusal(room, refused);
    }
    key.disabled = false;
  });
}
