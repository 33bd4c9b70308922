const prefix = "AKIALOCAL";

/** The access key id a function signs with; the endpoint tells functions apart by it. Capitals and digits only, as AWS's. */
export function functionAccessKey(functionName: string): string {
  return prefix + Buffer.from(functionName, "utf8").toString("hex").toUpperCase();
}

/** The function an access key id belongs to, or nothing when it is not one of ours. */
export function functionOfAccessKey(accessKey: string): string | undefined {
  const encoded = accessKey.slice(prefix.length);
  if (!accessKey.startsWith(prefix) || !/^(?:[0-9A-F]{2})+$/.test(encoded)) return undefined;
  return Buffer.from(encoded, "hex").toString("utf8");
}

/** The access key id inside a signature version 4 `Authorization` header. */
export function accessKeyOf(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : /Credential=([^/,\s]+)\//.exec(authorization)?.[1];
}
