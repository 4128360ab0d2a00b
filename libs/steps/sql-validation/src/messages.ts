import type { Language } from '#libs/language';

const zh = {
  tried: (tried: number, invalid: number) => `已验证 ${tried} 个问答对，其中 ${invalid} 个无效`,
  done: (valid: number, all: number, empty: number) =>
    `${all} 个问答对中 ${valid} 个有效，其中 ${empty} 个查询结果为空`,
  duplicates: (count: number) => `移除了 ${count} 个重复的问答对`,
  repairFailed: (model: string, reason: string) => `模型 ${model} 修复失败：${reason}`,
  repairStopped: (left: number) => `模型预算已用完，剩余 ${left} 个无效问答对不再请求模型修复`,
  kept: '没有任何有效的问答对，原文件保持不变',
};

type Messages = typeof zh;

const en: Messages = {
  tried: (tried, invalid) => `${tried} pairs tried, ${invalid} are not valid`,
  done: (valid, all, empty) => `${valid} of ${all} pairs are valid, ${empty} of them return nothing`,
  duplicates: (count) => `${count} duplicate pairs removed`,
  repairFailed: (model, reason) => `repair by ${model} failed: ${reason}`,
  repairStopped: (left) => `the budget for models is used up: ${left} invalid pairs are not sent for repair any more`,
  kept: 'not a single pair is valid: the file stays as it is',
};

/** Log lines of the step, in the task's language. */
export const MESSAGES: Readonly<Record<Language, Messages>> = { zh, en };
