/** Three sounds and no more: three rising notes, two even ones, one long low one. */

/** @typedef {"life" | "late" | "silence"} Kind */

/** Notes as [frequency in hertz, start, length in seconds]. @type {Record<Kind, [number, number, number][]>} */
export const NOTES = {
  life: [
    [523, 0, 0.22],
    [659, 0.24, 0.22],
    [784, 0.48, 0.34],
  ],
  late: [
    [587, 0, 0.25],
    [587, 0.32, 0.25],
  ],
  silence: [[196, 0, 1.2]],
};
export const LIFE_FLOOR = 0.3;
const UNDER_A_VOICE = 0.35;
/** @type {AudioContext | null} */
let audio = null;

/**
 * How loud: Life has a floor; on a call only Life sounds, lowered under the voice.
 * @param {Kind} kind
 * @param {number} volume 1 to 10
 * @param {boolean} onCall
 */
export function loudness(kind, volume, onCall) {
  if (onCall && kind !== "life") return 0;
  const wanted = Math.min(Math.max(volume, 0), 10) / 10;
  const level = kind === "life" ? Math.max(wanted, LIFE_FLOOR) : wanted;
  return onCall ? level * UNDER_A_VOICE : level;
}

/** More than these, begun within ten minutes, are said as one. */
export const FOLD_ABOVE = 10;
export const FOLD_WITHIN = 600_000;
/** Seconds between two soundings of the same alert; 0 is once. @type {Record<Kind, number>} */
const EVERY = { life: 5, late: 0, silence: 20 };

/**
 * Whether alerts of a kind are now so many that they are said as one.
 * @param {readonly number[]} times when each began
 * @param {number} now
 */
export function folds(times, now) {
  return times.filter((at) => now - at < FOLD_WITHIN).length > FOLD_ABOVE;
}

/**
 * Whether a standing alert sounds now.
 * @param {Kind} kind
 * @param {number | undefined} last when it last sounded
 * @param {number} now
 * @param {boolean} repeats whether this person hears Late each minute (a supervisor)
 */
export function sounds(kind, last, now, repeats = false) {
  if (last === undefined) return true;
  const every = kind === "late" && repeats ? 60 : EVERY[kind];
  return every > 0 && now - last >= every * 1000;
}

/** A browser plays nothing before the first press; the first press anywhere wakes it. */
export function wakeSound() {
  audio ??= new AudioContext();
  if (audio.state === "suspended") void audio.resume();
}

/**
 * @param {Kind} kind
 * @param {number} level 0 to 1
 */
export function play(kind, level) {
  if (!audio || level <= 0) return;
  for (const [frequency, start, length] of NOTES[kind]) {
    const tone = audio.createOscillator();
    const gain = audio.createGain();
    const at = audio.currentTime + start;
    tone.frequency.value = frequency;
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(level, at + 0.02);
    gain.gain.setValueAtTime(level, at + length - 0.05);
    gain.gain.linearRampToValueAtTime(0, at + length);
    tone.connect(gain).connect(audio.destination);
    tone.start(at);
    tone.stop(at + length);
  }
}
