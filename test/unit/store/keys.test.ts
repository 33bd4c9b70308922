import * as fc from "fast-check";
import { expect, test } from "vitest";
import { acceptedKey } from "../../../shared/store/keys.ts";

test("no partner can reach another's keys, whatever its name and whatever it sends", () => {
  const word = fc.stringMatching(/^[ab#%23]{1,6}$/);
  const pair = fc.tuple(word, word);
  fc.assert(
    fc.property(pair, pair, (one, other) => {
      fc.pre(one.join("\n") !== other.join("\n"));
      expect(acceptedKey(...one)).not.toBe(acceptedKey(...other));
    }),
  );
  expect(acceptedKey("portal", "1#2")).toBe("accepted#portal#1#2");
});
