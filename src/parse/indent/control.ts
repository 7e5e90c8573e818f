const backspace = 0x08;
const introducer = 0x1b;

/**
 * The text as a terminal would show it: a backspace moves back within its line and what follows overwrites, escape
 * sequences and other control characters vanish. Tabs, line ends and ETX (a banner's delimiter) stay; so do the line numbers.
 */
export function cleaned(bytes: Buffer): Buffer {
  const out = Buffer.alloc(bytes.length);
  let begin = 0;
  let cursor = 0;
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === 0x0a || byte === 0x0d) {
      out[length++] = byte;
      begin = length;
      cursor = length;
    } else if (byte === backspace) {
      if (cursor > begin) cursor--;
    } else if (byte === introducer) {
      at = sequenceEnd(bytes, at);
    } else if (byte >= 0x20 || byte === 0x09 || byte === 0x03) {
      out[cursor++] = byte;
      if (cursor > length) length = cursor;
    }
  }
  return out.subarray(0, length);
}

/** Last byte of the introducer sequence that begins at `at`: CSI up to its final letter, else two bytes. */
function sequenceEnd(bytes: Buffer, at: number): number {
  if (bytes[at + 1] !== 0x5b) return bytes[at + 1]! >= 0x20 ? at + 1 : at;
  let end = at + 2;
  const limit = Math.min(bytes.length, at + 32);
  while (end < limit && bytes[end]! >= 0x20 && bytes[end]! < 0x40) end++;
  return end < limit && bytes[end]! >= 0x40 ? end : at + 1;
}
