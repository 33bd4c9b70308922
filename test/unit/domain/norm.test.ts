import { describe, expect, it } from "vitest";
import {
  centreNorms,
  duration,
  type Norm,
  normFor,
  parseDuration,
  termsFor,
} from "../../../shared/domain/clock/norm.ts";
import { exampleCentre } from "../../../shared/reference/example-centre.ts";

const { norms } = exampleCentre().norms;
const matter = { channel: "vk", group: "roads", topic: "road-snow", urgent: false };

describe("a duration", () => {
  it.each([
    ["4h", 4, "h"],
    ["9wh", 9, "wh"],
    ["7wd", 7, "wd"],
    ["30d", 30, "d"],
  ])("%s is %i %s", (text, amount, unit) => {
    expect(duration.safeParse(text).success).toBe(true);
    expect(parseDuration(text)).toEqual({ amount, unit });
  });

  it.each(["", "9", "0h", "-1d", "1.5h", "9 wh", "9WH", "12345h", "1w", "1h "])("is not %j", (text) => {
    expect(duration.safeParse(text).success).toBe(false);
    expect(() => parseDuration(text)).toThrow(`"${text}" is not a duration`);
  });
});

describe("the norm of a clock", () => {
  it("is the centre's: three hours to react, nine working hours to answer, four when it is urgent", () => {
    expect(normFor(norms, "reaction", matter)?.duration).toBe("3h");
    expect(normFor(norms, "answer", matter)?.duration).toBe("9wh");
    expect(normFor(norms, "answer", { ...matter, urgent: true })?.duration).toBe("4wh");
    expect(normFor(norms, "final", matter)?.duration).toBe("7wd");
    expect(normFor(norms, "statutory", matter)?.duration).toBe("30d");
  });

  it("is the most specific one, and of equals the first", () => {
    const rules: Norm[] = [
      { clock: "answer", duration: "1d" },
      { clock: "answer", duration: "2d", channel: "vk" },
      { clock: "answer", duration: "3d", group: "roads" },
      { clock: "answer", duration: "4d", group: "roads" },
      { clock: "answer", duration: "5d", urgent: true },
      { clock: "answer", duration: "6d", topic: "road-signs" },
      { clock: "reaction", duration: "7d", topic: "road-snow" },
    ];
    const days = (of: Partial<typeof matter>) => normFor(rules, "answer", { ...matter, ...of })?.duration;
    expect(days({ channel: "ok", group: "yards" })).toBe("1d");
    expect(days({ group: "yards" })).toBe("2d");
    expect(days({})).toBe("3d");
    expect(days({ urgent: true })).toBe("5d");
    expect(days({ urgent: true, topic: "road-signs" })).toBe("6d");
  });

  it("is none where the centre sets none", () => {
    expect(normFor([{ clock: "answer", duration: "9wh", channel: "pos" }], "answer", matter)).toBeUndefined();
  });
});

describe("the ladder of an escalation", () => {
  const answer = { clock: "answer", duration: "9wh" };
  const ladder = (escalateAfter: unknown, own: Record<string, unknown> = {}) =>
    termsFor(centreNorms.parse({ norms: [{ ...answer, ...own }], escalateAfter }), "answer", matter)?.ladder;

  it("is one working day after the breach where the centre says nothing", () => {
    expect(ladder(undefined)).toEqual([{ after: "1wd" }]);
    expect(exampleCentre().norms.escalateAfter).toBe("1wd");
  });

  it("is one rung where the centre says one duration", () => {
    expect(ladder("1wd")).toEqual([{ after: "1wd" }]);
  });

  it("is a row of rungs, each with whom it tells; a norm may have its own", () => {
    const rungs = [
      { after: "1wh", tells: ["supervisor"] },
      { after: "1wd", tells: ["head"] },
    ];
    expect(ladder(rungs)).toEqual(rungs);
    expect(ladder(["1wh", "2wd"])).toEqual([{ after: "1wh" }, { after: "2wd" }]);
    expect(ladder("1wd", { escalateAfter: rungs })).toEqual(rungs);
  });

  it.each([[[]], [["1wd", "1wd", "1wd", "1wd", "1wd", "1wd"]], [[{ after: "1wd", tells: ["mayor"] }]], ["soon"]])(
    "is not %j",
    (escalateAfter) => {
      const parsed = centreNorms.safeParse({ norms: [answer], escalateAfter });
      expect(parsed.error?.issues.map(({ path }) => path)).toEqual([["escalateAfter"]]);
    },
  );
});
