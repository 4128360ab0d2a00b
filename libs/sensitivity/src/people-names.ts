/** The most frequent Chinese family names; together they cover more than nine of ten people. */
const SURNAMES = new Set([
  ...'王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚樊兰殷庄倪温柳莫鲁葛翟欧俞聂齐邢申芦岳柯左焦詹管尚耿牟童齐沙单裴席祝甘卞冉关费纪舒屈项盛骆符靳褚娄',
]);
const COMPOUND = /^(欧阳|上官|司马|诸葛|司徒|东方|夏侯|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|端木)/u;

/** Given names that are no common word of another kind. */
const GIVEN_NAMES = new Set(
  `aaron abigail adam adrian ahmed alan albert alejandro alex alexander alexandra alexis alfred alice alicia alison amanda
  amelia amy ana andrea andreas andrew andrzej angela angelica anita anna anne annette anthony antonio arthur ashley
  barbara benjamin bernard bethany beverly bianca bob boris brandon brenda brian bruce bruno camila carl carla carlos
  carmen carol caroline catherine cecilia charles charlotte chloe chris christian christina christine christopher claire
  claudia colin connor craig cristina cynthia daisy damian daniel daniela danielle david deborah denise dennis derek diana
  diane diego dmitri dmitry dominic donald donna dorothy douglas dylan eduardo edward eleanor elena elizabeth ella ellen
  emily emma eric erica erik ethan eugene eva evelyn fatima felix fernanda fernando fiona florence frances francis
  francisco frank frederick gabriel gabriela gareth gary geoffrey george gerald giovanni gloria gordon graham greg gregory
  hannah hans harold harry hassan heather helen helena henry hiroshi howard hugo ian ibrahim igor ingrid irene isaac
  isabel isabella ivan jacob jacqueline james jamie jan jane janet janice jasmine jason javier jean jeff jeffrey jennifer
  jeremy jesse jessica jill joan joanna joe johan johanna john johnny jonathan jordan jorge jose joseph joshua juan
  judith judy julia julian julie karen karin karl kate katherine kathleen katie keith kelly kenneth kenji kevin khalid
  kimberly klaus kristen kyle larissa larry laura lauren laurence leah lena leo leonard leslie liam lillian linda lisa
  logan louis louise lucas lucia lucy luis luke lydia madison magdalena maja marcel marco marcus margaret maria marie
  marina mario martha martin martina mary mason mateo matthew maurice megan melanie melissa mia michael michelle miguel
  mike mohamed mohammed monica morgan nancy naomi natalia natalie natasha nathan neil nicholas nicole nina noah nora oleg
  olga oliver olivia omar oscar otto pamela patricia patrick paul paula pedro peter petra philip philippe phyllis pierre
  rachel rafael ralph ramon raymond rebecca ricardo richard robert roberto rodrigo roger roland ronald rosa roy russell
  ryan sabrina samantha samuel sandra sara sarah scott sean sebastian sergei sergey sharon sheila shirley simon sofia
  sophia sophie stefan stephanie stephen steve steven stuart susan svetlana sylvia tamara tanya tara teresa theresa
  thomas tiffany timothy tina todd tom tomas tony tracy valentina valerie vanessa vera veronica vicki victoria vincent
  vladimir walter wendy wilhelm william xavier yolanda yuki yusuf yvonne zachary zoe sally jack grace ben sam tim jim
  ken ron kathy betty ruth lee anders lars sven bjorn priya rahul amit raj anil sunita deepak arjun kavita sanjay wei
  ming li jing xiao fang hui lei yan jun ying`.split(/\s+/),
);
const HAN_NAME = /^\p{Script=Han}{2,4}$/u;
const LATIN_NAME =
  /^\p{Lu}[\p{L}'’-]+\.?(?:[ ,]+(?:\p{Lu}[\p{L}'’-]*\.?|de|da|van|von|der|la|el|bin|al))*[ ,]+\p{Lu}[\p{L}'’-]+$/u;

/** Certain of a family name or a given name that is known. */
export function isPersonName(value: string): boolean {
  const plain = value.trim();
  if (HAN_NAME.test(plain)) {
    return [...plain].length <= 3 ? SURNAMES.has([...plain][0] ?? '') : COMPOUND.test(plain);
  }
  const words = plain.split(/[\s,.]+/);
  return (
    words.length <= 4 &&
    words.some((word) => GIVEN_NAMES.has(word.toLowerCase())) &&
    words.every((word) => /^[\p{L}'’-]*$/u.test(word))
  );
}

/** Has the form of a name; the words may be unknown. */
export function mayBePersonName(value: string): boolean {
  const plain = value.trim();
  return isPersonName(plain) || LATIN_NAME.test(plain) || /^\p{Script=Han}{1,6}[·•]\p{Script=Han}{1,8}$/u.test(plain);
}

export function isGivenName(word: string): boolean {
  return GIVEN_NAMES.has(word.toLowerCase());
}

const COMPANY =
  /公司|集团|有限|中心|学校|大学|医院|银行|工厂|厂$|商行|商店|超市|酒店|店$|部$|局$|处$|科$|室$|站$|\b(inc|ltd|llc|gmbh|corp|co|plc|ag|sa|s\.a\.|bv|group|company|store|shop|school|university|hospital|bank|hotel|restaurant|department|team)\b\.?/iu;

export function isOrganisation(value: string): boolean {
  return COMPANY.test(value);
}
