import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { plainText } from "../../src/parse/encoding.ts";

const text = "hostname Zürich\nmonitor session 1 source vlan 3\nend\n";

function utf16(order: "le" | "be", mark: boolean): Buffer {
  const bytes = Buffer.from((mark ? "\ufeff" : "") + text, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
}

describe("the encoding of a config", () => {
  it("is UTF-8 with or without a byte order mark", () => {
    assert.equal(plainText(Buffer.from(text)).bytes.toString(), text);
    assert.equal(plainText(Buffer.from(`\ufeff${text}`)).bytes.toString(), text);
  });

  it("is UTF-16 of either order, with or without a byte order mark", () => {
    for (const order of ["le", "be"] as const)
      for (const mark of [true, false]) {
        const { bytes, damage } = plainText(utf16(order, mark));
        assert.equal(bytes.toString(), text, `${order} ${mark}`);
        assert.equal(damage, undefined);
      }
  });

  it("is freed of the spaces and hyphens of web pages", () => {
    const page = "monitor\u00a0session 1 type erspan-source\n\u00a0source vlan 1\u20133\u200b é\n";
    assert.equal(
      plainText(Buffer.from(page)).bytes.toString(),
      "monitor session 1 type erspan-source\n source vlan 1-3 é\n",
    );
  });

  it("is called damaged when NUL bytes remain", () => {
    assert.match(plainText(Buffer.from("hostname a\0\nend\n")).damage ?? "", /NUL/);
    assert.match(plainText(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 1, 2, 3])).damage ?? "", /NUL/);
  });

  it("never changes the caller's bytes", () => {
    for (const bytes of [utf16("le", true), Buffer.from(`\ufeff${text}`), Buffer.from("a\0b")]) {
      const before = bytes.toString("hex");
      plainText(bytes);
      assert.equal(bytes.toString("hex"), before);
    }
  });
});
