// A process that drains the outbox of a database until it is killed or told to stop: node senderprocess.ts DATABASE PORT
import { deliverySender } from "../../src/deliver/delivery.ts";
import { openStore } from "../../src/store/sqlitestore.ts";

const [database, port] = process.argv.slice(2);
const store = openStore(database!);
const sender = deliverySender(
  {
    to: { protocol: "tcp", host: "127.0.0.1", port: Number(port) },
    host: "mirrorwatch-01",
    format: "leef-1.0",
  },
  {
    store,
    version: "1.0.0",
    pace: { rate: 1e6, burst: 1e6, batch: 5, poll: 20, settle: 60, window: 300, backoff: [10, 50] },
    incident: (what) => console.error(what),
  },
)!;
sender.start();
process.on("SIGTERM", async () => {
  const drained = await sender.stop(5000);
  store.close();
  process.exit(drained ? 0 : 1);
});
console.log("started");
