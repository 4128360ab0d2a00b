import { isGivenName } from './people-names.js';

/** Personal or secret text inside longer text; values that hold it are left out of profiles. */
export const SENSITIVE_WITHIN: readonly RegExp[] = [
  // The look-behind starts at the head of a run only, so that a long one without @ is read once.
  /(?<![\w.+-])[\w.+-]+@[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}/,
  /(?<![\d.])1[3-9]\d{9}(?![\d.])/,
  /(?<!\d)[1-9]\d{5}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)/,
  /(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)/,
  /eyJ[\w-]{8,2000}\.[\w-]{8,}\./,
  /\b(sk|pk|rk)[-_][\w-]{16,}|\bgh[pousr]_\w{16,}|\bAKIA[A-Z0-9]{12,}|-----BEGIN [A-Z ]*KEY/,
  /(?<![a-z0-9+.-])[a-z0-9+.-]+:\/\/[^\s/:@]*:[^\s/@]+@/i,
  // A secret word and what follows it: 初始化密码 123456, password: hunter2.
  /(密码|口令|密钥|秘钥|令牌|授权码)\s*((是|为|[:：=＝])\s*)?['"“]?(?=[\w@#$%^&*!.-]*\d)[\w@#$%^&*!.-]{4,}/u,
  /\b(password|passwd|passcode|pwd|secret|token|api[ _-]?key)\s*(is\s+|[:=]\s*|\s)['"]?(?=[\w@#$%^&*!.-]*\d)[\w@#$%^&*!.-]{4,}/i,
];

/**
 * Every text in which a pattern of `SENSITIVE_WITHIN` is found has one of these: an address its @, a number and the value
 * after a secret word a digit, a key its prefix. Most texts have none, and one linear search decides them.
 */
const NEEDED = /[@\d]|eyJ|[spr]k[-_]|gh[pousr]_|AKIA|-----BEGIN/;

/** False where no personal or secret value can be within; cheap. */
export function mayHoldSensitiveText(value: string): boolean {
  return NEEDED.test(value);
}

/** True when the text contains a personal or secret value. */
export function holdsSensitiveText(value: string): boolean {
  return mayHoldSensitiveText(value) && SENSITIVE_WITHIN.some((pattern) => pattern.test(value));
}

const PHONES =
  /(?<![\d.-])(\(?0\d{2,3}\)?[- ]?[2-9]\d{6,7}|\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}|\+\d{1,3}[ .-]?\d[\d .-]{6,13}\d)(?![\d.-])/;
const CHINESE_PERSON =
  /\p{Script=Han}{1,3}(先生|女士|小姐|同学|师傅|阿姨|大爷|太太)|(联系|找|联系人|姓名|患者|客户|家属|收货人|经办人|负责人|来电人|本人|家长|老师|医生|转交|转告|通知)\s*[:：]?\s*[王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚]\p{Script=Han}{1,2}(?!司|程|品|目)/u;
const CHINESE_ADDRESS =
  /(路|街|大道|巷|弄|胡同|村|小区|花园|公寓)[\d一二三四五六七八九十甲乙东西南北-]{0,6}(号|弄|栋|幢|单元|室|楼)/u;
const ENGLISH_PERSON = /\b(mr|mrs|ms|miss|dr|prof)\.? \p{Lu}[\p{L}'-]+/iu;
const ENGLISH_ADDRESS =
  /\b\d{1,5} (\p{Lu}[\p{L}'.-]+ ){1,3}(street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|way|square|terrace|place|close)\b/iu;

/** True when a sentence speaks of a person, says where one lives or how to reach one. */
export function speaksOfPerson(text: string): boolean {
  return (
    holdsSensitiveText(text) ||
    [PHONES, CHINESE_PERSON, CHINESE_ADDRESS, ENGLISH_PERSON, ENGLISH_ADDRESS].some((pattern) => pattern.test(text)) ||
    (text.match(/\b\p{Lu}\p{Ll}+\b/gu) ?? []).some(isGivenName)
  );
}
