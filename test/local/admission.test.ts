import { describe, expect, test } from "vitest";
import { createRateLimiter, sourceOf } from "../../shared/platform/rate-limit.ts";
import { gatewayWith } from "./gateway-with.ts";

/** A limiter on a clock that a test moves, in seconds. */
function limiterAt(perSecond: number, burst: number, mostSources = 10) {
  let seconds = 0;
  const take = createRateLimiter({ perSecond, burst }, { mostSources, uptime: () => seconds * 1_000 });
  return { take, passAfter: (more: number) => (seconds += more) };
}

describe("a source that asks too often", () => {
  test("is refused after its burst, told when to come again, and let in then", () => {
    const { take, passAfter } = limiterAt(0.5, 3);
    expect([take("a"), take("a"), take("a")]).toEqual([0, 0, 0]);
    expect(take("a")).toBe(2);
    passAfter(2);
    expect([take("a"), take("a")]).toEqual([0, 2]);
  });

  test("takes nothing from another", () => {
    const { take } = limiterAt(1, 1);
    expect([take("a"), take("b"), take("a")]).toEqual([0, 0, 1]);
  });

  test("gathers no more than its burst while it is quiet", () => {
    const { take, passAfter } = limiterAt(100, 2);
    passAfter(3_600);
    expect([take("a"), take("a"), take("a")]).toEqual([0, 0, 1]);
  });

  test("is one of so many that are remembered: the one that was quiet longest is forgotten", () => {
    const { take } = limiterAt(1, 1, 2);
    expect([take("a"), take("b"), take("a"), take("c")]).toEqual([0, 0, 1, 0]);
    expect([take("a"), take("b")]).toEqual([1, 0]);
  });

  test("cannot hide in the addresses of its own network", () => {
    expect(sourceOf("2001:db8:1:2:aaaa::1")).toBe(sourceOf("2001:db8:1:2::7"));
    expect(sourceOf("2001:db8:1:3::7")).not.toBe(sourceOf("2001:db8:1:2::7"));
    expect(sourceOf("203.0.113.7")).toBe("203.0.113.7");
  });
});

describe("the gateway", () => {
  const hook = (address: string, from?: string) =>
    fetch(`${address}/webhooks/vk`, {
      method: "POST",
      headers: from === undefined ? {} : { "x-forwarded-for": from },
      body: "{}",
    });
  const proxied = { trustedProxies: 1, rate: { perSecond: 1, burst: 2 } };

  test("refuses an address over its rate with a problem and Retry-After, and calls no function", async () => {
    const { address, calls } = await gatewayWith(proxied);
    const answers = [await hook(address, "203.0.113.7"), await hook(address, "203.0.113.7")];
    const refused = await hook(address, "203.0.113.7");
    expect([...answers, refused, await hook(address, "203.0.113.8")].map(({ status }) => status)).toEqual([
      200, 200, 429, 200,
    ]);
    expect([refused.headers.get("content-type"), refused.headers.get("retry-after")]).toEqual([
      "application/problem+json",
      "1",
    ]);
    expect(await refused.json()).toMatchObject({ status: 429, title: "Too many requests" });
    expect(calls).toHaveLength(3);
  });

  test("believes nobody about an address when no proxy is trusted", async () => {
    const { address } = await gatewayWith({ ...proxied, trustedProxies: 0 });
    const answers = await Promise.all(["1.1.1.1", "2.2.2.2", "3.3.3.3"].map((from) => hook(address, from)));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
  });

  test("counts what leads nowhere, too", async () => {
    const { address } = await gatewayWith(proxied);
    const lost = () => fetch(`${address}/nothing`, { headers: { "x-forwarded-for": "203.0.113.7" } });
    expect([await lost(), await lost(), await lost()].map(({ status }) => status)).toEqual([404, 404, 429]);
  });

  test("does not limit who asks on the machine itself", async () => {
    const { address } = await gatewayWith(proxied);
    expect([await hook(address), await hook(address), await hook(address)].map(({ status }) => status)).toEqual([
      200, 200, 200,
    ]);
  });

  test("takes a thousand calls that a platform has kept, at once, by the usual settings", async () => {
    const { address, calls } = await gatewayWith({ trustedProxies: 1, rate: { perSecond: 200, burst: 2_000 } });
    const burst = Array.from({ length: 1_000 }, () => hook(address, "87.240.190.1"));
    expect(new Set((await Promise.all(burst)).map(({ status }) => status))).toEqual(new Set([200]));
    expect(calls).toHaveLength(1_000);
  });

  test("throttles each route as the template says, in API Gateway's words", async () => {
    const { address } = await gatewayWith({ throttle: { perSecond: 1, burst: 1 } });
    expect((await hook(address)).status).toBe(200);
    const throttled = await hook(address);
    expect([throttled.status, await throttled.json()]).toEqual([
      429,
      expect.objectContaining({ title: "Too many requests" }),
    ]);
    expect((await fetch(`${address}/any`)).status).toBe(200);
  });

  test("gives a route of its own settings no more than those", async () => {
    const narrow = { key: "GET /narrow", functionName: "narrow", throttle: { perSecond: 1, burst: 2 } };
    const wide = { key: "GET /wide", functionName: "wide" };
    const { address } = await gatewayWith({ routes: [narrow, wide], throttle: { perSecond: 1, burst: 3 } });
    const statuses = async (path: string) => {
      const found: number[] = [];
      for (let call = 0; call < 4; call += 1) found.push((await fetch(`${address}${path}`)).status);
      return found;
    };
    expect(await statuses("/narrow")).toEqual([200, 200, 429, 429]);
    expect(await statuses("/wide")).toEqual([200, 200, 200, 429]);
  });
});
