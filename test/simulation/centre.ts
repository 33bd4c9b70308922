import type { Centre } from "../../shared/domain/centre/centre.ts";
import { type Address, addressKey, duty } from "../../shared/domain/centre/duty.ts";
import { centreNorms } from "../../shared/domain/clock/norm.ts";
import { fixtureCentre } from "../fixtures/centre.ts";
import type { Settings } from "./settings.ts";

const addresses: readonly Address[] = [
  { way: "mail", to: "olga@example.org" },
  { way: "webhook", endpoint: "desk" },
];

/** Who is told of every alert, each once. */
export const addressesTold: readonly string[] = addresses.map(addressKey);

const roster = duty.parse({
  people: addresses.map((address, index) => ({ id: `person-${index}`, ways: [address] })),
  operator: ["person-0", "person-1"],
});

const norms = {
  usual: {
    norms: [
      { clock: "reaction", duration: "3h" },
      { clock: "answer", duration: "9wh" },
      { clock: "answer", duration: "4wh", urgent: true },
      { clock: "final", duration: "2wd" },
      { clock: "statutory", duration: "5d" },
    ],
    escalateAfter: ["1wd", "4h"],
    silence: { after: "30h", outcome: "resumes" },
  },
  // In hours of the clock, so that everything is over within an afternoon.
  short: {
    norms: [
      { clock: "reaction", duration: "1h" },
      { clock: "answer", duration: "2h" },
      { clock: "final", duration: "1h" },
      { clock: "statutory", duration: "2h" },
    ],
    escalateAfter: ["1h", "1h"],
    silence: { after: "1h", outcome: "resumes" },
  },
} as const;

const amendments = {
  usual: { answer: "11wh", silence: { after: "20h", outcome: "closes" } },
  short: { answer: "1h", silence: { after: "1h", outcome: "closes" } },
} as const;

/** The simulated centre, before or after it has changed its norms. */
export const simulatedCentre = (pace: Settings["norms"], amended: boolean): Centre => {
  const before = norms[pace];
  const { answer, silence } = amendments[pace];
  const after = {
    ...before,
    norms: before.norms.map((norm) => (norm.clock === "answer" ? { ...norm, duration: answer } : norm)),
    onReopening: "continues",
    silence,
  };
  return { ...fixtureCentre(), norms: centreNorms.parse(amended ? after : before), duty: roster };
};
