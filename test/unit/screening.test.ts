import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { screen } from '../../src/domain/screening.ts'
import { loadQuestionnaires } from '../../src/questionnaires/load.ts'

const { screening } = loadQuestionnaires(
  fileURLToPath(new URL('../../questionnaires', import.meta.url)),
)

const classified = [
  'Tôi chuyển văn bản dấu MẬT cho đồng nghiệp',
  'Đã đọc công văn (MẬT) của huyện',
  'Văn bản [Mật] về quốc phòng',
  'Mật\nBáo cáo tình hình',
  'TỐI MẬT',
  'Tài liệu tối mật về biên giới',
  'Hồ sơ tuyệt mật',
  'tai lieu TUYET MAT ve nhan su',
  'Tài liệu lưu hành nội bộ về sáp nhập thôn',
  'tai lieu luu hanh noi bo ve sap nhap thon',
  'Gửi các đồng chí tài liệu nội bộ kỳ họp tới',
  'Theo số 12-QĐ/TMt của cấp trên',
  'Kết luận số 05-KL/TM đã nói rõ',
  'Báo cáo 17-BC/TU (M) có nêu',
  'công văn số 23-TM',
  'Độ mật: Mật',
  'Văn bản mật số 5 tôi để ở nhà',
  'Văn bản M\u00adẬT của tỉnh',
  'Tài liệu không phổ biến ra ngoài',
  'Tài liệu đóng dấu Mật của huyện',
  'Tài liệu tối mật'.normalize('NFD'),
]

const accusations = [
  'Đồng chí Nguyễn Văn A tham ô quỹ chi bộ',
  'đ/c Hùng nhận hối lộ của dân',
  'Ông Trần Văn B có biểu hiện nhũng nhiễu bà con',
  'Bà Lan gian lận tiền hỗ trợ',
  'Chị Hoa thường xuyên nói xấu chi ủy',
  'Anh Tuấn đánh bạc nhiều lần',
  'ông hùng trưởng thôn tham ô tiền làm đường',
  'dong chi nguyen van a tham o tien quy',
  'Nguyen Van Hung nhan hoi lo',
  'Nguyễn Thị Hoa lợi dụng chức vụ',
  'Chủ tịch xã nhận hối lộ khi cấp đất',
  'kế toán hợp tác xã biển thủ tiền quỹ',
  'Đồng chí bí thư Lê Văn Thọ độc đoán trong chỉ đạo',
  'Tôi tố cáo ông Phạm Văn C',
  'Tôi đề nghị kỷ luật đồng chí Lâm',
  'Cần làm rõ hành vi tham ô của ông Nguyễn Văn B',
  'Phải xem lại vi phạm của đồng chí Hùng',
  'Đồng chí Hùng vi phạm quy định về đất đai',
  'Đồng chí Hùng ép tôi nhận hối lộ',
  'Bà Hoa - thủ quỹ - biển thủ tiền',
  'đồng chí bình ở tổ 3 ngoại tình',
  'Ông Năm lấn chiếm đất công, ai cũng biết',
  'ĐỒNG CHÍ NGUYỄN VĂN A THAM Ô',
  'Đồng chí Nguyễn Văn A bị kỷ luật cảnh cáo',
  'Kết quả phiếu tín nhiệm của chi ủy là thế này',
  'Phương án nhân sự nhiệm kỳ tới gồm ba người',
  'Chi bộ sẽ thi hành kỷ luật một trường hợp',
  'Có thư nặc danh về cán bộ',
  'Đồng chí Nguyễn Văn A tham ô'.normalize('NFD'),
]

const personalData = [
  'Số CCCD của tôi là 001085012345',
  'Căn cước 001 085 012 345 cấp năm 2021',
  'CMND 012345678',
  'Chứng minh nhân dân số 123 456 789',
  'Thẻ 4111 1111 1111 1111 của tôi',
  'the ngan hang 4111-1111-1111-1111',
  'Chuyển vào số tài khoản 19001234567 giúp tôi',
]

const taken = [
  'tôi đã làm chậm báo cáo tháng 10',
  'Tôi còn nể nang, ngại góp ý với đồng chí mình',
  'Theo gương Bác Hồ, tôi tiết kiệm điện nước ở nhà văn hóa',
  'Chủ tịch Hồ Chí Minh dạy tham ô, lãng phí là giặc nội xâm',
  'Học Bác, tôi chống tham ô, lãng phí trong việc nhỏ',
  'Bác dạy: tham ô là trộm cướp',
  'Đọc bài viết của đồng chí Nguyễn Phú Trọng về phòng, chống tham nhũng, tiêu cực',
  'Giữ bí mật gia đình người khác',
  'Giúp bà con nuôi ong lấy mật ong',
  'Sống thân mật với hàng xóm',
  'Gắn bó mật thiết với Nhân dân',
  'TÔI GẮN BÓ MẬT THIẾT VỚI NHÂN DÂN',
  'Học Luật Bảo vệ bí mật nhà nước',
  'Đổi mật khẩu điện thoại cho an toàn',
  'Mật độ xe ở cổng trường đã giảm',
  'toi mat nhieu thoi gian vi chua sap xep cong viec',
  'Tôi làm mất tài liệu sinh hoạt',
  'toi de tai lieu mat trang cuoi',
  'Giữ gìn đoàn kết nội bộ',
  'Đọc nghị quyết số 04-NQ/TW và Kết luận 21-KL/TW',
  'Học Hướng dẫn 42-HD/BTCTW, 12-QĐ/ĐU',
  'T/M CHI BỘ',
  'Đóng 120.000.000.000 đồng vào quỹ đất của xã',
  'Gọi tôi theo số 0912 345 678',
  'Họp ngày 03/12/2026, 19 giờ 30',
  'Thăm đồng chí Nguyễn Văn A ốm, tặng quà 300.000 đồng',
  'Thực hiện Quy định 37-QĐ/TW về những điều đảng viên không được làm',
  'Học gương chị Út Tịch, tôi đã đến từng nhà',
  'Tôi chưa dám nói thẳng khi có biểu hiện tiêu cực',
  'Cùng ông Hùng hòa giải một vụ lấn chiếm ngõ',
  'Nhắc bà Lan cảnh giác lừa đảo qua mạng',
  'Giúp bà Hoa bị lừa đảo làm đơn trình báo',
  'Tuyên truyền cho bà con không cờ bạc, không mê tín',
  'Vận động anh em trong tổ không đánh bạc dịp Tết',
  'Tôi vi phạm giờ giấc họp hai lần',
  'Được đồng chí Hùng góp ý, tôi thấy mình thiếu trách nhiệm',
  'Tôi là Nguyễn Văn Lâm, còn thiếu gương mẫu khi họp muộn',
  'Đường Nguyễn Huệ còn lấn chiếm vỉa hè, đề nghị phường nhắc',
  'Một số đồng chí còn thiếu trách nhiệm khi họp',
  'Các đồng chí không vi phạm giờ giấc',
  'Nâng cao ý thức tổ chức, kỷ luật',
  'Đồng chí Hùng không vi phạm gì, làm việc tốt',
  'Đề nghị chi ủy quan tâm chống lãng phí điện ở nhà văn hóa',
  'Mong đồng chí bí thư phổ biến tài liệu sớm hơn',
  'Đồng chí Lan có cơ hội học lớp trung cấp',
  'Bí thư Chi bộ nhắc tôi đọc trước tài liệu',
  'Đọc sách về đồng chí Võ Thị Sáu để rèn ý chí, tôi bớt lười',
  'Tôi từng bị khiển trách năm 2019, nay đã sửa',
  'chi bo hop dung gio, toi phat bieu 2 y kien',
  'Hà Nội có nhiều biểu hiện lãng phí nước',
  'Ông Bảy kể chuyện lịch sử cho các cháu. Tôi còn lười đọc sách.',
  'I helped a neighbour fix her roof',
  '',
]

describe('screen', () => {
  it.each([
    ...classified.map((text) => ['classified', text] as const),
    ...accusations.map((text) => ['accusation', text] as const),
    ...personalData.map((text) => ['personalData', text] as const),
  ])('refuses as %s: %s', (reason, text) => {
    expect(screen(text, screening)).toEqual({ ok: false, reason })
  })

  it.each(taken)('takes: %s', (text) => {
    expect(screen(text, screening)).toEqual({ ok: true })
  })

  it('takes what every pack itself says', () => {
    const { packs } = loadQuestionnaires(
      fileURLToPath(new URL('../../questionnaires', import.meta.url)),
    )
    const causes = [...packs.values()].flatMap((pack) =>
      pack.heads.flatMap((head) => head.causes.map(({ label }) => label.vi)),
    )
    expect(causes.filter((cause) => !screen(cause, screening).ok)).toEqual([])
  })

  it('answers for any text, and the same way in NFC and NFD', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(screen(text.normalize('NFD'), screening)).toEqual(
          screen(text.normalize('NFC'), screening),
        )
      }),
    )
  })

  it('does not run away on long texts made to tire a matcher', () => {
    const startedAt = performance.now()
    for (const word of [
      'đồng chí ',
      'đồng chí Nguyễn ',
      '1-A/B-',
      '0',
      '1234 ',
      '((((',
      'chống tham ô, ',
      'vi phạm của đồng chí ',
    ]) {
      screen(word.repeat(2_000 / word.length), screening)
    }
    // About 40 ms here; a pattern that backtracks would take minutes.
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  })
})
