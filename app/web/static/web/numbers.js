/** The numbers of messages: what to do with each, so that a page knows when it has missed one. */

/**
 * @typedef {{seq: number, prev: number, kind: string, case: string | null, html: string | null, gone: boolean}} Piece
 * @typedef {"apply" | "ignore" | "look"} Advice
 */

/** Where a page stands in the order of its hub. */
export class Numbers {
  /** @param {number} seq the hub's number, read before the page's rows */
  constructor(seq) {
    this.seq = seq;
  }

  /**
   * A piece was sent. Older than the page: ignore. Another came between: look.
   * @param {Pick<Piece, "seq" | "prev">} piece
   * @returns {Advice}
   */
  piece(piece) {
    if (piece.seq <= this.seq) return "ignore";
    const missed = piece.prev > this.seq;
    if (!missed) this.seq = piece.seq;
    return missed ? "look" : "apply";
  }

  /**
   * The room's last number was said again.
   * @param {number} seq
   * @returns {Advice}
   */
  beat(seq) {
    return seq > this.seq ? "look" : "ignore";
  }

  /**
   * The page was read anew; it may be older than a piece that came meanwhile.
   * @param {number} seq
   */
  read(seq) {
    if (seq > this.seq) this.seq = seq;
  }
}

export const NOT_LIVE_AFTER = 5_000;
export const OLD_AFTER = 15_000;

/**
 * Whether a page is live, and whether its list may still be trusted.
 * @param {number} now milliseconds
 * @param {number} heard when a message last came
 * @param {number} read when the page was last known to be true
 */
export function freshness(now, heard, read) {
  return { live: now - heard < NOT_LIVE_AFTER, old: now - read > OLD_AFTER, seconds: Math.floor((now - read) / 1000) };
}
