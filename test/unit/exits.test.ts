import { describe, expect, test } from "vitest";
import { addressNotices } from "../../functions/deliver/address-notices.ts";
import { requestView } from "../../functions/open311/request-view.ts";
import { showWidget } from "../../functions/widgets/show-widget.ts";
import { dangerEvent } from "../../shared/contracts/events.ts";
import { incidentEvents } from "../../shared/contracts/events-of.ts";
import { MINUTE } from "../../shared/domain/time/instant.ts";
import { writeNotice } from "../../shared/texts/notice-text.ts";
import { memoryQueue } from "../doubles/memory-queue.ts";
import { openApiRoom, staff } from "../fixtures/api.ts";
import { fixtureCentre, fixtureSignal, MONDAY_NOON, openedBy } from "../fixtures/centre.ts";

const PHONE = "8 900 555-01-93";
const NAME = "Сидоровой Марии Петровне";
const PLANTED = /555-01-93|Сидоров|Петровн/;
const planted = `Пахнет газом! Позвоните ${NAME}, ${PHONE}.`;

/** An incident that has a phone and a name wherever people can write any: message, address, file, reasons, replies. */
const openRoom = async () => {
  const room = openApiRoom();
  const signal = fixtureSignal({
    text: planted,
    place: { address: `Зелёная, 5 (${NAME}, ${PHONE})` },
    attachments: [{ kind: "file", id: "f1", name: `${NAME} ${PHONE}.pdf` }],
  });
  await room.incidents.open({ ...openedBy(signal, fixtureCentre()), public: true });
  const give = async (command: string, body: unknown) => {
    const { version } = (await room.incidents.read(signal.id)) ?? {};
    const answer = await room.command(signal.id, command, { ifMatch: `"${version}"`, body, as: staff("supervisor") });
    expect(answer.statusCode, command).toBe(200);
  };
  await give("assign", { authority: "road-service", why: `Просила ${NAME}, ${PHONE}` });
  await give("answer", { text: `${NAME}, мастер позвонит: ${PHONE}` });
  room.clock.advance(MINUTE);
  const incident = await room.incidents.read(signal.id);
  if (incident === undefined) throw new Error("The incident is there.");
  expect(JSON.stringify(incident)).toMatch(PLANTED);
  return { ...room, incident, give };
};

describe("a phone and a name in a message, an address, a file, a reason and a reply", () => {
  test("are read by who has to answer", async () => {
    const { read, incident } = await openRoom();
    const { signals, history } = JSON.parse((await read(incident.id)).body ?? "");
    expect(signals[0].text).toBe(planted);
    expect(signals[0].attachments[0].name).toMatch(PLANTED);
    expect(history[1].why).toMatch(PLANTED);
  });

  test.each(["head", "auditor"] as const)("are masked for the role %s", async (role) => {
    const { read, list, clocks, incident } = await openRoom();
    const answers = [
      await read(incident.id, staff(role)),
      await list({}, staff(role)),
      await clocks(incident.id, staff(role)),
    ];
    for (const { statusCode, body } of answers) {
      expect(statusCode).toBe(200);
      expect(body).not.toMatch(PLANTED);
    }
    expect(answers[0]?.body).toContain("[телефон]");
  });

  test("are masked where everyone reads", async () => {
    const { incident } = await openRoom();
    const shown = JSON.stringify(requestView({ home: { kind: "incident", incident }, incident }, fixtureCentre()));
    expect(shown).toContain("[телефон]");
    expect(shown).not.toMatch(PLANTED);
  });

  test("are in no event, and in nothing that people on duty are told", async () => {
    const { incident } = await openRoom();
    const events = incidentEvents(incident, 0);
    expect(events.map(({ type }) => type)).toContain("IncidentOpened");
    expect(JSON.stringify(events)).not.toMatch(PLANTED);
    const [opened] = events;
    const { id, time, data } = opened ?? {};
    const danger = dangerEvent.parse({ "detail-type": "IncidentOpened", detail: { id, time, schemaVersion: 1, data } });
    const notices = addressNotices([danger], "fixture", fixtureCentre(), MONDAY_NOON);
    expect(notices).toHaveLength(1);
    const written = notices.map((notice) => [notice, writeNotice(notice, "https://otklik.example.org")]);
    expect(JSON.stringify(written)).not.toMatch(PLANTED);
  });

  test("are on no dashboard", async () => {
    const { incidents, table, clock, incident } = await openRoom();
    const queue = memoryQueue(table);
    const show = showWidget({ incidents, queue, centre: async () => fixtureCentre(), now: clock.now });
    for (const asked of [{ widget: "now" }, { widget: "late" }, { widget: "incident", id: incident.id }]) {
      const markup = JSON.stringify(await show({ ...asked, centre: "fixture" }, "arn"));
      const read = markup.replace(/&#([0-9]+);/g, (_, code: string) => String.fromCharCode(Number(code)));
      expect(read, asked.widget).not.toMatch(PLANTED);
    }
  });
});
