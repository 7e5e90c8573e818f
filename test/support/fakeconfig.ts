import type { FakeManners } from "./fakedevice.ts";

/** Interfaces that make a config as long as a test wants it. */
function ports(count: number): string {
  return Array.from(
    { length: count },
    (_, at) =>
      `interface GigabitEthernet1/0/${at + 1}\n description link to core# and> more\n switchport mode access\n!\n`,
  ).join("");
}

export function iosConfig(host = "r1", count = 4): string {
  const body = `version 15.2
service timestamps log datetime msec
!
hostname ${host}
!
banner motd ^C
${host}#
*** do not log in #
^C
${ports(count)}monitor session 1 source interface Gi1/0/1 rx
monitor session 1 destination interface Gi1/0/24
!
line vty 0 4
 login
!
end
`;
  return `Building configuration...\n\nCurrent configuration : ${body.length} bytes\n!\n${body}\n`;
}

/** A device of IOS manners. */
export function iosDevice(host = "r1", count = 4): Required<Pick<FakeManners, "shell">> {
  return {
    shell: {
      motd: "\n*** do not log in #\nabc#\n\n",
      host,
      answers: {
        "show privilege": "Current privilege level is 15\n",
        "show running-config": iosConfig(host, count),
        "show monitor session all":
          "Session 1\n---------\nType                   : Local Session\nSource Ports           :\n    RX Only            : Gi1/0/1\nDestination Ports      : Gi1/0/24\n",
      },
    },
  };
}

export const junosConfig = `## Last commit: 2026-02-18 11:21:58 UTC by anne
version 21.4R3;
system {
    host-name mx1;
}
interfaces {
    ge-0/0/1 {
        unit 0 {
            family inet;
        }
    }
}
forwarding-options {
    analyzer {
        A {
            input {
                ingress {
                    interface ge-0/0/1.0;
                }
            }
            output {
                interface ge-0/0/5.0;
            }
        }
    }
}
`;

export function junosDevice(): Required<Pick<FakeManners, "exec">> {
  return {
    exec: {
      "show configuration | display omit | no-more": junosConfig,
      "show configuration | display inheritance no-comments | no-more": junosConfig,
      "show forwarding-options analyzer | no-more":
        "  Analyzer name                    : A\n  State                            : up\n",
    },
  };
}
