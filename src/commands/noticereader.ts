import type { Observation } from "../model/observation.ts";
import { type CommandContext as Typed, emptyContext, track } from "../normalise/commandcontext.ts";
import { readMessage, senseOf } from "../normalise/notice.ts";
import { tampering } from "../normalise/tampering.ts";
import { type Catalog, packageFolder } from "../parse/catalog.ts";
import { frameMessages, type HeaderSense } from "../parse/syslog/frame.ts";
import { joinSegments, restOf, type Segments } from "../parse/syslog/segment.ts";
import { anchorsOf, loadVocabulary, type Vocabulary } from "../parse/syslog/vocabulary.ts";
import type { Candidate } from "../source/candidate.ts";
import type { CommandContext } from "./context.ts";
import type { DeviceLookUp } from "./devicelookup.ts";
import type { NoticeReader } from "./watchdesk.ts";

/** A reader that can go on with other profiles and another inventory, and keeps what it holds. */
export interface RenewableReader extends NoticeReader {
  /** Reads grammars and profiles now; nothing changes before `use()`. @throws Fault as loadVocabulary */
  renewal(catalog: Catalog, lookUp: DeviceLookUp): { readonly anchors: readonly string[]; use(): void };
}

/** Told while messages are read. */
export interface Heard {
  /** The device's config changed, or may have, in a way that only a look at the device tells. */
  changed(device: string): void;
  /** A message from this address is of a device that is known. */
  known(peer: string): void;
}

interface Knowledge {
  readonly catalog: Catalog;
  readonly vocabulary: Vocabulary;
  readonly sense: HeaderSense;
  readonly lookUp: DeviceLookUp;
}

/**
 * Reads candidates as notices and tracks what each user types on each device. Holds what is not finished: submodes, candidate
 * configs, records that came in pieces.
 */
export function noticeReader(
  context: Pick<CommandContext, "catalog">,
  lookUp: DeviceLookUp,
  heard: Heard = { changed: () => {}, known: () => {} },
): RenewableReader {
  let known = knowledge(context.catalog(), lookUp);
  let typed: Typed = emptyContext;
  let segments: Segments = new Map();
  let last: Candidate | undefined;

  const readOne = (text: string, { peer, at }: Candidate): readonly Observation[] => {
    const received = new Date(at);
    const { catalog, vocabulary } = known;
    const message = readMessage(text, 0, { now: received, vocabulary });
    const { device, os } = known.lookUp(message.notice.device, peer);
    const tracked = track(typed, message, { device, os, received, catalog, vocabulary });
    typed = tracked.state;
    if (os !== null) heard.known(peer);
    if (tracked.wantsPull) heard.changed(device);
    const origin = typed.origins.get(`${device}\0${message.notice.user}`)?.value;
    const hidden = tampering(message, { device, os, received, origin });
    return hidden ? [...tracked.observations, hidden] : tracked.observations;
  };
  const read = (candidate: Candidate) => {
    last = candidate;
    return frameMessages(candidate.text, known.sense).flatMap((framed) => {
      const joined = joinSegments(segments, framed);
      segments = joined.segments;
      return joined.messages.flatMap(({ text }) => readOne(text, candidate));
    });
  };
  const rest = () => restOf(segments).flatMap(({ text }) => (last ? readOne(text, last) : []));
  const renewal = (next: Catalog, nextLookUp: DeviceLookUp) => {
    const fresh = knowledge(next, nextLookUp);
    return {
      anchors: anchorsOf(fresh.vocabulary),
      use: () => {
        known = fresh;
      },
    };
  };
  return { anchors: anchorsOf(known.vocabulary), read, rest, renewal };
}

function knowledge(catalog: Catalog, lookUp: DeviceLookUp): Knowledge {
  const vocabulary = loadVocabulary(catalog.profiles.values(), packageFolder);
  return { catalog, vocabulary, sense: senseOf(vocabulary), lookUp };
}
