import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { isSupported } from "../../src/source/kernelcall.ts";
import { startReceiver } from "../../src/source/receiver.ts";
import { startDaemon } from "../support/daemon.ts";
import { command, loopback, sendUdp, startReceiving, until } from "../support/receiving.ts";
import { temporaryFolder } from "../support/temporary.ts";

const any = { host: "::", port: 0 };

for (const datagrams of ["batch", "single"] as const) {
  test(`datagrams of every size and sender are whole messages (${datagrams})`, async (t) => {
    const plan = { udp: [any], tcp: [], datagrams, limits: { messageBytes: 40_000 } };
    const { receiver, udp, finish } = await startReceiving(t, plan);
    const long = `${command} ${"x".repeat(65_000)}`;
    const middle = `${command} ${"y".repeat(30_000)}`;
    await sendUdp(udp, [
      "",
      "<13>noise",
      command,
      `${command}\r\n\0`,
      "<13>monitor session \xe9",
      middle,
      long,
    ]);
    await sendUdp(udp, [command], "::1");
    await until(() => receiver.counters().udpMessages === 8 && receiver.counters().candidates === 6);
    const taken = (await finish()).map(({ text, peer, cut }) => [text, peer, cut]);
    assert.deepEqual(taken, [
      [command, "127.0.0.1", false],
      [command, "127.0.0.1", false],
      ["<13>monitor session é", "127.0.0.1", false],
      [middle, "127.0.0.1", false],
      [long.slice(0, 40_000), "127.0.0.1", true],
      [command, "::1", false],
    ]);
    assert.equal(receiver.counters().cut, 1);
  });

  test(`each datagram of a burst is counted, as received or as dropped by the kernel (${datagrams})`, async (t) => {
    const plan = { udp: [loopback], tcp: [], datagrams, limits: { receiveBuffer: 65_536 } };
    const { receiver, udp, finish } = await startReceiving(t, plan);
    const texts = Array.from({ length: 3_000 }, (_, at) => (at % 100 === 0 ? command : `<13>noise ${at}`));
    const socket = createSocket("udp4");
    for (const text of texts) socket.send(text, udp, "127.0.0.1");
    await sendUdp(udp, ["<13>last"]);
    const counted = () => receiver.counters().udpMessages + receiver.counters().kernelDrops;
    await until(() => counted() >= 3_001);
    socket.close();
    const { candidates } = receiver.counters();
    assert.equal((await finish()).length, candidates);
    assert.equal(counted(), 3_001);
    if (receiver.counters().kernelDrops === 0) assert.equal(candidates, 30);
  });

  test(`a listener goes and comes again with the same port (${datagrams})`, async (t) => {
    const plan = { udp: [loopback], tcp: [], datagrams, anchors: ["monitor session"] };
    const { receiver, udp, finish } = await startReceiving(t, plan);
    await sendUdp(udp, [command]);
    await receiver.reload({ ...plan, udp: [] });
    assert.deepEqual(receiver.bound(), []);
    await pause(300);
    await receiver.reload({ ...plan, udp: [{ host: "127.0.0.1", port: udp }] });
    await sendUdp(udp, [command]);
    await until(() => receiver.counters().candidates === 2);
    assert.equal((await finish()).length, 2);
  });

  test(`ports in use, foreign addresses and names that nobody knows are faults (${datagrams})`, async () => {
    const taken = createSocket("udp4").bind(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address();
    const start = (host: string, at: number) =>
      startReceiver({ udp: [{ host, port: at }], tcp: [], anchors: [], datagrams });
    await assert.rejects(start("127.0.0.1", port), { code: "port-in-use", where: `udp 127.0.0.1:${port}` });
    await assert.rejects(start("192.0.2.1", 0), { code: "address-unavailable" });
    taken.close();
  });
}

test("where koffi is not installed datagrams are taken one by one, and the log says so once", {
  skip: isSupported ? false : "recvmmsg is for Linux on x64 and arm64",
}, async (t) => {
  const hook = new URL("../support/withoutkoffi.ts", import.meta.url).href;
  const env = { ...process.env, NODE_OPTIONS: `--import ${hook}` };
  const daemon = await startDaemon(
    t,
    temporaryFolder(t),
    ["--no-deliver", "--until-messages", "2"],
    undefined,
    env,
  );
  await sendUdp(daemon.udp, ["<13>a", "<13>b"]);
  assert.equal(await daemon.exit(), 0);
  const said = daemon.log.filter(({ msg }) => /koffi is not installed/.test(msg));
  assert.equal(said.length, 1);
});
