import type { Account, ChatModel } from './contract.js';

/** The model for one step of one task: every call is within the limits of the account and booked on it. */
export function chargedTo(model: ChatModel, account: Account): ChatModel {
  return {
    name: model.name,
    completeJson: (request, options) => model.completeJson(request, { ...options, account }),
  };
}
