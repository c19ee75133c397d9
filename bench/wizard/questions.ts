// What the yardstick asks: as many questions as a sheet has, of about the length of ours.

export interface Question {
  readonly text: string
  readonly choices: readonly string[]
}

const levels = ['1. Làm tốt', '2. Có mặt cần cố gắng', '3. Cần khắc phục', '4. Vì sao hỏi?']
const level =
  'Những việc được giao trong tháng, đồng chí hoàn thành đúng hạn, đúng yêu cầu thế nào?'
const seen =
  'Chỉ đồng chí xem được câu trả lời này. Bí thư, phó bí thư, chi ủy viên xem được số liệu tổng hợp.'

/**
 * Two of them are answered in words, the others by a choice: as in a month with one shortcoming.
 */
export const questions: readonly Question[] = [
  ...Array.from({ length: 12 }, () => ({ text: level, choices: levels })),
  { text: 'Đồng chí dự định khắc phục bằng việc làm cụ thể nào?', choices: [] },
  { text: 'Trong tháng, đồng chí đã làm được việc gì cụ thể theo gương Bác?', choices: [] },
].map(({ text, choices }, index, all) => ({
  text: `${text}\n\n${seen} (Câu ${index + 1}/${all.length})`,
  choices,
}))
