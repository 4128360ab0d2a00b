import type { SensitiveRule } from './rule.js';

export const SECRET_RULES: readonly SensitiveRule[] = [
  {
    id: 'password',
    name: /(^|_)(password|passwd|pwd|pw|passcode|pass_?phrase|(recovery|seed|mnemonic|secret)_phrase|pass_?crypt|pass_?salt|salt|crypted_?pass\w*|pin|mima|mm)(_|$)/,
    chinese: /密码|口令|暗号$/,
    comment: /\bpass(word|phrase|code)\b/i,
    value: /^(\$2[abxy]\$|\$argon2|\$pbkdf2|\{SSHA\}|pbkdf2_)/,
    categories: 'SU',
    keep: null,
  },
  {
    id: 'token',
    name: /(^|_)(tokens?|secret|secret_key|(api|app|access|private|refresh|signing|encryption|license|master|shared|webhook)_?key|credentials?|otp|totp|cookie|(auth|authori[sz]ation|verification|verify|activation|access|security|recovery|backup|invite|grant|captcha)_?codes?|session_?(id|key|token)|nonce|jwt|bearer)(_|$)/,
    chinese: /令牌|密钥|私钥|秘钥|凭证码|验证码|授权码|激活码|邀请码|口令码|安全码|校验码/,
    comment: /\b(api|access|private|secret|license) key\b|\b(access|bearer|refresh) token\b|\bauthori[sz]ation code\b/i,
    value: /^(eyJ[\w-]+\.[\w-]+\.|sk-|sk_(live|test)_|gh[pousr]_|AKIA|xox[abp]-|-----BEGIN)/,
    categories: 'SU',
    keep: null,
  },
  {
    id: 'token',
    name: /^(code|value|key|ticket)$/,
    chinese: /^(码|值)$/,
    only: 'of_codes',
    value: null,
    categories: 'SU',
    keep: null,
  },
  {
    id: 'hash',
    name: /(^|_)(\w*hash|digest|fingerprint|checksum)(_|$)/,
    chinese: /哈希|签名值|摘要值|指纹/,
    value: null,
    categories: 'SU',
    keep: null,
  },
  {
    id: 'hash',
    name: /(^|_)signature(_|$)/,
    chinese: /(?!)/,
    looks: 'opaque',
    value: null,
    categories: 'SU',
    keep: null,
  },
];
