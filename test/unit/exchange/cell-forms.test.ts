import { describe, expect, test } from "vitest";
import { messageUrl } from "../../../shared/domain/signal/message-url.ts";
import { DAY, HOUR, SECOND } from "../../../shared/domain/time/instant.ts";
import { readDuration, readTime } from "../../../shared/exchange/cell-forms.ts";
import { messageAddress } from "../../../shared/exchange/im/message-address.ts";
import { wallClockOf } from "../../../shared/exchange/wall-clock.ts";
import { fixtureCentre } from "../../fixtures/centre.ts";

const wall = wallClockOf(fixtureCentre());

describe("the forms of cells", () => {
  test.each([
    ["2025-12-24 20:06:02", "2025-12-24T20:06:02+03:00"],
    ["24.12.2025 20:06", "2025-12-24T20:06:00+03:00"],
    ["2025-12-24T20:06:02.000Z", "2025-12-24T20:06:02+03:00"],
  ])("%s is a moment of the centre's wall clock", (cell, moment) => {
    expect(readTime(cell, wall)).toBe(Date.parse(moment));
  });

  test.each(["2025-02-30 10:00:00", "2025-12-24 24:00:00", "вчера", "45000.5"])("%s is no moment", (cell) => {
    expect(readTime(cell, wall)).toBeUndefined();
  });

  test.each([
    ["0.25", 6 * HOUR],
    ["0,25", 6 * HOUR],
    [String(SECOND / DAY), SECOND],
    [String(0.001 / 86_400), 1],
    ["11 days 12:10:25.217000", 11 * 24 * HOUR + 12 * HOUR + 10 * 60 * SECOND + 25_217],
    ["1 day, 2:00:00", 26 * HOUR],
    ["00:45:00", 0.75 * HOUR],
    ["-1 days +23:00:00", -HOUR],
  ])("%s is a duration", (cell, milliseconds) => {
    expect(readDuration(cell)).toBe(milliseconds);
  });

  test.each(["", "-", "два дня", "12:99:00"])("%j is no duration", (cell) => {
    expect(readDuration(cell)).toBeUndefined();
  });
});

describe("the address of a message", () => {
  test.each([
    ["https://vk.com/wall-123_77?reply=501", "vk", "123", "wall_reply:-123:501"],
    ["vk.com/wall-123_77?w=1&reply=501&thread=400", "vk", "123", "wall_reply:-123:501"],
    ["https://m.vk.com/wall-123_77", "vk", "123", "wall_post:-123:77"],
    ["https://ok.ru/group/55/topic/66#c7", "ok", "55", "topic:66:c7"],
    ["https://telegram.me/town_talk/5?comment=6", "telegram", "town_talk", "post:5:6"],
    ["https://vk.com/wall123_77", "vk", "im", "10000001"],
    ["", "partner", "im", "10000001"],
  ])("%s is known by its channel's own names, else by the row's", (url, channel, source, identity) => {
    expect(messageAddress(url, "10000001")).toMatchObject({ channel, source, identity });
  });

  test.each([
    "https://vk.com/wall-123_77?reply=501",
    "https://vk.com/wall-123_77",
    "https://ok.ru/group/55/topic/66#MTM5OjE=",
    "https://ok.ru/group/55/topic/66",
  ])("%s is written as it was read", (url) => {
    expect(messageUrl(messageAddress(url, "10000001"))).toBe(url);
  });
});
