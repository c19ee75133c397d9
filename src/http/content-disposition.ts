import { cleanText } from '../messaging/clean-text.ts'

/**
 * `attachment; …` with the file's name (RFC 6266): in ASCII for old clients, and whole as RFC 5987
 * has it. A picture is shown.
 */
export function contentDisposition(fileName: string, mediaType: string): string {
  const place = mediaType.startsWith('image/') ? 'inline' : 'attachment'
  const plain = fileName
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .replace(/[^\w. -]/g, '_')
  const whole = encodeURIComponent(cleanText(fileName)).replace(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${place}; filename="${plain}"; filename*=UTF-8''${whole}`
}
