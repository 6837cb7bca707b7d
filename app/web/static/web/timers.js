/** Times that stay true between two drawings: due words, counters, the clock of London. */

const SECOND = 1000;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
let offset = 0;
let stopped = false;

/**
 * A length in words, as the server says it: "36 min", "3 h 20", "2 days 4 h", "45 s".
 * @param {number} length seconds; what is left over is cut off
 * @param {boolean} seconds under two minutes show the seconds too
 */
export function duration(length, seconds = false) {
  const total = Math.max(Math.floor(length), 0);
  if (total < MINUTE) return `${total} s`;
  if (seconds && total < 2 * MINUTE) return two(total, MINUTE, "min", 1, " s");
  if (total < HOUR) return `${Math.floor(total / MINUTE)} min`;
  if (total < DAY) return two(total, HOUR, "h", MINUTE, "");
  return two(total, DAY, total < 2 * DAY ? "day" : "days", HOUR, " h");
}

/** @param {number} total @param {number} large @param {string} largeName @param {number} small @param {string} smallName */
function two(total, large, largeName, small, smallName) {
  const rest = Math.floor((total % large) / small);
  const words = `${Math.floor(total / large)} ${largeName}`;
  return rest ? `${words} ${rest}${smallName}` : words;
}

/**
 * As a telephone shows it: "5:02", "1:04:10".
 * @param {number} length seconds
 */
export function asClock(length) {
  const total = Math.max(Math.floor(length), 0);
  const pad = (/** @type {number} */ part) => String(part).padStart(2, "0");
  const [h, m, s] = [Math.floor(total / HOUR), Math.floor((total % HOUR) / MINUTE), total % MINUTE];
  return h ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}

/**
 * How a due time stands: the words, whether it is over, how much is used.
 * @param {number} due milliseconds
 * @param {number} start milliseconds; NaN if unknown
 * @param {number} now milliseconds
 */
export function standing(due, start, now) {
  const late = now > due;
  const first = late ? `${duration((now - due) / SECOND)} over` : `${duration((due - now) / SECOND, true)} left`;
  const whole = Math.max(due - start, SECOND);
  const used = Number.isNaN(start) ? 0 : Math.min(100, Math.max(0, Math.round((100 * (now - start)) / whole)));
  return { first, late, soon: !late && due - now <= 5 * MINUTE * SECOND, used };
}

/** @param {string} iso the server's instant: the page's clock follows it, not the machine's */
export function setClock(iso) {
  const at = Date.parse(iso);
  if (!Number.isNaN(at)) offset = at - Date.now();
}

/** @param {boolean} stop an old list does not pretend to know the time */
export function stopTimers(stop) {
  stopped = stop;
}

/** @param {Element | null} element @param {string} words */
function write(element, words) {
  if (element && element.textContent !== words) element.textContent = words;
}

/** @param {ParentNode} root */
export function tickAll(root = document) {
  const now = Date.now() + offset;
  for (const element of root.querySelectorAll(".fd-due[data-due]")) drawDue(/** @type {HTMLElement} */ (element), now);
  for (const element of root.querySelectorAll("[data-up-from]")) drawUp(/** @type {HTMLElement} */ (element), now);
  for (const element of root.querySelectorAll("[data-minutes-since]")) {
    const minutes = Math.max(Math.floor((now - Date.parse(/** @type {HTMLElement} */ (element).dataset.minutesSince ?? "")) / (MINUTE * SECOND)), 0);
    write(element, (element.textContent ?? "").replace(/\d+(?= min)/, String(minutes)));
  }
}

/** @param {HTMLElement} element @param {number} now */
function drawDue(element, now) {
  const { due = "", start = "", lateSecond } = element.dataset;
  const { first, late, soon, used } = standing(Date.parse(due), Date.parse(start), now);
  write(element.querySelector("b"), first);
  if (late && lateSecond) write(element.querySelector("small"), lateSecond);
  element.classList.toggle("fd-due--over", late);
  element.classList.toggle("fd-due--soon", soon);
  element.querySelector(".fd-dial__used")?.setAttribute("stroke-dasharray", `${used} 100`);
}

/** @param {HTMLElement} element @param {number} now */
function drawUp(element, now) {
  const { upFrom = "", upWords, upAs } = element.dataset;
  const passed = (now - Date.parse(upFrom)) / SECOND;
  if (Number.isNaN(passed)) return;
  const words = upAs === "clock" ? asClock(passed) : duration(passed, upWords === undefined);
  if (upWords === undefined) write(element, words);
  else write(element.querySelector("b"), `${upWords} ${words}`);
}

const LONDON = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

function tickClock() {
  const clock = document.getElementById("clock");
  if (!clock) return;
  const now = new Date(Date.now() + offset);
  const words = LONDON.format(now);
  write(clock, clock.dataset.short === undefined ? words : words.slice(0, 5));
}

/** Only the figure changes; nothing blinks. */
export function startTimers() {
  setClock(document.body.dataset.now ?? "");
  setInterval(() => {
    tickClock();
    if (!stopped && document.visibilityState === "visible") tickAll();
  }, SECOND / 2);
}
