// Invisible characters, and those that change the writing direction, let an email address pass for another one.
const unseen = /[\s\u2800\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u;
// The special characters of RFC 5322 §3.2.3 turn an email address into a list, group or comment, and some full stops
// become a domain's dot (UTS 46 §4).
const addressForm =
  /^[^()<>[\]:;@\\,"]+@[^()<>[\]:;@\\,".\u3002\uff0e\uff61]+(\.[^()<>[\]:;@\\,".\u3002\uff0e\uff61]+)*$/u;

/**
 * The email address as stored and compared: trimmed, in lower case. `undefined` when programs could read it
 * differently.
 */
export function normalizeEmail(text: string): string | undefined {
  const email = text.trim().toLowerCase();
  return email.length <= 254 && !unseen.test(email) && addressForm.test(email) ? email : undefined;
}
