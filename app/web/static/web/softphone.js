/** A page's view of the phone: it mirrors and commands the phone's own window, and holds no voice. */

import { look } from "./looking.js";

/**
 * @typedef {"off" | "ready" | "ringing" | "on" | "lost"} VoiceState
 * @typedef {{type: "state", state: VoiceState, muted: boolean, words: string}} Told
 * @typedef {{type: "ask"} | {type: "press"} | {type: "do", what: "mute" | "unmute" | "hang-up"}} Asked
 */

export const CHANNEL = "frontdoor-phone";
const SILENT = 2_500;
const WINDOW = "popup,width=430,height=560";
/** @type {Told | null} */
let told = null;
let toldAt = 0;

/** @param {Told} news */
function show(news) {
  const changed = told?.state !== news.state;
  told = news;
  toldAt = Date.now();
  strip(false);
  const bar = document.getElementById("phone-bar");
  const mute = bar?.querySelector("[data-local=mute], button[name=mute]");
  mute?.setAttribute("aria-pressed", String(news.muted));
  const headset = bar?.querySelector("[data-headset]");
  if (headset) headset.textContent = news.words;
  if (changed && bar) look(bar, 150);
}

/** @param {boolean} missing */
function strip(missing) {
  const line = document.getElementById("strip-no-phone");
  if (line) line.hidden = !missing;
}

/** The window keeps its call when it is found again: only a window that is not there is opened. */
export function openPhone() {
  const opened = window.open("", "frontdoor-phone", WINDOW);
  const url = document.body.dataset.phone ?? "";
  if (opened && opened.location.pathname !== url) opened.location.href = url;
}

/** Mirror the phone's window; say so when it is missing. */
export function startSoftphone() {
  if (!document.body.dataset.phone) return;
  const channel = new BroadcastChannel(CHANNEL);
  const ask = (/** @type {Asked} */ what) => channel.postMessage(what);
  channel.addEventListener("message", (event) => event.data?.type === "state" && show(event.data));
  document.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element ? event.target.closest("[data-local], button[name=mute], [data-do=open-phone]") : null;
    if (!(pressed instanceof HTMLElement)) return;
    if (pressed.dataset.do) return openPhone();
    // without a voice here (a desk telephone) the button posts, and the server mutes the line
    if (told?.state !== "on") return;
    event.preventDefault();
    ask({ type: "do", what: pressed.getAttribute("aria-pressed") === "true" ? "unmute" : "mute" });
  });
  document.addEventListener("submit", () => ask({ type: "press" }));
  document.addEventListener("htmx:after:swap", (event) => {
    if (told && event.target instanceof Element && event.target.id === "phone-bar") show(told);
  });
  ask({ type: "press" }); // the page may be the answer to a press
  setInterval(() => {
    strip(Date.now() - toldAt > SILENT);
    ask({ type: "ask" });
  }, 1000);
}
