import { describe, expect, it } from "vitest";
import { danglingNames } from "../../../shared/domain/centre/centre.ts";
import { duty, usualDuty } from "../../../shared/domain/centre/duty.ts";
import { type AlertedStage, whoGetsDigest, whoIsTold } from "../../../shared/domain/centre/who-is-told.ts";
import { fixtureCentre, MONDAY_NOON } from "../../fixtures/centre.ts";

const { authorities } = fixtureCentre();

const mail = (name: string) => ({ way: "mail", to: `${name}@example.org` }) as const;
const person = (id: string, further: Record<string, unknown> = {}) => ({ id, ways: [mail(id)], ...further });

const roster = (further: Record<string, unknown> = {}) =>
  duty.parse({
    people: ["olga", "roads", "mayor", "sergey", "hall"].map((id) => person(id)),
    operator: ["olga"],
    supervisor: ["sergey"],
    head: ["mayor"],
    authorities: { "road-service": ["roads"], administration: ["hall"] },
    ...further,
  });

const alert = (further: Partial<AlertedStage> = {}): AlertedStage => ({
  stage: "breached",
  authority: "road-service",
  urgent: false,
  ...further,
});

const MOSCOW = "Europe/Moscow";
const at = (time: string) => Date.parse(`${time}+03:00`);

const told = (of: ReturnType<typeof roster>, of_: AlertedStage, when = MONDAY_NOON, bodies = authorities) =>
  whoIsTold({ duty: of, authorities: bodies, zone: MOSCOW }, of_, when).map(({ to, notBefore }) => {
    const name = to.way === "mail" ? to.to.split("@")[0] : to.way;
    return notBefore === undefined ? name : `${name} from ${new Date(notBefore).toISOString()}`;
  });

describe("who is told of a deadline", () => {
  it("grows with its stage: the operator, the authority, the supervisor, the head", () => {
    const stages = ["warned-50", "warned-75", "warned-90", "breached", "escalated"] as const;
    expect(stages.map((stage) => told(roster(), alert({ stage })))).toEqual([
      ["olga"],
      ["olga", "roads"],
      ["olga", "roads"],
      ["olga", "roads", "sergey"],
      ["olga", "roads", "sergey", "mayor"],
    ]);
  });

  it("is as the centre says where it says so", () => {
    const own = roster({ stages: { "warned-50": ["head"], "warned-75": [] } });
    expect(told(own, alert({ stage: "warned-50" }))).toEqual(["mayor"]);
    expect(told(own, alert({ stage: "warned-90" }))).toEqual(["olga", "roads"]);
  });

  it("is whom the norm names for a rung of its escalation, before all else", () => {
    const own = roster({ stages: { escalated: ["operator"] } });
    expect(told(own, alert({ stage: "escalated", tells: ["supervisor", "head"] }))).toEqual(["sergey", "mayor"]);
  });

  it("is the nearest body above an authority that has nobody", () => {
    const own = roster({ authorities: { administration: ["hall"] } });
    expect(told(own, alert({ stage: "warned-75" }))).toEqual(["olga", "hall"]);
  });

  it("is the body above the first of two that have one id, as for whoever looks for it elsewhere", () => {
    const twice = [...authorities.authorities, { id: "road-service", name: "The same once more", parent: "utility" }];
    const own = roster({ authorities: { administration: ["hall"], utility: ["sergey"] } });
    const bodies = { ...authorities, authorities: twice };
    expect(told(own, alert({ stage: "warned-75" }), MONDAY_NOON, bodies)).toEqual(["olga", "hall"]);
  });

  it("is never nobody: the topic is told in the last resort, and of everything where there is no roster", () => {
    expect(told(roster({ stages: { breached: [] } }), alert())).toEqual(["topic"]);
    expect(told(roster({ operator: [] }), alert({ stage: "warned-50" }))).toEqual(["topic"]);
    expect(told(usualDuty, alert({ stage: "warned-50" }))).toEqual(["topic"]);
    expect(told(usualDuty, alert({ stage: "escalated" }))).toEqual(["topic"]);
  });

  it("is one address once, however many posts and people share it", () => {
    const chat = { way: "max", chat: "-77" };
    const own = roster({
      people: [
        { id: "olga", ways: [chat, mail("olga")] },
        { id: "sergey", ways: [chat] },
      ],
      authorities: {},
    });
    expect(told(own, alert())).toEqual(["max", "olga"]);
  });
});

describe("shifts", () => {
  const days = ["mon", "tue", "wed", "thu", "fri"];
  const own = roster({
    people: [
      person("day", { shifts: [{ days, from: "08:00", to: "20:00" }] }),
      person("night", { shifts: [{ days, from: "20:00", to: "08:00" }] }),
    ],
    operator: ["day", "night"],
    supervisor: [],
    head: [],
    authorities: {},
  });
  const onDuty = (time: string) => told(own, alert(), at(time));

  it("tell who is on duty, over midnight and to the minute", () => {
    expect(onDuty("2026-03-02T12:00:00")).toEqual(["day"]);
    expect(onDuty("2026-03-02T19:59:59")).toEqual(["day"]);
    expect(onDuty("2026-03-02T20:00:00")).toEqual(["night"]);
    expect(onDuty("2026-03-03T03:00:00")).toEqual(["night"]);
    expect(onDuty("2026-03-07T07:00:00")).toEqual(["night"]);
  });

  it("leave no gap: between two of them everyone of the post is told", () => {
    expect(onDuty("2026-03-07T12:00:00")).toEqual(["day", "night"]);
    expect(onDuty("2026-03-02T03:00:00")).toEqual(["day", "night"]);
  });

  it("are of the roster's own zone where it names one", () => {
    const east = { ...own, zone: "Asia/Yakutsk" };
    expect(told(east, alert(), at("2026-03-02T15:00:00"))).toEqual(["night"]);
  });
});

describe("quiet hours", () => {
  const own = roster({
    people: [
      person("olga"),
      person("sergey", { quiet: "none" }),
      person("roads", { quiet: { from: "18:00", to: "09:00" } }),
    ],
    head: [],
    authorities: { "road-service": ["roads"] },
    quiet: { from: "22:00", to: "07:00" },
  });

  it("hold back until they end, each person's own before the centre's", () => {
    expect(told(own, alert(), at("2026-03-02T23:30:00"))).toEqual([
      "olga from 2026-03-03T04:00:00.000Z",
      "roads from 2026-03-03T06:00:00.000Z",
      "sergey",
    ]);
    expect(told(own, alert(), at("2026-03-03T06:59:59"))[0]).toBe("olga from 2026-03-03T04:00:00.000Z");
    expect(told(own, alert(), at("2026-03-03T07:00:00"))[0]).toBe("olga");
  });

  it("are broken by what is urgent", () => {
    expect(told(own, alert({ urgent: true }), at("2026-03-02T23:30:00"))).toEqual(["olga", "roads", "sergey"]);
  });

  it("last the right time on a night that is an hour shorter", () => {
    const berlin = roster({ zone: "Europe/Berlin", quiet: { from: "22:00", to: "07:00" }, operator: ["olga"] });
    const warned = alert({ stage: "warned-50" });
    expect(told(berlin, warned, Date.parse("2026-03-28T22:30:00Z"))).toEqual(["olga from 2026-03-29T05:00:00.000Z"]);
  });
});

describe("a roster", () => {
  it("that names who is not in it is told where", () => {
    const own = roster({ operator: ["ghost"], authorities: { atlantis: ["roads"], "road-service": ["nobody"] } });
    expect(danglingNames({ ...fixtureCentre(), duty: own })).toEqual([
      'duty.json /operator: there is no person "ghost"',
      'duty.json /authorities/atlantis: there is no authority "atlantis"',
      'duty.json /authorities/road-service: there is no person "nobody"',
    ]);
  });

  it.each([
    ["a time that is none", { quiet: { from: "25:00", to: "07:00" } }],
    ["a zone that is none", { zone: "Europe/Atlantis" }],
    ["a day that is none", { people: [person("olga", { shifts: [{ days: ["day"], from: "08:00", to: "09:00" }] })] }],
    ["an address that is none", { people: [{ id: "olga", ways: [{ way: "mail", to: "olga" }] }] }],
    ["a person without a way", { people: [{ id: "olga", ways: [] }] }],
    ["a word that nobody knows", { quietHours: { from: "22:00", to: "07:00" } }],
  ])("is refused with %s", (_, wrong) => {
    expect(duty.safeParse({ ...roster(), ...wrong }).success).toBe(false);
  });

  it("sends the digest to operators and supervisors on shift, or to whom it says, or to nobody", () => {
    const gets = (further: Record<string, unknown>) =>
      whoGetsDigest({ duty: roster(further), authorities, zone: MOSCOW }, MONDAY_NOON);
    expect(gets({})).toEqual([mail("olga"), mail("sergey")]);
    expect(gets({ digest: { at: "07:45", to: ["head"] } })).toEqual([mail("mayor")]);
    expect(gets({ digest: "none" })).toEqual([]);
  });
});
