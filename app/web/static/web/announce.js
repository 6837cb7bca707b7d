/** What is said aloud by a screen reader: at once, or at most once in ten seconds. */

const EVERY = 10_000;
/** @type {Record<string, number>} */
let news = {};
let lastSaid = -Infinity;
let planned = 0;

/**
 * The batch as a sentence: "2 new, 1 taken".
 * @param {Record<string, number>} counts
 */
export function batch(counts) {
  return Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(", ");
}

/** @param {string} words said at once, over whatever is being read */
export function announce(words) {
  const place = document.getElementById("say-now");
  if (place) place.textContent = words;
}

/** @param {string} what "new", "taken", "closed" */
export function announceSoon(what) {
  news[what] = (news[what] ?? 0) + 1;
  if (planned) return;
  planned = window.setTimeout(say, Math.max(0, EVERY - (Date.now() - lastSaid)));
}

function say() {
  const place = document.getElementById("say-soon");
  if (place) place.textContent = batch(news);
  news = {};
  planned = 0;
  lastSaid = Date.now();
}
