/** The board's rows: where each stands, and holding still under a hand. */

import { announce, announceSoon } from "./announce.js";
import { tickAll } from "./timers.js";
import { dress, fresh } from "./dress.js";

/** @typedef {import("./numbers.js").Piece} Piece */

export const STILL = 20_000;
export const SETTLE = 500;
/** @type {Map<string, Piece>} */
const pending = new Map();
let handAt = -Infinity;
let over = false;
let movedAt = -Infinity;
let letGo = 0;

/**
 * Before which row a row belongs; rows are in order of their `sort`, letter by letter.
 * @param {readonly string[]} sorts
 * @param {string} sort
 */
export function place(sorts, sort) {
  const at = sorts.findIndex((other) => other > sort);
  return at < 0 ? sorts.length : at;
}

/** @returns {HTMLElement | null} */
const board = () => document.getElementById("board");

/** @param {string} id @returns {HTMLElement | null} */
const rowOf = (id) => document.getElementById(`case-${id}`);

/** Whether a hand is on the list: pointer or focus in it, and not still for twenty seconds. */
export function isHeld(now = Date.now()) {
  const touched = over || (board()?.contains(document.activeElement) ?? false);
  return touched && now - handAt < STILL;
}

/** @param {Piece} piece */
export function accept(piece) {
  if (!board() || !piece.case) return;
  const id = piece.case;
  const old = rowOf(id);
  const row = piece.html ? parse(piece.html) : null;
  count(old, row);
  if (!isHeld() || isRescue(old, row)) apply(id, row);
  else holdBack(piece, old, row);
  finish();
}

/** A new P0 is shown at once, whatever is held. @param {HTMLElement | null} old @param {HTMLElement | null} row */
function isRescue(old, row) {
  return row?.dataset.band === "0" && old?.dataset.band !== "0";
}

/** Text may change under a hand; place may not. @param {Piece} piece @param {HTMLElement | null} old @param {HTMLElement | null} row */
function holdBack(piece, old, row) {
  if (!old && !row) return;
  const stays = old && row && old.dataset.group === row.dataset.group && old.dataset.sort === row.dataset.sort;
  if (stays) return apply(piece.case ?? "", row);
  pending.set(piece.case ?? "", piece);
  if (old && row) rewrite(old, row);
  if (old && !row) old.classList.add("is-leaving");
}

/** New words in the old place. @param {HTMLElement} old @param {HTMLElement} row */
function rewrite(old, row) {
  const focused = old.contains(document.activeElement);
  const { group, sort } = old.dataset;
  const here = old.classList.contains("is-here");
  for (const { name, value } of [...row.attributes]) old.setAttribute(name, value);
  Object.assign(old.dataset, { group, sort });
  old.classList.toggle("is-here", here);
  old.replaceChildren(...row.childNodes);
  if (focused) /** @type {HTMLElement | null} */ (old.querySelector("button, a.fd-b") ?? old.querySelector("a"))?.focus({ preventScroll: true });
}

/** @param {string} id @param {HTMLElement | null} row null removes it */
function apply(id, row) {
  const old = rowOf(id);
  pending.delete(id);
  if (old && row && old.dataset.group === row.dataset.group && old.dataset.sort === row.dataset.sort) return rewrite(old, row);
  const anchor = isHeld() ? document.querySelector("#board tr.is-here") : null;
  const before = anchor?.getBoundingClientRect().top ?? 0;
  const focused = old?.contains(document.activeElement) ?? false;
  old?.remove();
  if (row) {
    const body = document.getElementById(`group-${row.dataset.group}`);
    const rows = [...(body?.querySelectorAll("tr[data-case]") ?? [])];
    const at = place(rows.map((one) => /** @type {HTMLElement} */ (one).dataset.sort ?? ""), row.dataset.sort ?? "");
    if (rows[at]) rows[at].before(row);
    else body?.append(row);
    if (focused) /** @type {HTMLElement | null} */ (row.querySelector("button, a.fd-b"))?.focus({ preventScroll: true });
  }
  // a rescue that comes in above must not push the row that is being read
  if (anchor) scrollBy(0, anchor.getBoundingClientRect().top - before);
  movedAt = Date.now();
}

/** @param {string} html @returns {HTMLElement | null} */
function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return /** @type {HTMLElement | null} */ (template.content.querySelector("tr"));
}

/** Polite news, batched. @param {HTMLElement | null} old @param {HTMLElement | null} row */
function count(old, row) {
  if (!old && row?.dataset.group === "waiting") announceSoon("new");
  if (old && !old.dataset.owner && row?.dataset.owner && row.dataset.owner !== document.body.dataset.me) announceSoon("taken");
  if (old && !row) announceSoon("closed");
}

/** Everything that was held back, at once. */
export function release() {
  for (const [id, piece] of [...pending]) apply(id, piece.html ? parse(piece.html) : null);
  finish();
}

function finish() {
  const list = board();
  if (!list) return;
  dress(list);
  tickAll(list);
  const held = document.getElementById("held");
  const words = held?.querySelector("[data-words]");
  if (!held || !words) return;
  held.hidden = pending.size === 0;
  words.textContent = `List held. ${pending.size} ${pending.size === 1 ? "change" : "changes"}`;
}

/**
 * The list was read anew. Held: its rows are taken one by one as if they had been sent.
 * @param {Element} found the board as the server has it now
 * @returns {boolean} whether it may simply replace what is here
 */
export function settle(found) {
  if (!isHeld()) {
    pending.clear();
    movedAt = Date.now();
    return true;
  }
  const rows = /** @type {HTMLElement[]} */ ([...found.querySelectorAll("tr[data-case]")]);
  const ids = new Set(rows.map((row) => row.dataset.case));
  for (const row of rows) accept({ seq: 0, prev: 0, kind: "", case: row.dataset.case ?? "", html: row.outerHTML, gone: false });
  for (const row of document.querySelectorAll("#board tr[data-case]")) {
    const id = /** @type {HTMLElement} */ (row).dataset.case ?? "";
    if (!ids.has(id)) accept({ seq: 0, prev: 0, kind: "", case: id, html: null, gone: true });
  }
  return false;
}

/** @param {{case: string, people: {id: string, name: string}[]}} said who has a case open */
export function presence(said) {
  fresh.set(said.case, said.people.filter((one) => one.id !== document.body.dataset.me));
  dress(document.body);
}

/** @param {boolean} live */
export function markLive(live) {
  document.body.classList.toggle("is-not-live", !live);
  announce(live ? "Live again." : "Not live. Calls and buttons still work.");
}

/** A press right after a move may be meant for the row that was there. @param {Event} event */
function guard(event) {
  if (!event.isTrusted || Date.now() - movedAt > SETTLE) return;
  if (event.target instanceof Element && event.target.closest("#board button, #board a")) {
    event.preventDefault();
    event.stopImmediatePropagation();
    announce("The list has just moved. Press again.");
  }
}

function hand() {
  handAt = Date.now();
  clearTimeout(letGo);
  letGo = window.setTimeout(release, STILL + 50);
}

/** Watch the hand. */
export function startBoard() {
  const list = board();
  if (!list) return;
  list.addEventListener("pointerenter", () => ((over = true), hand()));
  list.addEventListener("pointermove", hand);
  list.addEventListener("pointerleave", () => ((over = false), isHeld() || release()));
  list.addEventListener("focusin", hand);
  list.addEventListener("keydown", hand);
  list.addEventListener("focusout", () => setTimeout(() => isHeld() || release()));
  document.addEventListener("click", guard, { capture: true });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-do=let-go]")) release();
  });
  document.addEventListener("htmx:after:swap", finish);
  finish();
}
