import type { PlatformAnswer } from "../platform-server.ts";

/** Who asks: VK lets a community's own token look at no wall. */
export type Asker = "community" | "user" | "service";

export const said = (response: unknown): PlatformAnswer => ({ status: 200, json: { response } });

export const refuse = (error_code: number): PlatformAnswer => ({
  status: 200,
  json: { error: { error_code, error_msg: "refused" } },
});

export const page = (all: readonly unknown[], given: URLSearchParams, most: number): PlatformAnswer => {
  const [offset, count] = [Number(given.get("offset") ?? 0), Math.min(Number(given.get("count") ?? 20), most)];
  return said({ count: all.length, items: all.slice(offset, offset + count) });
};
