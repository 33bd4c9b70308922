import * as fc from "fast-check";

/** Text that has broken readers before: halves of characters, controls, names of prototypes, markup, keys, length. */
const troublesome = fc.constantFrom(
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\udfff\ud800",
  "яма \ud83d",
  "\ufffe\uffff",
  "\u0001\u001f\u007f\u0085\u2028\u2029",
  "\u202eамя",
  "\ufeff",
  "Z\u0351\u036b\u0343\u036a".repeat(50),
  "👩‍👩‍👧‍👦".repeat(100),
  "__proto__",
  "constructor",
  "toString",
  "accepted#portal#1",
  "centre#fixture",
  "<script>alert(1)</script>",
  "=cmd|' /C calc'!A0",
  "${jndi:ldap://x}",
  "'; DROP TABLE incidents; --",
  "../../etc/passwd",
  "%00%0d%0a",
  "null",
  "я".repeat(20_000),
  "я".repeat(20_001),
  "x".repeat(70_000),
);

const text = fc.oneof(
  { weight: 3, arbitrary: troublesome },
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.string({ unit: "grapheme", maxLength: 300 }),
  fc.stringMatching(/^[а-яё ]{0,80}$/),
  fc.tuple(troublesome, fc.string({ maxLength: 10 })).map((parts) => parts.join("")),
);

/** Text as it comes out of a header (Latin-1, no controls) or out of an address, which holds no halves of characters. */
export const headerText = fc.stringMatching(/^[\x20-\x7e\x80-\xff]{0,220}$/);
export const addressText = text.map((value) => value.toWellFormed());

const number = fc.oneof(
  fc.constantFrom(
    0,
    -0,
    -1,
    1,
    90,
    180.0000001,
    1e-320,
    1e308,
    2 ** 31,
    2 ** 53,
    -(2 ** 53),
    4_102_444_800,
    4_102_444_801,
  ),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const moment = fc.oneof(
  fc.constantFrom(
    "1969-12-31T23:59:59Z",
    "1970-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999999Z",
    "2026-02-30T00:00:00Z",
    "2026-03-02T09:00+03:00",
    "2026-03-02T23:59:60Z",
    "+275760-09-13T00:00:00Z",
    "2026-03-02T09:00:00-00:00",
  ),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);

const deep = fc
  .integer({ min: 1, max: 3_000 })
  .map((levels) => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`));

export const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: text },
  { weight: 2, arbitrary: number },
  moment,
  fc.constantFrom(null, true, false, {}, [], [[]]),
  fc.jsonValue({ maxDepth: 3 }),
  { weight: 1, arbitrary: deep },
);

/** Deeper than any sample. */
const DEEPEST_EDIT = 8;

const pathsOf = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] => [
  path,
  ...(typeof value === "object" && value !== null && path.length < DEEPEST_EDIT
    ? Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))
    : []),
];

interface Edit {
  readonly place: number;
  readonly put: unknown;
  readonly how: "replace" | "remove" | "add";
  readonly name: string;
}

const edited = (value: unknown, path: readonly string[], edit: Edit): unknown => {
  const [key, ...rest] = path;
  if (key === undefined) {
    if (edit.how === "add" && typeof value === "object" && value !== null && !Array.isArray(value))
      return { ...value, [edit.name]: edit.put };
    return edit.put;
  }
  const entries = Object.entries({ ...Object(value) }).flatMap(([name, inner]): [string, unknown][] => {
    if (name !== key) return [[name, inner]];
    return edit.how === "remove" && rest.length === 0 ? [] : [[name, edited(inner, rest, edit)]];
  });
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
};

const name = fc.oneof(fc.constantFrom("__proto__", "constructor", "text", "id", "message", "warning", "author"), text);

const edit: fc.Arbitrary<Edit> = fc.record({
  place: fc.nat(10_000),
  put: anyValue,
  how: fc.constantFrom("replace" as const, "replace" as const, "remove" as const, "add" as const),
  name,
});

/** Makes something almost like a sample of it: up to three of its values replaced, removed or joined by another. */
export const alike: fc.Arbitrary<(sample: unknown) => unknown> = fc.array(edit, { maxLength: 3 }).map(
  (edits) => (sample: unknown) =>
    edits.reduce<unknown>((value, each) => {
      // The whole is left alone unless something is added to it: what replaces it is tried elsewhere.
      const paths = each.how === "add" ? pathsOf(value) : pathsOf(value).slice(1);
      return edited(value, paths[each.place % paths.length] ?? [], each);
    }, sample),
);

/** Something almost like the sample. */
export const almost = (sample: unknown): fc.Arbitrary<unknown> => alike.map((change) => change(sample));

/** The same as JSON, now and then with a member that would reach a prototype, or torn in its bytes. */
export const almostJson = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Buffer> =>
  fc
    .tuple(value, fc.constantFrom("", "", "", '"__proto__":{"text":"x"},'), fc.option(tear, { freq: 4 }))
    .map(([sample, member, torn]) => {
      const json = Buffer.from((JSON.stringify(sample) ?? "").replace(/^\{(?=")/, `{${member}`));
      return torn === null ? json : torn(json);
    });

/** Damage done to bytes: an end cut off (in the middle of a character, too), a byte flipped, bytes put in. */
const tear: fc.Arbitrary<(bytes: Buffer) => Buffer> = fc.oneof(
  fc.nat(100_000).map((at) => (bytes: Buffer) => bytes.subarray(0, at % (bytes.length + 1))),
  fc.tuple(fc.nat(100_000), fc.integer({ min: 1, max: 255 })).map(([at, mask]) => (bytes: Buffer) => {
    const torn = Buffer.from(bytes);
    if (torn.length > 0) torn[at % torn.length] = (torn[at % torn.length] ?? 0) ^ mask;
    return torn;
  }),
  fc.tuple(fc.nat(100_000), fc.uint8Array({ maxLength: 20 })).map(([at, more]) => (bytes: Buffer) => {
    const place = at % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, place), more, bytes.subarray(place)]);
  }),
);

/** Bytes that were never meant for anybody. */
export const rawBytes: fc.Arbitrary<Buffer> = fc.oneof(
  fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)),
  fc.integer({ min: 1, max: 100_000 }).map((levels) => Buffer.from("[".repeat(levels))),
  fc.integer({ min: 1, max: 50_000 }).map((levels) => Buffer.from('{"a":'.repeat(levels))),
  fc.integer({ min: 1, max: 100_000 }).map((digits) => Buffer.from("9".repeat(digits))),
  fc.constantFrom(0, 262_144, 262_145, 400_000).map((length) => Buffer.alloc(length, " ")),
);
