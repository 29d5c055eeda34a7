// The first visit: sign the device in under a name, fetch members and prices, keep the pages.

import { current, register } from "../offline/device.js";
import { refresh } from "../offline/snapshot.js";
import { keepShell, supported as canKeepPages } from "../offline/worker.js";
import { showNumber } from "../locale.js";
import { announce, showRefusal } from "./notes.js";
import { onEnter, roomOf } from "./views.js";
import { word } from "./words.js";

const room = roomOf("setup");
const form = room.querySelector("[data-setup]");
const STEPS = ["setup_register", "setup_fetch", "setup_keep"];

function showStep(done) {
  const place = room.querySelector("[data-progress]");
  place.hidden = done < 0;
  const facts = { done: showNumber(Math.max(0, done)), all: showNumber(STEPS.length) };
  place.querySelector("[data-progress-word]").textContent = word(STEPS[done] || "setup_done");
  place.querySelector("[data-progress-count]").textContent = word("progress", facts);
  place.querySelector("[data-progress-bar]").value = Math.max(0, done);
}

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

export function openSetup(onDone) {
  onEnter("setup", async () => {
    const device = await current();
    return device && !device.revoked_at ? "start" : null;
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const key = form.querySelector("button");
    key.disabled = true;
    showRefusal(room, null);
    try {
      await setUp(form.elements.label.value);
      announce(word("setup_done"));
      onDone();
    } catch (refused) {
      showStep(-1);
      showRefusal(room, refused);
    }
    key.disabled = false;
  });
}
