import { writeFileSync } from 'node:fs'
import { test } from 'vitest'
import { paperSheetPage } from '../../src/conversation/screens/paper-sheet.ts'
import { drawPaper } from '../../src/documents/paper.ts'
import { fitSheet, leftOver } from '../../src/documents/paper-sheet-fit.ts'
import { period, periodIndex } from '../../src/domain/period.ts'
import { buildSheet } from '../../src/domain/sheet.ts'
import { loadQuestionnaires } from '../../src/questionnaires/load.ts'
import { words } from '../support/house.ts'

const library = loadQuestionnaires('questionnaires')

const long = 'Nguyễn Phước Bảo Hoàng Thiên Ân Trường Giang Minh Khôi Đặng Trần Thị Ngọc Ánh Tuyết Mai Phương Thảo Quỳnh Như Ý Nhi Hương'.slice(0, 120)
test('scratch', async () => {
  const pages = []
  const seen = []
  for (const language of ['vi', 'en'] as const) for (const pack of library.packs.values()) for (let m = 1; m <= 12; m += 1) {
    const of = period(`2026-${String(m).padStart(2, '0')}`)
    const sheet = buildSheet({ pack, memberSeed: `x${m}`, periodIndex: periodIndex(of), openRemedies: [{ id: '1' }, { id: '2' }, { id: '3' }], isQuarterStart: true, voiceOpen: true })
    const page = paperSheetPage({ name: m % 2 ? long : 'Trần Văn Lâm', period: of, sheet, pack, code: '7KMQ2RTB', consent: 'Tôi đồng ý để đồng chí bí thư nhập mã số câu trả lời.' }, words[language])
    const fit = fitSheet(page)
    seen.push([language, pack.id, m, JSON.stringify(fit), leftOver(page, [0.78, 15]), [...fit.ruled.values()].join()])
    if (language === 'vi') pages.push(page)
  }
  console.table(seen)
  writeFileSync('/tmp/twin/sheet.docx', (await drawPaper({ kind: 'sheets', title: 'x', madeAt: new Date('2026-11-20T02:00:00Z'), pages })).bytes)
})
