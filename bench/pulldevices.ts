// A process of fake devices for bench/pull.ts: node pulldevices.ts COUNT PORTS LATENCY_MS; prints its ports as JSON.
import { startFakeDevice } from "../test/support/fakedevice.ts";
import { iosDevice } from "../test/support/fakeconfig.ts";

const [interfaces, count, latency] = process.argv.slice(2).map(Number) as [number, number, number];
const { shell } = iosDevice("r1", interfaces);
const devices = await Promise.all(
  Array.from({ length: count }, () => startFakeDevice({ shell: { ...shell, delay: latency } })),
);
console.log(JSON.stringify(devices.map(({ port }) => port)));
