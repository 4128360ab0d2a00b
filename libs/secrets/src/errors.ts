import { defineErrors } from '#libs/domain-errors';

export const secretErrors = defineErrors({
  secret_unreadable: {
    kind: 'internal',
    zh: '无法解密已保存的连接信息：SECRET_KEY 与保存时不同。请恢复原来的 SECRET_KEY，或重新提交请求',
    en: 'a stored secret cannot be decrypted: SECRET_KEY is another one than when it was stored. Put the old key back, or send the request again',
  },
});
