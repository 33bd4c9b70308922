import type { Collector } from "../../shared/channels/collector.ts";
import { vkCollector } from "../../shared/channels/vk/collector.ts";
import type { Secrets } from "../../shared/contracts/secrets.ts";

export interface CollectSettings {
  /** Where platforms call, as far as they can. */
  readonly publicUrl: string;
}

/** Every source whose platform may be asked. */
export const collectorsOf = ({ vk }: Secrets, { publicUrl }: CollectSettings): readonly Collector[] =>
  vk.flatMap((community) => vkCollector(community, publicUrl) ?? []);
