// A card's code, from wherever it comes: a USB scanner that types, the camera, a photo.
//
// <form data-scan data-frames-url="…"> holds <input data-code>. A whole code typed without a pause
// is a scanner, wherever the cursor stands; what it typed elsewhere is taken back. Whoever must
// not be interrupted cancels the "scan" event. Without this module the form is still a form.

const CODE = /^W1[0-9A-Z]{27}$/i;
const CODE_SIGNS = 29;
const LONGEST_GAP_MS = 250;
const FRAME_EVERY_MS = 400;
const FRAME_WIDTH = 800;
const PHOTO_WIDTH = 1600;

const form = document.querySelector("[data-scan]");
const field = form && form.querySelector("[data-code]");

function submit(code, began) {
  const event = new CustomEvent("scan", { cancelable: true, detail: { code, began } });
  if (!document.dispatchEvent(event)) {
    return;
  }
  field.value = code;
  form.querySelector("[type=submit]").click();
}

// --- a scanner that types -------------------------------------------------------------------

let typed = [];

function remember(event) {
  const last = typed[typed.length - 1];
  if (last && event.timeStamp - last.at > LONGEST_GAP_MS) {
    typed = [];
  }
  const target = event.target.matches("input, textarea") ? event.target : null;
  const before = target ? target.value : "";
  typed.push({ sign: event.key, at: event.timeStamp, target, before });
  typed = typed.slice(-CODE_SIGNS);
}

function takeBack(first) {
  if (first.target && first.target !== field) {
    first.target.value = first.before;
    first.target.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

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

function shrink(source, width, height, most) {
  const scale = Math.min(1, most / width);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d").drawImage(source, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
}

async function askServer(picture) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  body.append("photo", picture, "frame.jpg");
  const answer = await fetch(form.dataset.framesUrl, { method: "POST", body });
  return answer.ok ? (await answer.json()).code : "";
}

async function detector() {
  if (!("BarcodeDetector" in window)) {
    return null;
  }
  const formats = await window.BarcodeDetector.getSupportedFormats();
  return formats.includes("qr_code") ? new window.BarcodeDetector({ formats: ["qr_code"] }) : null;
}

async function readFrame(video, eye) {
  if (eye) {
    const found = await eye.detect(video);
    return found.length ? found[0].rawValue : "";
  }
  return askServer(await shrink(video, video.videoWidth, video.videoHeight, FRAME_WIDTH));
}

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

function say(name) {
  const place = form.querySelector("[data-scan-says]");
  place.textContent = name ? form.dataset[name] : "";
  place.hidden = !name;
}

function offerCamera() {
  const key = form.querySelector("[data-camera]");
  const video = form.querySelector("video");
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
  const input = form.querySelector("input[type=file]");
  if (!input) {
    return;
  }
  input.addEventListener("change", async () => {
    if (!input.files.length) {
      return;
    }
    say("");
    try {
      const picture = await createImageBitmap(input.files[0]);
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
