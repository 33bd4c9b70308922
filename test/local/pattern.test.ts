import { describe, expect, it } from "vitest";
import { InvalidPattern } from "../../local/bus/matchers.ts";
import { compilePattern } from "../../local/bus/pattern.ts";

const event = {
  source: "otklik",
  "detail-type": "DeadlineBreached",
  detail: {
    stage: "breached",
    late: false,
    number: 300,
    nothing: null,
    empty: [],
    address: "10.0.0.17",
    six: "2001:db8::17",
    path: "dir/a*b/photo.JPG",
    tags: ["roads", "snow"],
    clocks: [
      { kind: "answer", stage: "met" },
      { kind: "reaction", stage: "breached" },
    ],
  },
};

describe("event patterns", () => {
  it.each([
    { source: ["otklik"], "detail-type": ["DeadlineBreached", "DeadlineEscalated"] },
    { detail: { late: [false], number: [300.0], nothing: [null] } },
    { detail: { tags: ["snow"] } },
    { detail: { stage: [{ prefix: "bre" }], path: [{ suffix: { "equals-ignore-case": ".jpg" } }] } },
    { detail: { stage: [{ "equals-ignore-case": "BREACHED" }, { prefix: { "equals-ignore-case": "X" } }] } },
    { detail: { stage: [{ "anything-but": ["met", "cancelled"] }], number: [{ "anything-but": [1, 2] }] } },
    { detail: { stage: [{ "anything-but": { suffix: ["x", "y"] } }] } },
    { detail: { stage: [{ "anything-but": { wildcard: "war*" } }] } },
    { detail: { stage: [{ "anything-but": { "equals-ignore-case": ["MET"] } }] } },
    { detail: { path: [{ wildcard: "dir/a\\*b/*.JPG" }] } },
    { detail: { number: [{ numeric: ["=", 300] }, { numeric: [">", 1000] }] } },
    { detail: { address: [{ cidr: "10.0.0.0/24" }], six: [{ cidr: "2001:db8::/32" }] } },
    { detail: { nothing: [{ exists: true }], empty: [{ exists: false }], absent: { deep: [{ exists: false }] } } },
    { detail: { clocks: [{ exists: false }] } },
    { detail: { clocks: { kind: ["reaction"], stage: ["breached"] } } },
    { $or: [{ source: ["elsewhere"] }, { detail: { stage: ["breached"] } }] },
    { detail: { late: [false], $or: [{ number: [1] }, { number: [{ numeric: ["<=", 300] }] }] } },
  ])("match: %j", (pattern) => {
    expect(compilePattern(pattern)(event)).toBe(true);
  });

  it.each([
    { source: ["Otklik"] },
    { detail: { number: ["300"], late: ["false"] } },
    { detail: { nothing: [""] } },
    { detail: { absent: [{ "anything-but": "x" }] } },
    { detail: { stage: [{ "anything-but": { prefix: "bre" } }] } },
    { detail: { clocks: { kind: ["answer"], stage: ["breached"] } } },
    { detail: { clocks: [{ exists: true }] } },
    { detail: { path: [{ wildcard: "dir/a*b" }] } },
    { detail: { stage: [{ numeric: [">", 0] }], address: [{ cidr: "10.0.1.0/24" }] } },
    { detail: { stage: [{ cidr: "10.0.0.0/8" }] } },
    { $or: [{ source: ["elsewhere"] }, { detail: { stage: ["met"] } }] },
  ])("do not match: %j", (pattern) => {
    expect(compilePattern(pattern)(event)).toBe(false);
  });

  it.each([
    { source: "otklik" },
    { source: [] },
    { source: [{ prefix: 3 }] },
    { source: [{ prefix: "a", suffix: "b" }] },
    { source: [{ like: "a" }] },
    { source: [{ wildcard: "a**b" }] },
    { source: [{ numeric: [">"] }] },
    { source: [{ "anything-but": { exists: true } }] },
    { source: [{ cidr: "10.0.0.0/40" }] },
    { $or: [{ source: ["a"] }] },
  ])("are refused when EventBridge would refuse them: %j", (pattern) => {
    expect(() => compilePattern(pattern)).toThrow(InvalidPattern);
  });
});
