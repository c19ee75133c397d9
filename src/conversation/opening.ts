// Which buttons work however old they are: those that are a whole command by themselves and only
// show something or begin a question, which is then asked anew. What is not named here belongs to
// the question it was shown with (question.ts).
import { fold } from '../domain/folded-words.ts'
import { type CommandName, readCommand, type Vocabulary } from './commands.ts'
import type { Intent } from './intent.ts'
import { interpretCommand } from './interpret-command.ts'
import { itemWords } from './screens/settings-desk.ts'

/** Without anything behind them. */
const alone = /^$/u
/** Whatever stands behind says only what is to be shown. */
const anything = /^/u

const opened = Object.entries(itemWords).flatMap(([item, words]) =>
  item === 'undo' ? [] : [words],
)
/** With the offer it answers, which has to be the one that stands (intents/…/handover). */
const answer = '(?:khong )?nhan'
const unnamedAnswer = new RegExp(`^${answer}$`, 'u')

/** What may stand behind a command, folded. */
const openings: Partial<Record<CommandName, RegExp>> = {
  tusoi: alone,
  tieptuc: alone,
  tusua: alone,
  gopy: alone,
  lichhop: anything,
  bieuhien: anything,
  dulieucuatoi: anything,
  aidaxem: anything,
  huongdan: anything,
  tonghop: anything,
  baocao: anything,
  danhsach: anything,
  bienban: anything,
  kehoach: anything,
  thamgia: anything,
  khacphuc: anything,
  xemgopy: anything,
  hop: /^(?:ngay|gio|noi|quy tac|chuong trinh|loai chi bo)?$/u,
  congviec: /^(?:them|trang \d+)?$/u,
  xoayvong: alone,
  danhgia: alone,
  diemdanh: /^(?:\d+ \d+ ?)?(?:lan luot|trang \d+)?$/u,
  // Names its meeting and its step, and does nothing once that is past (intents/…/meeting-course).
  buoihop: anything,
  phieugiay: alone,
  nhapho: alone,
  caidat: new RegExp(`^(?:${[...opened, `${answer} [0-9a-z]+`].join('|')})?$`, 'u'),
}

/** The command that words of a button begin with; null: they answer a question. */
export function commandOf(words: string, vocabulary: Vocabulary): CommandName | null {
  const command = readCommand(words, vocabulary)
  return command?.hasSlash === true ? command.name : null
}

/** What words of a button open, whenever it is pressed; null: they need their question. */
export function openingOf(words: string, vocabulary: Vocabulary): Intent | null {
  const command = readCommand(words, vocabulary)
  if (command?.hasSlash !== true) return null
  const { name, argument } = command
  // The first version's answer to an offer named none: it is none that stands.
  const isUnnamed = name === 'caidat' && unnamedAnswer.test(fold(argument))
  const heard = isUnnamed ? { ...command, argument: `${argument} 0` } : command
  return openings[name]?.test(fold(heard.argument)) === true
    ? interpretCommand(heard, vocabulary)
    : null
}
