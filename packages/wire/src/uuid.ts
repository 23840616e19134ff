/**
 * True for a UUID as this platform writes it: 36 characters, lower case, any version (RFC 9562 §4). Check an ID before
 * every query: PostgreSQL rejects any other text with an error. Input that may have capitals is read with {@link
 * readUuid}.
 */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** A UUID in any case (RFC 9562 §4), returned in lower case; `undefined` for any other text. */
export function readUuid(text: string | undefined): string | undefined {
  const uuid = text?.toLowerCase();
  return uuid !== undefined && isUuid(uuid) ? uuid : undefined;
}
