/** Lines as devices send them, from a generator with a seed: 80 to 250 bytes, one in a thousand a mirror command. */
export function syslogLines(count: number, seed = 1): readonly string[] {
  let state = seed;
  const below = (limit: number) => {
    state = (Math.imul(state, 48_271) >>> 0) % 2_147_483_647;
    return state % limit;
  };
  return Array.from({ length: count }, (_, at) =>
    at % 1000 === 500 ? mirrorLine(at, below) : noise[below(noise.length)]!(at, below),
  );
}

/** Mirror commands among the lines of `syslogLines`. */
export function plantedIn(count: number): number {
  return Math.floor((count + 499) / 1000);
}

type Draw = (limit: number) => number;

const twoDigits = (value: number) => String(value).padStart(2, "0");
const clock = (draw: Draw) =>
  `${twoDigits(draw(24))}:${twoDigits(draw(60))}:${twoDigits(draw(60))}.${100 + draw(900)}`;

function mirrorLine(at: number, draw: Draw): string {
  return `<189>${at}: core-sw${draw(40)}: Nov 24 ${clock(draw)}: %PARSER-5-CFGLOG_LOGGEDCMD: User:jdoe${draw(90)}  logged command:monitor session ${1 + draw(4)} source interface Gi1/0/${draw(48)}`;
}

const noise: readonly ((at: number, draw: Draw) => string)[] = [
  (at, draw) =>
    `<189>${at}: *Nov 24 ${clock(draw)}: %LINK-3-UPDOWN: Interface GigabitEthernet1/0/${draw(48)}, changed state to up`,
  (at, draw) =>
    `<189>${at}: acc-sw${draw(400)}: Nov 24 ${clock(draw)} CET: %LINEPROTO-5-UPDOWN: Line protocol on Interface GigabitEthernet${draw(4)}/0/${draw(48)}, changed state to down`,
  (_, draw) =>
    `<190>${at4(draw)}: RP/0/RSP0/CPU0:Nov 24 ${clock(draw)} UTC: bgp[1051]: %ROUTING-BGP-5-ADJCHANGE : neighbor 198.51.100.${draw(250)} Up (VRF: default) (AS: 64${500 + draw(400)})`,
  (_, draw) =>
    `<187>: 2026 Nov 24 ${clock(draw)} UTC: %ETHPORT-5-IF_DOWN_LINK_FAILURE: Interface Ethernet1/${draw(54)} is down (Link failure)`,
  (_, draw) =>
    `<30>Nov 24 ${clock(draw).slice(0, 8)} mx-${draw(30)} rpd[1823]: EVENT UpDown ge-0/0/${draw(48)}.0 index ${draw(900)} <Up Broadcast Multicast> address #0 0.5.86.71.${draw(90)}.1 monitor state`,
  (_, draw) =>
    `<14>1 2026-11-24T${clock(draw)}Z qfx-${draw(30)} sshd 4119 - - Accepted publickey for netops from 192.0.2.${draw(250)} port ${1024 + draw(60_000)} ssh2`,
  (_, draw) =>
    `<166>Nov 24 2026 ${clock(draw).slice(0, 8)} fw-${draw(9)} : %ASA-6-302013: Built inbound TCP connection ${draw(9_999_999)} for outside:203.0.113.${draw(250)}/${draw(60_000)} (203.0.113.9/443) to inside:10.${draw(250)}.0.${draw(250)}/443 (10.0.0.9/443)`,
];

function at4(draw: Draw): number {
  return 138_000 + draw(9_000);
}
