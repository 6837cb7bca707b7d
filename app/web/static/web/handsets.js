/**
 * The phone port: six methods, two handsets. The Voice SDK's signalling is not published, so its
 * handset is tried with a live account only; the simulated one is served with the simulator alone.
 */

/**
 * @typedef {import("./softphone.js").VoiceState} VoiceState
 * @typedef {{state: VoiceState, why?: string, token?: "ends"}} Change
 * @typedef {object} PhonePort
 * @property {(token: string) => Promise<void>} ready take a pass, old or renewed
 * @property {(params: Record<string, string>) => Promise<void>} connect ring out
 * @property {(on: boolean) => Promise<void>} mute
 * @property {() => Promise<void>} hangUp
 * @property {(tell: (change: Change) => void) => void} onState
 * @property {() => void} destroy
 */

/** @returns {PhonePort} Twilio's Voice SDK, loaded by the page as a plain script */
export function twilioHandset() {
  /** @type {any} */
  const { Device } = /** @type {any} */ (window).Twilio;
  /** @type {any} */
  let device = null;
  /** @type {any} */
  let call = null;
  /** @type {(change: Change) => void} */
  let tell = () => undefined;
  const hold = (/** @type {any} */ next) => {
    call = next;
    call.on("accept", () => tell({ state: "on" }));
    for (const end of ["disconnect", "cancel", "reject"]) call.on(end, () => ((call = null), tell({ state: "ready" })));
    call.on("error", (/** @type {Error} */ error) => tell({ state: "lost", why: error.message }));
  };
  return {
    async ready(token) {
      if (device) return device.updateToken(token);
      device = new Device(token, { codecPreferences: ["opus", "pcmu"], closeProtection: true });
      device.on("registered", () => tell({ state: call ? "on" : "ready" }));
      device.on("unregistered", () => tell({ state: "lost", why: "The phone line is away." }));
      device.on("error", (/** @type {Error} */ error) => tell({ state: "lost", why: error.message }));
      device.on("tokenWillExpire", () => tell({ state: call ? "on" : "ready", token: "ends" }));
      // it rings because this person pressed Take: the press was the answer
      device.on("incoming", (/** @type {any} */ incoming) => (hold(incoming), incoming.accept()));
      await device.register();
    },
    async connect(params) {
      hold(await device.connect({ params }));
    },
    async mute(on) {
      call?.mute(on);
    },
    async hangUp() {
      device?.disconnectAll();
    },
    onState(listener) {
      tell = listener;
    },
    destroy() {
      device?.destroy();
    },
  };
}

/**
 * A handset without sound that speaks to the simulator: rings in, and is told how its leg stands.
 * @param {string} url where the simulator is
 * @returns {PhonePort}
 */
export function simulatedHandset(url) {
  let token = "";
  let sid = "";
  /** @type {(change: Change) => void} */
  let tell = () => undefined;
  const ask = async (/** @type {string} */ path, /** @type {string} */ method = "GET", /** @type {object | undefined} */ body = undefined) => {
    const answer = await fetch(`${url}/_browser/calls${path}`, {
      method,
      headers: body ? { "Content-Type": "application/json" } : {},
      body: body && JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`The simulated line answered ${answer.status}.`);
    return answer.json();
  };
  /** @param {string} mine */
  const follow = async (mine) => {
    let seen = "";
    while (sid === mine) {
      const leg = await ask(`/${mine}?not=${encodeURIComponent(seen)}&wait=10`);
      if (leg.status === seen || sid !== mine) continue;
      seen = leg.status;
      const ended = /^(completed|busy|failed|no-answer|canceled)$/.test(seen);
      if (ended) sid = "";
      tell({ state: ended ? "ready" : seen === "in-progress" ? "on" : "ringing" });
    }
  };
  return {
    async ready(given) {
      token = given;
      tell({ state: sid ? "on" : "ready" });
    },
    async connect(params) {
      const leg = await ask("", "POST", { token, params });
      sid = leg.sid;
      tell({ state: "ringing" });
      follow(sid).catch((error) => ((sid = ""), tell({ state: "lost", why: error.message })));
    },
    async mute() {
      // nothing is heard on a line without sound, so there is nothing to silence
    },
    async hangUp() {
      if (sid) await ask(`/${sid}`, "DELETE");
    },
    onState(listener) {
      tell = listener;
    },
    destroy() {
      sid = "";
    },
  };
}
