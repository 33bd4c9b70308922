import { maxSender } from "../doubles/platforms/max/sender.ts";
import { okSender } from "../doubles/platforms/ok/sender.ts";
import { telegramSender } from "../doubles/platforms/telegram/sender.ts";
import { commentKinds, vkSender } from "../doubles/platforms/vk/sender.ts";
import type { PlatformCall } from "../doubles/platforms/webhooks.ts";
import { GROUP } from "../fixtures/intake.ts";

const DATE = 1_773_122_400;
const AT = DATE * 1_000;

const vk = vkSender({ groupId: GROUP, secret: "present" });
const telegram = telegramSender({ secret: "telegram-present" });

const photos = [{ type: "photo", photo: { id: 5, owner_id: 1, sizes: [{ url: "https://p.example/s", width: 75 }] } }];
const images = [
  { type: "image", payload: { photo_id: 17, url: "https://i.example/17.jpg" } },
  { type: "location", latitude: 52.6, longitude: 39.6 },
];
const written = { mid: "mid.000000000adf429c019d47d58f2b3d9e", text: "Лифт стоит", at: AT };

/** One of everything that VK's Callback API sends and is read. */
export const vkCalls: readonly PlatformCall[] = [
  vk.message(12, "", {}, { attachments: photos, fwd_messages: [{ text: "Потоп" }] }),
  vk.edited(12, "Ямы", DATE + 30),
  {
    type: "wall_post_new",
    object: { id: 7, from_id: 5, owner_id: -GROUP, date: DATE, text: "Фонтан", warning: "old" },
  },
  ...commentKinds.flatMap((kind) => [
    vk.comment(kind, "new", { id: 9, text: "Яма", date: DATE }),
    vk.comment(kind, "edit", { id: 9, text: "Ямы", date: DATE }),
    vk.comment(kind, "restore", { id: 9, text: "Яма", date: DATE }),
    vk.deleted(kind, 9),
  ]),
].map((event) => vk.call(event));

interface Proofs {
  readonly ok: string;
  readonly max: string;
}

/** One of everything that Odnoklassniki and MAX send, under these proofs. */
export const callsUnder = (proofs: Proofs): readonly PlatformCall[] => {
  const ok = okSender({ path: proofs.ok });
  const max = maxSender({ secret: proofs.max });
  return [
    ok.call(
      ok.message(1, "Яма", { name: "Пример", attachments: [{ type: "IMAGE", payload: { url: "https://i.example" } }] }),
    ),
    ok.call(
      ok.message(2, "Яма", { old: true, attachments: [{ type: "LOCATION", payload: { latitude: 1, longitude: 2 } }] }),
    ),
    max.call(max.message("created", { ...written, attachments: images })),
    max.call(max.message("edited", { ...written, text: "Лифт поехал", at: AT + 5_000 })),
    max.call(max.comment("created", written)),
    max.call(max.removed("comment", written.mid, AT + 9_000)),
    max.call(max.bot("added", -5, AT)),
    max.call(max.bot("removed", -5, AT + 9_000)),
  ];
};

/** One of everything that the platforms send that prove themselves outside of the body. */
export const platformCalls: readonly PlatformCall[] = [
  ...callsUnder({ ok: "ok-present", max: "max-present" }),
  telegram.call(telegram.message({ id: 5, text: "Яма", date: DATE })),
  telegram.call(telegram.comment({ id: 12, text: "Ямы", date: DATE, editedAt: DATE + 9 })),
  telegram.call(
    telegram.message({ id: 6, date: DATE }, { media_group_id: "1", photo: [{ file_id: "a" }], caption: "Двор" }),
  ),
  telegram.call(telegram.message({ id: 7, date: DATE }, { location: { latitude: 52.6, longitude: 39.6 } })),
];
