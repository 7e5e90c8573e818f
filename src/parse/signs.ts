import { z } from "zod";

/**
 * One sign of an OS in a config text. `line`: a line begins with it; `is`: it is the whole line; `child`: an indented
 * line begins with it; `text`: it stands anywhere. Case matters.
 */
const place = {
  line: z.string().min(2).optional(),
  is: z.string().min(2).optional(),
  child: z.string().min(2).optional(),
  text: z.string().min(2).optional(),
};

function namesOnePlace(sign: object): boolean {
  return ["line", "is", "child", "text"].filter((key) => key in sign).length === 1;
}

const onePlace = "name exactly one of line, is, child, text";

/** `detect:` of a profile. Weights add up; 100 is proof (a header), 10 a statement only this OS has, 1 to 5 a hint. */
export const detection = z.strictObject({
  signs: z
    .array(z.strictObject({ ...place, weight: z.number().positive() }).refine(namesOnePlace, onePlace))
    .min(1),
  /** Text that looks alike and is another system's; the profile is then out, and `means` names that system. */
  against: z
    .array(z.strictObject({ ...place, means: z.string() }).refine(namesOnePlace, onePlace))
    .optional(),
});

export type Detection = z.infer<typeof detection>;
