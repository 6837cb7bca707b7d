import assert from "node:assert/strict";
import { test } from "node:test";
import { Numbers, freshness } from "../../app/web/static/web/numbers.js";

test("the next piece is applied, an old one ignored, a gap looked at", () => {
  const numbers = new Numbers(10);
  assert.equal(numbers.piece({ seq: 12, prev: 9 }), "apply");
  assert.equal(numbers.piece({ seq: 12, prev: 9 }), "ignore");
  assert.equal(numbers.piece({ seq: 11, prev: 9 }), "ignore");
  assert.equal(numbers.piece({ seq: 15, prev: 14 }), "look");
});

test("after a gap the page stays behind until it has been read", () => {
  const numbers = new Numbers(10);
  assert.equal(numbers.piece({ seq: 20, prev: 18 }), "look");
  assert.equal(numbers.beat(20), "look");
  numbers.read(21);
  assert.equal(numbers.beat(20), "ignore");
  assert.equal(numbers.piece({ seq: 22, prev: 20 }), "apply");
});

test("a page that was read before a piece came does not forget the piece", () => {
  const numbers = new Numbers(10);
  numbers.piece({ seq: 13, prev: 10 });
  numbers.read(12);
  assert.equal(numbers.seq, 13);
});

test("whatever is lost, doubled or turned round, a page either has all or knows that it has not", () => {
  const sent = Array.from({ length: 200 }, (_, index) => ({ seq: 2 * index + 2, prev: 2 * index }));
  let seed = 7;
  const chance = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let round = 0; round < 300; round += 1) {
    const numbers = new Numbers(0);
    const had = new Set();
    let knows = false;
    for (const piece of sent.slice(0, 40)) {
      if (chance() < 0.1) continue;
      for (const again of chance() < 0.1 ? [piece, piece] : [piece]) {
        const advice = numbers.piece(again);
        if (advice === "apply") had.add(again.seq);
        if (advice === "look") knows = true;
      }
    }
    if (numbers.beat(80) === "look") knows = true;
    assert.ok(knows || had.size === 40, `round ${round}`);
  }
});

test("not live after five seconds, old after fifteen", () => {
  assert.deepEqual(freshness(5_000, 1, 1), { live: true, old: false, seconds: 4 });
  assert.equal(freshness(5_001, 1, 1).live, false);
  assert.equal(freshness(15_001, 1, 1).old, false);
  assert.equal(freshness(15_002, 1, 1).old, true);
});
