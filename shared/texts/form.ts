/** The fields of the public form that can be wrong. */
export type FormField = "text" | "address" | "name" | "contact" | "consent" | "captcha";

/** What citizens read on the public form and after it. */
export interface FormTexts {
  readonly title: string;
  readonly lead: string;
  readonly labels: Readonly<Record<Exclude<FormField, "consent" | "captcha">, string>>;
  readonly hints: Readonly<Record<Exclude<FormField, "consent" | "captcha">, string>>;
  readonly optional: string;
  readonly locate: string;
  readonly located: string;
  readonly notLocated: string;
  readonly policy: string;
  readonly send: string;
  readonly otherLanguage: string;
  readonly leaveEmpty: string;
  readonly noScript: string;
  readonly wrong: string;
  readonly faults: {
    readonly text: string;
    readonly consent: string;
    readonly captcha: string;
    readonly tooLong: (most: number) => string;
  };
  readonly expired: string;
  readonly unreadable: string;
  readonly tooOften: string;
  readonly unavailable: string;
  readonly noCentre: string;
  readonly thanks: string;
  readonly number: string;
  readonly next: readonly string[];
  readonly again: string;
}

const ru: FormTexts = {
  title: "Сообщить о проблеме",
  lead: "Напишите, что случилось и где. Сообщение получит ответственная служба, срок ответа будет под контролем.",
  labels: { text: "Что случилось", address: "Где это", name: "Как к вам обращаться", contact: "Как с вами связаться" },
  hints: {
    text: "Опишите своими словами. Не указывайте паспортные данные.",
    address: "Улица и дом или ориентир.",
    name: "Имя увидят только те, кто готовит ответ.",
    contact: "Телефон или почта: без них ответить вам лично не получится.",
  },
  optional: "необязательно",
  locate: "Указать, где я сейчас",
  located: "Место на карте добавлено.",
  notLocated: "Место определить не удалось. Напишите адрес.",
  policy: "Как обрабатываются персональные данные",
  send: "Отправить",
  otherLanguage: "English",
  leaveEmpty: "Оставьте это поле пустым",
  noScript: "Для проверки, что вы не робот, включите JavaScript.",
  wrong: "Сообщение ещё не отправлено. Исправьте, пожалуйста:",
  faults: {
    text: "Напишите, что случилось.",
    consent: "Без согласия на обработку данных принять сообщение нельзя.",
    captcha: "Подтвердите, что вы не робот.",
    tooLong: (most) => `Слишком длинно: помещается не больше ${most} знаков.`,
  },
  expired: "Страница была открыта слишком давно. Проверьте написанное и отправьте ещё раз.",
  unreadable: "Форма пришла не целиком. Проверьте написанное и отправьте ещё раз.",
  tooOften: "С этого адреса пришло слишком много сообщений. Подождите немного и отправьте ещё раз.",
  unavailable:
    "Сейчас сообщение принять не получилось. Оно не пропало с этой страницы: отправьте его ещё раз через минуту.",
  noCentre: "Такого центра здесь нет. Проверьте адрес страницы.",
  thanks: "Спасибо, сообщение принято",
  number: "Номер сообщения",
  next: [
    "Оператор прочитает его и передаст тому, кто отвечает за решение.",
    "Если вы оставили телефон или почту, ответ придёт вам.",
    "Сохраните номер: по нему ваше сообщение найдут.",
  ],
  again: "Написать ещё одно",
};

const en: FormTexts = {
  title: "Report a problem",
  lead: "Tell us what happened and where. The service that is responsible will get it, and its deadline will be watched.",
  labels: { text: "What happened", address: "Where it is", name: "Your name", contact: "How to reach you" },
  hints: {
    text: "Use your own words. Do not give numbers of passports or other papers.",
    address: "Street and house, or a landmark.",
    name: "Only those who prepare the answer will see it.",
    contact: "Telephone or e-mail: without them nobody can answer you in person.",
  },
  optional: "optional",
  locate: "Add where I am now",
  located: "The place on the map has been added.",
  notLocated: "The place could not be found out. Please write the address.",
  policy: "How personal data are treated",
  send: "Send",
  otherLanguage: "Русский",
  leaveEmpty: "Leave this field empty",
  noScript: "Please switch JavaScript on, so that we can see you are not a robot.",
  wrong: "The message has not been sent yet. Please correct:",
  faults: {
    text: "Tell us what happened.",
    consent: "Without your consent to the processing of your data the message cannot be taken.",
    captcha: "Please confirm that you are not a robot.",
    tooLong: (most) => `Too long: ${most} characters fit at most.`,
  },
  expired: "The page was open for too long. Look at what you have written and send it once more.",
  unreadable: "The form did not arrive whole. Look at what you have written and send it once more.",
  tooOften: "Too many messages came from this address. Wait a little and send it once more.",
  unavailable: "The message could not be taken just now. It is still on this page: send it once more in a minute.",
  noCentre: "There is no such centre here. Check the address of the page.",
  thanks: "Thank you, your message has been received",
  number: "Number of the message",
  next: [
    "An operator will read it and pass it on to those who can solve it.",
    "If you have left a telephone or an e-mail address, the answer will come to you.",
    "Keep the number: your message will be found by it.",
  ],
  again: "Write another one",
};

export const formTexts = { ru, en } as const;
