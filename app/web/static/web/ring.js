/** A waiting call rings softly in the headset of whoever is free for it: a telephone, not an alert. */

/** Seconds from ring to ring; two short tones each time, as a telephone here rings. */
export const EVERY = 4;
export const SOFT = 0.05;
const TONES = [400, 450];
const LENGTH = 0.4;
/** @type {AudioContext | null} */
let audio = null;

/**
 * Whether the headset rings: a call waits for this person, and nobody is in the headset.
 * @param {import("./softphone.js").VoiceState} voice
 * @param {boolean} waits
 */
export const rings = (voice, waits) => waits && voice === "ready";

/** One soft double ring. A browser that has not been touched yet stays silent until it is. */
export function ring() {
  audio ??= new AudioContext();
  if (audio.state === "suspended") void audio.resume();
  for (const start of [0, 0.6]) {
    const at = audio.currentTime + start;
    const gain = audio.createGain();
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(SOFT, at + 0.05);
    gain.gain.setValueAtTime(SOFT, at + LENGTH - 0.05);
    gain.gain.linearRampToValueAtTime(0, at + LENGTH);
    gain.connect(audio.destination);
    for (const height of TONES) {
      const tone = audio.createOscillator();
      tone.frequency.value = height;
      tone.connect(gain);
      tone.start(at);
      tone.stop(at + LENGTH);
    }
  }
}
