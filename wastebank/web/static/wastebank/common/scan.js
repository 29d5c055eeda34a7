// A card's code, from wherever it comes: a USB scanner that types, the camera, a photo.
//
// <form data-scan data-frames-url="…"> holds <input data-code>. A whole code typed without a pause
// is a scanner, wherever the cursor stands; what it typed elsewhere is taken back. Whoever must
// not be interrupted cancels the "scan" event. Without this module the form is still a form.

import { datum, fieldOf, maybe, one, targetOf } from "./dom.js";

const CODE = /^W1[0-9A-Z]{27}$/i;
const CODE_SIGNS = 29;
const LONGEST_GAP_MS = 250;
const FRAME_EVERY_MS = 400;
const FRAME_WIDTH = 800;
const PHOTO_WIDTH = 1600;

// Both stand there before anything of this runs: see the end.
const form = /** @type {HTMLFormElement} */ (maybe(document, "[data-scan]"));
const field = /** @type {HTMLInputElement} */ (form && maybe(form, "[data-code]"));

/**
 * @param {string} code
 * @param {number} began
 */
function submit(code, began) {
  const event = new CustomEvent("scan", { cancelable: true, detail: { code, began } });
  if (!document.dispatchEvent(event)) {
    return;
  }
  field.value = code;
  one(form, "[type=submit]").click();
}

// --- a scanner that types -------------------------------------------------------------------

/** @type {TypedSign[]} */
let typed = [];

/** @param {KeyboardEvent} event */
function remember(event) {
  const last = typed[typed.length - 1];
  if (last && event.timeStamp - last.at > LONGEST_GAP_MS) {
    typed = [];
  }
  const element = /** @type {HTMLInputElement} */ (targetOf(event));
  const target = element.matches("input, textarea") ? element : null;
  const before = target ? target.value : "";
  typed.push({ sign: event.key, at: event.timeStamp, target, before });
  typed = typed.slice(-CODE_SIGNS);
}

/** @param {TypedSign} first */
function takeBack(first) {
  if (first.target && first.target !== field) {
    first.target.value = first.before;
    first.target.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) {
    return;
  }
  if (event.key.length === 1) {
    remember(event);
  } else if (event.key === "Enter") {
    const text = typed.map((key) => key.sign).join("");
    const first = typed[0];
    typed = [];
    if (CODE.test(text)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      takeBack(first);
      submit(text, first.at);
    }
  }
}

// --- a picture of the code ------------------------------------------------------------------

/**
 * @param {HTMLVideoElement | ImageBitmap} source
 * @param {number} width
 * @param {number} height
 * @param {number} most
 * @returns {Promise<Blob>}
 */
function shrink(source, width, height, most) {
  const scale = Math.min(1, most / width);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const paint = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  paint.drawImage(source, 0, 0, canvas.width, canvas.height);
  return new Promise((done, failed) => {
    const keep = (/** @type {Blob | null} */ blob) =>
      blob ? done(blob) : failed(new Error("blank"));
    canvas.toBlob(keep, "image/jpeg", 0.8);
  });
}

/** @param {Blob} picture */
async function askServer(picture) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", fieldOf(form, "[name=csrfmiddlewaretoken]").value);
  body.append("photo", picture, "frame.jpg");
  const answer = await fetch(datum(form, "framesUrl"), { method: "POST", body });
  return answer.ok ? (await answer.json()).code : "";
}

/** @returns {Promise<CodeReader | null>} */
async function detector() {
  if (!("BarcodeDetector" in window)) {
    return null;
  }
  const formats = await window.BarcodeDetector.getSupportedFormats();
  return formats.includes("qr_code") ? new window.BarcodeDetector({ formats: ["qr_code"] }) : null;
}

/**
 * @param {HTMLVideoElement} video
 * @param {CodeReader | null} eye
 */
async function readFrame(video, eye) {
  if (eye) {
    const found = await eye.detect(video);
    return found.length ? found[0].rawValue : "";
  }
  return askServer(await shrink(video, video.videoWidth, video.videoHeight, FRAME_WIDTH));
}

/**
 * @param {HTMLVideoElement} video
 * @param {HTMLElement} key
 */
async function watch(video, key) {
  const wanted = { video: { facingMode: "environment" }, audio: false };
  const stream = await navigator.mediaDevices.getUserMedia(wanted);
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  key.setAttribute("aria-pressed", "true");
  const eye = await detector();
  let code = "";
  while (!code && key.getAttribute("aria-pressed") === "true") {
    await new Promise((done) => setTimeout(done, FRAME_EVERY_MS));
    code = video.videoWidth ? await readFrame(video, eye) : "";
    if (code && !CODE.test(code)) {
      say("sayNotOurs"); // a payment code, a parcel: go on looking
      code = "";
    }
  }
  stream.getTracks().forEach((track) => track.stop());
  video.hidden = true;
  key.setAttribute("aria-pressed", "false");
  return code;
}

/** @param {string} name */
function say(name) {
  const element = one(form, "[data-scan-says]");
  element.textContent = name ? datum(form, name) : "";
  element.hidden = !name;
}

function offerCamera() {
  const key = maybe(form, "[data-camera]");
  const video = /** @type {HTMLVideoElement} */ (maybe(form, "video"));
  if (!key || !navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) {
    return;
  }
  key.hidden = false;
  key.addEventListener("click", async () => {
    if (key.getAttribute("aria-pressed") === "true") {
      key.setAttribute("aria-pressed", "false");
      return;
    }
    say("");
    try {
      const code = await watch(video, key);
      if (code) {
        submit(code, 0);
      }
    } catch (_refused) {
      key.setAttribute("aria-pressed", "false");
      say("sayNoCamera");
    }
  });
}

function offerPhoto() {
  const input = /** @type {HTMLInputElement | null} */ (maybe(form, "input[type=file]"));
  if (!input) {
    return;
  }
  input.addEventListener("change", async () => {
    const [file] = Array.from(input.files || []);
    if (!file) {
      return;
    }
    say("");
    try {
      const picture = await createImageBitmap(file);
      const small = await shrink(picture, picture.width, picture.height, PHOTO_WIDTH);
      const code = await askServer(small);
      input.value = "";
      if (CODE.test(code)) {
        submit(code, 0);
      } else {
        say(code ? "sayNotOurs" : "sayNoCode");
      }
    } catch (_unreadable) {
      say("sayNoCode");
    }
  });
}

if (form && field) {
  document.addEventListener("keydown", onKey, true);
  if (form.dataset.framesUrl) {
    offerCamera();
    offerPhoto();
  }
}
