import type { Incident } from "./listener.ts";

/** Incidents in one second before the rest are only counted: what peers do must not flood the log. */
const incidentsPerSecond = 20;

export function sparing(tell: (incident: Incident) => void): (incident: Incident) => void {
  let second = 0;
  let told = 0;
  return (incident) => {
    const now = Math.floor(Date.now() / 1000);
    const unsaid = told - incidentsPerSecond;
    if (now !== second && unsaid > 0)
      tell({ what: `${unsaid} more incidents in one second; the counters have them` });
    if (now !== second) told = 0;
    second = now;
    if (told++ < incidentsPerSecond) tell(incident);
  };
}
