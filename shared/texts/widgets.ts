import { incidentWords } from "./incident-words.ts";

/** What supervisors read on the dashboards' own widgets. */
export const widgetTexts = {
  ru: {
    open: "Открыто",
    atRisk: "Под угрозой срока",
    late: "Просрочено",
    nothingLate: "Просроченных нет.",
    beyondCalendar: (count: number) =>
      `Сроков за последним загруженным годом календаря: ${count}. Они неточны — загрузите календарь следующего года.`,
    more: (count: number) => `Показаны первые; всего просрочено ${count}.`,
    columns: { due: "Срок", overdue: "Опоздание", topic: "Тема", territory: "Территория", authority: "Исполнитель" },
    show: "Открыть",
    missing: "Такого инцидента нет.",
    state: "Состояние",
    clock: "Срок",
    history: "Что было",
    words: incidentWords.ru,
    noCentre: "У этого центра здесь нет данных.",
    hours: (hours: number, minutes: number) => (hours === 0 ? `${minutes} мин` : `${hours} ч ${minutes} мин`),
    about:
      "### Отклик\nПараметры: `widget` — `now` (числа на сейчас), `late` (просроченные) или `incident` (один инцидент, `id`); `centre` — центр.",
  },
  en: {
    open: "Open",
    atRisk: "At risk",
    late: "Late",
    nothingLate: "Nothing is late.",
    beyondCalendar: (count: number) =>
      `Deadlines past the last loaded year of the calendar: ${count}. They are not certain: load the next year.`,
    more: (count: number) => `The first ones are shown; ${count} are late in all.`,
    columns: { due: "Due", overdue: "Late by", topic: "Topic", territory: "Territory", authority: "Authority" },
    show: "Open",
    missing: "There is no such incident.",
    state: "State",
    clock: "Deadline",
    history: "What happened",
    words: incidentWords.en,
    noCentre: "This centre has no data here.",
    hours: (hours: number, minutes: number) => (hours === 0 ? `${minutes} min` : `${hours} h ${minutes} min`),
    about:
      "### Otklik\nParameters: `widget` is `now` (numbers of this moment), `late` (what is late) or `incident` (one of them, `id`); `centre` is the centre.",
  },
} as const;

export type WidgetTexts = (typeof widgetTexts)[keyof typeof widgetTexts];
