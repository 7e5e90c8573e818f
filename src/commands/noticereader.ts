import type { Observation } from "../model/observation.ts";
import { type CommandContext as Typed, emptyContext, track } from "../normalise/commandcontext.ts";
import { readMessage, senseOf } from "../normalise/notice.ts";
import { packageFolder } from "../parse/catalog.ts";
import { frameMessages } from "../parse/syslog/frame.ts";
import { joinSegments, restOf, type Segments } from "../parse/syslog/segment.ts";
import { anchorsOf, loadVocabulary } from "../parse/syslog/vocabulary.ts";
import type { Candidate } from "../source/candidate.ts";
import type { CommandContext } from "./context.ts";
import type { DeviceLookUp } from "./devicelookup.ts";
import type { NoticeReader } from "./watchdesk.ts";

/**
 * Reads candidates as notices and tracks what each user types on each device. Holds what is not finished: submodes, candidate
 * configs, records that came in pieces.
 */
export function noticeReader(context: Pick<CommandContext, "catalog">, lookUp: DeviceLookUp): NoticeReader {
  const catalog = context.catalog();
  const vocabulary = loadVocabulary(catalog.profiles.values(), packageFolder);
  const sense = senseOf(vocabulary);
  let typed: Typed = emptyContext;
  let segments: Segments = new Map();
  let last: Candidate | undefined;

  const readOne = (text: string, { peer, at }: Candidate): readonly Observation[] => {
    const received = new Date(at);
    const message = readMessage(text, 0, { now: received, vocabulary });
    const { device, os } = lookUp(message.notice.device, peer);
    const tracked = track(typed, message, { device, os, received, catalog, vocabulary });
    typed = tracked.state;
    return tracked.observations;
  };
  const read = (candidate: Candidate) => {
    last = candidate;
    return frameMessages(candidate.text, sense).flatMap((framed) => {
      const joined = joinSegments(segments, framed);
      segments = joined.segments;
      return joined.messages.flatMap(({ text }) => readOne(text, candidate));
    });
  };
  const rest = () => restOf(segments).flatMap(({ text }) => (last ? readOne(text, last) : []));
  return { anchors: anchorsOf(vocabulary), read, rest };
}
