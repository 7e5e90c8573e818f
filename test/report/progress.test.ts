import assert from "node:assert/strict";
import { test } from "node:test";
import { progress } from "../../src/report/progress.ts";

function watch(total: number) {
  const written: string[] = [];
  let clock = 0;
  const bar = progress(total, "configs", {
    write: (text) => void written.push(text),
    columns: 40,
    now: () => clock,
  });
  return { written, bar, at: (time: number) => (clock = time) };
}

test("a short run shows no bar", () => {
  const { written, bar, at } = watch(100);
  for (let done = 1; done <= 100; done += 1) {
    at(done * 3);
    bar.step(done);
  }
  bar.end();
  assert.deepEqual(written, []);
});

test("a long run shows how far it is, seldom enough to cost nothing, and wipes the bar at its end", () => {
  const { written, bar, at } = watch(1000);
  for (let done = 1; done <= 1000; done += 1) {
    at(done * 2);
    bar.step(done);
  }
  bar.end();
  assert.ok(written.length > 5 && written.length < 25, String(written.length));
  assert.match(written[3]!, /^\r\[=+ +\] \d+\/1000 configs$/);
  assert.ok(written.every((text) => text.replaceAll("\r", "").length < 40));
  assert.match(written.at(-1)!, /^\r +\r$/);
});

test("when nobody watches nothing is drawn", () => {
  const bar = progress(10, "configs", undefined);
  bar.step(5);
  bar.end();
});
