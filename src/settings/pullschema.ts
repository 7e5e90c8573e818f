import { z } from "zod";
import { algorithmSets } from "./pullsettings.ts";

const path = z.string().min(1, "must be a path");
const name = z.string().regex(/^[\w.:@/ -]{1,128}$/, "must be a name");
const osName = z.string().regex(/^[a-z][a-z0-9-]*$/, "must be the os of a profile, as in cisco-ios");
const host = z.string().regex(/^[A-Za-z0-9_.:%-]{1,253}$/, "must be a host name or an address");
const port = z.number().int("must be a whole number").min(1).max(65_535);
const wholeNumber = (from: number, to: number) => z.number().int("must be a whole number").min(from).max(to);

/** Never repeats what was given: it may be the secret itself. */
const kindOfSecret =
  "must be one of { env: NAME }, { file: PATH }, { command: [PROGRAM, …] }, { systemd: NAME }; the settings hold no secret";

export const secret = z
  .strictObject(
    {
      env: z.string().min(1).optional(),
      file: path.optional(),
      command: z.array(z.string()).min(1, "must be a list of a program and its arguments").optional(),
      systemd: z
        .string()
        .regex(/^[\w.-]+$/, "must be the name of a credential")
        .optional(),
    },
    kindOfSecret,
  )
  .refine((source) => Object.keys(source).length === 1, kindOfSecret);

export const credentialSet = z
  .strictObject({
    user: z.string().min(1).max(128),
    password: secret.optional(),
    key: path.optional(),
    passphrase: secret.optional(),
    agent: z.union([z.boolean(), path]).default(false),
    enable: secret.optional(),
  })
  .refine(
    ({ password, key, agent }) => password !== undefined || key !== undefined || agent !== false,
    "must have a password, a key or agent: true",
  );

const reached = {
  host: host.optional(),
  port: port.default(22),
  credentials: name.optional(),
  algorithms: z.enum(algorithmSets).optional(),
  fingerprint: z
    .string()
    .regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/, "must be SHA256:… as ssh-keygen -l prints it")
    .optional(),
};

/** A device of the inventory; plain text is its os. */
export const deviceEntry = z.preprocess(
  (given) => (typeof given === "string" ? { os: given } : given),
  z.strictObject({ os: osName, ...reached, jump: name.optional() }),
);

export const jumpEntry = z.preprocess(
  (given) => (typeof given === "string" ? { host: given } : given),
  z.strictObject(reached),
);

const limits = z.strictObject({
  sessions: wholeNumber(1, 2_000).default(150),
  perJump: wholeNumber(1, 2_000).default(50),
  startsPerSecond: z.number().positive("must be above 0").max(1_000).default(40),
  connectSeconds: wholeNumber(1, 600).default(10),
  loginSeconds: wholeNumber(1, 600).default(30),
  idleSeconds: wholeNumber(1, 3_600).default(60),
  totalSeconds: wholeNumber(1, 7_200).default(300),
  runMinutes: wholeNumber(1, 10_080).default(120),
  outputBytes: wholeNumber(65_536, 1_073_741_824).default(67_108_864),
});

const onChange = z.strictObject({
  quietSeconds: z.number().min(0).max(3_600).default(20),
  mostSeconds: z.number().min(0).max(3_600).default(120),
  floorSeconds: z.number().min(0).max(86_400).default(60),
});

export const pullSchema = z.strictObject({
  credentials: name.optional(),
  jump: name.optional(),
  algorithms: z.enum(algorithmSets).default("default"),
  hostKeys: z.enum(["strict", "accept-new"]).default("strict"),
  knownHosts: z
    .preprocess((given) => (typeof given === "string" ? [given] : given), z.array(path).min(1))
    .optional(),
  limits: limits.prefault({}),
  onChange: onChange.prefault({}),
});

export type RawDevice = z.output<typeof deviceEntry>;
export type RawJump = z.output<typeof jumpEntry>;
export type RawCredential = z.output<typeof credentialSet>;
export type RawPull = z.output<typeof pullSchema>;
