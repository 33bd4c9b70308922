import { expect, test } from "vitest";
import { resealing } from "../../local/move/reseal.ts";
import { type Holds, holds } from "../../shared/contracts/sealing-context.ts";
import { openDialogue, sealDialogue } from "../../shared/platform/sealed-dialogue.ts";
import { openIdentity, sealIdentity } from "../../shared/platform/sealed-identity.ts";
import { envelopeSealer } from "../../shared/platform/sealing.ts";
import { memoryKeys } from "../doubles/memory-keys.ts";

/** A keeper that opens a data key only as what it was made for. */
const keeper = () => {
  const kept = { [holds.person]: memoryKeys(), [holds.dialogues]: memoryKeys() };
  const sealer = (what: Holds) => envelopeSealer(kept[what], () => 0);
  return { kept, person: sealer(holds.person), dialogues: sealer(holds.dialogues) };
};

test("who a citizen is and by which name they are asked for open where they are moved to, each as what it is", async () => {
  const [here, there] = [keeper(), keeper()];
  const plain = new Map<string, Uint8Array>();
  const change = resealing((what) => ({
    open: (encrypted) => here.kept[what].decrypt(encrypted),
    // The keeper there closes what it is given; this one makes keys alone, and remembers which stands for which.
    close: async (opened) => {
      const made = await there.kept[what].generate();
      plain.set(Buffer.from(made.encrypted).toString("hex"), opened);
      return made.encrypted;
    },
  }));
  const who = { id: "7", name: "Устинья Выдуманная", centre: "fixture", channel: "max", source: "0" };
  const before = {
    pk: { S: "pseudonym" },
    sealed: { B: await sealIdentity(here.person, "pseudonym", who) },
    dialogue: { B: await sealDialogue(here.dialogues, "pseudonym", "70880099") },
    heardAt: { N: "7" },
  };
  const { sealed, dialogue, ...rest } = await change(before);
  expect(rest).toEqual({ pk: before.pk, heardAt: before.heardAt });
  const opening = envelopeSealer(
    {
      generate: () => Promise.reject(new Error("nothing is sealed here")),
      decrypt: async (encrypted) => plain.get(Buffer.from(encrypted).toString("hex")) ?? Buffer.alloc(32),
    },
    () => 0,
  );
  expect(await openIdentity(opening, "pseudonym", sealed?.B ?? Buffer.alloc(0))).toEqual(who);
  expect(await openDialogue(opening, "pseudonym", dialogue?.B ?? Buffer.alloc(0))).toBe("70880099");
});
