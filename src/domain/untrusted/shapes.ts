import { array, fallback, nonEmpty, number, optional, pipe, record, string, transform, unknown } from 'valibot';

/** A non-empty text; otherwise undefined. */
export const anyText = fallback(optional(pipe(string(), nonEmpty())), undefined);

/** A positive number; otherwise zero. */
export const anyCount = fallback(
  pipe(
    number(),
    transform((value) => Math.max(value, 0)),
  ),
  0,
);

/** The unchecked items of a list; empty if it is not a list. */
export const anyList = fallback(array(unknown()), []);

/** The texts of a list. */
export const anyTexts = fallback(
  pipe(
    array(unknown()),
    transform((items) => items.filter((item) => typeof item === 'string')),
  ),
  [],
);

/** The members of an object that are texts. */
export const anyTextMap = fallback(
  pipe(
    record(string(), unknown()),
    transform((members) =>
      Object.fromEntries(
        Object.entries(members).filter((member): member is [string, string] => typeof member[1] === 'string'),
      ),
    ),
  ),
  {},
);
