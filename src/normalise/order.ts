const natural = new Intl.Collator("en", { numeric: true });

/** `Gi1/0/2` before `Gi1/0/10`; names that only differ in case or zeros keep a fixed order. */
export function byName(a: string, b: string): number {
  return natural.compare(a, b) || byText(a, b);
}

export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
