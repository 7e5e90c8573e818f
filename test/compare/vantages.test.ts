import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Approval } from "../../src/model/approval.ts";
import type { Verdict } from "../../src/model/finding.ts";
import { baselineOf } from "../../src/compare/baseline.ts";
import { judgeVantages } from "../../src/compare/vantagejudge.ts";
import { loadCatalog } from "../../src/parse/catalog.ts";
import { inspect, inspectShow, vantageManners } from "../../src/pipeline.ts";

import { type Layout, layout, printed, printedAsIos } from "../parse/show/printer.ts";

const catalog = loadCatalog();
const now = "2026-03-03T00:00:00Z";

/** What a config and some output of one OS come to. */
function judge(os: string, config: string, output: string, approvals: readonly Approval[] = []): Verdict[] {
  const bytes = Buffer.from(config);
  const snapshot = inspect(bytes, { name: "r1", os, catalog });
  const shown = inspectShow(Buffer.from(output), { name: "r1", os, catalog });
  assert.ok(shown, "the output is recognised");
  return judgeVantages(
    snapshot,
    shown,
    vantageManners(bytes, snapshot, shown, catalog),
    baselineOf(approvals),
    now,
  );
}

const fields = (verdicts: readonly Verdict[]) =>
  verdicts.map(({ kind, session, differences }) => [
    kind,
    session,
    differences.map(({ field }) => field).join(),
  ]);

const ios = (lines: string) =>
  `version 17.9\nhostname r1\n${lines}interface GigabitEthernet1/0/1\n no shutdown\n!\nend\n`;
const local = (name: string, sources: string, destination: string, more = "") =>
  `Session ${name}\n---------\nType                   : Local Session\nSource Ports           :\n${sources}Destination Ports      : ${destination}\n    Encapsulation      : Native\n          Ingress      : Disabled\n${more}\n`;
const span =
  "monitor session 1 source interface Gi1/0/1 - 4 , Te1/1/1 rx\nmonitor session 1 source interface Po10\nmonitor session 1 destination interface Gi1/0/24\n";
const asStated = "    RX Only            : Gi1/0/1-4,Te1/1/1\n    Both               : Po10\n";

describe("a session that a device shows", () => {
  it("and that its config states is no finding, in whatever abbreviation", () => {
    assert.deepEqual(judge("cisco-ios", ios(span), local("1", asStated, "Gi1/0/24")), []);
  });

  it("and that its config does not state is concealed", () => {
    const verdicts = judge(
      "cisco-ios",
      ios(span),
      local("1", asStated, "Gi1/0/24") + local("7", "    Both : Gi1/0/9\n", "Gi1/0/30"),
    );
    assert.deepEqual(fields(verdicts), [["concealed", "7", "session"]]);
    assert.match(verdicts[0]!.why, /session 7 .*GigabitEthernet1\/0\/9.*GigabitEthernet1\/0\/30/);
    assert.equal(verdicts[0]!.severity, 8);
  });

  it("with another source, a wider direction, another destination or a way back in is concealed", () => {
    const shown = (sources: string, destination = "Gi1/0/24", more = "") =>
      fields(judge("cisco-ios", ios(span), local("1", sources, destination, more)));
    assert.deepEqual(shown(`${asStated.trimEnd()},Gi1/0/9\n`), [["concealed", "1", "sources"]]);
    assert.deepEqual(shown("    Both : Gi1/0/1\n"), [["concealed", "1", "sources"]]);
    assert.deepEqual(shown(asStated, "Gi1/0/24,Gi1/0/25"), [["concealed", "1", "destinations"]]);
    assert.deepEqual(shown(asStated, "Gi1/0/24", "          Ingress : Enabled, default VLAN = 7\n"), [
      ["concealed", "1", "ingress"],
    ]);
  });

  it("with less than its config states is no finding: an output may leave things out", () => {
    assert.deepEqual(judge("cisco-ios", ios(span), local("1", "    RX Only : Gi1/0/1\n", "Gi1/0/24")), []);
  });

  it("is nothing where its config is not whole, or a line that names it could not be read", () => {
    const hidden = local("7", "    Both : Gi1/0/9\n", "Gi1/0/30");
    assert.deepEqual(judge("cisco-ios", "hostname r1\nmonitor session 1 source vlan 5\n", hidden), []);
    assert.deepEqual(judge("cisco-ios", ios("monitor session 7 sorce interface Gi1/0/9\n"), hidden), []);
  });

  it("is none where the device shows an unused number, or one that is there by itself", () => {
    const unused = "Session 5\n---------\nType : -\nSource Ports : None\nDestination Ports : None\n";
    const module =
      "Session 1\n---------\nType : Service Module Session\nModules allowed : 1-9\nModules active : 4\n";
    assert.deepEqual(judge("cisco-ios", ios(""), unused + module), []);
  });

  it("runs though its config says shutdown", () => {
    const erspan =
      "monitor session 3 type erspan-source\n shutdown\n source interface Gi1\n destination\n  erspan-id 5\n  ip address 192.0.2.9\n  origin ip address 192.0.2.1\n!\n";
    const shown = (status: string) =>
      fields(
        judge(
          "cisco-ios",
          ios(erspan),
          `Session 3\n---------\nType : ERSPAN Source Session\nStatus : ${status}\nSource Ports :\n    Both : Gi1\nDestination IP Address : 192.0.2.9\nDestination ERSPAN ID : 5\nOrigin IP Address : 192.0.2.1\n`,
        ),
      );
    assert.deepEqual(shown("Admin Enabled"), [["concealed", "3", "state"]]);
    assert.deepEqual(shown("Admin Disabled"), []);
  });

  it("sends elsewhere than its config says: another address, VRF or ERSPAN number", () => {
    const erspan =
      "monitor session 3 type erspan-source\n no shutdown\n source interface Gi1\n destination\n  erspan-id 5\n  ip address 192.0.2.9\n  vrf MGMT\n!\n";
    const shown = (lines: string) =>
      fields(
        judge(
          "cisco-ios",
          ios(erspan),
          `Session 3\n---------\nType : ERSPAN Source Session\nStatus : Admin Enabled\nSource Ports :\n    Both : Gi1\n${lines}`,
        ),
      );
    assert.deepEqual(shown("Destination IP Address : 192.0.2.9\nMTU : 1464\n"), []);
    assert.deepEqual(shown("Destination IP Address : 203.0.113.5\n"), [["concealed", "3", "destinations"]]);
    assert.deepEqual(shown("Destination IP Address : 192.0.2.9\nVRF : OTHER\n"), [
      ["concealed", "3", "destinations"],
    ]);
    assert.deepEqual(shown("Destination IP Address : 192.0.2.9\nDestination ERSPAN ID : 6\n"), [
      ["concealed", "3", "destinations"],
    ]);
  });

  it("of a capture that commands started is judged by the baseline", () => {
    const capture =
      "Status Information for Capture LEAK\n  Target Type:\n   Interface: GigabitEthernet1/0/1, Direction: both\n   Status : Active\n";
    const [verdict] = judge("cisco-ios", ios(""), capture);
    assert.deepEqual([verdict?.kind, verdict?.session], ["unexpected", "LEAK"]);
  });
});

describe("VLANs that carry copies", () => {
  const shown = "Remote SPAN VLANs\n-----------------\n100,999\n";
  const vlan = (number: number) => `vlan ${number}\n remote-span\n!\n`;

  it("are concealed where the config would define them and does not", () => {
    assert.deepEqual(judge("cisco-ios", ios(`vtp mode transparent\n${vlan(100)}${vlan(999)}`), shown), []);
    const [verdict, ...rest] = judge("cisco-ios", ios(`vtp mode transparent\n${vlan(100)}`), shown);
    assert.equal(rest.length, 0);
    assert.match(verdict?.why ?? "", /remote-span 999/);
  });

  it("are nothing where VTP keeps them out of the config, or a session uses them", () => {
    assert.deepEqual(judge("cisco-ios", ios(""), shown), []);
    const used =
      "vtp mode transparent\nmonitor session 1 source remote vlan 999\nmonitor session 1 destination interface Gi1/0/2\n";
    assert.deepEqual(judge("cisco-ios", ios(used + vlan(100)), shown), []);
  });
});

describe("other systems", () => {
  it("show a tunnel, a bundle's member or a unit of what the config states", () => {
    const xr = `!! IOS XR Configuration 7.9.1
hostname r1
monitor-session TAP ethernet
 destination interface tunnel-ip1
!
interface tunnel-ip1
 tunnel mode gre ipv4
 tunnel destination 192.0.2.9
!
interface Bundle-Ether1
 monitor-session TAP ethernet direction rx-only
!
end
`;
    const status = (destination: string, source: string) =>
      `Monitor-session TAP\nDestination interface ${destination}\n====\nSource Interface     Dir   Status\n-------------------- ---- ------\n${source.padEnd(20)} Rx    Operational\n`;
    assert.deepEqual(judge("cisco-iosxr", xr, status("tunnel-ip1", "BE1")), []);
    assert.deepEqual(judge("cisco-iosxr", xr, status("tunnel-ip1", "Gi0/1/0/0")), []);
    assert.deepEqual(fields(judge("cisco-iosxr", xr, status("tunnel-ip2", "BE1"))), [
      ["concealed", "TAP", "destinations"],
    ]);
    assert.deepEqual(fields(judge("cisco-iosxr", xr, status("tunnel-ip1", "BE2"))), [
      ["concealed", "TAP", "sources"],
    ]);
  });

  it("show a session in a table alone", () => {
    const nxos =
      "!Command: show running-config\nversion 9.3(5)\nhostname r1\ninterface Ethernet1/1\nmonitor session 1\n  source interface Ethernet1/1 both\n  destination interface Ethernet1/2\n  no shut\n";
    const table = (row: string) =>
      `Session  State        Reason                  Description\n-------  -----------  ----------------------  -----------\n${row}\n`;
    assert.deepEqual(judge("cisco-nxos", nxos, table("1        up           The session is up")), []);
    assert.deepEqual(fields(judge("cisco-nxos", nxos, table("4        up           The session is up"))), [
      ["concealed", "4", "session"],
    ]);
  });

  it("show what groups, an ephemeral database or a commit script add", () => {
    const junos =
      "version 22.4R1;\nsystem {\n    host-name r1;\n}\nforwarding-options {\n    analyzer A {\n        input {\n            ingress {\n                interface ge-0/0/1.0;\n                vlan users;\n            }\n        }\n        output {\n            interface ge-0/0/9.0;\n        }\n    }\n}\n";
    const analyzer = (name: string, source: string) =>
      `  Analyzer name                    : ${name}\n  State                            : up\n  Ingress monitored interfaces     : ${source}\n  Ingress monitored VLANs          : default-switch/10\n  Output interface                 : ge-0/0/9.0\n`;
    assert.deepEqual(judge("juniper-junos", junos, analyzer("A", "ge-0/0/1.0")), []);
    assert.deepEqual(fields(judge("juniper-junos", junos, analyzer("A", "ge-0/0/2.0"))), [
      ["concealed", "A", "sources"],
    ]);
    assert.deepEqual(fields(judge("juniper-junos", junos, analyzer("B", "ge-0/0/1.0"))), [
      ["concealed", "B", "session"],
    ]);
  });
});

describe("a session that is stated as it is shown", () => {
  const stated = (name: number, numbers: readonly number[], direction: string) =>
    numbers.length === 0
      ? ""
      : `monitor session ${name} source interface ${numbers.map((one) => `Gi1/0/${one}`).join(" , ")} ${direction}\n`;

  it("never disagrees, and one more port always does", () => {
    fc.assert(
      fc.property(printed, layout, (session, how: Layout) => {
        const { name, rx, tx, both } = session;
        const config = `${stated(name, rx, "rx")}${stated(name, tx, "tx")}${stated(name, both, "both")}monitor session ${name} destination interface Gi1/0/48\n`;
        assert.deepEqual(judge("cisco-ios", ios(config), printedAsIos(session, how)), []);
        const more = printedAsIos({ ...session, rx: [...rx, 41] }, how);
        assert.deepEqual(fields(judge("cisco-ios", ios(config), more)), [
          ["concealed", String(name), "sources"],
        ]);
      }),
      { numRuns: 100 },
    );
  });
});
