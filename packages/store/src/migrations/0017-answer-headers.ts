/**
 * Response headers of hook receivers; `json`, because headers have an order. Null for attempts before this migration.
 */
export const answerHeaders = /* sql */ `
alter table delivery_attempts add column answer_headers json;
`;
