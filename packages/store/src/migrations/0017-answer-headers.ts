/** Response headers of receivers; `json`, because headers have an order. Null for earlier attempts. */
export const answerHeaders = /* sql */ `
alter table delivery_attempts add column answer_headers json;
`;
