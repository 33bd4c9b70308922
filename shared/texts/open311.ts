/** What the user of another maker's application reads. */
export interface Open311Texts {
  /** A report was taken under this number. */
  notice(id: string): string;
}

const ru: Open311Texts = {
  notice: (id) => `Сообщение принято. По номеру ${id} видно, что с ним происходит.`,
};

const en: Open311Texts = {
  notice: (id) => `Your report has been received. The number ${id} shows what becomes of it.`,
};

export const open311Texts = { ru, en } as const;
