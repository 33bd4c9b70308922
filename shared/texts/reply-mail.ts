import type { Language } from "./preferred-language.ts";

/** What stands around a reply that goes to a citizen by mail. */
export interface ReplyMailTexts {
  subject(number: string): string;
  body(reply: string, number: string, centre: string): string;
}

const ru: ReplyMailTexts = {
  subject: (number) => `О вашем сообщении ${number}`,
  body: (reply, number, centre) =>
    `Здравствуйте!\n\n${reply}\n\n—\n${centre}\nНомер вашего сообщения: ${number}. Если хотите что-то добавить, напишите новое сообщение и укажите этот номер.\n`,
};

const en: ReplyMailTexts = {
  subject: (number) => `About your message ${number}`,
  body: (reply, number, centre) =>
    `Hello!\n\n${reply}\n\n—\n${centre}\nThe number of your message: ${number}. If you want to add something, write a new message and name this number.\n`,
};

export const replyMailTexts: Readonly<Record<Language, ReplyMailTexts>> = { ru, en };
