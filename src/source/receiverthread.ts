// Entry of the receivers' worker thread: listens, searches, and hands over candidates and counters only.
import { parentPort, workerData } from "node:worker_threads";
import { Fault } from "../model/fault.ts";
import { receive, type ThreadMessage, type ThreadOrder, type ThreadTask } from "./receive.ts";

const port = parentPort!;
const post = (message: ThreadMessage) => port.postMessage(message);
await orFault(async () => {
  const running = await receive(workerData as ThreadTask, post);
  port.on("message", (order: ThreadOrder) => {
    if (order.kind === "done") running.done(order.count, order.bytes);
    else if (order.kind === "reload") void orFault(() => running.reload(order.task));
    else void running.stop().then(() => port.close());
  });
});

async function orFault(step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { code, where, what, remedy } = error;
    post({ kind: "fault", fault: { code, where, what, remedy } });
  }
}
