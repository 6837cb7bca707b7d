/** Life, Late, Silence: heard, seen and said, until the one button that answers is pressed. */

import { announce } from "./announce.js";
import { look } from "./looking.js";
import { folds, loudness, play, sounds, wakeSound } from "./sounds.js";

/** @typedef {import("./sounds.js").Kind} Kind */

/** @type {Record<Kind, string>} */
const FOLDED = { life: "lives at risk", late: "cases past their time", silence: "silences" };
/** @type {Map<string, number>} when each standing alert last sounded */
const sounded = new Map();
/** @type {Map<Kind, number[]>} when alerts of a kind began */
const begun = new Map();
let first = false;

/** @returns {HTMLElement[]} */
const standing = () => [...document.querySelectorAll("#alerts [data-alert]")].filter((one) => one instanceof HTMLElement);

/** @param {HTMLElement} alert */
const kindOf = (alert) => /** @type {Kind} */ (alert.dataset.alert);

/** New ones are said; those that ended are forgotten. */
function read() {
  const now = Date.now();
  const alerts = standing();
  const ids = new Set(alerts.map((alert) => alert.dataset.alertId ?? ""));
  for (const id of [...sounded.keys()]) if (!ids.has(id)) sounded.delete(id);
  for (const alert of alerts) {
    if (sounded.has(alert.dataset.alertId ?? "") || alert.dataset.said) continue;
    alert.dataset.said = "yes";
    begun.set(kindOf(alert), [...(begun.get(kindOf(alert)) ?? []), now]);
    if (!folds(begun.get(kindOf(alert)) ?? [], now)) announce(alert.querySelector("span")?.textContent?.trim() ?? "");
  }
  for (const kind of /** @type {Kind[]} */ (["life", "late", "silence"])) fold(kind, alerts, now);
}

/** @param {Kind} kind @param {HTMLElement[]} alerts @param {number} now */
function fold(kind, alerts, now) {
  const same = alerts.filter((alert) => kindOf(alert) === kind);
  const many = same.length > 1 && folds(begun.get(kind) ?? [], now);
  same.forEach((alert, index) => (alert.hidden = many && index > 0));
  const id = `folded-${kind}`;
  document.getElementById(id)?.remove();
  if (!many) return;
  const line = document.createElement("div");
  line.id = id;
  line.className = "fd-note fd-note--act";
  const words = document.createElement("b");
  words.textContent = `${same.length} ${FOLDED[kind]}. The board has them all.`;
  line.append(words);
  same[0].before(line);
  announce(words.textContent);
}

function tick() {
  if (!first) return; // another tab of this desk sounds
  const now = Date.now();
  const onCall = /^(on_call|held)$/.test(document.getElementById("phone-bar")?.dataset.state ?? "");
  const volume = Number(document.body.dataset.volume ?? 7);
  const repeats = document.body.dataset.repeats !== undefined;
  for (const alert of standing()) {
    const id = alert.dataset.alertId ?? "";
    if (alert.hidden || alert.dataset.sounding === undefined || !sounds(kindOf(alert), sounded.get(id), now, repeats)) continue;
    sounded.set(id, now);
    play(kindOf(alert), loudness(kindOf(alert), volume, onCall));
  }
}

/** Watch the alerts; one tab of a desk makes the sound. */
export function startAlerts() {
  const place = document.getElementById("alerts");
  if (!place) return;
  for (const press of ["pointerdown", "keydown"]) addEventListener(press, wakeSound, { capture: true });
  document.addEventListener("htmx:after:swap", read);
  void navigator.locks?.request("frontdoor-sound", () => ((first = true), new Promise(() => undefined)));
  if (!navigator.locks) first = true;
  setInterval(tick, 500);
  setInterval(() => standing().length && look(place), 30_000);
  read();
}

const USUAL = 7;

/** A press of a kind's button plays it, as loud as the page's field says, or as a desk is at first. */
export function startSoundTest() {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-sound]") : null;
    if (!(button instanceof HTMLElement)) return;
    const kind = /** @type {Kind} */ (button.dataset.sound);
    const field = document.querySelector("[name=volume]");
    const volume = field instanceof HTMLInputElement && field.value ? Number(field.value) : USUAL;
    wakeSound();
    // a sound that was just woken needs a moment before its first note
    setTimeout(() => play(kind, loudness(kind, volume, false)), 60);
  });
}
