/** The socket: numbered pieces, gaps, beats, reconnection; and saying so when it is not live. */

import { accept, markLive, presence, settle } from "./board.js";
import { look, lookAll, spare, startLooking } from "./looking.js";
import { Numbers, freshness } from "./numbers.js";
import { setClock, stopTimers } from "./timers.js";

/** @typedef {import("./numbers.js").Piece} Piece */

/** Facts after which somebody may have to be alarmed; the server decides who. */
const ALARMING = /^(Emergency|CaseOverdue|CaseTaken|CaseOpened|CasePrioritised|CaseReturned|CallerReach|CaseHandedOver)/;
const data = document.body.dataset;
const numbers = new Numbers(Number(data.seq ?? 0));
const began = Date.now();
let heard = began;
let read = began;
let wasLive = true;

/** Join the hub's room. The library is fetched only where a page is live. */
export async function startLive() {
  if (!data.live) return;
  listen();
  startLooking();
  setInterval(tick, 500);
  const { io } = await import(/** @type {string} */ (data.socket));
  const line = io(data.live, {
    path: "/live",
    transports: ["websocket", "polling"],
    query: { audience: data.audience },
    withCredentials: true,
    reconnectionDelay: 400,
    reconnectionDelayMax: 4000,
    randomizationFactor: 0.6,
  });
  line.on("hello", (/** @type {{seq: number}} */ hello) => {
    document.body.dataset.heard = "yes";
    heard = Date.now();
    if (numbers.beat(hello.seq) === "look") behind(hello.seq, 1500);
    line.emit("looking", { case: data.case || null });
  });
  line.on("piece", (/** @type {Piece} */ piece) => take(piece));
  line.on("beat", (/** @type {{seq: number, at: string}} */ beat) => {
    heard = Date.now();
    setClock(beat.at);
    if (numbers.beat(beat.seq) === "look") behind(beat.seq, 300);
    else read = heard;
  });
  line.on("presence", presence);
}

/** @param {Piece} piece */
function take(piece) {
  heard = Date.now();
  const advice = numbers.piece(piece);
  if (advice === "ignore") return;
  if (advice === "look" || (piece.case && !piece.html && !piece.gone)) behind(piece.seq, 300);
  else read = heard;
  if (piece.html || piece.gone) accept(piece);
  for (const panel of document.querySelectorAll("[data-panel]")) {
    const after = concern(/** @type {HTMLElement} */ (panel).dataset.look ?? "", piece);
    if (after >= 0) look(panel, after);
  }
}

/**
 * Something was missed: read all again, not all desks in the same instant. A list knows its number
 * once it is read; panels do not carry one, so theirs is taken as read, and asked again if it fails.
 * @param {number} seq
 * @param {number} within milliseconds
 */
function behind(seq, within) {
  if (!document.getElementById("board")) numbers.read(seq);
  lookAll(Math.random() * within);
}

/**
 * How long a panel may wait before it reads itself again after a piece; -1 if it need not.
 * @param {string} looks
 * @param {Piece} piece
 */
function concern(looks, piece) {
  const mine = (piece.html ?? "").includes(`data-owner="${data.me}"`);
  if (looks === "case") return piece.case === data.case ? 0 : -1;
  if (looks === "alerts") return ALARMING.test(piece.kind) ? 150 : -1;
  if (looks === "phone" || looks === "mine") return mine || piece.case === data.case ? 100 : 2000 + Math.random() * 2000;
  if (looks === "head" || looks === "room") return 1000 + Math.random() * 1000;
  return -1;
}

function tick() {
  const now = Date.now();
  const { live, old, seconds } = freshness(now, heard, read);
  if (live !== wasLive) markLive(live);
  wasLive = live;
  say("strip-not-live", !live, `This page is read again every 5 s. Last read ${new Date(read).toLocaleTimeString("en-GB", { timeZone: "Europe/London" })}.`);
  say("strip-old", old, `This list is ${seconds} s old.`);
  document.getElementById("board")?.classList.toggle("fd-old", old);
  stopTimers(old);
  if (!live && now - began > 5000 && Math.floor(now / 5000) !== Math.floor((now - 500) / 5000)) lookAll(Math.random() * 800);
}

/** @param {string} id @param {boolean} shown @param {string} words */
function say(id, shown, words) {
  const strip = document.getElementById(id);
  if (!strip) return;
  strip.hidden = !shown;
  const place = strip.querySelector("[data-words]");
  if (shown && place && place.textContent !== words) place.textContent = words;
}

function listen() {
  document.addEventListener("visibilitychange", () => {
    // a tab that slept has heard nothing and does not know what it missed
    if (document.visibilityState === "visible" && Date.now() - heard > 3000) lookAll();
  });
  addEventListener("pageshow", (event) => event.persisted && lookAll());
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-do=look]")) lookAll();
  });
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx, tasks } = /** @type {CustomEvent} */ (event).detail;
    const found = /** @type {HTMLElement | null | undefined} */ (tasks?.[0]?.fragment?.firstElementChild);
    if (ctx.response?.raw?.redirected && !found) location.reload(); // signed out, or the desk was locked
    if (!found) return event.preventDefault();
    if (!ctx.sourceElement?.matches("[data-panel]")) return undefined; // a hand asked for it
    if (found.id !== "board") return spare(tasks);
    if (Number(found.dataset.seq) < numbers.seq) look(ctx.sourceElement, 300); // a piece was faster
    else if (settle(found)) return undefined;
    return event.preventDefault();
  });
  document.addEventListener("htmx:after:request", (event) => {
    const { ctx } = /** @type {CustomEvent} */ (event).detail;
    if (!ctx.response?.raw?.ok || ctx.response.raw.redirected) return;
    const seq = /data-seq="(\d+)"/.exec(ctx.text ?? "");
    if (ctx.sourceElement?.id === "board" && seq) numbers.read(Number(seq[1]));
    if (ctx.sourceElement?.id === "board" || !document.getElementById("board")) read = Date.now();
  });
}
