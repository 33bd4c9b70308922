import * as z from "zod/mini";

const text = z.string().check(z.minLength(1), z.maxLength(2_000));

/** What is a centre's own on its public form. */
export const formSettings = z.strictObject({
  /** What the citizen consents to when they leave their data (152-ФЗ, article 9). */
  consent: z.strictObject({ ru: text, en: text }),
  /** Where the centre says how it treats personal data. */
  policy: z.optional(z.url({ protocol: /^https?$/ })),
});
export type FormSettings = z.infer<typeof formSettings>;

/** The words of a centre that has written none. */
export const usualFormSettings: FormSettings = {
  consent: {
    ru: "Я согласен (согласна) на обработку моих персональных данных для рассмотрения этого сообщения и ответа на него.",
    en: "I agree that my personal data are processed so that this message can be dealt with and answered.",
  },
};
