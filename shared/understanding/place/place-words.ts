/** Words that say what a name is the name of, by every form and abbreviation that people write. */
const written: Readonly<
  Record<string, { readonly what: "street" | "settlement" | "district"; readonly forms: string }>
> = {
  улица: { what: "street", forms: "ул улица улицы улице улицу улицей улиц" },
  проспект: {
    what: "street",
    forms: "пр-т пр-та пр-ту пр-те пр-кт пр-кте просп проспект проспекта проспекту проспектом проспекте пр",
  },
  переулок: { what: "street", forms: "пер переулок переулка переулку переулком переулке" },
  площадь: { what: "street", forms: "пл площадь площади площадью" },
  шоссе: { what: "street", forms: "ш шоссе" },
  бульвар: { what: "street", forms: "б-р б-ре бул бульвар бульвара бульвару бульваром бульваре" },
  набережная: { what: "street", forms: "наб набережная набережной набережную" },
  проезд: { what: "street", forms: "пр-д проезд проезда проезду проездом проезде" },
  тупик: { what: "street", forms: "туп тупик тупика тупике" },
  аллея: { what: "street", forms: "аллея аллеи аллее аллею" },
  тракт: { what: "street", forms: "тракт тракта тракту трактом тракте" },
  микрорайон: {
    what: "street",
    forms: "мкр мкрн мкр-н м-н мк-н микр микрорайон микрорайона микрорайону микрорайоном микрорайоне",
  },
  квартал: { what: "street", forms: "кв-л квартал квартала кварталу кварталом квартале" },
  город: { what: "settlement", forms: "г гор город города городу городом городе" },
  село: { what: "settlement", forms: "с село села селу селом селе" },
  деревня: { what: "settlement", forms: "д дер деревня деревни деревне деревню деревней" },
  посёлок: { what: "settlement", forms: "п пос пгт поселок поселка поселку поселком поселке" },
  станица: { what: "settlement", forms: "ст-ца станица станицы станице станицу станицей" },
  хутор: { what: "settlement", forms: "х хутор хутора хутору хутором хуторе" },
  район: { what: "district", forms: "р-н р-на р-не р-ну рн р-он р-она р-оне район района району районом районе" },
  округ: { what: "district", forms: "округ округа округу округом округе" },
};

export interface PlaceWord {
  readonly name: string;
  readonly what: "street" | "settlement" | "district";
  /** So short that without a dot or a capital letter after it, it may be anything. */
  readonly short: boolean;
}

const SHORT = 2;

export const placeWords: ReadonlyMap<string, PlaceWord> = new Map(
  Object.entries(written).flatMap(([name, { what, forms }]) =>
    forms.split(" ").map((form) => [form, { name, what, short: form.length <= SHORT }] as const),
  ),
);
