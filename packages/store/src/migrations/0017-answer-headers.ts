/** What a receiver answered besides the body; `json`, because headers have an order. Unknown of tries from before. */
export const answerHeaders = /* sql */ `
alter table delivery_attempts add column answer_headers json;
`;
