import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePattern } from "../../local/bus/pattern.ts";

const field = (rule: unknown) => compilePattern({ detail: { field: rule } });
const event = (value: unknown) => ({ detail: { field: value } });
const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));

describe("event patterns", () => {
  it("find a value wherever it stands in an array", () => {
    fc.assert(
      fc.property(fc.array(scalar), scalar, fc.array(scalar), (before, wanted, after) => {
        expect(field([wanted])(event([...before, wanted, ...after]))).toBe(true);
      }),
    );
  });

  it("match a string by any wildcard made of its own parts", () => {
    const escaped = (part: string) => part.replaceAll("\\", "\\\\").replaceAll("*", "\\*");
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), fc.string(), (parts, gap) => {
        const wildcard = parts.map(escaped).join("*");
        expect(field([{ wildcard }])(event(parts.join(gap)))).toBe(true);
      }),
    );
  });

  it("say of every string either that it has the prefix or that it is anything but", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ maxLength: 2 }), (value, prefix) => {
        const has = field([{ prefix }])(event(value));
        expect(has).toBe(value.startsWith(prefix));
        expect(field([{ "anything-but": { prefix } }])(event(value))).toBe(!has);
      }),
    );
  });

  it("take a numeric range for what lies in it", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.integer(), (value, low, high) => {
        expect(field([{ numeric: [">", low, "<=", high] }])(event(value))).toBe(value > low && value <= high);
      }),
    );
  });
});
