// Numbers as people write them out: “hai”, “câu một chọn ba”.

/**
 * From 1 up; each in the spellings people use, with their accents. Ordinals are left out: “thứ hai”
 * is a Monday.
 */
export const numberWords: readonly (readonly string[])[] = [
  ['một', 'one'],
  ['hai', 'two'],
  ['ba', 'three'],
  ['bốn', 'four'],
  ['năm', 'five'],
  ['sáu', 'six'],
  ['bảy', 'bẩy', 'seven'],
  ['tám', 'eight'],
  ['chín', 'nine'],
  ['mười', 'ten'],
]
