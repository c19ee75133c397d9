/**
 * Lower case without accents, `đ` as `d`: “Đúng ạ” → `dung a`. What is not a letter stays, because
 * what may part words differs on purpose: in a roster's headings `_` and `*` do and a `?` is a
 * doubt, in a date `/` and `:` mean something, in talk (`fold`) all do.
 */
export function bareLetters(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd')
}
