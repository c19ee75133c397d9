// @ts-check
// Words from `locales/`, and times in the branch's zone, whatever the zone of the browser.

/** @typedef {ReturnType<typeof createWords>} Words */

/**
 * @param {any} strings `locales/<language>/playground.json`
 * @param {'vi' | 'en'} language
 * @param {string} zone
 */
export function createWords(strings, language, zone) {
  const parts = new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    weekday: 'long',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
  /** @param {string} iso @returns {Record<string, string>} */
  const read = (iso) =>
    Object.fromEntries(parts.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]))

  return {
    language,
    /** @param {string} key @param {Record<string, string | number>} [values] */
    say(key, values = {}) {
      const found = find(strings, key)
      return typeof found === 'string'
        ? found.replace(/\{\{(\w+)\}\}/g, (_, name) => String(values[name] ?? ''))
        : key
    },
    /**
     * The commands offered on a phone, as `[command, label]`. @param {string} phone @returns
     * {[string, string][]}
     */
    chips: (phone) => Object.entries(find(strings, `chips.${phone}`) ?? {}),
    /** `19 giờ 30`, `20 giờ`; in English `19:30`. @param {string} iso */
    time(iso) {
      const { hour, minute } = read(iso)
      if (language === 'en') return `${hour}:${minute}`
      return minute === '00' ? `${Number(hour)} giờ` : `${Number(hour)} giờ ${minute}`
    },
    /** With its minutes always, as a clock shows it. @param {string} iso */
    fullTime(iso) {
      const { hour, minute } = read(iso)
      return language === 'en' ? `${hour}:${minute}` : `${Number(hour)} giờ ${minute}`
    },
    /** `Thứ Năm, 26/11/2026`. @param {string} iso */
    date(iso) {
      const { weekday, day, month, year } = read(iso)
      return `${weekday}, ${day}/${month}/${year}`
    },
    /** As a phone's own clock shows it: `19:30`. @param {string} iso */
    face(iso) {
      const { hour, minute } = read(iso)
      return `${hour}:${minute}`
    },
  }
}

/** @param {any} strings @param {string} key */
function find(strings, key) {
  return key.split('.').reduce((branch, name) => branch?.[name], strings)
}
