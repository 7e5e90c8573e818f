import { isPublic } from "../model/address.ts";
import type { MirrorSession } from "../model/session.ts";

/** Why a session should not be approved unseen, one phrase each; empty for an ordinary one. */
export function risks(session: MirrorSession): readonly string[] {
  return [...destinationRisks(session), ...sourceRisks(session), ...stateRisks(session)];
}

function destinationRisks({ destinations }: MirrorSession): string[] {
  const addresses = destinations.filter((end) => end.kind === "address").map((end) => end.address ?? "");
  return [
    ...addresses.filter(isPublic).map((address) => `the copy goes to ${address}, a public address`),
    ...(destinations.some((end) => end.ingress) ? ["the far end may send into the network (ingress)"] : []),
    ...(destinations.some((end) => end.kind === "pseudowire") ? ["the copy leaves by a pseudowire"] : []),
  ];
}

function sourceRisks({ sources }: MirrorSession): string[] {
  const kinds = new Set(sources.map((source) => source.kind));
  return [
    ...(kinds.has("all") ? ["all traffic is copied"] : []),
    ...(kinds.has("vlan") ? ["a whole VLAN is copied"] : []),
    ...(kinds.has("cpu") ? ["the control plane's traffic is copied"] : []),
  ];
}

function stateRisks({ state }: MirrorSession): string[] {
  return state === "incomplete" ? ["a half of the session is missing, so nobody can say what it is for"] : [];
}
