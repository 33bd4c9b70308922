import type { Centre } from "../../shared/domain/centre/centre.ts";
import { offeredServices, type Service } from "../../shared/domain/centre/services.ts";
import { type Answer, documentOf, faultOf } from "./answer.ts";

/** When the interface itself last changed. */
const CHANGED = "2026-11-22T00:00:00Z";

/** Where the interface is and what it speaks. */
export const discovery = (publicUrl: string, { centre, services }: Centre): Answer =>
  documentOf("discovery", {
    changeset: CHANGED,
    contact: services.contact ?? centre.name,
    key_service: services.keyService ?? services.contact ?? centre.name,
    endpoints: [
      {
        specification: "http://wiki.open311.org/GeoReport_v2",
        url: `${publicUrl.replace(/\/+$/, "")}/open311/v2`,
        changeset: CHANGED,
        type: "production",
        formats: ["text/xml", "application/json"],
      },
    ],
  });

export const serviceOf = ({ topics, services }: Centre, code: string): Service | undefined =>
  offeredServices(topics, services).find(({ topic }) => topic.id === code);

export const serviceList = ({ topics, services }: Centre): Answer =>
  documentOf(
    "services",
    offeredServices(topics, services).map(({ topic, group, description, attributes }) => ({
      service_code: topic.id,
      service_name: topic.name,
      description: description ?? topic.name,
      metadata: attributes.length > 0,
      type: "realtime",
      keywords: topic.keywords.map((keyword) => keyword.trim()).join(","),
      group,
    })),
  );

export const serviceDefinition = (centre: Centre, code: string): Answer => {
  const service = serviceOf(centre, code);
  if (service === undefined) return faultOf(404, "service_code was not found.");
  return documentOf("service_definition", {
    service_code: service.topic.id,
    attributes: service.attributes.map((attribute, index) => ({
      variable: attribute.variable,
      code: attribute.code,
      datatype: attribute.datatype,
      required: attribute.required,
      datatype_description: attribute.datatypeDescription ?? null,
      order: index + 1,
      description: attribute.description,
      values: attribute.values,
    })),
  });
};
