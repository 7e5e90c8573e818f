import type { Indicator, Statement } from "../model/statement.ts";
import { diversions } from "./diversion.ts";

const reasons: Readonly<Record<Indicator["kind"], string>> = {
  automation: "commands that copy traffic are run or hidden by the device itself",
  blind: "a part of the config stays out of sight",
  intercept: "lawful intercept can copy traffic without a line in the config",
  logging: "commands are logged less than before, or not at all",
  diversion: "traffic is sent elsewhere than its destination says",
};

/** Statements that hide, schedule or enable copying without being a session, in file order. */
export function indicatorsOf(statements: readonly Statement[]): Indicator[] {
  const told = statements.filter(({ inactive }) => !inactive).flatMap(toldBy);
  return [...told, ...diversions(statements)];
}

function toldBy({ record, line }: Statement): Indicator[] {
  const words = Object.entries(record.indicator ?? {});
  return words.flatMap(([kind, text]) =>
    text && isKind(kind) ? [{ kind, line, text, why: reasons[kind] }] : [],
  );
}

function isKind(kind: string): kind is Indicator["kind"] {
  return kind in reasons;
}
