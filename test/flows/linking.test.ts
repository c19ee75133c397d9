import { beforeAll, expect, it } from 'vitest'
import { onEveryDatabase } from '../support/database.ts'
import { buildHouse, type House } from '../support/house.ts'

onEveryDatabase('linking and consent', (open) => {
  let house: House
  beforeAll(async () => {
    const { database } = await open()
    house = await buildHouse(database, ['A1|Trần Văn Lâm|secretary', 'A2|Nguyễn Thị "Hoa"', 'A3|Lê Văn Thọ'])
  })

  it('asks a stranger for the code', async () => {
    const [said] = await house.says('100', 'xin chào')
    console.log(said)
    expect(said?.text).toContain('mã')
  })
  it('links by code and asks purpose by purpose', async () => {
    const codes = await house.codes()
    console.log(await house.says('100', (codes.get('A2') ?? '').toLowerCase()))
    console.log(await house.says('100', 'đúng ạ'))
    console.log(await house.says('100', 'đồng ý'))
    console.log(await house.says('100', '1'))
    console.log(await house.presses('100', 2))
  })
})
