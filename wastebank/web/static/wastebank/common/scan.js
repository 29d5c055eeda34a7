// A card's code, from wherever it comes: a USB scanner that types, the camera, a photo.
//
// <form data-scan data-frames-url="…"> holds <input data-code>. What a scanner types is known in
// scanner/burst.js. Whoever must not be interrupted cancels the "scan" event. Without this module
// the form is still a form.

import { scanned, whenScanned } from "../scanner/burst.js";
import { datum, maybe, one } from "./dom.js";
import { NotRecorded, post } from "./posting.js";

const CODE = /^W1[0-9A-Z]{27}$/i;
const FRAME_EVERY_MS = 400;
const FRAME_WIDTH = 800;
const PHOTO_WIDTH = 1600;

// Both stand there before anything of this runs: see the end.
const form = /** @type {HTMLFormElement} */ (maybe(document, "[data-scan]"));
const field = /** @type {HTMLInputElement} */ (form && maybe(form, "[data-code]"));

/** @param {string} code */
function submit(code) {
  field.value = code;
  if (form.dataset.scanFills === undefined) {
    one(form, "[type=submit]").click();
  } else {
    field.dispatchEvent(new Event("input", { bubbles: true })); // a name and a PIN come after it
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
  body.append("photo", picture, "frame.jpg");
  return (await post(form, datum(form, "framesUrl"), body)).json.code || "";
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
    code = video.videoWidth ? await readFrame(video, eye).catch(sayWhy) : "";
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

/**
 * No answer to a picture: the next frame asks again; who has to sign in is told so.
 * @param {unknown} problem
 */
function sayWhy(problem) {
  if (!(problem instanceof NotRecorded)) {
    throw problem;
  }
  say(problem.why === "no_answer" ? "sayNoAnswer" : "saySignedOut");
  return "";
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
        scanned(code, 0);
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
      input.value = "";
      const code = await askServer(small).catch(sayWhy);
      if (!one(form, "[data-scan-says]").hidden) {
        return; // nobody looked at the picture
      }
      if (CODE.test(code)) {
        scanned(code, 0);
      } else {
        say(code ? "sayNotOurs" : "sayNoCode");
      }
    } catch (_unreadable) {
      say("sayNoCode");
    }
  });
}

if (form && field) {
  whenScanned(submit);
  if (field.dataset.focus !== undefined) {
    field.focus({ preventScroll: true }); // what was just recorded stands above, and stays in sight
  }
  if (form.dataset.framesUrl) {
    offerCamera();
    offerPhoto();
  }
}
