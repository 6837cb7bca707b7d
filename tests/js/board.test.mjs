import assert from "node:assert/strict";
import { test } from "node:test";
import { batch } from "../../app/web/static/web/announce.js";
import { place } from "../../app/web/static/web/board.js";
import { lookers, shows } from "../../app/web/static/web/dress.js";

test("a row stands before the first one that sorts after it", () => {
  assert.equal(place([], "100"), 0);
  assert.equal(place(["100", "300"], "200"), 1);
  assert.equal(place(["100", "300"], "400"), 2);
  assert.equal(place(["100", "300"], "000"), 0);
});

test("equal sorts keep the order in which they came", () => {
  assert.equal(place(["100", "100"], "100"), 2);
});

test("a filter shows what it names", () => {
  const row = { group: "hand", owner: "me", kinds: "care_home crew" };
  assert.ok(shows("all", row, "me"));
  assert.ok(shows("mine", row, "me"));
  assert.ok(shows("crew", row, "you"));
  assert.ok(!shows("mine", row, "you"));
  assert.ok(!shows("waiting", row, "me"));
  assert.ok(!shows("mine", { owner: "" }, ""));
});

test("who is looking is said by name, or how many", () => {
  assert.equal(lookers([{ id: "1", name: "Amir Shah" }]), "Amir Shah is looking");
  assert.equal(lookers([{ id: "1", name: "A" }, { id: "2", name: "B" }]), "2 people are looking");
});

test("news is said in one breath", () => {
  assert.equal(batch({ new: 2, taken: 1 }), "2 new, 1 taken");
});
