// What is chosen is kept on the server with each question for its cost (quoting.js), for this clerk
// alone. So this page can be opened anew: by a reload, by "Back", in the other language, by a
// browser that was killed.

import { datum, targetOf } from "../wastebank/common/dom.js";

/** @param {{ form: HTMLFormElement, ask: () => void }} desk */
export function offerDraft({ form, ask }) {
  history.replaceState(null, "", datum(form, "draftUrl"));
  form.addEventListener("input", (event) => {
    if (targetOf(event).matches("[data-lines] [name=note]")) {
      ask(); // a note costs nothing, and is kept by the same way
    }
  });
}
