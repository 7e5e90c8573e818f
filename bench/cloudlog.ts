// Audit records: a gigabyte of CloudTrail lines, read by the command as a user runs it.
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { markdown } from "./statistic.ts";

const gigabyte = 1_000_000_000;
/** One record in so many is of a traffic mirror. */
const rare = 1000;
const bin = new URL("../bin/mirrorwatch.js", import.meta.url).pathname;
/** Says on stderr what the process needed. */
const meter =
  "data:text/javascript,process.on('exit',()=>process.stderr.write('KB '+process.resourceUsage().maxRSS))";

/** Prints one row for each layout; a wrong count stops the bench. */
export function benchCloudLog(): void {
  const folder = mkdtempSync(join(tmpdir(), "mirrorwatch-bench-"));
  try {
    const rows = (["lines", "Records"] as const).map((layout) => measure(folder, layout));
    console.log(`\n## Audit records\n\n${markdown(["CloudTrail", "MB", "s", "MB/s", "RSS MB"], rows)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function measure(folder: string, layout: "lines" | "Records"): string[] {
  const file = join(folder, "trail.json");
  const calls = generate(file, layout);
  const start = performance.now();
  const argv = ["--import", meter, bin, "cloud", "--json", file];
  const { stdout, stderr } = spawnSync(process.execPath, argv, {
    encoding: "utf8",
    cwd: folder,
    maxBuffer: 2 ** 30,
  });
  const seconds = (performance.now() - start) / 1000;
  const { observations } = JSON.parse(stdout) as { observations: readonly unknown[] };
  if (observations.length !== calls)
    throw new Error(`${observations.length} calls were told, ${calls} are in it`);
  const kilobytes = Number(/KB (\d+)/.exec(stderr)?.[1]);
  return [
    layout,
    String(gigabyte / 1e6),
    seconds.toFixed(1),
    (gigabyte / 1e6 / seconds).toFixed(0),
    (kilobytes / 1024).toFixed(0),
  ];
}

/** Writes records until the file is large enough; how many of them are of a traffic mirror. */
function generate(file: string, layout: "lines" | "Records"): number {
  const out = openSync(file, "w");
  let [written, calls, at] = [writeSync(out, layout === "lines" ? "" : '{"Records":['), 0, 0];
  while (written < gigabyte) {
    const batch = Array.from({ length: 1000 }, () => record(at++));
    calls += batch.filter(({ eventName }) => eventName === "CreateTrafficMirrorSession").length;
    const text = batch.map((one) => JSON.stringify(one));
    const before = layout === "lines" || written < 20 ? "" : ",";
    written += writeSync(out, layout === "lines" ? `${text.join("\n")}\n` : before + text.join(","));
  }
  if (layout === "Records") writeSync(out, "]}");
  closeSync(out);
  return calls;
}

function record(at: number) {
  const mirror = at % rare === 0;
  const items = Array.from({ length: 12 }, (_, index) => ({
    instanceId: `i-${at}${index}`,
    imageId: `ami-${index}`,
  }));
  const session = { NetworkInterfaceId: `eni-${at}`, SessionNumber: 1, TrafficMirrorTargetId: "tmt-1" };
  return {
    eventVersion: "1.10",
    userIdentity: {
      type: "AssumedRole",
      principalId: `AROAEXAMPLE:${at}`,
      arn: `arn:aws:sts::111122223333:assumed-role/role${at % 50}/${at}`,
      accountId: "111122223333",
      sessionContext: { sessionIssuer: { type: "Role", arn: "arn:aws:iam::111122223333:role/role" } },
    },
    eventTime: new Date(1_770_000_000_000 + at * 1000).toISOString().replace(".000", ""),
    eventSource: "ec2.amazonaws.com",
    eventName: mirror ? "CreateTrafficMirrorSession" : "DescribeInstances",
    awsRegion: "eu-central-1",
    sourceIPAddress: "198.51.100.23",
    userAgent: "aws-cli/2.22.1",
    requestParameters: mirror ? { CreateTrafficMirrorSessionRequest: session } : { instancesSet: { items } },
    responseElements: null,
    requestID: `r-${at}`,
    eventID: `e-${at}`,
    readOnly: !mirror,
    recipientAccountId: "111122223333",
  };
}
