/** The phone's own window: it holds the voice, so that no page has to. */

import { simulatedHandset, twilioHandset } from "./handsets.js";
import { EVERY, ring, rings } from "./ring.js";
import { asClock } from "./timers.js";

/**
 * @typedef {import("./softphone.js").VoiceState} VoiceState
 * @typedef {import("./softphone.js").Asked} Asked
 */

/** @type {Record<VoiceState, string>} */
const WORDS = { off: "Phone is starting", ready: "Headset ready", ringing: "Ringing", on: "On a call", lost: "Phone line is away" };
const data = document.body.dataset;
const channel = new BroadcastChannel("frontdoor-phone");
/** @type {VoiceState} */
let state = "off";
let muted = false;
let why = "";
let since = Date.now();
const port = data.handset === "twilio" ? twilioHandset() : simulatedHandset(data.simulated ?? "");

function tell() {
  channel.postMessage({ type: "state", state, muted, words: muted ? "Muted" : WORDS[state] });
  const place = document.getElementById("phone-state");
  if (place) place.textContent = why && state === "lost" ? `${WORDS.lost}: ${why}` : muted ? "On a call, muted" : WORDS[state];
  for (const button of document.querySelectorAll("[data-press]")) {
    if (button instanceof HTMLElement) button.hidden = state !== "on";
    if (button instanceof HTMLElement && button.dataset.press === "mute") button.setAttribute("aria-pressed", String(muted));
  }
}

/** @param {string} url */
function post(url) {
  const token = document.querySelector("[name=csrf_token]");
  return fetch(url, { method: "POST", headers: { "X-CSRFToken": token instanceof HTMLInputElement ? token.value : "", Accept: "application/json" } });
}

/** A pass from our own server, bound to whoever is signed in, and short. */
async function pass() {
  const answer = await post(data.token ?? "");
  if (!answer.ok) throw new Error(`no pass for the phone (${answer.status})`);
  return (await answer.json()).token;
}

async function start() {
  try {
    await port.ready(await pass());
  } catch (error) {
    state = "lost";
    why = error instanceof Error ? error.message : "";
    tell();
    setTimeout(start, 5000);
  }
}

/** Whoever has no phone for half a minute is offered no calls: so the hub is told that it is here. */
function here() {
  if (state === "off" || state === "lost") return;
  post("/desk/seen").catch(() => undefined /* the next sign comes in ten seconds */);
}

const QUICK = 500;
const SLOW = 4000;
let quickUntil = 0;
let claimed = "";
/** whether a call waits for whoever sits here and is free */
let waits = false;
let nextAsk = 0;

/**
 * Somebody pressed Take: our server keeps a one-time claim to the room for this window, which rings
 * in with it. Asked often after a press on any page, seldom otherwise.
 */
async function ringIn() {
  try {
    const answer = await fetch(data.call ?? "", { headers: { Accept: "application/json" } });
    const told = answer.ok ? await answer.json() : { claim: null, waits: false };
    const claim = told.claim;
    waits = told.waits;
    if (claim && claim !== claimed && state !== "off") {
      claimed = claim;
      await port.connect({ claim });
    }
  } catch (error) {
    claimed = "";
    waits = false;
    why = error instanceof Error ? error.message : "";
  }
  nextAsk = window.setTimeout(ringIn, Date.now() < quickUntil ? QUICK : SLOW);
}

/** @param {"mute" | "unmute" | "hang-up"} what */
async function act(what) {
  try {
    if (what === "hang-up") await port.hangUp();
    else await port.mute(what === "mute");
    if (what !== "hang-up") muted = what === "mute";
  } catch (error) {
    why = error instanceof Error ? error.message : "";
  }
  tell();
}

port.onState((change) => {
  if (change.token === "ends") void start();
  if (change.state !== state) since = Date.now();
  state = change.state;
  why = change.why ?? "";
  if (state !== "on") muted = false;
  tell();
});
channel.addEventListener("message", (event) => {
  const asked = /** @type {Asked} */ (event.data);
  if (asked.type === "ask") tell();
  if (asked.type === "do") void act(asked.what);
  if (asked.type === "press") {
    quickUntil = Date.now() + 15_000;
    clearTimeout(nextAsk);
    nextAsk = window.setTimeout(ringIn, 50);
  }
});
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-press]") : null;
  if (button instanceof HTMLElement) void act(muted ? "unmute" : "mute");
});
// closing this window ends the voice, so it asks first, and only while somebody is on the line
addEventListener("beforeunload", (event) => state === "on" && event.preventDefault());
addEventListener("pagehide", () => port.destroy());
setInterval(() => {
  const place = document.getElementById("phone-passed");
  if (place) place.textContent = state === "on" ? asClock((Date.now() - since) / 1000) : "";
}, 500);
setInterval(here, 10_000);
setInterval(() => rings(state, waits) && ring(), EVERY * 1000);
void start();
void ringIn();
