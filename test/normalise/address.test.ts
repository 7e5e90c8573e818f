import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalAddress } from "../../src/normalise/address.ts";

test("one IPv6 address has one spelling, and what is none keeps its own", () => {
  assert.equal(canonicalAddress("2001:DB8:0:0:0:0:0:5"), "2001:db8::5");
  assert.equal(canonicalAddress("2001:db8::5"), "2001:db8::5");
  for (const other of ["192.0.2.1", "collector.Example", "Serial0/1/0:0", "Loopback0"])
    assert.equal(canonicalAddress(other), other);
});
