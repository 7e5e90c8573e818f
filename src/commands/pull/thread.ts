// Entry of the pullers' worker thread: sessions, secrets and config texts live here; records leave it.
import { parentPort, workerData } from "node:worker_threads";
import { Fault } from "../../model/fault.ts";
import { loadCatalog } from "../../parse/catalog.ts";
import { recordEngine } from "./threadengine.ts";
import type { ThreadMessage, ThreadOrder, ThreadTask } from "./threadmessage.ts";

const port = parentPort!;
const post = (message: ThreadMessage) => port.postMessage(message);
const task = workerData as ThreadTask;

try {
  const engine = recordEngine(task, loadCatalog({ folders: task.folders }), { env: process.env });
  post({ kind: "ready", unreadKeys: engine.unreadKeys });
  port.on("message", (order: ThreadOrder) => {
    if (order.kind === "close") engine.close();
    else if (order.kind === "stop") engine.stop();
    else engine.add(order.orders);
  });
  for await (const record of engine.results()) post({ kind: "record", record });
  post({ kind: "ended" });
  port.close();
} catch (error) {
  if (!(error instanceof Fault)) throw error;
  const { code, where, what, remedy } = error;
  post({ kind: "fault", fault: { code, where, what, remedy } });
  port.close();
}
