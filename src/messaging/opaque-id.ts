/**
 * What a platform may name an update, a message, a person or a chat by: printable ASCII without
 * spaces. Ids go into keys and JSON columns, where a NUL or half a surrogate pair is an error, time
 * after time. They are refused and never cleaned as texts are: two ids cleaned alike would be one
 * person.
 */
export const opaqueId = /^[\x21-\x7E]{1,256}$/
