import * as fc from "fast-check";
import { formCall, open311Call, openPublicRoom } from "./public-doors.ts";
import { apiAsking, intakeRequest } from "./requests.ts";
import { openFuzzRoom } from "./room.ts";

/** Inputs to one room before a new one is opened, so that what it remembers does not grow. */
export const BATCH = 400;

/** One batch of requests to the doors, and as many to the desk and to each page that is open to everyone. Rejects with the seed and the smallest input that fails. */
export const fuzzBatch = async (seed: number): Promise<void> => {
  const room = openFuzzRoom();
  const runs = { seed, numRuns: BATCH / 2, endOnFailure: false };
  await fc.assert(
    fc.asyncProperty(intakeRequest, async (request) => {
      await room.knock(request);
    }),
    runs,
  );
  await fc.assert(
    fc.asyncProperty(apiAsking(room.ids()), async (request) => {
      await room.ask(request);
    }),
    runs,
  );
  const everyone = openPublicRoom();
  await fc.assert(fc.asyncProperty(open311Call, everyone.report), runs);
  await fc.assert(fc.asyncProperty(formCall, everyone.write), runs);
};
