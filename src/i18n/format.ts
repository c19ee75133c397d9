// Numbers, dates and times as people here write them (domain reference §6.2): 8.431, 95,5 %,
// 03/12/2026, 19 giờ 30.
import type { Language } from './translator.ts'

const locales: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB' }
const weekdays: Record<Language, readonly string[]> = {
  vi: ['Chủ nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
}

/** Thousands and decimals of the language: `8.431`, `95,5`. */
export function formatNumber(value: number, language: Language, decimals = 0): string {
  return value.toLocaleString(locales[language], {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
}

/** One decimal, and a no-break space before the sign: `95,5 %`. */
export function formatPercent(value: number, language: Language): string {
  return `${formatNumber(value, language, 1)}\u00A0%`
}

/** `2026-12-03` → `03/12/2026`. */
export function formatDate(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-')
  return `${day}/${month}/${year}`
}

/** `2026-12-03` → `03/12`. */
export function formatShortDate(date: string): string {
  return formatDate(date).slice(0, 5)
}

/** `2026-12-03` → `Thứ Năm`. */
export function formatWeekday(date: string, language: Language): string {
  return weekdays[language][new Date(`${date}T00:00:00Z`).getUTCDay()] ?? ''
}

/** `19:30` → `19 giờ 30`, `20:00` → `20 giờ`; in English `19:30`. */
export function formatTime(time: string, language: Language): string {
  if (language === 'en') return time
  const [hour = '', minute = ''] = time.split(':')
  return minute === '00' ? `${String(Number(hour))} giờ` : `${String(Number(hour))} giờ ${minute}`
}

/** `2026-11` → `tháng 11/2026` in Vietnamese, `11/2026` otherwise. */
export function formatPeriod(period: string): string {
  const [year = '', month = ''] = period.split('-')
  return `${String(Number(month))}/${year}`
}
