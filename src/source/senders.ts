/** What came from one address. */
export interface SenderCount {
  readonly address: string;
  readonly messages: number;
  /** Messages that never arrived, by the numbers that Cisco devices write in front of them. */
  readonly missing: number;
}

interface Sender {
  address: string;
  messages: number;
  missing: number;
  /** Missing as it was told last. */
  told: number;
  last: number;
  restarts: number;
  changed: boolean;
}

/** Addresses that are counted one by one; what comes from more is counted as one sender. */
const mostSenders = 10_000;
export const otherSenders = "others";
/** A step forward is a gap up to here, a step back is a late message down to there; else the device began anew. */
const mostGap = 1_000;
const mostLate = 64;
/** An address whose numbers begin anew so often stands for several devices: their numbers tell nothing. */
const mostRestarts = 8;
const none = -1;

/**
 * Counts per address, and follows the numbers of messages (`<189>12: …`, the counter that a Cisco device keeps of what it has
 * sent): a gap is loss that no socket can count, wherever on the way it happened.
 */
export class Senders {
  readonly #senders = new Map<string, Sender>();
  missing = 0;

  take(address: string, bytes: Uint8Array, from: number, to: number): void {
    const sender = this.#senders.get(address) ?? this.#meet(address);
    sender.messages++;
    sender.changed = true;
    if (sender.restarts > mostRestarts) return;
    const number = numberOf(bytes, from, to);
    if (number !== none) this.#follow(sender, number);
  }

  #meet(address: string): Sender {
    if (this.#senders.size >= mostSenders && address !== otherSenders)
      return this.#senders.get(otherSenders) ?? this.#meet(otherSenders);
    const restarts = address === otherSenders ? mostRestarts + 1 : 0;
    const sender = { address, messages: 0, missing: 0, told: 0, last: none, restarts, changed: true };
    this.#senders.set(address, sender);
    return sender;
  }

  #follow(sender: Sender, number: number): void {
    const step = sender.last === none ? 1 : number - sender.last;
    if (step >= 1 && step <= mostGap) {
      this.#miss(sender, step - 1);
      sender.last = number;
    } else if (step > 1 || step < -mostLate) {
      sender.restarts++;
      sender.last = number;
      if (sender.restarts > mostRestarts) this.#miss(sender, -sender.missing);
    } else if (step < 0 && sender.missing > 0) this.#miss(sender, -1);
  }

  #miss(sender: Sender, count: number): void {
    sender.missing += count;
    this.missing += count;
  }

  /** What has changed since the last time, and of how many messages more each address lacks. */
  changes(): readonly (SenderCount & { readonly more: number })[] {
    return [...this.#senders.values()].flatMap((sender) => {
      if (!sender.changed) return [];
      sender.changed = false;
      const { address, messages, missing, told } = sender;
      sender.told = missing;
      return [{ address, messages, missing, more: missing - told }];
    });
  }
}

/** `<189>12: …` is 12; anything else has no number. */
function numberOf(bytes: Uint8Array, from: number, to: number): number {
  if (bytes[from] !== 0x3c) return none;
  let at = from + 2;
  while (at < to && at < from + 5 && bytes[at] !== 0x3e) at++;
  if (bytes[at] !== 0x3e) return none;
  const first = ++at;
  let number = 0;
  for (; at < to && at < first + 10; at++) {
    const digit = bytes[at]! - 0x30;
    if (digit < 0 || digit > 9) break;
    number = 10 * number + digit;
  }
  return at > first && at < to && bytes[at] === 0x3a ? number : none;
}
