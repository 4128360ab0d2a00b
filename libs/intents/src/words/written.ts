import type { ByLanguage, Language } from '#libs/language';

/** A question as the language writes it: blanks, the capital letter. */
export function written(text: string, language: Language): string {
  return WRITTEN[language](text);
}

const WRITTEN: ByLanguage<(text: string) => string> = {
  en: (text) => {
    const plain = text
      .replace(/ {2,}/g, ' ')
      .replace(/\.\.$/, '.')
      .replace(/^what (is|was) the total (?=(?:[\w-]+ ){0,3}(?:hours|minutes|days|seconds)\b)/i, (_, verb: string) =>
        verb === 'is' ? 'What are the total ' : 'What were the total ',
      )
      .replace(/\b(each (?:month|quarter|week)) in (\d{4})\b/, '$1 of $2')
      .trim();
    return plain.charAt(0).toUpperCase() + plain.slice(1);
  },
  // A blank between Chinese and Latin words, outside quoted values.
  zh: (text) =>
    text
      // 房型“甲”的平均房价
      .replace(/”(?=平均|最[高低多少长短大小](?!的))/gu, '”的')
      .split(/(“[^”]*”)/)
      .map((part, index) =>
        index % 2 === 1
          ? part
          : part
              .replace(/(\p{Script=Han})(?=[A-Za-z`])|([A-Za-z`])(?=\p{Script=Han})/gu, '$1$2 ')
              // A number that is set off before is set off after: `超过 34 的`.
              .replace(/( \d[\d.,]*%?)(?=\p{Script=Han})/gu, '$1 ')
              // 客户从下单到发货的天数
              .replace(/的(?=从\p{Script=Han}{1,6}到\p{Script=Han}{1,6}(?:的|用时))/gu, '')
              // 找出来自: read as 找出来.
              .replace(/^(?:找出|列出)(?=来)/u, '查询')
              // 多少辆车辆, 每栋楼栋
              .replace(/辆车辆/gu, '辆车')
              .replace(/栋楼栋/gu, '栋楼')
              // 缴费流水缴费金额
              .replace(/(\p{Script=Han}{2})(?:流水|记录|明细)(?=\1)/gu, '')
              // 帐号 is the older spelling.
              .replace(/帐(?=[号户单目务龄期])/gu, '账')
              // 模版 is a common slip.
              .replace(/模版/gu, '模板')
              .replace(/ {2,}/g, ' ')
              .replace(/ +([，。？、）])/gu, '$1')
              .replace(/([（、]) +/gu, '$1'),
      )
      .join('')
      .trim(),
};
